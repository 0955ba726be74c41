// The workspace's clock, which is the bot's too: what time it is, and later.

import { act } from "./act.js";
import { h } from "./dom.js";
import { now } from "./store.js";
import { fromInput, instantOf, moment, toInput, wall, zone } from "./time.js";

const HOUR = 3600000;
const DAY = 24 * HOUR;
const box = document.getElementById("clock");
const shown = h("span", {});
const where = h("span", {});
const input = h("input", { type: "datetime-local", required: true, "aria-label": "Move the clock to" });

function build() {
  const later = [
    ["In an hour", () => now() + HOUR],
    ["Tomorrow at 9:00", () => nine(() => 1)],
    ["Next Monday at 9:00", () => nine((date) => (8 - date.getUTCDay()) % 7 || 7)],
    ["In four weeks", () => now() + 28 * DAY],
  ];
  const exact = h("form", {}, input, h("button", { type: "submit", class: "button" }, "Move"));
  exact.addEventListener("submit", (event) => {
    event.preventDefault();
    move(fromInput(input.value));
  });
  box.append(
    h(
      "summary",
      { title: "Move the clock of the workspace and of the bot" },
      h("span", { class: "unseen" }, "Clock: "),
      shown,
    ),
    h(
      "div",
      { class: "panel" },
      h("p", {}, "The clock of the workspace and of the bot goes forward, and what is due then happens. ", where),
      later.map(([text, to]) => h("button", { type: "button", class: "button", onclick: () => move(to()) }, text)),
      exact,
    ),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) box.open = false;
  });
  setInterval(drawClock, 10000);
}

/** Nine o'clock by the person's clocks, so many days from today. */
function nine(days) {
  const today = wall(now());
  return instantOf(Math.floor(today / DAY) * DAY + days(new Date(today)) * DAY + 9 * HOUR);
}

async function move(instant) {
  close();
  await act("move", { to: instant / 1000 });
}

function close() {
  box.open = false;
  box.querySelector("summary").focus();
}

/** Shows the time. */
export function drawClock() {
  if (!box.firstChild) build();
  shown.textContent = moment(now());
  where.textContent = `Times are in ${zone()}.`;
  if (!box.open) input.value = toInput(now());
}
