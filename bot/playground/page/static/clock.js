// The workspace's clock, which is the bot's too: what time it is, and later.

import { act } from "./act.js";
import { h } from "./dom.js";
import { now } from "./store.js";
import { moment } from "./time.js";

const HOUR = 3600000;
const box = document.getElementById("clock");
const shown = h("span", {});
const input = h("input", { type: "datetime-local", required: true, "aria-label": "Move the clock to" });

function build() {
  const later = [
    ["In an hour", () => now() + HOUR],
    ["Tomorrow at 9:00", () => nine((date) => date.setDate(date.getDate() + 1))],
    ["Next Monday at 9:00", () => nine((date) => date.setDate(date.getDate() + ((8 - date.getDay()) % 7 || 7)))],
    ["In four weeks", () => now() + 28 * 24 * HOUR],
  ];
  const exact = h("form", {}, input, h("button", { type: "submit", class: "button" }, "Move"));
  exact.addEventListener("submit", (event) => {
    event.preventDefault();
    move(new Date(input.value).getTime());
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
      h("p", {}, "The clock of the workspace and of the bot goes forward, and what is due then happens."),
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

function nine(change) {
  const date = new Date(now());
  change(date);
  return date.setHours(9, 0, 0, 0);
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
  const date = new Date(now());
  shown.textContent = moment(date);
  if (!box.open) input.value = new Date(now() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
