// Slack's mrkdwn as DOM nodes. Entities are decoded for display only, after the tokens have been found.
import { h } from "./dom.js";
import { emojify, shortcodeNode, emojiCharacter } from "./emoji.js";
import { codeBlock } from "./code.js";
import { formatDate, fullTime } from "./dates.js";
import { channelLink, link, mention, specialMention } from "./inline.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** `&amp;`, `&lt;` and `&gt;` decoded, once. */
export function decodeEntities(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** Nodes for a mrkdwn text. `verbatim` leaves bare URLs and `@here` alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const out = document.createDocumentFragment();
  const parts = text.split(/```([\s\S]+?)```/);
  parts.forEach((part, index) => {
    if (index % 2 === 1) {
      out.append(codeBlock(tokens(part.replace(/^\n/, "").replace(/\n$/, ""))));
      return;
    }
    let prose = part;
    if (index > 0) prose = prose.replace(/^[ \t]*\n/, "");
    if (index < parts.length - 1) prose = prose.replace(/\n[ \t]*$/, "");
    if (prose) out.append(...paragraphs(prose, verbatim));
  });
  return out;
}

/** A text object: `plain_text` or `mrkdwn`. */
export function textObject(object) {
  if (!object) return document.createDocumentFragment();
  if (typeof object === "string") return plainText(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text || "", { verbatim: object.verbatim === true });
  return plainText(object.text || "", object.emoji !== false);
}

/** Plain text with line breaks and emoji. */
export function plainText(text, shortcodes = true) {
  const out = document.createDocumentFragment();
  out.append(...emojify(decodeEntities(text), shortcodes));
  return out;
}

/** The bare words of a text object, for labels. */
export function plainWords(object) {
  return h("span", null, textObject(object)).textContent;
}

function paragraphs(text, verbatim) {
  const out = [];
  let quote = null;
  let prose = null;
  let restQuoted = false;
  for (const line of text.split("\n")) {
    const marker = /^(?:&gt;|>)/.exec(line);
    if (!restQuoted && /^(?:&gt;|>){3}/.test(line)) {
      restQuoted = true;
      quote = h("blockquote", null, inline(line.replace(/^(?:&gt;|>){3} ?/, ""), verbatim));
      out.push(quote);
    } else if (restQuoted || marker) {
      const words = restQuoted ? line : line.slice(marker[0].length).replace(/^ /, "");
      if (quote) quote.append(h("br"), ...inline(words, verbatim));
      else out.push((quote = h("blockquote", null, inline(words, verbatim))));
      prose = null;
    } else {
      if (prose) prose.append(h("br"), ...inline(line, verbatim));
      else out.push((prose = h("span", { class: "prose" }, inline(line, verbatim))));
      quote = null;
    }
  }
  return out;
}

const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isSpace = (char) => char === undefined || /\s/.test(char);
const STYLES = { "*": "strong", _: "em", "~": "s" };

/** Where the style that opened at `start` ends, or -1. Code spans and tokens are stepped over. */
function closing(text, start, marker) {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === "`" || char === "<") {
      const end = text.indexOf(char === "`" ? "`" : ">", at + 1);
      if (end > 0) at = end;
    } else if (char === marker && at > start + 1 && !isSpace(text[at - 1]) && !isWord(text[at + 1])) {
      return at;
    }
  }
  return -1;
}

function inline(text, verbatim) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(...emojify(decodeEntities(plain), false));
    plain = "";
  };
  const push = (node) => {
    flush();
    out.push(node);
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    const piece = special(text, at, char, verbatim);
    if (piece) {
      push(piece.node);
      at = piece.end;
    } else {
      plain += char;
      at += 1;
    }
  }
  flush();
  return out;
}

/** The formatted piece that starts at `at`, as `{node, end}`, or null. */
function special(text, at, char, verbatim) {
  if (char === "<") {
    const end = text.indexOf(">", at);
    const node = end > at ? token(text.slice(at + 1, end)) : null;
    return node ? { node, end: end + 1 } : null;
  }
  if (char === "`") {
    const end = text.indexOf("`", at + 1);
    if (end <= at + 1) return null;
    return { node: h("code", null, tokens(text.slice(at + 1, end))), end: end + 1 };
  }
  if (char in STYLES && !isWord(text[at - 1]) && !isSpace(text[at + 1]) && text[at + 1] !== char) {
    const end = closing(text, at, char);
    if (end < 0) return null;
    return { node: h(STYLES[char], null, inline(text.slice(at + 1, end), verbatim)), end: end + 1 };
  }
  if (char === ":") {
    const found = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/.exec(text.slice(at, at + 100));
    if (!found || !emojiCharacter(found[1])) return null;
    return { node: shortcodeNode(found[1]), end: at + found[0].length };
  }
  if (verbatim || isWord(text[at - 1])) return null;
  if (char === "h") {
    const found = /^https?:\/\/[^\s<>|`]+/.exec(text.slice(at));
    if (!found) return null;
    const url = withoutTail(found[0]);
    return { node: link(decodeEntities(url), decodeEntities(url)), end: at + url.length };
  }
  if (char === "@") {
    const found = /^@(here|channel|everyone)(?![\p{L}\p{N}])/u.exec(text.slice(at, at + 12));
    return found ? { node: specialMention(found[1]), end: at + found[0].length } : null;
  }
  return null;
}

/** A bare address without the punctuation that ends the sentence; brackets that it opened itself stay. */
function withoutTail(url) {
  const bare = url.replace(/[.,;:!?*_~'"]+$/, "");
  const open = bare.split("(").length;
  const closed = bare.split(")").length;
  return bare.endsWith(")") && closed > open ? withoutTail(bare.slice(0, -1)) : bare;
}

/** Text in which only `<…>` tokens count: the inside of code. */
function tokens(text) {
  const out = [];
  for (const [index, part] of text.split(/<([^<>\n]+)>/).entries()) {
    if (index % 2 === 0) {
      if (part) out.push(document.createTextNode(decodeEntities(part)));
    } else out.push(token(part) || document.createTextNode(`<${decodeEntities(part)}>`));
  }
  return out;
}

/** The node of a `<…>` token, or null when it is none. */
function token(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : decodeEntities(body.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return mention(target.slice(1), label);
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || "@group");
  if (target.startsWith("!")) return specialMention(target.slice(1).replace(/\^.*$/, ""), label);
  if (/^(?:https?:\/\/|mailto:|tel:|slack:\/\/)/i.test(target)) {
    const url = decodeEntities(target);
    return link(url, label === null ? url.replace(/^(?:mailto|tel):/i, "") : label);
  }
  return null;
}

function dateToken(target, label) {
  const [, seconds, format, url] = target.split("^");
  const text = formatDate(seconds, format || "{date}") || label || format || "";
  const date = new Date(Number(seconds) * 1000);
  const words = h("time", { title: Number.isNaN(date.getTime()) ? null : fullTime(date) }, text);
  return url ? link(decodeEntities(url), words) : words;
}
