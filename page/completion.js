// Completion in the composer: "/" commands and shortcuts, "@" people, "#" channels, ":" emoji.
import { post } from "./api.js";
import { fill, h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { emojiNode, findEmoji } from "./emoji.js";
import { store } from "./store.js";
import { toastFailure } from "./toast.js";

const LIMIT = 8;

/** The list that floats above one text field. */
export class Completion {
  constructor(field, changed) {
    this.field = field;
    this.changed = changed;
    this.rows = [];
    this.at = 0;
    this.listId = uniqueId("completion");
    this.list = h("div", { class: "completion-list", role: "listbox", id: this.listId, "aria-label": "Suggestions" });
    this.hint = h("div", { class: "completion-hint" });
    this.node = h(
      "div",
      { class: "completion", hidden: true, dataset: { testid: "completion" } },
      this.list,
      this.hint,
    );
    this.dismissed = null;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.listId);
    field.setAttribute("aria-expanded", "false");
  }

  close() {
    this.rows = [];
    this.node.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** Finds what can be offered for the text before the cursor. */
  update(place) {
    const { field } = this;
    const before = field.value.slice(0, field.selectionEnd);
    if (document.activeElement !== field || field.value === this.dismissed) return this.close();
    this.dismissed = null;
    const offers = this.offers(before, place);
    if (!offers) return this.close();
    this.rows = offers.rows;
    this.at = 0;
    fill(
      this.list,
      this.rows.map((row, index) =>
        h(
          "div",
          {
            class: "completion-row",
            role: "option",
            id: `${this.listId}-${index}`,
            on: {
              pointerdown: (event) => event.preventDefault(),
              click: () => this.take(index),
              pointermove: () => this.point(index),
            },
          },
          row.icon,
          h(
            "span",
            { class: "completion-text" },
            h("b", null, row.label),
            row.usage && h("code", null, row.usage),
            row.description && h("span", { class: "completion-description" }, row.description),
          ),
          row.tail && h("span", { class: "completion-tail" }, row.tail),
        ),
      ),
    );
    fill(this.hint, offers.hint);
    this.hint.hidden = !offers.hint;
    this.list.hidden = this.rows.length === 0;
    this.node.hidden = false;
    field.setAttribute("aria-expanded", String(this.rows.length > 0));
    this.point(0);
  }

  offers(before, place) {
    if (place === "channel" && before.startsWith("/")) return this.commandOffers(before);
    const word = /(?:^|[\s(])([@#:])([\p{L}\p{N}_.+-]*)$/u.exec(before);
    if (!word) return null;
    const [, kind, text] = word;
    const start = before.length - text.length - 1;
    const rows =
      kind === "@" ? personRows(text, start) : kind === "#" ? channelRows(text, start) : emojiRows(text, start);
    return rows.length > 0 ? { rows } : null;
  }

  commandOffers(before) {
    const typed = before.split("\n")[0];
    const space = typed.indexOf(" ");
    if (space >= 0) {
      const command = store.commands.find((held) => held.command === typed.slice(0, space));
      if (!command || before.includes("\n") || typed.length > space + 40) return null;
      return {
        rows: [],
        hint: [
          h("b", null, command.command),
          " ",
          command.usage_hint && h("code", null, command.usage_hint),
          h("span", { class: "completion-description" }, command.description),
        ],
      };
    }
    const wanted = typed.toLowerCase();
    const rows = store.commands
      .filter((command) => command.command.toLowerCase().startsWith(wanted))
      .map((command) => ({
        icon: icon("slash"),
        label: command.command,
        usage: command.usage_hint,
        description: command.description,
        tail: "Enter",
        start: 0,
        text: `${command.command} `,
        exact: command.command === typed,
      }));
    const words = wanted.slice(1);
    for (const shortcut of store.shortcuts) {
      if (shortcut.type !== "global" || !shortcut.name.toLowerCase().includes(words)) continue;
      rows.push({
        icon: icon("bolt"),
        label: shortcut.name,
        description: shortcut.description,
        tail: "Shortcut",
        start: 0,
        text: "",
        run: () => runShortcut(shortcut),
      });
    }
    return rows.length > 0 ? { rows: rows.slice(0, LIMIT) } : null;
  }

  point(index) {
    this.at = index;
    [...this.list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === index)));
    if (this.rows.length > 0) this.field.setAttribute("aria-activedescendant", `${this.listId}-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  take(index) {
    const row = this.rows[index];
    const { field } = this;
    const end = field.selectionEnd;
    this.close();
    field.focus();
    field.setRangeText(row.text, row.start, end, "end");
    this.changed();
    row.run?.();
  }

  /** Handles a key; true when it was for the list. */
  key(event) {
    if (this.node.hidden) return false;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.dismissed = this.field.value;
      this.close();
      return true;
    }
    if (this.rows.length === 0 || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point((this.at + step + this.rows.length) % this.rows.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !this.rows[this.at].exact))
      this.take(this.at);
    else return false;
    event.preventDefault();
    return true;
  }
}

async function runShortcut(shortcut) {
  const answer = await post("shortcut", { user: store.me, callback_id: shortcut.callback_id });
  if (answer.ok === false) toastFailure(answer, "The shortcut");
}

function personRows(text, start) {
  const wanted = text.toLowerCase();
  return [...store.users.values()]
    .filter((user) => `${user.name} ${user.real_name || ""}`.toLowerCase().includes(wanted))
    .slice(0, LIMIT)
    .map((user) => ({
      icon: avatar(user, "tiny"),
      label: user.real_name || user.name,
      description: user.title || (user.is_bot ? "App" : ""),
      start,
      text: `@${user.name} `,
    }));
}

function channelRows(text, start) {
  return store.channels
    .filter((channel) => channel.type === "channel" && channel.name.includes(text.toLowerCase()))
    .slice(0, LIMIT)
    .map((channel) => ({
      icon: icon("hash"),
      label: channel.name,
      description: channel.topic,
      start,
      text: `#${channel.name} `,
    }));
}

function emojiRows(text, start) {
  if (text.length < 2) return [];
  return findEmoji(text.toLowerCase(), LIMIT).map(({ name, char }) => ({
    icon: emojiNode(char, name),
    label: `:${name}:`,
    start,
    text: `:${name}: `,
  }));
}
