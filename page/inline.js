// Links and mentions, shared by mrkdwn, markdown and rich text.
import { h } from "./dom.js";
import { emojify } from "./emoji.js";
import { store } from "./store.js";

const SAFE = /^(?:https?:|mailto:|tel:)/i;

/** A link that opens beside the page; an unsafe scheme stays text. */
export function link(url, label) {
  const words = typeof label === "string" ? emojify(label, true) : label;
  if (!SAFE.test(url)) return h("span", { class: "dead-link", title: url }, words);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, words);
}

/** `@name` of a person; the reader's own is highlighted. */
export function mention(id, label = null) {
  const user = store.users.get(id);
  const name = user?.real_name || user?.name || label || id;
  return h(
    "span",
    { class: id === store.me ? "mention mention-me" : "mention", dataset: { user: id } },
    `@${name.replace(/^@/, "")}`,
  );
}

/** `@here`, `@channel`, `@everyone` and other `<!…>` words. */
export function specialMention(word, label = null) {
  const loud = ["here", "channel", "everyone"].includes(word);
  return h("span", { class: loud ? "mention mention-me" : "mention" }, loud ? `@${word}` : label || `<!${word}>`);
}

/** `#name` of a channel, which leads there. */
export function channelLink(id, label = null) {
  const channel = store.channel(id);
  const name = channel?.name || label || id;
  if (!channel) return h("span", { class: "mention" }, `#${name}`);
  return h("a", { class: "mention channel-mention", href: `#/${id}` }, `#${name}`);
}
