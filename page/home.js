// The app's Home tab.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { blockNodes } from "./blocks.js";
import { loadHome, on, store } from "./store.js";
import { viewSurface } from "./surface.js";
import { toast } from "./toast.js";

/** The Home tab of the app, drawn when it is open. */
export class HomeTab {
  constructor() {
    this.body = h("div", { class: "home-body" });
    this.node = h("div", { class: "home", hidden: true, tabindex: "0", dataset: { testid: "home" } }, this.body);
    this.surface = null;
    on("home", () => this.draw());
  }

  /** Opens the tab: the app is told and may publish anew. */
  async open() {
    this.draw();
    try {
      await loadHome("home");
    } catch (error) {
      toast(`The Home tab could not be read: ${error.message}`, "error");
    }
  }

  draw() {
    if (this.node.hidden) return;
    const view = store.home;
    if (view === undefined) {
      fill(this.body, h("p", { class: "empty-note loading" }, "Loading…"));
      return;
    }
    if (view === null) {
      this.surface = null;
      fill(
        this.body,
        h(
          "div",
          { class: "empty-state" },
          icon("home"),
          h("h2", null, "Nothing here yet"),
          h(
            "p",
            null,
            store.bot.connected
              ? "The app has not published a Home for you."
              : "The app is not connected. Its Home appears here once it has been started.",
          ),
        ),
      );
      return;
    }
    const scroll = this.node.scrollTop;
    const action = document.activeElement?.closest?.(".home") ? document.activeElement.dataset.actionId : null;
    this.surface = viewSurface(view, this.surface);
    fill(this.body, blockNodes(view.blocks, this.surface));
    this.node.scrollTop = scroll;
    if (action) this.body.querySelector(`[data-action-id="${CSS.escape(action)}"]`)?.focus({ preventScroll: true });
  }
}
