// Charts: bars, lines, areas and pies as SVG of the width there is, and the same figures as a table.

import { h, svg } from "../dom.js";
import { icon } from "../icons.js";
import { bars, lines } from "./plots.js";
import { pie } from "./pie.js";

const WIDEST = 560;

/** A `data_visualization` block. */
export function drawChart(block) {
  const { chart, title } = block;
  const room = h("div", { class: "plot" });
  const table = drawFigures(chart);
  table.hidden = true;
  const toggle = h(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-pressed": "false",
      "aria-label": "As a table",
      title: "As a table",
      onclick: () => swap(room, table, toggle),
    },
    icon("table"),
  );
  const draw = (width) => room.replaceChildren(drawPlot(chart, title, width), legend(chart));
  draw(WIDEST);
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width && room.dataset.width !== String(width)) {
      room.dataset.width = width;
      draw(width);
    }
  }).observe(room);
  return h("figure", { class: "chart" }, h("figcaption", {}, h("b", {}, title), toggle), room, table);
}

function swap(room, table, toggle) {
  const figures = room.hidden;
  room.hidden = !figures;
  table.hidden = figures;
  toggle.setAttribute("aria-pressed", String(!figures));
}

function drawPlot(chart, title, width) {
  const plot =
    chart.type === "pie" ? pie(chart, width) : chart.type === "bar" ? bars(chart, width) : lines(chart, width);
  const { height, parts } = plot;
  return svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${inWords(chart)}` },
    parts,
  );
}

function legend(chart) {
  const names = chart.type === "pie" ? shares(chart.segments) : chart.series.map((series) => series.name);
  return h(
    "p",
    { class: "legend", "aria-hidden": "true" },
    names.map((name, index) =>
      h(
        "span",
        {},
        svg("svg", { width: 10, height: 10 }, svg("rect", { width: 10, height: 10, rx: 2, class: `series-${index}` })),
        name,
      ),
    ),
  );
}

function shares(segments) {
  const sum = segments.reduce((total, { value }) => total + value, 0);
  return segments.map(({ label, value }) => `${label} · ${Math.round((100 * value) / sum)}%`);
}

const named = (points) => points.map(({ label, value }) => `${label} ${value}`).join(", ");

function inWords(chart) {
  if (chart.type === "pie") return named(chart.segments);
  return chart.series.map(({ name, data }) => `${name}: ${named(data)}`).join("; ");
}

function drawFigures(chart) {
  const series = chart.type === "pie" ? [{ name: "Value", data: chart.segments }] : chart.series;
  const labels = chart.axis_config?.categories ?? chart.segments.map((segment) => segment.label);
  const value = (data, label) => data.find((point) => point.label === label)?.value;
  return h(
    "div",
    { class: "table" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", {}),
          series.map(({ name }) => h("th", { class: "align-right", scope: "col" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        labels.map((label) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, label),
            series.map(({ data }) => h("td", { class: "align-right" }, String(value(data, label)))),
          ),
        ),
      ),
    ),
  );
}
