// Code blocks: they wrap, can be copied, and long ones are folded.
import { announce, copyText, h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";

const FOLD_LINES = 20;
const SLACK_LINES = 3;
const WRAP_COLUMNS = 110;

/** How many lines a text takes, long lines counted as wrapped. */
export function visualLines(text) {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / WRAP_COLUMNS)), 0);
}

/** A code block of the nodes (or the text) given. */
export function codeBlock(content, language = null) {
  const code = h("code", { tabindex: null }, content);
  const pre = h("pre", { id: uniqueId("code") }, code);
  const copy = h(
    "button",
    { type: "button", class: "copy-button", "aria-label": "Copy the code", title: "Copy" },
    icon("copy"),
  );
  copy.addEventListener("click", async () => {
    const copied = await copyText(code.textContent);
    copy.replaceChildren(icon(copied ? "check" : "warn"));
    announce(copied ? "Copied" : "The browser refused to copy");
    setTimeout(() => copy.replaceChildren(icon("copy")), 1500);
  });
  const box = h("div", { class: "code-block", dataset: { language } }, pre, copy);
  const lines = visualLines(code.textContent);
  return lines > FOLD_LINES + SLACK_LINES ? folded(box, pre, lines) : box;
}

/** Folds `inner` inside `box` at about twenty lines, with a button that opens it. */
export function folded(box, inner, lines) {
  const id = inner.id || (inner.id = uniqueId("fold"));
  const button = h("button", { type: "button", class: "fold-button", "aria-expanded": "false", "aria-controls": id });
  const draw = (open) => {
    box.classList.toggle("is-folded", !open);
    button.setAttribute("aria-expanded", String(open));
    button.replaceChildren(icon("chevron", open ? "flipped" : ""), open ? "Show less" : `Show more (${lines} lines)`);
  };
  button.addEventListener("click", () => draw(box.classList.contains("is-folded")));
  box.classList.add("foldable");
  box.append(button);
  draw(false);
  return box;
}
