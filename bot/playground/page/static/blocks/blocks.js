// Block Kit, drawn as Slack draws it. A context says where: its `surface` ("message", "modal" or "home"), the `values`
// that controls hold by block and action, what is `held` in a modal that is not sent yet, and `use({action, block,
// value})` for what a control does.

import { h } from "../dom.js";
import { drawChart } from "./chart.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./inputs.js";
import { picture } from "./picture.js";
import { drawRich } from "./rich.js";
import { drawTable } from "./table.js";
import { drawObject, plain } from "./text.js";

const DRAW = {
  actions: (block, context) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((element) => drawElement(block, element, context)),
    ),
  context: (block) => h("div", { class: "context" }, block.elements.map(small)),
  context_actions: (block, context) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((element) => drawElement(block, element, context)),
    ),
  data_visualization: drawChart,
  divider: () => h("hr"),
  header: (block) => h("h2", { class: "header" }, plain(block.text)),
  image: (block) =>
    h("figure", { class: "image" }, block.title && h("figcaption", {}, plain(block.title)), picture(block)),
  input: drawInput,
  markdown: (block) => h("div", { class: "section pre" }, block.text),
  rich_text: (block) => h("div", { class: "rich" }, drawRich(block.elements)),
  section,
  table: drawTable,
};

/** The element that holds all of a message's or a view's blocks. */
export function drawBlocks(blocks, context) {
  return h(
    "div",
    { class: `blocks in-${context.surface}` },
    blocks.map((block) => drawBlock(block, context)),
  );
}

function drawBlock(block, context) {
  const draw = DRAW[block.type];
  return draw
    ? draw(block, context)
    : h("p", { class: "undrawn" }, `A block of type ${block.type}, which this page does not draw.`);
}

function section(block, context) {
  const text = block.text && h("div", { class: "text" }, drawObject(block.text));
  const fields =
    block.fields &&
    h(
      "div",
      { class: "fields" },
      block.fields.map((field) => h("div", {}, drawObject(field))),
    );
  const beside = block.accessory && h("div", { class: "accessory" }, drawElement(block, block.accessory, context));
  return h("div", { class: "section" }, h("div", { class: "said" }, text, fields), beside);
}

const small = (element) => (element.type === "image" ? picture(element, "tiny") : h("span", {}, drawObject(element)));
