// The topmost of the person's modals. What is filled in stays in the browser until it is sent, as in Slack.

import { act } from "./act.js";
import { drawBlocks } from "./blocks/blocks.js";
import { valueOf } from "./blocks/inputs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { get } from "./store.js";

const box = document.getElementById("modal");
const typed = new Map();
let shown = null;
let opener = null;

/** Opens, changes or closes the modal as the server has it. */
export function drawModal() {
  const views = get("modals") ?? [];
  const view = views.at(-1);
  if (!view) return close();
  const version = `${view.id} ${view.hash} ${views.length}`;
  if (shown === version) return;
  shown = version;
  for (const id of typed.keys()) if (!views.some((each) => each.id === id)) typed.delete(id);
  build(view, views);
  if (!box.open) {
    opener = document.activeElement;
    box.showModal();
  }
  (
    box.querySelector("[autofocus], .blocks input, .blocks textarea, .blocks select") ?? box.querySelector("button")
  ).focus();
}

function close() {
  if (!box.open) return;
  shown = null;
  box.close();
  box.replaceChildren();
  typed.clear();
  opener?.isConnected ? opener.focus() : document.getElementById("main").focus();
}

function build(view, views) {
  if (!typed.has(view.id)) typed.set(view.id, new Map());
  const held = typed.get(view.id);
  const leave = () => act("close", { view: view.id });
  const blocks = drawBlocks(view.blocks, {
    surface: "modal",
    values: view.state.values,
    held,
    use: (what) => act("click", { view: view.id, ...what }),
  });
  const form = h(
    "form",
    { novalidate: true },
    h(
      "header",
      {},
      h("h2", { id: "modal-title" }, view.title?.text ?? ""),
      h(
        "button",
        { type: "button", class: "quiet", "aria-label": views.length > 1 ? "Back" : "Close", onclick: leave },
        icon("close"),
      ),
    ),
    blocks,
    h(
      "footer",
      {},
      h("button", { type: "button", class: "button", onclick: leave }, view.close?.text ?? "Close"),
      view.submit && h("button", { type: "submit", class: "button primary" }, view.submit.text),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(view, form, held);
  });
  box.setAttribute("aria-labelledby", "modal-title");
  box.oncancel = (event) => {
    event.preventDefault();
    leave();
  };
  box.replaceChildren(form);
}

async function send(view, form, held) {
  const inputs = view.blocks.filter((block) => block.type === "input");
  const state = Object.fromEntries(
    inputs.map((block) => [block.element.action_id, valueOf(block, view.state.values, held)]),
  );
  const lacking = inputs.filter((block) => !block.optional && isEmpty(state[block.element.action_id]));
  showErrors(
    form,
    Object.fromEntries(lacking.map((block) => [block.block_id, "Please complete this required field."])),
  );
  if (lacking.length) return;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const answer = await act("submit", { view: view.id, state });
  button.disabled = false;
  if (answer?.errors) showErrors(form, answer.errors);
}

const isEmpty = (value) => value === null || value === "" || (Array.isArray(value) && !value.length);

function showErrors(form, errors) {
  let first = null;
  for (const block of form.querySelectorAll(".input-block")) {
    const text = errors[block.dataset.block];
    const line = block.querySelector(".error");
    line.textContent = text ?? "";
    line.hidden = !text;
    block.classList.toggle("wrong", Boolean(text));
    const control = block.querySelector("input, textarea, select");
    if (text) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
    if (text) first ??= control;
  }
  first?.focus();
}
