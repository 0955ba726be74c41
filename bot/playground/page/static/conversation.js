// A conversation: its head, its messages by day, what the bot is doing, and where one writes.

import { act } from "./act.js";
import { composer } from "./composer.js";
import { h, showList } from "./dom.js";
import { appTabs } from "./home.js";
import { icon } from "./icons.js";
import { drawMessage } from "./message.js";
import { app, direct, entries, get, messages, nameOf } from "./store.js";
import { dateOf, day, sameDay } from "./time.js";
import { place } from "./where.js";

const TOGETHER = 300;
const main = document.getElementById("main");
let parts = null;

/** Shows the conversation of the place. */
export function drawConversation() {
  const where = place().in;
  const room = where === "app" ? direct() : get(`channel/${where}`);
  if (!room) return;
  if (parts?.id !== room.id + get("me") || !parts.list.isConnected) build(room);
  drawHead(room);
  drawMessages(room);
  parts.status.textContent = statusIn(room.id);
  drawFoot(room);
  parts.list.follow();
}

/** An empty list of messages; `follow()` goes to its end, unless one has scrolled away from there. */
export function messageList(label) {
  const list = h("div", { class: "messages", role: "log", "aria-label": label, tabindex: "0" });
  let atEnd = true;
  list.follow = () => {
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener("scroll", () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  });
  new ResizeObserver(list.follow).observe(list);
  return list;
}

function build(room) {
  parts = {
    id: room.id + get("me"),
    head: h("header", { class: "head" }),
    list: messageList("Messages"),
    prompts: h("div", { class: "prompts" }),
    status: h("p", { class: "status", role: "status" }),
    foot: h("footer", { class: "foot" }),
  };
  main.className = "conversation";
  main.replaceChildren(parts.head, parts.list, parts.prompts, parts.status, parts.foot);
}

function drawHead(room) {
  if (room.room === "im") return parts.head.replaceChildren(...appTabs("messages"));
  const people = room.members
    .filter((id) => get(`user/${id}`))
    .map(nameOf)
    .join(", ");
  const mark = room.room === "private" ? [icon("lock"), " "] : "# ";
  parts.head.replaceChildren(h("h1", {}, mark, room.name), h("p", { class: "members", title: people }, people));
}

function drawMessages(room) {
  const every = messages(room.id).filter(
    (message) => !message.thread_ts || message.thread_ts === message.ts || message.broadcast,
  );
  const items = [];
  let before = null;
  for (const message of every) {
    const date = dateOf(message.ts);
    if (!before || !sameDay(dateOf(before.ts), date)) items.push(dayItem(date));
    const follows = together(before, message) && items.at(-1).message;
    items.push({
      key: message.ts,
      version: follows ? `${follows.ts} ${versionOf(message)}` : message,
      message,
      follows: Boolean(follows),
    });
    before = message;
  }
  showList(parts.list, items, (item) =>
    item.title ? h("h2", { class: "day" }, item.title) : drawMessage(item.message, item),
  );
}

const versions = new WeakMap();
let counted = 0;

function versionOf(message) {
  if (!versions.has(message)) versions.set(message, ++counted);
  return versions.get(message);
}

function dayItem(date) {
  const title = day(date);
  return { key: `day ${date.toDateString()}`, version: title, title };
}

function together(before, message) {
  const apart = before ? Number(message.ts) - Number(before.ts) : Infinity;
  return (
    before?.user === message.user && apart < TOGETHER && !before.reply_count && !message.only_for && !before.only_for
  );
}

/** What the bot says it is doing in a conversation, or in one thread of it. */
export function statusIn(channel, thread = null) {
  const found = entries(`status/${channel}/`).filter(([key]) => thread === null || key.endsWith(`/${thread}`));
  return found.length ? `${nameOf(app())} ${found[0][1]}` : "";
}

function drawFoot(room) {
  drawPrompts(room);
  const state = `${room.mine}`;
  if (parts.foot.dataset.state === state) return;
  parts.foot.dataset.state = state;
  if (room.mine) parts.foot.replaceChildren(composer(room));
  else
    parts.foot.replaceChildren(
      h(
        "p",
        {},
        `You are not in #${room.name}. `,
        h("button", { type: "button", class: "button", onclick: () => act("join", { channel: room.id }) }, "Join"),
      ),
    );
}

function drawPrompts(room) {
  const offered = room.room === "im" ? get("prompts") : undefined;
  if (parts.offered === offered) return;
  parts.offered = offered;
  const send = (text) => act("say", { channel: room.id, text });
  const buttons = offered?.prompts.map(({ title, message }) =>
    h("button", { type: "button", class: "button", title: message, onclick: () => send(message) }, title),
  );
  parts.prompts.replaceChildren(...(buttons ? [h("span", {}, offered.title ?? "Try"), ...buttons] : []));
}
