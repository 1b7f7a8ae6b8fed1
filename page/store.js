// What the page knows: the workspace, messages, threads, views. Changes are announced by topic.
import { follow, get, post } from "./api.js";
import { recall, remember } from "./dom.js";

const listeners = new Map();

/** Calls `handler(detail)` whenever `topic` changes; returns a function that stops it. */
export function on(topic, handler) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(handler);
  return () => listeners.get(topic).delete(handler);
}

/** Announces a change. */
export function emit(topic, detail) {
  for (const handler of listeners.get(topic) || []) handler(detail);
}

export const store = {
  team: { name: "", domain: "" },
  me: null,
  version: null, // of the page that the sandbox serves
  users: new Map(),
  usergroups: [],
  channels: [],
  commands: [],
  shortcuts: [],
  bot: { connected: false, sockets: 0 },
  faults: [],
  alerts: [],
  world: [],
  demo: false,
  homeTab: true,
  messages: new Map(), // channel id → {list, more, loaded}
  thread: null, // {channel, ts, list, loaded}
  views: [],
  home: undefined, // undefined: not asked yet; null: the app has published none
  active: null, // id of the channel that is open
  online: true,
  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  },
  botChannel() {
    return this.channels.find((channel) => channel.type === "im" && isBotChannel(channel));
  },
};

/** Whether a channel is the direct message with the app. */
export function isBotChannel(channel) {
  return channel?.type === "im" && (channel.members || []).includes(store.bot.user_id);
}

/** The people one can be. */
export const people = () => [...store.users.values()].filter((user) => !user.is_bot);

let stop = null;
let readers = 0; // reads that are under way
const waiting = []; // events that came meanwhile

/** Reads the state for the person last chosen and starts to follow events. */
export async function start() {
  const asked = new URLSearchParams(location.search).get("user") || recall("me", null);
  await loadState(asked);
  connect();
}

async function loadState(user) {
  let state = await get("state", user ? { user } : {});
  if (state.ok === false) state = await get("state");
  store.users = new Map((state.users || []).map((person) => [person.id, person]));
  const known = user && store.users.get(user) && !store.users.get(user).is_bot;
  const me = known ? user : state.me;
  if (me !== user) state = await get("state", { user: me });
  if (store.version && state.page_version && state.page_version !== store.version) {
    emit("toast", { text: "The page has a new version. Reload it to use it.", level: "info" });
  }
  Object.assign(store, {
    me,
    version: state.page_version,
    team: state.team,
    usergroups: state.usergroups || [],
    channels: state.channels || [],
    commands: state.commands || [],
    shortcuts: state.shortcuts || [],
    bot: state.bot || store.bot,
    faults: stamp(state.faults || []),
    alerts: state.alerts || [],
    world: state.world || [],
    demo: state.demo === true,
    homeTab: state.home_tab !== false,
  });
  store.views = (await get("view", { user: me })).views || [];
}

function connect() {
  stop?.();
  stop = follow(store.me, receive, async (open, anew) => {
    store.online = open;
    emit("online");
    if (open && anew) await reload();
  });
}

/** Does the reading, and receives what happens meanwhile after it: the answers are older. */
async function holding(read) {
  readers += 1;
  try {
    return await read();
  } finally {
    readers -= 1;
    if (readers === 0) for (const event of waiting.splice(0)) receive(event);
  }
}

/** Reads everything anew after a gap in the events. */
export async function reload() {
  try {
    await holding(async () => {
      await loadState(store.me);
      const { active, thread } = store;
      for (const channel of store.messages.keys()) if (channel !== active) store.messages.delete(channel);
      if (active && store.messages.has(active)) await loadMessages(active);
      if (thread) await loadThread(thread.channel, thread.ts);
    });
  } catch (error) {
    console.warn("Cannot read the state:", error.message);
    return;
  }
  for (const topic of ["state", "world", "views"]) emit(topic);
}

/** Becomes another person. */
export async function become(user) {
  if (user === store.me) return;
  const openBot = isBotChannel(store.channel(store.active));
  await loadState(user);
  remember("me", user);
  store.messages.clear();
  store.thread = null;
  store.home = undefined;
  connect();
  for (const topic of ["state", "world", "views"]) emit(topic);
  emit("person", { openBot });
}

/** Reads the newest messages of a channel; the sandbox marks it as read. */
export async function loadMessages(channel) {
  await holding(async () => {
    const answer = await get("history", { channel, user: store.me, limit: 100 });
    if (answer.ok === false) throw new Error(answer.error);
    store.messages.set(channel, { list: answer.messages || [], more: answer.has_more === true, loaded: true });
  });
  setUnread(channel, 0);
  emit("messages", { channel, all: true });
}

/** Reads the page of messages before those that are there. */
export async function loadEarlier(channel) {
  const held = store.messages.get(channel);
  if (!held?.more || held.list.length === 0) return;
  const answer = await get("history", { channel, user: store.me, limit: 100, before: held.list[0].ts });
  held.list = [...(answer.messages || []), ...held.list];
  held.more = answer.has_more === true;
  emit("messages", { channel, earlier: true });
}

