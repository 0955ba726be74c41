// What has two axes: bars side by side, lines, and areas under lines.

import { svg } from "../dom.js";

const HEIGHT = 232;
const LETTER = 6;
const TOP = 10;
const MARGIN = 18;

/** Bars: a group a category, a bar a series. */
export function bars(chart, width) {
  const axes = axesOf(chart, width);
  const slot = axes.width / axes.categories.length;
  const thick = Math.min(110, slot * 0.66) / chart.series.length;
  const parts = chart.series.flatMap(({ name, data }, index) =>
    axes.categories.map((category, at) => {
      const { value } = data.find((point) => point.label === category);
      const x = axes.x(at) + thick * (index - chart.series.length / 2);
      const [from, to] = [axes.y(Math.max(value, 0)), axes.y(Math.min(value, 0))];
      return svg(
        "rect",
        { x, y: from, width: Math.max(thick - 1, 1), height: Math.max(to - from, 1), rx: 2, class: `series-${index}` },
        svg("title", {}, `${category}, ${name}: ${value}`),
      );
    }),
  );
  return { height: axes.bottom, parts: [axes.parts, parts] };
}

/** Lines, curved as Slack curves them; an area is filled down to zero. */
export function lines(chart, width) {
  const axes = axesOf(chart, width);
  const parts = chart.series.map(({ name, data }, index) => {
    const points = axes.categories.map((category, at) => {
      const { value } = data.find((point) => point.label === category);
      return { category, value, x: axes.x(at), y: axes.y(value) };
    });
    const path = smooth(points);
    const area = `${path}L${points.at(-1).x} ${axes.y(0)}L${points[0].x} ${axes.y(0)}Z`;
    return [
      chart.type === "area" && svg("path", { d: area, class: `area series-${index}` }),
      svg("path", { d: path, class: `line series-${index}` }),
      points.map(({ category, value, x, y }) =>
        svg("circle", { cx: x, cy: y, r: 7, class: "touch" }, svg("title", {}, `${category}, ${name}: ${value}`)),
      ),
    ];
  });
  return { height: axes.bottom, parts: [axes.parts, parts] };
}

/** A curve through points that nowhere rises above or falls below its neighbours (Fritsch and Carlson). */
function smooth(points) {
  const slopes = points.slice(1).map((point, at) => (point.y - points[at].y) / (point.x - points[at].x));
  const tangent = (at) => {
    const [before, after] = [slopes[at - 1], slopes[at]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  };
  return points
    .map((point, at) => {
      if (!at) return `M${point.x} ${point.y}`;
      const before = points[at - 1];
      const third = (point.x - before.x) / 3;
      return `C${before.x + third} ${before.y + third * tangent(at - 1)} ${point.x - third} ${point.y - third * tangent(at)} ${point.x} ${point.y}`;
    })
    .join("");
}

/** The two axes: where the plot is, how high a value is, and what is drawn of them. */
function axesOf(chart, width) {
  const { categories, x_label: below, y_label: beside } = chart.axis_config;
  const values = chart.series.flatMap(({ data }) => data.map((point) => point.value));
  const ticks = ticksOf(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [ticks[0], ticks.at(-1)];
  const left = 14 + LETTER * Math.max(...ticks.map((tick) => written(tick).length)) + (beside ? 18 : 0);
  const room = width - left - MARGIN;
  const longest = Math.max(...categories.map((category) => category.length));
  const slanted = longest * LETTER > room / categories.length - 4;
  const edges = chart.type !== "bar" && categories.length > 1; // lines begin and end at the edges, bars stand within
  const x = (at) => left + (edges ? (room * at) / (categories.length - 1) : (room / categories.length) * (at + 0.5));
  const y = (value) => TOP + HEIGHT * (1 - (value - low) / (high - low));
  const foot = TOP + HEIGHT + (slanted ? 16 + longest * LETTER * 0.5 : 22);
  const parts = [
    ticks.map((tick) => [
      svg("line", { x1: left, x2: width - MARGIN, y1: y(tick), y2: y(tick), class: "grid" }),
      svg("text", { x: left - 8, y: y(tick) + 4, class: "end" }, written(tick)),
    ]),
    categories.map((category, at) => label(category, x(at), TOP + HEIGHT + 16, slanted)),
    beside &&
      svg("text", { x: 0, y: 0, class: "middle", transform: `translate(12 ${TOP + HEIGHT / 2}) rotate(-90)` }, beside),
    below && svg("text", { x: left + room / 2, y: foot + 14, class: "middle" }, below),
  ];
  return { categories, left, width: room, x, y, parts, bottom: foot + (below ? 22 : 4) };
}

function label(text, x, y, slanted) {
  if (!slanted) return svg("text", { x, y, class: "middle" }, text);
  return svg("text", { class: "end", transform: `translate(${x + 4} ${y - 2}) rotate(-38)` }, text);
}

/** Round numbers from below the least value to above the most. */
function ticksOf(low, high) {
  const span = high - low || 1;
  const raw = span / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999) * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

const written = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 4 });
