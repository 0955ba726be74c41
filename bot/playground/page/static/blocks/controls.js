// Controls that hold something: menus of one or of several, dates, ticks, texts. `change(value)` is told of news.

import { h } from "../dom.js";
import { all, app } from "../store.js";
import { fromInput, toInput } from "../time.js";
import { plain } from "./text.js";
import { current } from "./values.js";

const DRAW = {
  checkboxes: drawTicks,
  radio_buttons: drawTicks,
  datepicker: drawTyped,
  timepicker: drawTyped,
  datetimepicker: drawMoment,
  plain_text_input: drawTyped,
  number_input: drawTyped,
  email_text_input: drawTyped,
  url_text_input: drawTyped,
  rich_text_input: drawTyped,
};

const TYPES = {
  datepicker: "date",
  timepicker: "time",
  number_input: "text",
  email_text_input: "email",
  url_text_input: "url",
};

/** Any control that is no button. */
export function drawControl(block, element, context, change) {
  const value = current(block, element, context);
  const draw = DRAW[element.type] ?? (element.type.startsWith("multi_") ? drawSeveral : drawMenu);
  return draw(element, value, change, { block, context });
}

/** What a menu offers, as groups of value and label. */
function groupsOf(element) {
  const kind = element.type.replace("multi_", "");
  const listed = (label, options) => ({ label, options: options.map(({ id, text }) => ({ value: id, label: text })) });
  if (kind === "users_select")
    return [
      listed(
        "",
        all("user/")
          .filter((user) => user.name !== "slackbot" && user.id !== app())
          .map((user) => ({ id: user.id, text: user.real_name })),
      ),
    ];
  if (kind === "channels_select" || kind === "conversations_select")
    return [
      listed(
        "",
        conversations(element).map((room) => ({ id: room.id, text: `#${room.name}` })),
      ),
    ];
  const option = ({ text, value, description }) => ({ value, label: plain(text), about: plain(description) });
  if (element.option_groups)
    return element.option_groups.map((group) => ({ label: plain(group.label), options: group.options.map(option) }));
  return [{ label: "", options: (element.options ?? []).map(option) }];
}

function conversations(element) {
  const kinds = element.filter?.include ?? ["public", "private"];
  return all("channel/").filter((room) => kinds.includes(room.room) && room.room !== "im" && !room.archived);
}

function drawMenu(element, value, change, { context }) {
  const option = ({ value: one, label, about }) =>
    h("option", { value: one, selected: one === value }, about && one !== value ? `${label} (${about})` : label);
  const nothing = h(
    "option",
    { value: "", hidden: context.surface !== "modal", selected: value === null },
    plain(element.placeholder) || "Choose",
  );
  const groups = groupsOf(element).map(({ label, options }) =>
    label ? h("optgroup", { label }, options.map(option)) : options.map(option),
  );
  const select = h(
    "select",
    {
      class: value === null ? "menu-of-one empty" : "menu-of-one",
      "aria-label": plain(element.placeholder) || undefined,
      "data-name": `control ${element.action_id}`,
      onchange: () => {
        select.classList.toggle("empty", !select.value);
        change(select.value || null);
      },
    },
    nothing,
    groups,
  );
  return select;
}

function drawSeveral(element, value, change) {
  const held = new Set(value ?? []);
  const options = groupsOf(element).flatMap((group) => group.options);
  const shown = h("span", {});
  const draw = () => {
    const chosen = options.filter((option) => held.has(option.value));
    shown.replaceChildren(
      ...(chosen.length
        ? chosen.map(({ label }) => h("span", { class: "chip" }, label))
        : [plain(element.placeholder) || "Choose"]),
    );
  };
  const tick = ({ value: one, label }) => {
    const box = h("input", { type: "checkbox", checked: held.has(one) });
    box.addEventListener("change", () => {
      if (box.checked) held.add(one);
      else held.delete(one);
      draw();
      change([...held]);
    });
    return h("label", {}, box, " ", label);
  };
  draw();
  const details = h(
    "details",
    { class: "several" },
    h("summary", { "data-name": `control ${element.action_id}` }, shown),
    h("div", { class: "choices", role: "group" }, options.map(tick)),
  );
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.preventDefault();
    event.stopPropagation();
    details.open = false;
    details.querySelector("summary").focus();
  });
  return details;
}

let groups = 0;

function drawTicks(element, value, change) {
  const several = element.type === "checkboxes";
  const name = `ticks-${++groups}`;
  const held = new Set([value ?? []].flat());
  const tick = ({ text, value: one, description }) => {
    const box = h("input", {
      type: several ? "checkbox" : "radio",
      name,
      checked: held.has(one),
      "data-name": `control ${element.action_id} ${one}`,
    });
    box.addEventListener("change", () => {
      if (!several) return change(one);
      if (box.checked) held.add(one);
      else held.delete(one);
      return change([...held]);
    });
    return h("label", {}, box, h("span", {}, plain(text), description && h("small", {}, plain(description))));
  };
  return h("div", { class: "ticks", role: several ? "group" : "radiogroup" }, element.options.map(tick));
}

function drawTyped(element, value, change) {
  const long = element.multiline || element.type === "rich_text_input";
  const number = element.type === "number_input";
  const attributes = {
    placeholder: plain(element.placeholder) || undefined,
    maxlength: element.max_length,
    inputmode: number ? (element.is_decimal_allowed ? "decimal" : "numeric") : undefined,
    autofocus: element.focus_on_load,
    autocomplete: "off",
    "data-name": `control ${element.action_id}`,
  };
  const input = long
    ? h("textarea", { ...attributes, rows: 4 })
    : h("input", { ...attributes, type: TYPES[element.type] ?? "text" });
  input.value = value ?? "";
  input.addEventListener(element.type.endsWith("picker") ? "change" : "input", () => change(input.value || null));
  return input;
}

function drawMoment(element, value, change) {
  const input = h("input", { type: "datetime-local", "data-name": `control ${element.action_id}` });
  if (value) input.value = toInput(value * 1000);
  input.addEventListener("change", () => change(input.value ? fromInput(input.value) / 1000 : null));
  return input;
}
