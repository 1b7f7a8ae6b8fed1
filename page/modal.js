// The stack of modals. One dialog element shows the topmost view; the ones under it keep their values.
import { post } from "./api.js";
import { append, fill, h, isCommandEnter } from "./dom.js";
import { icon } from "./icons.js";
import { blockNodes } from "./blocks.js";
import { plainText, textObject } from "./mrkdwn.js";
import { closePopover } from "./popover.js";
import { emit, on, setViews, store } from "./store.js";
import { formProblems, viewSurface } from "./surface.js";
import { replaceToasts, toastFailure } from "./toast.js";

const surfaces = new Map(); // view id → surface
let dialog = null;
let shown = null; // {view, body, error}
let returnTo = null;

/** Follows the stack of views. */
export function startModals() {
  on("views", draw);
  on("view-errors", ({ view, errors }) => shown?.view.id === view && showErrors(errors));
}

function draw() {
  const view = store.views.at(-1);
  const alive = new Set(store.views.map((held) => held.id));
  for (const id of surfaces.keys()) if (!alive.has(id)) surfaces.delete(id);
  if (!view) {
    shut();
    return;
  }
  const same = shown?.view.id === view.id;
  if (same && JSON.stringify(shown.view) === JSON.stringify(view)) return;
  const surface = viewSurface(view, surfaces.get(view.id));
  surfaces.set(view.id, surface);
  surface.changed = (block) => clearError(block);
  open();
  const focus = same ? focused() : null;
  const scroll = same ? shown.body.scrollTop : 0;
  build(view, surface);
  shown.body.scrollTop = scroll;
  refocus(focus, same);
}

function open() {
  if (dialog?.open) return;
  returnTo = document.activeElement;
  closePopover();
  dialog = h("dialog", { class: "dialog modal", dataset: { testid: "modal" } });
  dialog.addEventListener("keydown", keys);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(false);
  });
  document.body.append(dialog);
  dialog.showModal();
  replaceToasts();
}

function shut() {
  if (!dialog) return;
  closePopover();
  dialog.close();
  dialog.remove();
  dialog = null;
  shown = null;
  replaceToasts();
  if (returnTo?.isConnected) returnTo.focus();
}

function build(view, surface) {
  const depth = store.views.length;
  const body = h(
    "div",
    { class: "dialog-body modal-body" },
    view.blocks?.length ? blockNodes(view.blocks, surface) : h("p", { class: "empty-note loading" }, "Loading…"),
  );
  const error = h("div", { class: "modal-error", role: "alert", hidden: true });
  const closeWords = view.close ? textObject(view.close) : depth > 1 ? "Back" : "Close";
  const submit =
    view.submit &&
    h(
      "button",
      {
        type: "button",
        class: "button primary",
        dataset: { testid: "modal-submit" },
        title: "Ctrl + Enter",
        on: { click: send },
      },
      textObject(view.submit),
    );
  const inner = h(
    "div",
    { class: "modal-inner", dataset: { viewId: view.id, callbackId: view.callback_id } },
    h(
      "div",
      { class: "dialog-head" },
      depth > 1 &&
        h(
          "button",
          { type: "button", class: "icon-button", "aria-label": "Back", on: { click: () => close(false) } },
          icon("back"),
        ),
      h("h2", { id: "modal-title" }, view.title ? textObject(view.title) : plainText("")),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Close",
          dataset: { testid: "modal-x" },
          on: { click: () => close(true) },
        },
        icon("close"),
      ),
    ),
    body,
    error,
    h(
      "div",
      { class: "dialog-foot" },
      h(
        "button",
        { type: "button", class: "button", dataset: { testid: "modal-close" }, on: { click: () => close(false) } },
        closeWords,
      ),
      submit,
    ),
  );
  dialog.setAttribute("aria-labelledby", "modal-title");
  const old = dialog.querySelector(".modal-inner");
  if (old) old.replaceWith(inner);
  else append(dialog, [inner]);
  shown = { view, body, error, submit };
}

function keys(event) {
  event.stopPropagation();
  if (event.key === "Escape") {
    event.preventDefault();
    close(false);
  } else if (isCommandEnter(event) && shown?.submit) {
    event.preventDefault();
    send();
  } else if (
    event.key === "Enter" &&
    event.target.matches?.("input.text-field") &&
    shown?.submit &&
    !event.defaultPrevented &&
    !event.isComposing
  ) {
    event.preventDefault();
    send();
  }
}

