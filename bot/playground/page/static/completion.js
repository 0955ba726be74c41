// Completes what is being typed: commands after "/", people after "@", channels after "#".

import { h } from "./dom.js";
import { all, get } from "./store.js";

let count = 0;

/** Suggestions over an input; `take(event)` is true when a key was theirs. */
export function completing(input, form) {
  const id = `completion-${++count}`;
  const list = h("ul", { class: "completion", role: "listbox", id, "aria-label": "Suggestions", hidden: true });
  form.append(list);
  for (const [name, value] of Object.entries({
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": id,
  }))
    input.setAttribute(name, value);
  let offered = [];
  let chosen = 0;

  const draw = () => {
    list.hidden = !offered.length;
    list.replaceChildren(...offered.map((offer, index) => option(offer, index)));
    if (offered.length) input.setAttribute("aria-activedescendant", `${id}-${chosen}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const option = ({ label, about }, index) =>
    h(
      "li",
      {
        role: "option",
        id: `${id}-${index}`,
        "aria-selected": String(index === chosen),
        onpointerdown: (event) => {
          event.preventDefault();
          accept(index);
        },
      },
      h("b", {}, label),
      about && h("span", {}, ` ${about}`),
    );
  const accept = (index) => {
    const { from, insert } = offered[index];
    const rest = input.value.slice(input.selectionStart);
    input.value = `${input.value.slice(0, from)}${insert} ${rest.replace(/^ /, "")}`;
    input.selectionStart = input.selectionEnd = from + insert.length + 1;
    offered = [];
    draw();
  };
  const look = () => {
    offered = offers(input.value.slice(0, input.selectionStart));
    chosen = 0;
    draw();
  };
  input.addEventListener("input", look);
  input.addEventListener("blur", () => {
    offered = [];
    draw();
  });

  const keys = {
    ArrowDown: () => {
      chosen = (chosen + 1) % offered.length;
      draw();
    },
    ArrowUp: () => {
      chosen = (chosen + offered.length - 1) % offered.length;
      draw();
    },
    Enter: () => accept(chosen),
    Tab: () => accept(chosen),
    Escape: () => {
      offered = [];
      draw();
    },
  };
  return {
    take(event) {
      if (!offered.length || !keys[event.key] || event.shiftKey || event.isComposing) return false;
      event.preventDefault();
      keys[event.key]();
      return true;
    },
  };
}

/** What fits to the text before the caret. */
function offers(text) {
  const [, word] = text.match(/^(\/\S*)$/) ?? [];
  if (word) return commands(word);
  const [, mark, name] = text.match(/(?:^|\s)([@#])([\w-]*)$/) ?? [];
  if (!mark) return [];
  const from = text.length - name.length - 1;
  const written = name.toLowerCase();
  const fits = (entry) =>
    entry.name !== written &&
    [entry.name, entry.real_name ?? ""].some((known) => known.toLowerCase().startsWith(written));
  return (mark === "@" ? people() : all("channel/").filter((room) => room.room !== "im"))
    .filter(fits)
    .slice(0, 6)
    .map((entry) => ({ label: `${mark}${entry.name}`, about: entry.real_name, insert: `${mark}${entry.name}`, from }));
}

function commands(word) {
  return get("team")
    .commands.filter(({ command }) => command.startsWith(word) && command !== word)
    .map(({ command, usage_hint: hint, description }) => ({
      label: command,
      about: hint ?? description,
      insert: command,
      from: 0,
    }));
}

function people() {
  const app = get(`user/${get("team").app}`);
  return [app, ...all("user/").filter((user) => user.id !== app.id && user.name !== "slackbot")];
}
