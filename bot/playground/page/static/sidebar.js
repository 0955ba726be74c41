// The conversations that the person has, what is new in them, and what there is to try.

import { prefill } from "./composer.js";
import { h, unseen } from "./dom.js";
import { icon } from "./icons.js";
import { all, app, direct, me, messages, nameOf } from "./store.js";
import { go, place } from "./where.js";

const box = document.getElementById("sidebar");
const toggle = document.getElementById("menu");
let drawn = "";

/** On a phone the list comes and goes with a button. */
export function setUpSidebar() {
  toggle.append(icon("list"));
  toggle.addEventListener("click", () => open(!box.classList.contains("open")));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      open(false);
      toggle.focus();
    }
  });
}

function open(yes) {
  box.classList.toggle("open", yes);
  toggle.setAttribute("aria-expanded", String(yes));
  if (yes) box.querySelector("button")?.focus();
}

function visit(change) {
  open(false);
  go({ tab: null, thread: null, ...change });
}

/** Draws the list. */
export function drawSidebar() {
  markRead();
  const rooms = all("channel/").filter((room) => room.room !== "im" && !room.archived);
  const state = JSON.stringify([
    place(),
    me(),
    rooms.map((room) => [room.id, room.mine, news(room.id)]),
    news(direct()?.id),
  ]);
  if (state === drawn) return;
  drawn = state;
  const focused = document.activeElement?.dataset?.name;
  box.replaceChildren(
    section("Channels", rooms.map(channelEntry)),
    section("Apps", [appEntry()]),
    section("Try", tries().map(tryEntry)),
  );
  if (focused) [...box.querySelectorAll("[data-name]")].find((each) => each.dataset.name === focused)?.focus();
}

function section(title, entries) {
  return h(
    "section",
    {},
    h("h2", {}, title),
    h(
      "ul",
      {},
      entries.map((entry) => h("li", {}, entry)),
    ),
  );
}

function channelEntry(room) {
  const mark = room.room === "private" ? icon("lock") : "#";
  const label = [
    h("span", { class: "mark", "aria-hidden": "true" }, mark),
    ` ${room.name}`,
    room.room === "private" && unseen(", private"),
  ];
  return entry(label, room.id, news(room.id), () => visit({ in: room.id }), room.mine ? "" : "other");
}

function appEntry() {
  const label = [h("img", { src: "/static/icon.svg", alt: "", width: 18, height: 18 }), ` ${nameOf(app())}`];
  return entry(label, "app", news(direct()?.id), () => {
    visit({ in: "app", tab: "home" });
  });
}

function entry(label, where, count, visitIt, more = "") {
  const here = place().in === where;
  const attributes = {
    type: "button",
    "data-name": `go ${where}`,
    class: `${count ? "news" : ""} ${more}`,
    onclick: visitIt,
  };
  return h(
    "button",
    { ...attributes, "aria-current": here ? "page" : undefined },
    label,
    count ? h("span", { class: "count" }, String(count), unseen(" new")) : null,
  );
}

function tries() {
  const mention = `@${nameOf(app())} `;
  return [
    ["Ask with /cost", "/cost 100 medium square images with 30-word prompts"],
    ["Ask for all to see", `${mention}25 high landscape images on gpt-image-2`],
    ["Compare models", `${mention}compare all models for 40 high landscape images`],
    ["See what $50 buys", `${mention}how many medium squares can I get for $50?`],
    ["Log what was made", "/cost log 100 medium square images on gpt-image-2"],
    ["Look at the budget", `${mention}show the budget`],
  ];
}

function tryEntry([title, text]) {
  return h(
    "button",
    {
      type: "button",
      class: "try",
      title: text,
      onclick: () => {
        open(false);
        prefill(text);
      },
    },
    title,
  );
}

/* What is new: messages of others since the person last looked, as this browser remembers it. */

const key = (channel) => `pennyworth-read-${me()}-${channel}`;

function markRead() {
  const { in: where, tab } = place();
  const channel = where === "app" ? (tab === "messages" ? direct()?.id : null) : where;
  if (channel) sessionStorage.setItem(key(channel), messages(channel).at(-1)?.ts ?? "0");
}

function news(channel) {
  if (!channel) return 0;
  const every = messages(channel);
  const read = sessionStorage.getItem(key(channel));
  if (read === null) sessionStorage.setItem(key(channel), every.at(-1)?.ts ?? "0");
  return every.filter((message) => Number(message.ts) > Number(read ?? Infinity) && message.user !== me()).length;
}
