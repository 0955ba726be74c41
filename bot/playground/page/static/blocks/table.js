// Tables: the first row is the head, columns may be flush right.

import { h } from "../dom.js";
import { drawRich } from "./rich.js";

/** A `table` block. */
export function drawTable(block) {
  const [head, ...rows] = block.rows;
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, index) => drawCell(cell, tag, block.column_settings?.[index])),
    );
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        rows.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

function drawCell(cell, tag, settings) {
  const classes = [settings?.align && `align-${settings.align}`, settings?.is_wrapped && "wrapped"]
    .filter(Boolean)
    .join(" ");
  return h(
    tag,
    { class: classes || undefined, scope: tag === "th" ? "col" : undefined },
    cell.type === "rich_text" ? drawRich(cell.elements) : cell.text,
  );
}
