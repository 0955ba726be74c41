// Makes elements. Text only ever becomes text: nothing that people or the bot write is read as HTML.

/** An HTML element. An attribute that begins with "on" is a listener; one that is false, null or undefined is left out. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Text for screen readers alone. */
export const unseen = (text) => h("span", { class: "unseen" }, text);

/**
 * Shows a list of items in a container and makes anew only what has changed: an item whose `version` is the one that
 * stands there keeps its element. The focus stays on the control of the same name (data-name).
 */
export function showList(container, items, make) {
  const before = container.shown ?? new Map();
  const now = new Map();
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  for (const { key, version, ...item } of items) {
    const old = before.get(key);
    now.set(key, old?.version === version ? old : { version, element: make(item) });
  }
  for (const [key, { element }] of before) if (now.get(key)?.element !== element) element.remove();
  let place = container.firstChild;
  for (const [key, { element }] of now) {
    if (element === place) place = place.nextSibling;
    else container.insertBefore(element, place);
    element.dataset.key = key;
  }
  container.shown = now;
  if (focused && !focused.isConnected) refocus(container, now, before, focused);
}

function refocus(container, now, before, focused) {
  const key = [...before].find(([, { element }]) => element.contains(focused))?.[0];
  const element = now.get(key)?.element;
  if (!element) return;
  const same = [...element.querySelectorAll("[data-name]")].find((each) => each.dataset.name === focused.dataset.name);
  (same ?? element).focus({ preventScroll: true });
}

/** A menu under its button; opens on click, closes on choice, Escape or a click elsewhere. */
export function menuButton(attributes, label, entries) {
  const list = h("div", { class: "menu", role: "menu", hidden: true });
  const button = h(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes },
    label,
  );
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) {
      list.classList.toggle(
        "up",
        button.getBoundingClientRect().bottom > window.innerHeight - 40 * entries.length - 60,
      );
      list.firstChild?.focus();
    }
  };
  for (const { text, act } of entries) {
    const choose = () => {
      show(false);
      button.focus();
      act();
    };
    list.append(h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose }, text));
  }
  const wrapper = h("span", { class: "menu-wrapper" }, button, list);
  button.addEventListener("click", () => show(list.hidden));
  wrapper.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const every = [...list.children];
    if (step) every.at((every.indexOf(document.activeElement) + step) % every.length).focus();
    else if (event.key === "Escape") {
      show(false);
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  wrapper.addEventListener("focusout", (event) => {
    if (!wrapper.contains(event.relatedTarget)) show(false);
  });
  return wrapper;
}
