// rich_text blocks as DOM nodes. Their text is shown as it is: no markup is read in it.
import { h } from "./dom.js";
import { emojify, emojiNode, emojiCharacter } from "./emoji.js";
import { codeBlock } from "./code.js";
import { formatDate } from "./dates.js";
import { channelLink, link, mention, specialMention } from "./inline.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const ROMAN = [
  "i",
  "ii",
  "iii",
  "iv",
  "v",
  "vi",
  "vii",
  "viii",
  "ix",
  "x",
  "xi",
  "xii",
  "xiii",
  "xiv",
  "xv",
  "xvi",
  "xvii",
  "xviii",
  "xix",
  "xx",
];
const BULLETS = ["•", "◦", "▪"];

/** A rich_text block. */
export function richText(block) {
  const box = h("div", { class: "rich-text" });
  for (const element of block.elements || []) box.append(part(element));
  return box;
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, inlines(element.elements));
    case "rich_text_list":
      return list(element);
    case "rich_text_preformatted":
      return codeBlock(inlines(element.elements, true), element.language);
    case "rich_text_quote":
      return h("blockquote", null, inlines(element.elements));
    default:
      return h("div", { class: "unknown-block" }, `This client does not draw "${element.type}".`);
  }
}

function marker(style, indent, number) {
  if (style !== "ordered") return BULLETS[indent % BULLETS.length];
  const kind = indent % 3;
  if (kind === 1) return `${LETTERS[(number - 1) % LETTERS.length]}.`;
  if (kind === 2) return `${ROMAN[(number - 1) % ROMAN.length]}.`;
  return `${number}.`;
}

function list(element) {
  const indent = Math.min(element.indent || 0, 8);
  const ordered = element.style === "ordered";
  const items = (element.elements || []).map((item, index) =>
    h(
      "li",
      null,
      h(
        "span",
        { class: "marker", "aria-hidden": "true" },
        marker(element.style, indent, (element.offset || 0) + index + 1),
      ),
      h("div", { class: "list-body" }, item.type === "rich_text_section" ? inlines(item.elements) : part(item)),
    ),
  );
  return h(
    ordered ? "ol" : "ul",
    {
      class: ["rich-list", `indent-${indent}`, element.border && "bordered"],
      start: ordered && element.offset ? element.offset + 1 : null,
    },
    items,
  );
}

function inlines(elements, code = false) {
  return (elements || []).map((element) => inlineElement(element, code));
}

function inlineElement(element, code) {
  switch (element.type) {
    case "text":
      return styled(code ? element.text : emojify(element.text || "", false), element.style);
    case "link":
      return styled(link(element.url || "", element.text || element.url || ""), element.style);
    case "emoji": {
      const char = element.unicode ? fromCodes(element.unicode) : emojiCharacter(element.name || "");
      return char ? emojiNode(char, element.name) : document.createTextNode(`:${element.name}:`);
    }
    case "user":
      return styled(mention(element.user_id), element.style);
    case "channel":
      return styled(channelLink(element.channel_id), element.style);
    case "usergroup":
      return h("span", { class: "mention" }, "@group");
    case "broadcast":
      return specialMention(element.range || "here");
    case "date": {
      const words = h(
        "time",
        null,
        formatDate(element.timestamp, element.format || "{date}") || element.fallback || "",
      );
      return element.url ? link(element.url, words) : words;
    }
    case "color":
      return h("code", null, element.value || "");
    default:
      return document.createTextNode(element.text || "");
  }
}

function fromCodes(unicode) {
  return unicode
    .split("-")
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16) || 0xfffd))
    .join("");
}

function styled(content, style) {
  let node = content;
  if (!style) return wrap(node);
  if (style.code) node = h("code", null, node);
  if (style.strike) node = h("s", null, node);
  if (style.underline) node = h("u", null, node);
  if (style.italic) node = h("em", null, node);
  if (style.bold) node = h("strong", null, node);
  return wrap(node);
}

function wrap(node) {
  const fragment = document.createDocumentFragment();
  fragment.append(...(Array.isArray(node) ? node : [node]));
  return fragment;
}
