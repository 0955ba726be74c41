// The page's icons, as lines in a square of 20.

import { svg } from "./dom.js";

const LINES = {
  bell: "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3",
  close: "M5 5l10 10M15 5L5 15",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
  list: "M3 5h14M3 10h14M3 15h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  more: "M10 4.5v.01M10 10v.01M10 15.5v.01",
  plus: "M10 4v12M4 10h12",
  reply: "M3 4h14v10H9l-4 3.5V14H3z",
  requests: "M6 16V4M3 7l3-3 3 3M14 4v12M11 13l3 3 3-3",
  send: "M3 3.5l14.5 6.5L3 16.5l1.5-6.5zM4.5 10H10",
  table: "M3 4h14v12H3zM3 8h14M8 8v8",
  theme: "M16.5 12A7 7 0 1 1 8 3.5a5.6 5.6 0 0 0 8.5 8.5z",
};

/** An icon; what it stands for is said beside it. */
export function icon(name) {
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" },
    svg("path", { d: LINES[name] }),
  );
}
