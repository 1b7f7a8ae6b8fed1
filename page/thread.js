// The side pane of a thread.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { Composer } from "./composer.js";
import { dropFiles } from "./droparea.js";
import { MessageList } from "./list.js";
import { closeThread, loadThread, on, store } from "./store.js";
import { toast } from "./toast.js";

/** The pane beside the channel. */
export class ThreadPane {
  constructor(root) {
    this.root = root;
    root.dataset.testid = "thread";
    this.list = new MessageList("thread");
    this.composer = new Composer("thread");
    this.title = h("span", { class: "channel-topic" });
    const close = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Close the thread",
        title: "Close (Esc)",
        dataset: { testid: "thread-close" },
        on: { click: () => this.leave() },
      },
      icon("close"),
    );
    fill(
      root,
      h("header", { class: "pane-head" }, h("h2", null, "Thread"), this.title, h("span", { class: "grow" }), close),
      this.list.node,
      this.composer.node,
    );
    dropFiles(root, this.composer);
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.leave();
    });
    on("thread", (detail) => this.draw(detail));
  }

  /** Opens the thread of a message. */
  async open(channel, ts) {
    if (store.thread?.channel === channel && store.thread.ts === ts) return;
    this.composer.leave();
    this.list.reset();
    const name = store.channel(channel);
    fill(this.title, name ? `${name.type === "im" ? "" : "#"}${name.name}` : "");
    try {
      await loadThread(channel, ts);
    } catch (error) {
      toast(`The thread could not be read: ${error.message}`, "error");
    }
    this.list.toBottom();
    if (matchMedia("(pointer: fine)").matches && !document.querySelector("dialog[open]"))
      this.composer.field.focus({ preventScroll: true });
  }

  /** Closes the pane; the address leads back to the channel. */
  leave() {
    const channel = store.thread?.channel || store.active;
    location.hash = `#/${channel}`;
  }

  /** Closes without touching the address. */
  shut() {
    this.composer.leave();
    closeThread();
  }

  draw(detail) {
    const { thread } = store;
    this.root.hidden = !thread;
    document.getElementById("app").classList.toggle("has-thread", Boolean(thread));
    if (!thread) return;
    this.composer.open(thread.channel, thread.ts, "Reply…");
    if (!thread.loaded) return;
    if (detail?.isNew && detail.message?.user === store.me) this.list.stuck = true;
    this.list.draw(thread.channel, thread.list, { arrived: detail?.isNew === true });
  }
}
