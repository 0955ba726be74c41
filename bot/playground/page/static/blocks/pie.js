// Pies: a slice a segment, clockwise from the top.

import { svg } from "../dom.js";

const RADIUS = 84;

/** The slices with their shares. */
export function pie(chart, width) {
  const sum = chart.segments.reduce((total, { value }) => total + value, 0);
  const [x, y] = [width / 2, RADIUS + 10];
  let turned = 0;
  const parts = chart.segments.map(({ label, value }, index) => {
    const share = value / sum;
    const title = svg("title", {}, `${label}: ${value} (${Math.round(share * 100)} %)`);
    const slice =
      share > 0.9999
        ? svg("circle", { cx: x, cy: y, r: RADIUS, class: `slice series-${index}` }, title)
        : svg("path", { d: sliceOf(x, y, turned, turned + share), class: `slice series-${index}` }, title);
    turned += share;
    return slice;
  });
  return { height: 2 * RADIUS + 20, parts };
}

function sliceOf(x, y, from, to) {
  const [begin, end] = [at(x, y, from, RADIUS), at(x, y, to, RADIUS)];
  return `M${x} ${y}L${begin.join(" ")}A${RADIUS} ${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${end.join(" ")}Z`;
}

function at(x, y, share, radius) {
  const angle = 2 * Math.PI * share;
  return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)].map((value) => Number(value.toFixed(2)));
}
