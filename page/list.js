// A list of messages that is redrawn by difference: what did not change keeps its node, its focus and its place.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { dateOf, dayKey, dayTitle } from "./dates.js";
import { messageNode } from "./message.js";

const GROUP_SECONDS = 300;
const NEAR_BOTTOM_PX = 80;

/** Whether `next` can go on under the head of `before`. A card with a heading of its own always stands alone. */
function continues(before, next) {
  return (
    before &&
    before.user === next.user &&
    before.username === next.username &&
    !before.ephemeral === !next.ephemeral &&
    !before.subtype === !next.subtype &&
    !(next.pinned_to?.length > 0) &&
    next.blocks?.[0]?.type !== "header" &&
    !(before.reply_count > 0) &&
    Number(next.ts) - Number(before.ts) < GROUP_SECONDS
  );
}

/** A scrolling list. `place` is channel or thread. */
export class MessageList {
  constructor(place) {
    this.place = place;
    this.held = new Map(); // key → {node, signature}
    this.newFrom = null;
    this.inner = h("div", { class: "message-list", role: "log", "aria-live": "off", "aria-label": "Messages" });
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, on: { click: () => this.toBottom() } },
      "New messages",
      icon("chevron"),
    );
    this.scroller = h("div", { class: "scroller", tabindex: "0", dataset: { testid: "message-scroller" } }, this.inner);
    this.node = h("div", { class: "message-area" }, this.scroller, this.jump);
    this.stuck = true;
    this.scroller.addEventListener("scroll", () => {
      this.stuck = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_BOTTOM_PX;
      if (this.stuck) this.jump.hidden = true;
      if (this.scroller.scrollTop < 40) this.onTop?.();
    });
    this.scroller.addEventListener("keydown", (event) => this.arrow(event));
    const observer = new ResizeObserver(
      () => this.stuck && this.scroller.scrollTo({ top: this.scroller.scrollHeight }),
    );
    observer.observe(this.inner);
    observer.observe(this.scroller);
  }

  /** Arrow keys go from message to message, beginning with the last. */
  arrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const message = event.target.classList?.contains("message") ? event.target : null;
    if (!step || (!message && event.target !== this.scroller)) return;
    const all = [...this.inner.querySelectorAll(".message")];
    const next = message ? all[all.indexOf(message) + step] : all.at(-1);
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  /** Forgets everything, for another channel. */
  reset() {
    this.held.clear();
    this.inner.replaceChildren();
    this.stuck = true;
    this.jump.hidden = true;
  }

  toBottom() {
    this.stuck = true;
    this.jump.hidden = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight });
  }

  /** Draws `messages` after the nodes in `before`. `arrived`: a new one came in. */
  draw(channel, messages, { before = [], arrived = false, keepPlace = false } = {}) {
    const height = this.scroller.scrollHeight;
    const focus = this.focusPlace();
    const nodes = before.map((node, index) =>
      this.keep(`before-${index}`, node.dataset.key || node.textContent, () => node),
    );
    let previous = null;
    let day = null;
    messages.forEach((message, index) => {
      const today = dayKey(dateOf(message.ts));
      if (today !== day && this.place === "channel") {
        nodes.push(
          this.keep(`day-${today}`, dayTitle(dateOf(message.ts)), () => divider(dayTitle(dateOf(message.ts)))),
        );
        previous = null;
      }
      day = today;
      if (message.ts === this.newFrom) {
        nodes.push(
          this.keep("new", "", () => h("div", { class: "new-line", role: "separator" }, h("span", null, "New"))),
        );
        previous = null;
      }
      const compact = continues(previous, message);
      nodes.push(
        this.keep(message.ts, `${compact}${JSON.stringify(message)}`, () =>
          messageNode(channel, message, { compact, place: this.place }),
        ),
      );
      if (this.place === "thread" && index === 0 && messages.length > 1) {
        const words = `${messages.length - 1} ${messages.length === 2 ? "reply" : "replies"}`;
        nodes.push(this.keep("count", words, () => h("div", { class: "reply-line" }, h("span", null, words))));
        previous = null;
      } else previous = message;
    });
    this.reconcile(nodes);
    this.restoreFocus(focus);
    if (keepPlace) this.scroller.scrollTop += this.scroller.scrollHeight - height;
    else if (this.stuck) this.scroller.scrollTo({ top: this.scroller.scrollHeight });
    else if (arrived) this.jump.hidden = false;
  }

  keep(key, signature, build) {
    const held = this.held.get(key);
    if (held?.signature === signature) return held.node;
    const node = build();
    if (held) node.classList.add("no-entry");
    this.held.set(key, { node, signature });
    return node;
  }

  reconcile(nodes) {
    const wanted = new Set(nodes);
    for (const [key, { node }] of this.held) if (!wanted.has(node)) this.held.delete(key);
    for (const node of [...this.inner.children]) if (!wanted.has(node)) node.remove();
    nodes.forEach((node, index) => {
      if (this.inner.children[index] !== node) this.inner.insertBefore(node, this.inner.children[index] || null);
    });
  }

  focusPlace() {
    const active = document.activeElement;
    const message = active?.closest?.(".message");
    if (!message || !this.inner.contains(message)) return null;
    return {
      ts: message.dataset.ts,
      action: active.dataset.actionId,
      node: active,
      start: active.selectionStart,
      end: active.selectionEnd,
    };
  }

  restoreFocus(place) {
    if (!place || place.node.isConnected) return;
    const message = this.inner.querySelector(`.message[data-ts="${CSS.escape(place.ts)}"]`);
    const same = place.action && message?.querySelector(`[data-action-id="${CSS.escape(place.action)}"]`);
    (same || message)?.focus({ preventScroll: true });
    if (same && place.start !== undefined && same.setSelectionRange && same.type !== "date")
      same.setSelectionRange(place.start, place.end);
  }
}

const divider = (title) =>
  h("div", { class: "day-line", role: "separator", "aria-label": title }, h("span", null, title));
