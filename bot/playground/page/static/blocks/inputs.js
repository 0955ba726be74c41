// Input blocks: a label, something to fill in, a hint, and what is wrong with it.

import { h } from "../dom.js";
import { drawControl } from "./controls.js";
import { plain } from "./text.js";
import { current, nameOf } from "./values.js";

let count = 0;

/** An `input` block; what is filled in stays in the browser, and goes to the bot at once only if it asked for that. */
export function drawInput(block, context) {
  const id = `input-${++count}`;
  const { element } = block;
  const control = drawControl(block, element, context, (value) => {
    context.held?.set(nameOf(block, element), value);
    if (block.dispatch_action) context.use({ block: block.block_id, action: element.action_id, value });
  });
  const hint = block.hint && h("p", { class: "hint", id: `${id}-hint` }, plain(block.hint));
  const error = h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const text = [plain(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
  return h(
    "div",
    { class: "input-block", "data-block": block.block_id },
    label(control, id, text, described),
    control,
    hint,
    error,
  );
}

/** The label: of the control itself where it is one, of the group where it is several. */
function label(control, id, text, described) {
  control.setAttribute("aria-describedby", described);
  if (control.matches("input, textarea, select")) {
    control.id = id;
    control.removeAttribute("aria-label");
    return h("label", { for: id }, text);
  }
  const summary = control.querySelector("summary");
  if (summary) summary.firstChild.id = `${id}-chosen`;
  (summary ?? control).setAttribute("aria-labelledby", summary ? `${id}-label ${id}-chosen` : `${id}-label`);
  return h("p", { class: "label", id: `${id}-label` }, text);
}

/** What an input holds, as it is to be sent. */
export function valueOf(block, values, held) {
  return current(block, block.element, { values, held });
}
