// The select menus of Block Kit over one control: what they offer and what they report.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { post } from "./api.js";
import { plainText, plainWords, textObject } from "./mrkdwn.js";
import { filterGroups, selectControl } from "./select.js";
import { people, store } from "./store.js";
import { avatar } from "./avatar.js";

const optionItem = (option) => ({
  key: option.value,
  words: plainWords(option.text),
  label: h("span", null, textObject(option.text)),
  description: option.description && h("span", null, textObject(option.description)),
  data: option,
});

const userItem = (user) => ({
  key: user.id,
  words: user.real_name || user.name,
  icon: avatar(user, "tiny"),
  data: user.id,
  description: user.title || null,
});

const channelItem = (channel) => ({
  key: channel.id,
  words: channel.name,
  data: channel.id,
  icon: channel.type === "im" ? icon("user") : icon(channel.is_private ? "lock" : "hash"),
});

const groupsOf = (element) =>
  element.option_groups
    ? element.option_groups.map((group) => ({
        label: h("span", null, textObject(group.label)),
        items: (group.options || []).map(optionItem),
      }))
    : [{ items: (element.options || []).map(optionItem) }];

// kind → how its choices are found, the field that reports one, the fields of the initial value, and the item of a held value
const KINDS = {
  static: {
    field: "selected_option",
    item: (option) => optionItem(option),
    initial: "initial_option",
    groups: (element) => groupsOf(element),
  },
  external: { field: "selected_option", item: (option) => optionItem(option), initial: "initial_option" },
  users: {
    field: "selected_user",
    item: (id) => userItem(store.users.get(id) || { id, name: id }),
    initial: "initial_user",
    groups: () => [{ items: people().map(userItem) }],
  },
  conversations: {
    field: "selected_conversation",
    item: (id) => channelItem(store.channel(id) || { id, name: id }),
    initial: "initial_conversation",
    groups: (element) => [{ items: store.channels.filter((channel) => allowed(element, channel)).map(channelItem) }],
  },
  channels: {
    field: "selected_channel",
    item: (id) => channelItem(store.channel(id) || { id, name: id }),
    initial: "initial_channel",
    groups: () => [
      { items: store.channels.filter((channel) => channel.type === "channel" && !channel.is_private).map(channelItem) },
    ],
  },
};

function allowed(element, channel) {
  const include = element.filter?.include;
  if (!include) return true;
  const kind = channel.type === "im" ? "im" : channel.is_private ? "private" : "public";
  return include.includes(kind);
}

/** A select of any kind. */
export function selectElement(element, place, surface, { held, set, fire }) {
  const multi = element.type.startsWith("multi_");
  const name = element.type.replace(/^multi_/, "").replace(/_select$/, "");
  const kind = KINDS[name];
  const field = multi ? `${kind.field}s` : kind.field;
  const initial = element[multi ? `${kind.initial}s` : kind.initial];
  let current = held ? held[field] : (initial ?? defaultConversation(element, name, surface, multi));
  const list = (value) => (value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]);
  const report = (items) => ({ [field]: multi ? items.map((item) => item.data) : (items[0]?.data ?? null) });

  const holder = h("div", {
    class: ["select-holder", place.input && "wide"],
    dataset: { actionId: element.action_id, blockId: place.blockId },
  });
  const build = () => {
    holder.replaceChildren(
      selectControl({
        multi,
        max: element.max_selected_items,
        label: place.labelId,
        placeholder: element.placeholder ? h("span", null, plainText(element.placeholder.text)) : "Select an item",
        selected: list(current).map(kind.item),
        external: name === "external",
        minQuery: element.min_query_length,
        source: async (query) =>
          name === "external" ? external(element, place, surface, query) : filterGroups(kind.groups(element), query),
        onChange: async (items) => {
          const value = report(items);
          if (await fire(value, holder.firstChild)) current = value[field];
          else build();
        },
      }),
    );
  };
  set(report(list(current).map(kind.item)));
  build();
  return holder;
}

function defaultConversation(element, name, surface, multi) {
  if (name !== "conversations" || !element.default_to_current_conversation) return undefined;
  const channel = surface.container.channel || store.active;
  return multi ? [channel] : channel;
}

async function external(element, place, surface, query) {
  const answer = await post("options", {
    user: store.me,
    container: surface.container,
    block_id: place.blockId,
    action_id: element.action_id,
    value: query,
  });
  if (answer.ok === false) throw new Error(answer.error || "The options could not be loaded.");
  return groupsOf({ options: answer.options, option_groups: answer.option_groups });
}
