// What went between the workspace and the bot, each with its payload, for people who develop it.

import { h, showList } from "./dom.js";
import { icon } from "./icons.js";
import { entries } from "./store.js";
import { hour } from "./time.js";

const box = document.getElementById("log");
const toggle = document.getElementById("log-toggle");
const list = h("div", { class: "entries" });

/** Shows and hides the list with its button. */
export function setUpLog() {
  const close = h(
    "button",
    { type: "button", class: "quiet", "aria-label": "Close the requests", onclick: () => show(false) },
    icon("close"),
  );
  toggle.append(icon("requests"), h("span", { class: "wide" }, "Requests"));
  toggle.setAttribute("aria-label", "Requests");
  box.append(
    h("header", { class: "head" }, h("h1", {}, "Requests"), close),
    h("p", { class: "about" }, "← Slack to the bot, → the bot to Slack; open one for its payload."),
    list,
  );
  toggle.addEventListener("click", () => show(box.hidden));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
  });
}

function show(yes) {
  box.hidden = !yes;
  toggle.setAttribute("aria-expanded", String(yes));
  drawLog();
  (yes ? box.querySelector("button") : toggle).focus();
}

/** Draws the newest requests first. */
export function drawLog() {
  if (box.hidden) return;
  const items = entries("log/")
    .reverse()
    .map(([key, entry]) => ({ key, version: entry, entry }))
    .sort((one, other) => other.entry.at.localeCompare(one.entry.at));
  showList(list, items, ({ entry }) => drawEntry(entry));
}

function drawEntry(entry) {
  const pre = h("pre", { tabindex: "0" });
  const arrow = entry.way === "to app" ? "←" : "→";
  const details = h(
    "details",
    {},
    h(
      "summary",
      {},
      `${arrow} `,
      h("b", {}, entry.name),
      ` ${entry.at ? hour(new Date(entry.at)) : ""} `,
      h("span", { class: entry.good ? "good" : "bad" }, entry.outcome),
    ),
    pre,
  );
  details.addEventListener("toggle", async () => {
    if (!details.open || pre.textContent) return;
    const response = await fetch(`/payload/${details.dataset.key.slice("log/".length)}`);
    pre.textContent = response.ok ? JSON.stringify(await response.json(), null, 2) : "It is not kept any more.";
  });
  return details;
}
