// Ctrl+K: go to a channel by typing.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { emit, isBotChannel, store } from "./store.js";
import { replaceToasts } from "./toast.js";

let dialog = null;

/** Opens the switcher. */
export function openSwitcher() {
  if (dialog || document.querySelector("dialog[open]")) return;
  const before = document.activeElement;
  const list = h("div", { class: "options", role: "listbox", id: "switcher-list", "aria-label": "Places" });
  const field = h("input", {
    type: "text",
    class: "switcher-field",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "switcher-list",
    autocomplete: "off",
    placeholder: "Where to?",
    "aria-label": "Go to a channel",
    dataset: { testid: "switcher-input" },
  });
  let rows = [];
  let at = 0;
  const close = () => {
    dialog?.close();
    dialog?.remove();
    dialog = null;
    replaceToasts();
    if (before?.isConnected) before.focus();
  };
  const point = (index) => {
    at = index;
    [...list.children].forEach((node, place) => node.classList.toggle("is-active", place === index));
    field.setAttribute("aria-activedescendant", rows.length > 0 ? `switcher-${index}` : "");
    list.children[index]?.scrollIntoView({ block: "nearest" });
  };
  const take = (index) => {
    const place = rows[index];
    close();
    place?.run();
  };
  const draw = () => {
    const wanted = field.value.trim().replace(/^#/, "").toLowerCase();
    rows = places().filter((place) => place.words.toLowerCase().includes(wanted));
    fill(
      list,
      rows.map((place, index) =>
        h(
          "div",
          {
            class: "option",
            role: "option",
            id: `switcher-${index}`,
            on: { click: () => take(index), pointermove: () => point(index) },
          },
          place.icon,
          h("span", { class: "option-text" }, place.words),
          place.tail && h("span", { class: "completion-tail" }, place.tail),
        ),
      ),
      rows.length === 0 && h("p", { class: "empty-note" }, "Nothing of that name."),
    );
    point(0);
  };
  dialog = h(
    "dialog",
    { class: "dialog switcher", "aria-label": "Go to a channel", dataset: { testid: "switcher" } },
    h("div", { class: "switcher-head" }, icon("search"), field),
    list,
  );
  field.addEventListener("input", draw);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Enter") take(at);
    else if (step && rows.length > 0) point((at + step + rows.length) % rows.length);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.body.append(dialog);
  draw();
  dialog.showModal();
  field.focus();
}

function places() {
  const found = store.channels
    .filter((channel) => !channel.is_archived)
    .sort((a, b) => (b.unread || 0) - (a.unread || 0) || a.name.localeCompare(b.name))
    .map((channel) => ({
      words: channel.name,
      icon:
        channel.type === "im"
          ? avatar(
              isBotChannel(channel)
                ? store.users.get(store.bot.user_id) || { is_bot: true }
                : store.users.get(channel.user),
              "tiny",
            )
          : icon("hash"),
      tail: channel.unread > 0 ? `${channel.unread} unread` : null,
      run: () => (location.hash = `#/${channel.id}`),
    }));
  const bot = store.botChannel();
  if (bot && store.homeTab)
    found.push({ words: `${bot.name}: Home`, icon: icon("home"), run: () => (location.hash = `#/${bot.id}/home`) });
  found.push({ words: "World panel", icon: icon("world"), run: () => emit("toggle-world") });
  return found;
}