async function send() {
  const { view, submit } = shown;
  if (submit.disabled) return;
  const surface = surfaces.get(view.id);
  const problems = formProblems(view, surface.state());
  showErrors(problems);
  if (Object.keys(problems).length > 0) return;
  setWaiting(true);
  const answer = await post("view/submit", { user: store.me, view_id: view.id, state: { values: surface.state() } });
  if (shown?.view.id === view.id) setWaiting(false);
  if (answer.ok === false) {
    sayError(
      answer.code === "operation_timeout"
        ? "We had some trouble connecting: the app did not answer in time. Try again?"
        : answer.error,
    );
    return;
  }
  emit("submitted", { view });
  if (answer.response_action === "errors") showErrors(answer.errors || {});
  else if (!answer.response_action && store.views.at(-1)?.id === view.id) setViews(store.views.slice(0, -1));
}

async function close(all) {
  if (!shown) return;
  const { view } = shown;
  closePopover();
  const left = all || view.clear_on_close ? [] : store.views.slice(0, -1);
  setViews(left);
  const answer = await post("view/close", { user: store.me, view_id: view.id, ...(all ? { all: true } : {}) });
  if (answer.ok === false) toastFailure(answer, "Closing");
}

function setWaiting(waiting) {
  shown.submit.disabled = waiting;
  shown.submit.classList.toggle("is-busy", waiting);
  shown.body.inert = waiting;
  shown.error.hidden = true;
}

function sayError(text) {
  if (!shown) return;
  shown.error.hidden = false;
  fill(shown.error, icon("warn"), h("span", null, text || "That did not work."));
}

function showErrors(errors) {
  const surface = surfaces.get(shown.view.id);
  surface.errors = errors;
  let first = null;
  for (const input of shown.body.querySelectorAll(".block-input")) {
    const problem = errors[input.dataset.blockId];
    paintError(input, problem);
    if (problem && !first) first = input;
  }
  const known = new Set((shown.view.blocks || []).map((block) => block.block_id));
  const others = Object.entries(errors)
    .filter(([id]) => !known.has(id))
    .map(([, text]) => text);
  if (others.length > 0) sayError(others.join(" "));
  else shown.error.hidden = true;
  if (!first) return;
  first.scrollIntoView({ block: "center" });
  first.querySelector("input, textarea, .select")?.focus({ preventScroll: true });
}

function paintError(input, problem) {
  input.querySelector(".input").classList.toggle("has-error", Boolean(problem));
  fill(input.querySelector(".input-error"), problem && [icon("warn"), h("span", null, problem)]);
  for (const field of input.querySelectorAll(".text-field")) {
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

function clearError(block) {
  if (!shown) return;
  const input = shown.body.querySelector(`.block-input[data-block-id="${CSS.escape(block)}"]`);
  if (input?.querySelector(".has-error")) paintError(input, null);
}

function focused() {
  const active = document.activeElement;
  const block = active?.closest?.(".block");
  if (!block || !dialog.contains(block)) return null;
  return {
    block: block.dataset.blockId,
    action: active.dataset.actionId,
    start: active.selectionStart,
    end: active.selectionEnd,
  };
}

function refocus(place, same) {
  if (place) {
    const block = shown.body.querySelector(`[data-block-id="${CSS.escape(place.block || "")}"]`);
    const node = place.action
      ? block?.querySelector(`[data-action-id="${CSS.escape(place.action)}"]`)
      : block?.querySelector("button");
    if (node) {
      node.focus({ preventScroll: true });
      if (place.start !== undefined && place.start !== null && node.setSelectionRange)
        node.setSelectionRange(place.start, place.end);
      return;
    }
  }
  if (same && dialog.contains(document.activeElement) && document.activeElement !== dialog) return;
  const first =
    shown.body.querySelector("[autofocus]") ||
    shown.body.querySelector(".block-input input, .block-input textarea, .block-input .select");
  (first || shown.submit || dialog.querySelector('[data-testid="modal-close"]')).focus({ preventScroll: !first });
}
