// Where one writes: Enter sends, names and commands complete themselves, files may be dropped.

import { act, tell } from "./act.js";
import { completing } from "./completion.js";
import { h, menuButton } from "./dom.js";
import { icon } from "./icons.js";
import { get } from "./store.js";

const MOST_BYTES = 20 * 1024 * 1024;
let count = 0;

/** A place to write in a conversation, or in a thread of it. */
export function composer(room, thread = null) {
  const id = `composer-${++count}`;
  const input = h("textarea", {
    rows: 1,
    id,
    placeholder: placeholder(room, thread),
    "aria-label": placeholder(room, thread),
    autocomplete: "off",
  });
  const picked = h("ul", { class: "picked", "aria-label": "Files to send" });
  const chooser = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1" });
  const send = h("button", { type: "submit", class: "send", title: "Send", "aria-label": "Send" }, icon("send"));
  const form = h(
    "form",
    { class: "composer" },
    picked,
    input,
    h("div", { class: "row" }, plus(room, chooser), chooser, send),
  );
  const files = fileList(picked);
  const suggestions = completing(input, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await submit(room, thread, input, files);
  });
  input.addEventListener("keydown", (event) => {
    if (suggestions.take(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  input.addEventListener("input", () => grow(input));
  chooser.addEventListener("change", () => files.add(chooser.files));
  dropping(form, files);
  return form;
}

/** Puts a text where one writes in the main conversation. */
export function prefill(text) {
  const input = document.querySelector("#main .composer textarea");
  if (!input) return tell("Choose a channel first.");
  input.value = text;
  grow(input);
  input.focus();
}

function placeholder(room, thread) {
  if (thread) return "Reply…";
  return room.room === "im" ? "Ask what images cost" : `Message #${room.name}`;
}

function grow(input) {
  input.rows = Math.min(10, input.value.split("\n").length + Math.floor(input.value.length / 90));
}

function plus(room, chooser) {
  const shortcuts = get("team").shortcuts.filter((shortcut) => shortcut.type === "global");
  return menuButton({ class: "quiet", "aria-label": "Attach a file or use a shortcut" }, icon("plus"), [
    { text: "Upload a file", act: () => chooser.click() },
    ...shortcuts.map((shortcut) => ({
      text: `⚡ ${shortcut.name}`,
      act: () => act("shortcut", { shortcut: shortcut.callback_id }),
    })),
  ]);
}

async function submit(room, thread, input, files) {
  const text = input.value.trim();
  if (!text && !files.held.length) return;
  const where = { channel: room.id, thread };
  const [, command, rest] = text.match(/^(\/\S+)\s*([^]*)$/) ?? [];
  input.value = "";
  grow(input);
  let answer;
  if (files.held.length) answer = await upload(files, text, where);
  else if (command) answer = await act("command", { ...where, command, text: rest });
  else answer = await act("say", { ...where, text });
  if (!answer || answer.problem) input.value = input.value || text;
}

async function upload(files, text, where) {
  let answer = null;
  for (const [index, file] of files.held.entries()) {
    answer = await act("upload", { ...where, name: file.name, content: await base64(file), text: index ? "" : text });
  }
  if (answer && !answer.problem) files.clear();
  return answer;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}

function fileList(picked) {
  const held = [];
  const draw = () =>
    picked.replaceChildren(
      ...held.map((file, index) =>
        h(
          "li",
          {},
          file.name,
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              "aria-label": `Leave ${file.name} out`,
              onclick: () => {
                held.splice(index, 1);
                draw();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
  return {
    held,
    add(files) {
      for (const file of files) {
        if (file.size > MOST_BYTES) tell(`${file.name} is larger than 20 MB.`);
        else held.push(file);
      }
      draw();
    },
    clear() {
      held.length = 0;
      draw();
    },
  };
}

function dropping(form, files) {
  const over = (yes) => (event) => {
    event.preventDefault();
    form.classList.toggle("over", yes);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    files.add(event.dataTransfer.files);
  });
}
