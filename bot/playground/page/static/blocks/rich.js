// Rich text: paragraphs, lists, code and quotes of runs with a style.

import { h } from "../dom.js";
import { moment } from "../time.js";
import { channel, link, person } from "./text.js";

const PARTS = {
  rich_text_section: (part) => h("p", {}, part.elements.map(leaf)),
  rich_text_list: (part) => list(part),
  rich_text_preformatted: (part) => h("pre", {}, part.elements.map(leaf)),
  rich_text_quote: (part) => h("blockquote", {}, part.elements.map(leaf)),
};

const LEAVES = {
  text: (element) => styled(element.text, element.style),
  link: (element) => styled(link(element.url, element.text ?? element.url), element.style),
  user: (element) => person(element.user_id),
  channel: (element) => channel(element.channel_id),
  emoji: (element) =>
    element.unicode
      ? String.fromCodePoint(...element.unicode.split("-").map((code) => parseInt(code, 16)))
      : `:${element.name}:`,
  broadcast: (element) => h("span", { class: "mention" }, `@${element.range}`),
  date: (element) => element.fallback ?? moment(element.timestamp * 1000),
};

const TAGS = { bold: "b", italic: "i", strike: "s", code: "code", underline: "u" };

/** The elements of a rich_text block or cell. */
export const drawRich = (elements) => elements.map((part) => PARTS[part.type]?.(part) ?? part.type);

function list(part) {
  const items = part.elements.map((item) => h("li", {}, item.elements.map(leaf)));
  const ordered = part.style === "ordered";
  return h(
    ordered ? "ol" : "ul",
    { class: `indent-${part.indent ?? 0}`, start: ordered && part.offset ? part.offset + 1 : undefined },
    items,
  );
}

const leaf = (element) => LEAVES[element.type]?.(element) ?? element.type;

function styled(text, style = {}) {
  const parts = typeof text === "string" ? lines(text) : [text];
  return Object.keys(TAGS).reduce((inner, name) => (style[name] ? [h(TAGS[name], {}, inner)] : inner), parts);
}

const lines = (text) => text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
