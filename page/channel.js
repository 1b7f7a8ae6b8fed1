// The main column: a channel or a direct message, and for the app its Home beside the messages.
import { post } from "./api.js";
import { announce, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { dropFiles } from "./droparea.js";
import { HomeTab } from "./home.js";
import { MessageList } from "./list.js";
import { author } from "./message.js";
import { isBotChannel, loadEarlier, loadMessages, on, store } from "./store.js";
import { toast } from "./toast.js";

/** The view of the channel that is open. */
export class ChannelView {
  constructor(root) {
    this.root = root;
    this.tab = "messages";
    this.list = new MessageList("channel");
    this.composer = new Composer("channel");
    this.home = new HomeTab();
    this.head = h("header", { class: "channel-head" });
    this.offline = h(
      "div",
      { class: "banner", role: "status", hidden: true },
      icon("plug"),
      "The connection to the sandbox is gone. Trying again…",
    );
    this.pane = h("div", { class: "pane" }, this.list.node, this.composer.node);
    fill(root, this.head, this.offline, this.pane, this.home.node);
    dropFiles(this.pane, this.composer);
    this.list.onTop = () => this.earlier();
    on("messages", (detail) => detail.channel === store.active && this.draw(detail));
    for (const topic of ["channels", "bot", "state"]) on(topic, () => this.drawHead());
    on("state", () => this.draw({ all: true }));
    on("online", () => (this.offline.hidden = store.online));
    document.addEventListener("visibilitychange", () => {
      const channel = store.channel(store.active);
      if (!document.hidden && channel?.unread > 0) this.open(channel.id, this.tab, true);
    });
  }

  /** Shows a channel; `tab` is home or messages. */
  async open(id, tab, again = false) {
    const channel = store.channel(id);
    if (!channel) return;
    const other = store.active !== id || again;
    if (other && store.active && !again) this.composer.leave();
    const unread = channel.unread || 0;
    store.active = id;
    this.tab = isBotChannel(channel) && store.homeTab ? tab : "messages";
    this.drawHead();
    const atHome = this.tab === "home";
    this.pane.hidden = atHome;
    this.home.node.hidden = !atHome;
    document.title = `${channel.type === "im" ? "" : "#"}${channel.name} · ${store.team.name}`;
    if (atHome) {
      await this.home.open();
      return;
    }
    this.composer.open(id, null, isBotChannel(channel) ? `Message ${channel.name}` : `Message #${channel.name}`);
    if (!other && this.drawn === id) return;
    if (this.drawn !== id) this.list.reset();
    this.drawn = id;
    try {
      await loadMessages(id);
    } catch (error) {
      toast(`The messages could not be read: ${error.message}`, "error");
      return;
    }
    this.markNew(unread);
    this.draw({ all: true });
    this.list.toBottom();
    this.focusField();
  }

  /** Puts the cursor into the field, unless the person is busy elsewhere. */
  focusField() {
    const busy =
      document.querySelector("dialog[open]") || document.activeElement?.closest?.(".thread, .world, .topbar");
    if (!busy && matchMedia("(pointer: fine)").matches) this.composer.field.focus({ preventScroll: true });
  }

  markNew(unread) {
    const others = (store.messages.get(store.active)?.list || []).filter((message) => message.user !== store.me);
    this.list.newFrom = unread > 0 ? (others.at(-Math.min(unread, others.length))?.ts ?? null) : null;
  }

  async earlier() {
    const held = store.messages.get(store.active);
    if (!held?.more || this.reading) return;
    this.reading = true;
    await loadEarlier(store.active).catch((error) => toast(error.message, "error"));
    this.reading = false;
  }

  draw(detail) {
    const held = store.messages.get(store.active);
    if (!held || this.drawn !== store.active) return;
    const arrived = detail.isNew === true && detail.message?.user !== store.me && !isHiddenReply(detail.message);
    if (detail.isNew && detail.message?.user === store.me) this.list.stuck = true;
    this.list.draw(store.active, held.list, {
      before: held.more ? [] : [this.hero()],
      arrived,
      keepPlace: detail.earlier,
    });
    if (arrived)
      announce(`${author(detail.message).real_name || "Someone"}: ${(detail.message.text || "").slice(0, 140)}`);
  }

  drawHead() {
    const channel = store.channel(store.active);
    if (!channel) return;
    const bot = isBotChannel(channel);
    const user = bot ? store.users.get(store.bot.user_id) : null;
    const title = h(
      "h1",
      null,
      bot ? avatar(user || { is_bot: true }, "small") : icon(channel.is_private ? "lock" : "hash"),
      h("span", null, channel.name),
      bot &&
        h("span", {
          class: ["presence", store.bot.connected && "is-on"],
          title: store.bot.connected ? "Connected" : "Not connected",
        }),
    );
    const topic = bot
      ? store.bot.connected
        ? "App, connected"
        : "App, not connected: start it, or wait for it to come back"
      : channel.topic;
    const tabs =
      bot &&
      store.homeTab &&
      h(
        "div",
        { class: "tabs", role: "tablist", "aria-label": "Views of the app" },
        this.tabLink("home", "Home", channel.id),
        this.tabLink("messages", "Messages", channel.id),
      );
    fill(
      this.head,
      h(
        "div",
        { class: "channel-title" },
        title,
        h("span", { class: "channel-topic", title: topic || null }, topic),
        !bot &&
          channel.member_count > 0 &&
          h(
            "span",
            { class: "member-count", title: this.members(channel) },
            icon("users"),
            String(channel.member_count),
          ),
      ),
      tabs,
    );
    this.head.classList.toggle("has-tabs", Boolean(tabs));
  }

  members(channel) {
    return (channel.members || []).map((id) => store.users.get(id)?.real_name || id).join(", ");
  }

  tabLink(tab, label, id) {
    return h(
      "a",
      {
        href: tab === "home" ? `#/${id}/home` : `#/${id}`,
        role: "tab",
        "aria-selected": String(this.tab === tab),
        class: "tab",
        dataset: { testid: `tab-${tab}` },
      },
      label,
    );
  }

  hero() {
    const channel = store.channel(store.active);
    const bot = isBotChannel(channel);
    const commands = store.commands.slice(0, 3);
    const suggestion = (text, label) =>
      h("button", { type: "button", class: "suggestion", on: { click: () => this.composer.set(text) } }, label);
    const node = h(
      "section",
      { class: "hero" },
      bot
        ? avatar(store.users.get(store.bot.user_id) || { is_bot: true }, "large")
        : h("span", { class: "hero-icon" }, icon("hash")),
      h("h2", null, bot ? channel.name : `Welcome to #${channel.name}`),
      h(
        "p",
        null,
        bot
          ? "This is the beginning of your conversation with the app. Paste a runbook here, drop a file, or use a command."
          : channel.purpose ||
              channel.topic ||
              `This is the very beginning of the channel. Say hello, or let an alert arrive.`,
      ),
      commands.length > 0 &&
        h(
          "div",
          { class: "suggestions" },
          commands.flatMap((command) =>
            bot
              ? [
                  suggestion(`${command.command} paste`, h("code", null, `${command.command} paste`)),
                  suggestion(`${command.command} help`, h("code", null, `${command.command} help`)),
                ]
              : [suggestion(`${command.command} list`, h("code", null, `${command.command} list`))],
          ),
        ),
      !(channel.members || [store.me]).includes(store.me) &&
        h(
          "button",
          {
            type: "button",
            class: "button primary",
            on: { click: () => post("join", { user: store.me, channel: channel.id }) },
          },
          "Join the channel",
        ),
    );
    node.dataset.key = `${channel.id}:${store.me}:${(channel.members || []).includes(store.me)}`;
    return node;
  }
}

const isHiddenReply = (message) => message?.thread_ts && message.thread_ts !== message.ts;
