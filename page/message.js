// One message: author, text or blocks, files, reactions, the bar of its thread, and its actions.
import { copyText, h } from "./dom.js";
import { icon } from "./icons.js";
import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { blockNodes } from "./blocks.js";
import { folded, visualLines } from "./code.js";
import { ask } from "./confirm.js";
import { ago, clockTime, dateOf, fullTime } from "./dates.js";
import { emojiPicker, shortcodeNode } from "./emoji.js";
import { fileNode } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { closePopover, openMenu, openPopover } from "./popover.js";
import { emit, store } from "./store.js";
import { messageSurface } from "./surface.js";
import { toast, toastFailure } from "./toast.js";

const FOLD_TEXT_LINES = 30;
const QUICK = ["white_check_mark", "eyes", "raised_hands"];

/** Who wrote a message. */
export function author(message) {
  const user = store.users.get(message.user) || { id: message.user, is_bot: Boolean(message.bot_id) };
  return message.username ? { ...user, real_name: message.username } : user;
}

/** The node of a message. `compact`: it goes on after one of the same author. `place` is channel or thread. */
export function messageNode(channel, message, { compact = false, place = "channel" } = {}) {
  const user = author(message);
  const name = user.real_name || user.name || "Someone";
  const date = dateOf(message.ts);
  const time = h(
    "time",
    { class: "message-time", datetime: date.toISOString(), title: fullTime(date) },
    clockTime(date),
  );
  const plain = isNotice(message);
  return h(
    "article",
    {
      class: [
        "message",
        compact && "compact",
        message.ephemeral && "ephemeral",
        message.pinned_to?.length > 0 && "pinned",
        plain && "notice",
      ],
      tabindex: "-1",
      "aria-label": `${name}, ${clockTime(date)}`,
      dataset: { testid: "message", ts: message.ts, user: message.user, ephemeral: message.ephemeral ? "true" : null },
    },
    message.ephemeral && h("div", { class: "message-flag" }, icon("eye"), "Only visible to you"),
    message.pinned_to?.length > 0 && h("div", { class: "message-flag" }, icon("link"), "Pinned to the channel"),
    h("div", { class: "message-gutter" }, compact ? time : avatar(user, "medium")),
    h(
      "div",
      { class: "message-body" },
      !compact &&
        h(
          "div",
          { class: "message-head" },
          h("span", { class: "message-author" }, name),
          user.is_bot && h("span", { class: "app-badge" }, "APP"),
          time,
          message.edited && isCard(message) && editedMark(),
        ),
      content(channel, message),
      (message.attachments || []).map((attachment) => attachmentNode(channel, message, attachment)),
      message.files?.length > 0 && h("div", { class: "files" }, message.files.map(fileNode)),
      reactions(channel, message),
      place === "channel" && message.reply_count > 0 && threadBar(channel, message),
    ),
    !message.ephemeral && toolbar(channel, message, place),
  );
}

const editedMark = () => h("span", { class: "edited" }, "(edited)");

/** An app's message of blocks: its "(edited)" stands in the head, where it does not break the layout. */
const isCard = (message) => Boolean(message.bot_id) && message.blocks?.length > 0;

const NOTICES = ["channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "pinned_item"];
const isNotice = (message) => NOTICES.includes(message.subtype);

function content(channel, message) {
  const edited = message.edited && !isCard(message) && editedMark();
  if (message.blocks?.length > 0) {
    const onlyText = message.blocks.every((block) => block.type === "rich_text");
    const inner = h(
      "div",
      { class: "message-blocks" },
      blockNodes(message.blocks, messageSurface(channel, message)),
      edited,
    );
    return onlyText ? foldLong(inner, message.text || "") : inner;
  }
  if (!message.text) return edited;
  return foldLong(h("div", { class: "message-text" }, mrkdwn(message.text), edited && [" ", edited]), message.text);
}

function foldLong(inner, text) {
  const lines = visualLines(text);
  return lines > FOLD_TEXT_LINES
    ? folded(h("div", { class: "text-fold" }, h("div", null, inner)), inner, lines)
    : inner;
}

function attachmentNode(channel, message, attachment) {
  const box = h(
    "div",
    { class: "attachment" },
    attachment.pretext && h("div", null, mrkdwn(attachment.pretext)),
    attachment.title && h("div", { class: "attachment-title" }, mrkdwn(attachment.title)),
    attachment.text && h("div", null, mrkdwn(attachment.text)),
    blockNodes(attachment.blocks, messageSurface(channel, message)),
    !attachment.text && !attachment.blocks && h("div", null, mrkdwn(attachment.fallback || "")),
  );
  const color =
    { good: "2eb67d", warning: "ecb22e", danger: "e01e5a" }[attachment.color] ||
    String(attachment.color || "").replace("#", "");
  if (/^[0-9a-f]{6}$/i.test(color)) box.style.borderLeftColor = `#${color}`;
  return box;
}

async function react(channel, message, name, remove = false) {
  const answer = await post("reaction", {
    user: store.me,
    channel,
    ts: message.ts,
    name,
    ...(remove ? { remove: true } : {}),
  });
  if (answer.ok === false) toastFailure(answer, "The reaction");
}

function reactions(channel, message) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((reaction) => {
      const mine = (reaction.users || []).includes(store.me);
      const names = (reaction.users || [])
        .map((id) => (id === store.me ? "You" : store.users.get(id)?.real_name || id))
        .join(", ");
      return h(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(mine),
          title: `${names} reacted with :${reaction.name}:`,
          "aria-label": `${reaction.name}, ${reaction.count}`,
          on: { click: () => react(channel, message, reaction.name, mine) },
        },
        shortcodeNode(reaction.name),
        h("span", null, String(reaction.count)),
      );
    }),
    pickerButton(channel, message, "reaction add"),
  );
}

