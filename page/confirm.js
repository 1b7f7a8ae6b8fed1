// Small dialogs that ask one question.
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { replaceToasts } from "./toast.js";

/** Asks; resolves to true when the person confirmed. `title` and `text` may be nodes. */
export function ask({ title, text, confirm = "OK", deny = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const titleId = uniqueId("confirm");
    const dialog = h("dialog", { class: "dialog confirm", "aria-labelledby": titleId, dataset: { testid: "confirm" } });
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      replaceToasts();
      if (before?.isConnected) before.focus();
      resolve(answer);
    };
    const button = (label, className, answer, testid) =>
      h(
        "button",
        { type: "button", class: className, dataset: { testid }, on: { click: () => finish(answer) } },
        label,
      );
    dialog.append(
      h(
        "div",
        { class: "dialog-head" },
        h("h2", { id: titleId }, title),
        h(
          "button",
          { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => finish(false) } },
          icon("close"),
        ),
      ),
      h("div", { class: "dialog-body" }, text),
      h(
        "div",
        { class: "dialog-foot" },
        button(deny, "button", false, "confirm-deny"),
        button(confirm, danger ? "button danger-fill" : "button primary", true, "confirm-ok"),
      ),
    );
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      finish(false);
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    replaceToasts();
    dialog.querySelector(".dialog-foot .button:last-child").focus();
  });
}

/** Asks what a Block Kit confirm object asks; true at once when there is none. */
export async function askConfirmObject(object) {
  if (!object) return true;
  return ask({
    title: textObject(object.title || { type: "plain_text", text: "Are you sure?" }),
    text: textObject(object.text),
    confirm: object.confirm ? plainWords(object.confirm) : "Yes",
    deny: object.deny ? plainWords(object.deny) : "Cancel",
    danger: object.style === "danger",
  });
}
