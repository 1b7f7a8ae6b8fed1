// Puts the page together: layout, address, keys.
import { ChannelView } from "./channel.js";
import { closePopover } from "./popover.js";
import { fill, h, recall, remember } from "./dom.js";
import { icon } from "./icons.js";
import { startModals } from "./modal.js";
import { startSidebar } from "./sidebar.js";
import { emit, on, start, store } from "./store.js";
import { openSwitcher } from "./switcher.js";
import { ThreadPane } from "./thread.js";
import { toast } from "./toast.js";
import { startTopbar } from "./topbar.js";
import { startWorld } from "./world.js";

const WIDE = matchMedia("(min-width: 1200px)");
const NARROW = matchMedia("(max-width: 767px)");
const app = document.getElementById("app");
const world = document.getElementById("world");
let channelView = null;
let threadPane = null;

function worldOpen() {
  return !world.hidden;
}

function showWorld(open, keep = true) {
  world.hidden = !open;
  app.classList.toggle("has-world", open);
  if (keep) remember("world-open", open);
  emit("layout");
}

function toggleWorld() {
  showWorld(!worldOpen());
  if (worldOpen() && !WIDE.matches) world.querySelector("button").focus();
}

function toggleSidebar(open = !app.classList.contains("sidebar-open")) {
  app.classList.toggle("sidebar-open", open);
}

/** Opens what the address says: `#/C1`, `#/D1/home`, `#/C1/thread/171.002`. */
async function route() {
  const [, id, part, ts] = location.hash.split("/");
  const channel = store.channel(id);
  if (!channel) {
    location.replace(`#/${firstChannel()?.id || ""}`);
    return;
  }
  remember(`last:${store.me}`, id);
  closePopover();
  if (part !== "thread") threadPane.shut();
  const opening = channelView.open(id, part === "home" ? "home" : "messages");
  emit("route");
  await opening;
  if (part === "thread" && ts && store.active === id) await threadPane.open(id, ts);
}

function firstChannel() {
  return (
    store.channel(recall(`last:${store.me}`, null)) ||
    (store.demo && store.botChannel()) ||
    store.channels.find((channel) => channel.type === "channel") ||
    store.channels[0]
  );
}

function keys(event) {
  const command = event.metaKey || event.ctrlKey;
  if (command && event.key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    openSwitcher();
  } else if (event.key === "Escape" && !event.defaultPrevented) {
    if (app.classList.contains("sidebar-open")) toggleSidebar(false);
    else if (worldOpen() && !WIDE.matches) showWorld(false);
    else if (store.thread) threadPane.leave();
  } else if (
    event.key.length === 1 &&
    !command &&
    !event.altKey &&
    document.activeElement === document.body &&
    channelView.tab === "messages"
  ) {
    channelView.composer.field.focus();
  }
}

function wire() {
  startTopbar(document.getElementById("topbar"), { toggleSidebar: () => toggleSidebar(), toggleWorld, worldOpen });
  startSidebar(document.getElementById("sidebar"), () => toggleSidebar(false));
  startWorld(world, () => showWorld(false));
  startModals();
  channelView = new ChannelView(document.getElementById("main"));
  threadPane = new ThreadPane(document.getElementById("thread"));
  on("toast", ({ text, level }) => toast(text, level));
  on("toggle-world", toggleWorld);
  on("compose", ({ channel, text }) => {
    if (NARROW.matches) showWorld(false);
    setTimeout(() => store.active === channel && channelView.composer.set(text));
  });
  on("person", ({ openBot }) => {
    channelView.composer.leave();
    channelView.drawn = null;
    const keep = store.channel(store.active);
    const next = keep || (openBot && store.botChannel()) || firstChannel();
    store.active = null;
    if (location.hash === `#/${next.id}`) route();
    else location.hash = `#/${next.id}`;
  });
  addEventListener("hashchange", route);
  WIDE.addEventListener("change", () => showWorld(WIDE.matches && recall("world-open", store.demo), false));
  document.addEventListener("keydown", keys);
  const veil = h("div", { class: "side-veil", on: { click: () => toggleSidebar(false) } });
  app.append(veil);
}

async function boot() {
  try {
    await start();
  } catch (error) {
    fill(
      document.getElementById("main"),
      h(
        "div",
        { class: "empty-state" },
        icon("plug"),
        h("h2", null, "The sandbox does not answer"),
        h("p", null, error.message),
        h("button", { type: "button", class: "button primary", on: { click: () => location.reload() } }, "Try again"),
      ),
    );
    return;
  }
  wire();
  showWorld(WIDE.matches && recall("world-open", store.demo), false);
  await route();
  emit("views");
  document.documentElement.dataset.ready = "true";
}

boot();
