// Text objects: plain text as it is, and Slack's mrkdwn, of which every mark becomes an element.

import { h } from "../dom.js";
import { get, nameOf } from "../store.js";
import { go } from "../where.js";

/** The text of a plain_text object. */
export const plain = (object) => object?.text ?? "";

/** A text object, plain or mrkdwn. */
export const drawObject = (object) => (object.type === "mrkdwn" ? drawText(object.text) : drawLines(object.text));

/** Mrkdwn as nodes: code first, since nothing in it is a mark; then lines that quote; then the rest. */
export function drawText(text) {
  return split(text, /```\n?([^]*?)\n?```/g, ([, code]) => h("pre", {}, unescape(code)), drawQuotes).flat(Infinity);
}

function drawQuotes(text) {
  return split(
    text,
    /^(?:&gt;|>) ?(.*(?:\n(?:&gt;|>) ?.*)*)\n?/gm,
    ([, quoted]) => h("blockquote", {}, drawInline(quoted.replace(/\n(?:&gt;|>) ?/g, "\n"))),
    drawInline,
  );
}

function drawInline(text) {
  return split(
    text,
    /`([^`\n]+)`/g,
    ([, code]) => h("code", {}, unescape(code)),
    (rest) => split(rest, /<([^<>\n]+)>/g, ([, inner]) => reference(inner), drawMarks),
  );
}

const MARKS = /(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])/g;
const TAGS = { "*": "b", _: "i", "~": "s" };

function drawMarks(text) {
  return split(text, MARKS, ([, mark, inner]) => h(TAGS[mark], {}, drawMarks(inner)), drawEscaped);
}

const drawEscaped = (text) => drawLines(unescape(text));

function drawLines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

/** What stands between < and >: a person, a channel, something for all, or an address. */
function reference(inner) {
  const [target, label] = inner.split("|");
  if (target.startsWith("@")) return person(target.slice(1));
  if (target.startsWith("#")) return channel(target.slice(1), label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, label ? unescape(label) : `@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target));
}

/** A mention of a person. */
export const person = (id) => h("span", { class: `mention${id === get("me") ? " of-me" : ""}` }, `@${nameOf(id)}`);

/** A channel, to go to. */
export function channel(id, label) {
  const room = get(`channel/${id}`);
  const name = `#${room?.name ?? label ?? id}`;
  return room
    ? h("button", { type: "button", class: "mention", onclick: () => go({ in: id, thread: null, tab: null }) }, name)
    : h("span", { class: "mention" }, name);
}

/** An address to open elsewhere; only text unless it is one of the web. */
export function link(url, label) {
  if (!/^(https?:\/\/|mailto:)/.test(url)) return label;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Parts of a text: what matches as `found` makes it, what lies between as `other` makes it. */
function split(text, pattern, found, other) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push(other(text.slice(at, match.index)));
    parts.push(found(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(other(text.slice(at)));
  return parts;
}
