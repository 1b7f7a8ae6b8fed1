// Files: those in messages, and reading those that a person picks or drops.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { folded, visualLines } from "./code.js";

/** Limits of one message, as the sandbox keeps them. */
export const FILES_MAX = 10;
export const BYTES_MAX = 10_000_000;
const FOLD_LINES = 12;
const SHOWN_MAX = 500_000;

/** "1.4 KB" */
export function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

const kindText = (file) => file.pretty_type || file.mimetype || "File";

/** A file in a message: an image, a text with its beginning, or a card to download. */
export function fileNode(file) {
  const url = `/sandbox/file?id=${encodeURIComponent(file.id)}`;
  const name = file.title || file.name || "File";
  const head = h(
    "a",
    { class: "file-head", href: url, download: file.name || true },
    h("span", { class: "file-icon" }, icon("file")),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-kind" }, [kindText(file), sizeText(file.size)].filter(Boolean).join(" · ")),
    ),
  );
  if (/^image\//.test(file.mimetype || "") && !/svg/.test(file.mimetype)) {
    return h(
      "figure",
      { class: "file", dataset: { testid: "file" } },
      head,
      h("img", { class: "block-picture", src: url, alt: name, loading: "lazy" }),
    );
  }
  const preview = file.preview || file.preview_plain_text;
  if (!preview) return h("div", { class: "file", dataset: { testid: "file" } }, head);
  const node = h("div", { class: "file", dataset: { testid: "file" } }, head, textBox(preview));
  if (file.preview_is_truncated === true) node.append(wholeButton(node, url));
  return node;
}

function textBox(text, open = false) {
  const pre = h("pre", null, h("code", null, text));
  const box = h("div", { class: "code-block file-preview" }, pre);
  const lines = visualLines(text);
  return !open && lines > FOLD_LINES ? folded(box, pre, lines) : box;
}

/** Reads the file behind its preview when asked. */
function wholeButton(node, url) {
  const button = h("button", { type: "button", class: "fold-button" }, icon("file"), "Show the whole file");
  button.addEventListener("click", async () => {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`status ${response.status}`);
      node.querySelector(".code-block").replaceWith(textBox((await response.text()).slice(0, SHOWN_MAX), true));
      button.remove();
    } catch (error) {
      button.textContent = `The file cannot be read: ${error.message}`;
    }
  });
  return button;
}

/** The bytes of a file as base64. */
export function readBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(new Error(`"${file.name}" cannot be read.`));
    reader.readAsDataURL(file);
  });
}

/** Why these files cannot go together, or null. */
export function filesProblem(files) {
  if (files.length > FILES_MAX) return `At most ${FILES_MAX} files go with one message.`;
  if (files.reduce((sum, file) => sum + file.size, 0) > BYTES_MAX) return "The files are larger than 10 MB together.";
  return null;
}