function pickerButton(channel, message, className) {
  const button = h(
    "button",
    {
      type: "button",
      class: className,
      "aria-label": "Add a reaction",
      title: "Add a reaction",
      "aria-expanded": "false",
    },
    icon("smile"),
  );
  button.addEventListener("click", () =>
    openPopover(
      button,
      emojiPicker(({ name }) => {
        closePopover(true);
        react(channel, message, name);
      }),
      { className: "emoji-popover", align: "end", label: "Add a reaction" },
    ),
  );
  return button;
}

const openThread = (channel, message) => {
  location.hash = `#/${channel}/thread/${message.thread_ts || message.ts}`;
};

function threadBar(channel, message) {
  const count = message.reply_count;
  return h(
    "button",
    {
      type: "button",
      class: "thread-bar",
      dataset: { testid: "thread-bar" },
      on: { click: () => openThread(channel, message) },
    },
    h(
      "span",
      { class: "thread-faces" },
      (message.reply_users || []).slice(0, 4).map((id) => avatar(store.users.get(id), "small")),
    ),
    h("span", { class: "thread-count" }, `${count} ${count === 1 ? "reply" : "replies"}`),
    message.latest_reply && h("span", { class: "thread-latest" }, `Last reply ${ago(dateOf(message.latest_reply))}`),
    h("span", { class: "thread-open" }, "View thread"),
    icon("right"),
  );
}

function toolbar(channel, message, place) {
  const one = (label, child, run, testid) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": label,
        title: label,
        dataset: { testid },
        on: { click: run },
      },
      child,
    );
  const more = one(
    "More actions",
    icon("more"),
    () => openMenu(more, moreItems(channel, message), { align: "end" }),
    "message-more",
  );
  more.setAttribute("aria-expanded", "false");
  return h(
    "div",
    { class: "message-tools", role: "toolbar", "aria-label": "Message actions" },
    QUICK.map((name) =>
      one(`React with ${name.replaceAll("_", " ")}`, shortcodeNode(name), () => react(channel, message, name)),
    ),
    pickerButton(channel, message, "icon-button"),
    place === "channel" &&
      one("Reply in thread", icon("thread"), () => openThread(channel, message), "reply-in-thread"),
    more,
  );
}

function moreItems(channel, message) {
  const shortcuts = store.shortcuts.filter((shortcut) => shortcut.type === "message");
  const items = shortcuts.map((shortcut) => ({
    label: shortcut.name,
    description: shortcut.description,
    icon: icon("bolt"),
    testid: `shortcut-${shortcut.callback_id}`,
    run: async () => {
      const answer = await post("shortcut", {
        user: store.me,
        callback_id: shortcut.callback_id,
        channel,
        ts: message.ts,
      });
      if (answer.ok === false) toastFailure(answer, "The shortcut");
    },
  }));
  items.push({
    label: "Copy text",
    icon: icon("copy"),
    run: async () => {
      const words = document.querySelector(`.message[data-ts="${CSS.escape(message.ts)}"] .message-body`);
      toast(
        (await copyText(message.text || words?.innerText || "")) ? "Copied" : "The browser refused to copy.",
        "info",
      );
    },
  });
  if (message.user !== store.me) return items;
  items.push({
    label: "Delete message",
    icon: icon("trash"),
    danger: true,
    run: async () => {
      if (!(await ask({ title: "Delete message", text: "This cannot be undone.", confirm: "Delete", danger: true })))
        return;
      const answer = await post("delete", { user: store.me, channel, ts: message.ts });
      if (answer.ok === false) toastFailure(answer, "Deleting the message");
      else emit("deleted");
    },
  });
  return items;
}
