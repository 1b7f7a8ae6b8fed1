// Short notices at the bottom of the page. They sit in the topmost dialog, so that a modal never hides them.
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";

const STAY_MS = 6000;
const LIMIT = 4;
const ICONS = { error: "warn", warning: "warn", info: "info", success: "check" };
const host = h("div", { class: "toasts", dataset: { testid: "toasts" } });

function place() {
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  const parent = dialogs.at(-1) || document.body;
  if (host.parentNode !== parent) parent.append(host);
}

/** Shows `text`; `level` is info, success, warning or error. */
export function toast(text, level = "info") {
  if (!text) return;
  place();
  const close = h("button", { type: "button", class: "icon-button small", "aria-label": "Dismiss" }, icon("close"));
  const node = h(
    "div",
    { class: `toast toast-${level}`, role: level === "error" ? "alert" : "status", dataset: { testid: "toast" } },
    icon(ICONS[level] || "info"),
    h("span", { class: "toast-text" }, text),
    close,
  );
  const leave = () => node.remove();
  close.addEventListener("click", leave);
  while (host.children.length >= LIMIT) host.firstChild.remove();
  host.append(node);
  announce(text);
  let timer = setTimeout(leave, STAY_MS);
  node.addEventListener("pointerenter", () => clearTimeout(timer));
  node.addEventListener("pointerleave", () => (timer = setTimeout(leave, STAY_MS)));
}

/** Moves the notices to where they can be seen, after a dialog has opened or closed. */
export const replaceToasts = () => {
  if (host.parentNode) place();
};

/** Shows the failure of an answer, in Slack's words where it has some. */
export function toastFailure(answer, what) {
  if (answer.code === "operation_timeout") toast("The app did not answer in time: operation timed out.", "error");
  else toast(answer.error || `${what} failed.`, "error");
}
