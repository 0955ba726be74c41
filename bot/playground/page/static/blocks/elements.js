// What stands in rows of controls and beside paragraphs: buttons, menus, pickers. Each tells the bot at once.

import { h, menuButton } from "../dom.js";
import { icon } from "../icons.js";
import { ask } from "./confirm.js";
import { drawControl } from "./controls.js";
import { picture } from "./picture.js";
import { plain } from "./text.js";

const DRAW = {
  button: drawButton,
  workflow_button: drawButton,
  icon_button: drawButton,
  feedback_buttons: drawFeedback,
  overflow: drawOverflow,
  image: (block, element) => picture(element, "thumb"),
};

/** An element of an actions block, or the one beside a section. */
export function drawElement(block, element, context) {
  const draw = DRAW[element.type];
  if (draw) return draw(block, element, context);
  const control = drawControl(block, element, context, (value) => use(block, element, context, value));
  control.classList.add("in-row");
  return control;
}

/** Does what a control does, once a question before it is answered with yes. */
async function use(block, element, context, value) {
  if (element.confirm && !(await ask(element.confirm))) return;
  await context.use({ block: block.block_id, action: element.action_id, value });
}

function drawButton(block, element, context) {
  const press = async (event) => {
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
    await use(block, element, context, element.value ?? null);
    button.removeAttribute("aria-busy");
  };
  const attributes = {
    type: "button",
    class: `button ${element.style ?? ""}`,
    "data-name": `control ${element.action_id}`,
    "aria-label": element.accessibility_label,
    onclick: press,
  };
  return h("button", attributes, plain(element.text));
}

function drawFeedback(block, element, context) {
  const one = (button, sign) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        title: plain(button.text),
        onclick: () => use(block, element, context, button.value),
      },
      sign,
    );
  return h("span", { class: "feedback" }, one(element.positive_button, "👍"), one(element.negative_button, "👎"));
}

function drawOverflow(block, element, context) {
  const entries = element.options.map((option) => ({
    text: plain(option.text),
    act: () => use(block, element, context, option.value),
  }));
  return menuButton(
    { class: "button overflow", "aria-label": "More", "data-name": `control ${element.action_id}` },
    icon("more"),
    entries,
  );
}
