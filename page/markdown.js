// The markdown block: the common part of Markdown, as Slack draws it.
import { h } from "./dom.js";
import { emojify } from "./emoji.js";
import { codeBlock } from "./code.js";
import { decodeEntities } from "./mrkdwn.js";
import { link, mention } from "./inline.js";

/** Nodes for a Markdown text. */
export function markdown(text) {
  return h("div", { class: "markdown" }, blocks(text.replace(/\r\n?/g, "\n").split("\n")));
}

const FENCE = /^ {0,3}(```+|~~~+)\s*([^`]*)$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines) {
  const out = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    if (!line.trim()) at += 1;
    else if (fence) at = fenced(lines, at, fence, out);
    else if (heading) {
      out.push(h(`h${heading[1].length}`, null, spans(heading[2])));
      at += 1;
    } else if (RULE.test(line)) {
      out.push(h("hr"));
      at += 1;
    } else if (/^ {0,3}>/.test(line)) at = quote(lines, at, out);
    else if (ITEM.test(line)) at = list(lines, at, out);
    else if (line.includes("|") && TABLE_RULE.test(lines[at + 1] || "") && lines[at + 1].includes("-"))
      at = table(lines, at, out);
    else at = paragraph(lines, at, out);
  }
  return out;
}

function fenced(lines, start, fence, out) {
  const body = [];
  let at = start + 1;
  while (at < lines.length && !lines[at].trim().startsWith(fence[1])) body.push(lines[at++]);
  out.push(codeBlock(body.join("\n"), fence[2].trim() || null));
  return at + 1;
}

function quote(lines, start, out) {
  const body = [];
  let at = start;
  while (at < lines.length && /^ {0,3}>/.test(lines[at])) body.push(lines[at++].replace(/^ {0,3}> ?/, ""));
  out.push(h("blockquote", null, blocks(body)));
  return at;
}

function list(lines, start, out) {
  const first = ITEM.exec(lines[start]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const items = [];
  let at = start;
  while (at < lines.length) {
    const item = ITEM.exec(lines[at]);
    const depth = /^\s*/.exec(lines[at])[0].length;
    const sibling = item && depth <= indent + 1 && depth >= indent && /\d/.test(item[2]) === ordered;
    if (sibling) items.push([item[3]]);
    else if (lines[at].trim() && depth > indent) items.at(-1).push(lines[at].slice(Math.min(depth, indent + 2)));
    else if (!lines[at].trim() && /^\s+\S/.test(lines[at + 1] || "")) items.at(-1).push("");
    else break;
    at += 1;
  }
  out.push(h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(first[2], 10) : null }, items.map(listItem)));
  return at;
}

function listItem([head, ...rest]) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(head);
  const words = spans(task ? task[2] : head);
  const box = task && h("input", { type: "checkbox", disabled: true, checked: task[1] !== " " });
  return h("li", { class: task ? "task" : null }, box, words, rest.length > 0 && blocks(rest));
}

const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function table(lines, start, out) {
  const aligns = cells(lines[start + 1]).map((rule) =>
    /^:.*:$/.test(rule) ? "center" : /:$/.test(rule) ? "right" : null,
  );
  const row = (tag) => (line) =>
    h(
      "tr",
      null,
      cells(line).map((cell, index) => h(tag, { class: aligns[index] && `align-${aligns[index]}` }, spans(cell))),
    );
  const body = [];
  let at = start + 2;
  while (at < lines.length && lines[at].includes("|")) body.push(lines[at++]);
  out.push(
    h(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
      h("table", null, h("thead", null, row("th")(lines[start])), h("tbody", null, body.map(row("td")))),
    ),
  );
  return at;
}

function paragraph(lines, start, out) {
  const body = [];
  let at = start;
  while (
    at < lines.length &&
    lines[at].trim() &&
    !(
      body.length > 0 &&
      (FENCE.test(lines[at]) ||
        HEADING.test(lines[at]) ||
        ITEM.test(lines[at]) ||
        /^ {0,3}>/.test(lines[at]) ||
        RULE.test(lines[at]))
    )
  )
    body.push(lines[at++]);
  out.push(
    h(
      "p",
      null,
      body.flatMap((line, index) => [index > 0 && h("br"), ...spans(line.trim())]),
    ),
  );
  return at;
}

// Tried in this order at every position; `build` gets the match.
const SPANS = [
  [/^\\([\\`*_{}[\]()#+\-.!~|>])/, (found) => document.createTextNode(found[1])],
  [/^(`+)(.+?)\1(?!`)/, (found) => h("code", null, decodeEntities(found[2].replace(/^ (.*) $/, "$1")))],
  [/^<@([UW][A-Z0-9]+)>/, (found) => mention(found[1])],
  [/^<(https?:\/\/[^>\s]+)>/, (found) => link(found[1], found[1])],
  [/^!\[([^\]]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/, (found) => link(found[2], found[1] || found[2])],
  [
    /^\[((?:[^[\]]|\[[^\]]*\])+)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/,
    (found) => link(found[2], h("span", null, spans(found[1]))),
  ],
  [/^\*\*(?=\S)(.+?)(?<=\S)\*\*/, (found) => h("strong", null, spans(found[1]))],
  [/^__(?=\S)(.+?)(?<=\S)__/, (found) => h("strong", null, spans(found[1]))],
  [/^~~(?=\S)(.+?)(?<=\S)~~/, (found) => h("s", null, spans(found[1]))],
  [/^\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)/, (found) => h("em", null, spans(found[1]))],
  [/^_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\p{L}\p{N}_])/u, (found) => h("em", null, spans(found[1])), true],
  [/^https?:\/\/[^\s<>)]+/, (found) => link(found[0], found[0]), true],
];

function spans(text) {
  const out = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const piece = /[\\`<![*_~h]/.test(text[at]) ? spanAt(text, at) : null;
    if (!piece) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) out.push(...emojify(decodeEntities(plain)));
    plain = "";
    out.push(piece.node);
    at += piece.length;
  }
  if (plain) out.push(...emojify(decodeEntities(plain)));
  return out;
}

function spanAt(text, at) {
  const rest = text.slice(at);
  for (const [pattern, build, wordStart] of SPANS) {
    if (wordStart && at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) continue;
    const found = pattern.exec(rest);
    if (found) return { node: build(found), length: found[0].length };
  }
  return null;
}
