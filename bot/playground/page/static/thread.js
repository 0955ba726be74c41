// The thread beside the conversation.

import { messageList, statusIn } from "./conversation.js";
import { composer } from "./composer.js";
import { h, showList } from "./dom.js";
import { icon } from "./icons.js";
import { drawMessage } from "./message.js";
import { direct, get, messages } from "./store.js";
import { go, place } from "./where.js";

const box = document.getElementById("thread");
let parts = null;

/** Shows the thread of the place, or none. */
export function drawThread() {
  const { in: where, thread } = place();
  const room = where === "app" ? direct() : get(`channel/${where}`);
  const begin = room && get(`message/${room.id}/${thread}`);
  box.hidden = !begin;
  document.body.classList.toggle("with-thread", Boolean(begin));
  if (!begin) {
    parts = null;
    return;
  }
  const id = `${room.id} ${thread} ${get("me")}`;
  if (parts?.id !== id) build(id, room, begin);
  const every = messages(room.id).filter((message) => message.ts === thread || message.thread_ts === thread);
  showList(
    parts.list,
    every.map((message) => ({ key: message.ts, version: message, message })),
    ({ message }) => drawMessage(message, { inThread: true }),
  );
  parts.status.textContent = statusIn(room.id, thread);
  parts.list.follow();
}

function build(id, room, begin) {
  const close = () => {
    go({ thread: null });
    document.querySelector(`[data-key="${begin.ts}"] .replies`)?.focus();
  };
  parts = {
    id,
    list: messageList("Thread messages"),
    status: h("p", { class: "status", role: "status" }),
  };
  const head = h(
    "header",
    { class: "head" },
    h("h1", {}, "Thread"),
    h("button", { type: "button", class: "quiet", "aria-label": "Close the thread", onclick: close }, icon("close")),
  );
  const foot = room.mine ? h("footer", { class: "foot" }, composer(room, begin.ts)) : null;
  box.replaceChildren(head, parts.list, parts.status, ...(foot ? [foot] : []));
  box.onkeydown = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  };
}