/** Reads a thread into the side pane. */
export async function loadThread(channel, ts) {
  if (store.thread?.ts !== ts || store.thread?.channel !== channel)
    store.thread = { channel, ts, list: [], loaded: false };
  emit("thread", { all: true });
  await holding(async () => {
    const answer = await get("thread", { channel, ts, user: store.me });
    if (store.thread?.ts !== ts || answer.ok === false) return;
    store.thread = { channel, ts, list: answer.messages || [], loaded: true };
  });
  emit("thread", { all: true });
}

/** Closes the side pane. */
export function closeThread() {
  if (!store.thread) return;
  store.thread = null;
  emit("thread", { all: true });
}

/** Opens the App Home (the app is told). */
export async function loadHome(tab) {
  await holding(async () => {
    const answer = await get("home", { user: store.me, tab });
    store.home = answer.view ?? null;
  });
  emit("home");
}

function setUnread(id, unread) {
  const channel = store.channel(id);
  if (!channel || channel.unread === unread) return;
  channel.unread = unread;
  emit("channels");
}

function put(list, message) {
  const at = list.findIndex((held) => held.ts === message.ts);
  if (at >= 0) {
    list[at] = message;
    return false;
  }
  let place = list.length;
  while (place > 0 && Number(list[place - 1].ts) > Number(message.ts)) place -= 1;
  list.splice(place, 0, message);
  return true;
}

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function receiveMessage(channel, message, isNew) {
  const held = store.messages.get(channel);
  if (held && (!isReply(message) || message.subtype === "thread_broadcast")) put(held.list, message);
  const { thread } = store;
  const inThread = thread?.channel === channel && (message.thread_ts || message.ts) === thread.ts;
  if (inThread && thread.loaded) put(thread.list, message);
  if (inThread) emit("thread", { message, isNew });
  emit("messages", { channel, message, isNew });
  if (!isNew || isReply(message)) return;
  const visible = store.active === channel && !document.hidden;
  if (visible) post("read", { user: store.me, channel });
  else if (message.user !== store.me) setUnread(channel, (store.channel(channel)?.unread || 0) + 1);
}

function removeMessage(channel, ts) {
  const held = store.messages.get(channel);
  if (held) held.list = held.list.filter((message) => message.ts !== ts);
  if (store.thread?.channel === channel) {
    store.thread.list = store.thread.list.filter((message) => message.ts !== ts);
    emit("thread", { removed: ts });
  }
  emit("messages", { channel, removed: ts });
}

const stamp = (faults) => faults.map((fault) => ({ ...fault, until: Date.now() + (fault.seconds_left || 0) * 1000 }));

function putChannel(channel) {
  const at = store.channels.findIndex((held) => held.id === channel.id);
  if (at >= 0) store.channels[at] = { ...store.channels[at], ...channel, unread: store.channels[at].unread };
  else if (channel.type !== "im" || (channel.members || []).includes(store.me)) store.channels.push(channel);
  emit("channels");
}

const mine = (event) => !event.user || event.user === store.me;

const RECEIVERS = {
  message: (event) => receiveMessage(event.channel, event.message, true),
  message_changed: (event) => receiveMessage(event.channel, event.message, false),
  message_deleted: (event) => removeMessage(event.channel, event.ts),
  ephemeral: (event) => mine(event) && receiveMessage(event.channel, { ...event.message, ephemeral: true }, true),
  ephemeral_deleted: (event) => mine(event) && removeMessage(event.channel, event.ts),
  channel_created: (event) => putChannel(event.channel),
  channel_changed: (event) => putChannel(event.channel),
  bot_status: (event) => {
    Object.assign(store.bot, { connected: event.connected, sockets: event.sockets });
    emit("bot");
  },
  fault: (event) => {
    const [fault] = stamp([event.fault]);
    store.faults = store.faults.map((held) => (held.id === fault.id ? fault : held));
    emit("world", { faults: true });
  },
  world: (event) => {
    store.world = event.world || [];
    emit("world", { items: true });
  },
  home: (event) => {
    if (!mine(event)) return;
    store.home = event.view ?? null;
    emit("home");
  },
  toast: (event) => mine(event) && emit("toast", { text: event.text, level: event.level }),
  reload: () => reload(),
};
for (const type of ["view_open", "view_push", "view_update", "view_close"]) {
  RECEIVERS[type] = (event) => mine(event) && setViews(event.views || []);
}
RECEIVERS.view_errors = (event) =>
  mine(event) && emit("view-errors", { view: event.view_id, errors: event.errors || {} });

/** Takes over the stack of modals, root first. */
export function setViews(views) {
  store.views = views;
  emit("views");
}

function receive(event) {
  if (readers > 0) {
    waiting.push(event);
    return;
  }
  const receiver = RECEIVERS[event.type];
  if (receiver) receiver(event);
  else console.info("An event of an unknown type:", event.type);
}
