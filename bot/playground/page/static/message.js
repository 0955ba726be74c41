// One message: who, when, what, its files, reactions and replies, and what can be done with it.

import { act, tell } from "./act.js";
import { drawBlocks } from "./blocks/blocks.js";
import { drawText } from "./blocks/text.js";
import { h, menuButton } from "./dom.js";
import { icon } from "./icons.js";
import { app, get, me, nameOf } from "./store.js";
import { dateOf, hour, moment } from "./time.js";
import { go } from "./where.js";

const EMOJI = { "+1": "👍", tada: "🎉", eyes: "👀", heart: "❤️", white_check_mark: "✅" };

/** The element of a message; `follows`: it goes on after one of the same person. */
export function drawMessage(message, { follows = false, inThread = false } = {}) {
  const date = dateOf(message.ts);
  const time = h("time", { datetime: date.toISOString(), title: moment(date) }, hour(date));
  const whose = nameOf(message.user);
  const notice = h("p", { class: "notice", hidden: true }, h("b", {}, "Notification: "), message.text);
  return h(
    "article",
    {
      class: `message${follows ? " follows" : ""}${message.only_for ? " private" : ""}`,
      "aria-label": `${whose}, ${hour(date)}`,
      tabindex: "-1",
    },
    h("div", { class: "gutter" }, follows ? time : avatar(message.user)),
    h(
      "div",
      { class: "content" },
      message.only_for && h("p", { class: "only" }, icon("eye"), " Only visible to you"),
      !follows &&
        h(
          "p",
          { class: "by" },
          h("b", {}, whose),
          isApp(message.user) && h("span", { class: "badge" }, "APP"),
          " ",
          time,
        ),
      body(message),
      message.edited && !message.bot_id && h("span", { class: "edited" }, "(edited)"),
      (message.files ?? []).map(drawFile),
      notice,
      reactions(message),
      !inThread && replies(message),
    ),
    tools(message, notice, inThread),
  );
}

const isApp = (user) => get(`user/${user}`)?.kind === "bot";

/** A picture of a person: initials, or the app's icon. */
export function avatar(user) {
  if (user === app()) return h("img", { class: "avatar", src: "/static/icon.svg", alt: "", width: 36, height: 36 });
  const initials = nameOf(user)
    .split(" ")
    .map((part) => part[0])
    .join("")
    .slice(0, 2);
  const colour = [...user].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return h("span", { class: `avatar colour-${colour}`, "aria-hidden": "true" }, initials);
}

function body(message) {
  if (!message.blocks?.length) return h("div", { class: "text" }, drawText(message.text));
  const where = { channel: message.channel, ts: message.ts };
  return drawBlocks(message.blocks, {
    surface: "message",
    values: message.values,
    use: (what) => act("click", { message: where, ...what }),
  });
}

function drawFile(file) {
  const address = `/file/${file.id}?as=${encodeURIComponent(me())}`;
  if (file.mimetype.startsWith("image/") && file.filetype !== "svg") {
    return h(
      "figure",
      { class: "file" },
      h("img", { src: address, alt: file.title, class: "picture" }),
      h("figcaption", {}, file.name),
    );
  }
  return h(
    "a",
    { class: "file", href: address, download: file.name },
    h("b", {}, file.name),
    h("span", {}, `${file.pretty_type}, ${size(file.size)}`),
  );
}

const size = (bytes) => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`);

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    "p",
    { class: "reactions" },
    message.reactions.map(({ name, users }) => {
      const add = () => act("react", { message: { channel: message.channel, ts: message.ts }, name });
      const who = users.map(nameOf).join(", ");
      return h(
        "button",
        {
          type: "button",
          title: who,
          "aria-label": `${name}, ${users.length}: ${who}`,
          "data-name": `react ${name}`,
          onclick: add,
        },
        `${EMOJI[name] ?? name} ${users.length}`,
      );
    }),
  );
}

function openThread(message) {
  go({ thread: message.thread_ts ?? message.ts });
  setTimeout(() => document.querySelector("#thread textarea")?.focus(), 50);
}

function replies(message) {
  if (!message.reply_count) return null;
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h(
    "button",
    { type: "button", class: "replies", "data-name": "replies", onclick: () => openThread(message) },
    message.reply_users.slice(0, 3).map(avatar),
    h("b", {}, count),
    h("span", {}, ` Last reply ${moment(dateOf(message.latest_reply))}`),
  );
}

function tools(message, notice, inThread) {
  const where = { channel: message.channel, ts: message.ts };
  const entries = get("team")
    .shortcuts.filter((shortcut) => shortcut.type === "message")
    .map((shortcut) => ({
      text: shortcut.name,
      act: () => act("shortcut", { shortcut: shortcut.callback_id, message: where }),
    }));
  entries.push({ text: "Copy the blocks as JSON", act: () => copy(message) });
  const reveal = (event) => {
    notice.hidden = !notice.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!notice.hidden));
  };
  return h(
    "div",
    { class: "tools", role: "group", "aria-label": "With this message" },
    !inThread &&
      !message.only_for &&
      h(
        "button",
        {
          type: "button",
          "data-name": "reply",
          title: "Reply in thread",
          "aria-label": "Reply in thread",
          onclick: () => openThread(message),
        },
        icon("reply"),
      ),
    message.bot_id &&
      h(
        "button",
        {
          type: "button",
          "data-name": "notice",
          title: "Notification text",
          "aria-label": "Notification text",
          "aria-expanded": "false",
          onclick: reveal,
        },
        icon("bell"),
      ),
    menuButton({ "aria-label": "More actions", "data-name": "more", title: "More actions" }, icon("more"), entries),
  );
}

async function copy(message) {
  try {
    await navigator.clipboard.writeText(JSON.stringify({ text: message.text, blocks: message.blocks ?? [] }, null, 2));
    tell("Copied.");
  } catch {
    tell("The browser does not let this page copy.");
  }
}
