// The left column: workspace, channels, direct messages.
import { arrowKeys, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { isBotChannel, on, store } from "./store.js";

/** Draws the sidebar and keeps it current. */
export function startSidebar(root, onChoose) {
  const draw = () => {
    const focus = document.activeElement?.closest?.("#sidebar [data-channel]")?.dataset.channel;
    const channels = store.channels
      .filter((channel) => channel.type !== "im" && !channel.is_archived)
      .sort((a, b) => a.name.localeCompare(b.name));
    const messages = store.channels.filter((channel) => channel.type === "im");
    fill(
      root,
      h(
        "div",
        { class: "workspace" },
        h("span", { class: "workspace-mark", "aria-hidden": "true" }, (store.team.name || "?")[0].toUpperCase()),
        h(
          "span",
          { class: "workspace-words" },
          h("span", { class: "workspace-name" }, store.team.name),
          h("span", { class: "workspace-domain" }, store.team.domain),
        ),
      ),
      h(
        "div",
        { class: "side-scroll" },
        group("Channels", channels),
        group("Apps", messages.filter(isBotChannel)),
        group(
          "Direct messages",
          messages.filter((channel) => !isBotChannel(channel)),
        ),
      ),
      h(
        "div",
        { class: "side-foot" },
        h("span", { class: ["presence", store.bot.connected && "is-on"] }),
        store.bot.connected
          ? `App connected, ${store.bot.sockets} ${store.bot.sockets === 1 ? "socket" : "sockets"}`
          : "App not connected",
      ),
    );
    if (focus) root.querySelector(`[data-channel="${CSS.escape(focus)}"]`)?.focus();
  };
  for (const topic of ["state", "channels", "bot", "route"]) on(topic, draw);
  root.addEventListener("click", (event) => event.target.closest("[data-channel]") && onChoose());
  arrowKeys(root, "[data-channel]");
  draw();
}

function group(title, channels) {
  if (channels.length === 0) return null;
  return h(
    "section",
    { class: "side-group" },
    h("h2", null, title),
    h(
      "ul",
      null,
      channels.map((channel) => h("li", null, item(channel))),
    ),
  );
}

function item(channel) {
  const bot = isBotChannel(channel);
  const unread = channel.unread > 0 && channel.id !== store.active;
  const user = bot
    ? store.users.get(store.bot.user_id) || { is_bot: true }
    : store.users.get((channel.members || []).find((id) => id !== store.me) || channel.user);
  const mark =
    channel.type !== "im"
      ? icon(channel.is_private ? "lock" : "hash")
      : h(
          "span",
          { class: "side-face" },
          avatar(user, "tiny"),
          bot && h("span", { class: ["presence", store.bot.connected && "is-on"] }),
        );
  return h(
    "a",
    {
      class: ["side-item", unread && "unread"],
      href: `#/${channel.id}`,
      "aria-current": channel.id === store.active ? "page" : null,
      "aria-label": `${channel.name}${unread ? `, ${channel.unread} unread` : ""}`,
      dataset: { testid: `channel-${channel.name}`, channel: channel.id },
    },
    mark,
    h("span", { class: "side-name" }, channel.name),
    unread && h("span", { class: "badge", dataset: { testid: `unread-${channel.name}` } }, String(channel.unread)),
  );
}
