// The right drawer: the state of the demo's world, alerts to fire, faults to switch, what goes over the wire.
import { get, post } from "./api.js";
import { fill, h, recall, remember } from "./dom.js";
import { icon } from "./icons.js";
import { guideSection } from "./guide.js";
import { emit, on, store } from "./store.js";
import { toast, toastFailure } from "./toast.js";

const TRAFFIC_ROWS = 40;
const TRAFFIC_MS = 2000;
const COMMON_FAULTS = ["slack_down", "socket_reset", "refresh", "api_429"];

/** Draws the drawer and keeps it current. `close()` hides it. */
export function startWorld(root, close) {
  root.dataset.testid = "world";
  const items = h("div", { class: "world-part" });
  const alerts = h("div", { class: "world-part" });
  const faults = h("div", { class: "world-part" });
  const bot = h("div", { class: "world-part" });
  const guide = guideSection();
  fill(
    root,
    h(
      "header",
      { class: "pane-head" },
      h("h2", null, "World"),
      h("span", { class: "grow" }),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Close the World panel",
          dataset: { testid: "world-close" },
          on: { click: close },
        },
        icon("close"),
      ),
    ),
    h("div", { class: "world-scroll", tabindex: "0" }, guide, items, alerts, bot, faults, trafficPart()),
  );
  const drawAll = () => {
    drawItems(items);
    drawAlerts(alerts);
    drawBot(bot);
    drawFaults(faults);
  };
  on("state", drawAll);
  on("bot", () => drawBot(bot));
  on("world", (detail) => {
    if (!detail || detail.items) drawItems(items);
    if (!detail || detail.faults) drawFaults(faults);
  });
  setInterval(() => countDown(faults), 1000);
  drawAll();
}

/** Runs a button's work with the button showing it. */
async function press(button, work) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.classList.add("is-busy");
  button.setAttribute("aria-disabled", "true");
  await work();
  button.classList.remove("is-busy");
  button.removeAttribute("aria-disabled");
}

function pressButton(label, className, testid, work) {
  const button = h(
    "button",
    { type: "button", class: `button small ${className}`, dataset: { testid } },
    h("span", { class: "button-text" }, label),
  );
  button.addEventListener("click", () => press(button, work));
  return button;
}

function drawItems(part) {
  const focus = document.activeElement?.dataset?.testid;
  fill(
    part,
    store.world.length > 0 && [
      h("h3", null, "The service"),
      store.world.map((item) =>
        h(
          "div",
          { class: `world-item level-${item.level || "neutral"}`, dataset: { testid: `world-${item.id}` } },
          h(
            "div",
            { class: "world-line" },
            h("span", { class: "world-dot" }),
            h("span", { class: "world-title" }, item.title),
            h("span", { class: "world-value" }, item.value),
          ),
          item.actions?.length > 0 &&
            h(
              "div",
              { class: "elements" },
              item.actions.map((action) =>
                pressButton(
                  action.label,
                  action.style === "primary" ? "primary" : action.style === "danger" ? "danger" : "",
                  `world-${item.id}-${action.id}`,
                  async () => {
                    const answer = await post("world", { item: item.id, action: action.id });
                    if (answer.ok === false) toastFailure(answer, action.label);
                    else {
                      emit("world-done", { item: item.id, action: action.id });
                      if (answer.text) toast(answer.text, "success");
                    }
                  },
                ),
              ),
            ),
        ),
      ),
    ],
  );
  if (focus?.startsWith("world-")) part.querySelector(`[data-testid="${CSS.escape(focus)}"]`)?.focus();
}

function drawAlerts(part) {
  fill(
    part,
    store.alerts.length > 0 && [
      h("h3", null, "Fire an alert"),
      store.alerts.map((alert) =>
        h(
          "div",
          { class: "world-row" },
          h(
            "div",
            { class: "world-words" },
            h("span", { class: "world-title" }, alert.title),
            h("span", { class: "world-note" }, [alert.vendor, alert.description].filter(Boolean).join(" · ")),
          ),
          pressButton("Fire", "", `alert-${alert.id}`, async () => {
            const answer = await post("alert", { id: alert.id });
            if (answer.ok === false) {
              toastFailure(answer, "The alert");
              return;
            }
            emit("alerted", { id: alert.id });
            toast(
              answer.status && answer.status >= 300
                ? `The app's webhook answered ${answer.status}.`
                : `${alert.title}: sent as ${alert.vendor || "an alert"}.`,
              answer.status >= 300 ? "warning" : "success",
            );
          }),
        ),
      ),
    ],
  );
}

function drawBot(part) {
  const { connected, sockets } = store.bot;
  fill(
    part,
    h("h3", null, "Connection"),
    h(
      "div",
      { class: `world-item level-${connected ? "good" : "danger"}`, dataset: { testid: "bot-status" } },
      h(
        "div",
        { class: "world-line" },
        h("span", { class: "world-dot" }),
        h("span", { class: "world-title" }, store.bot.name || "The app"),
        h(
          "span",
          { class: "world-value" },
          connected ? `connected · ${sockets} ${sockets === 1 ? "socket" : "sockets"}` : "not connected",
        ),
      ),
    ),
  );
}

function drawFaults(part) {
  if (store.faults.length === 0) return fill(part);
  const focus = document.activeElement?.dataset?.testid;
  const shown = part.querySelector("details");
  const first = store.faults.filter((fault) => COMMON_FAULTS.includes(fault.id));
  const others = store.faults.filter((fault) => !first.includes(fault));
  const active = others.filter((fault) => fault.active).length;
  const more = h(
    "details",
    {
      open: shown ? shown.open : recall("faults-open", false) || active > 0,
      dataset: { testid: "more-faults" },
      on: { toggle: (event) => remember("faults-open", event.target.open) },
    },
    h("summary", null, h("h4", null, "More faults"), active > 0 && h("span", { class: "badge" }, String(active))),
    others.map(faultRow),
  );
  fill(part, h("h3", null, "Break something"), first.map(faultRow), others.length > 0 && more);
  if (focus?.startsWith("fault-")) part.querySelector(`[data-testid="${CSS.escape(focus)}"]`)?.focus();
  return part;
}

function faultRow(fault) {
  return h(
    "div",
    { class: ["world-row", fault.active && "is-active"] },
    h(
      "div",
      { class: "world-words" },
      h("span", { class: "world-title" }, fault.title),
      h("span", { class: "world-note" }, fault.description),
    ),
    faultButton(fault),
  );
}

function faultButton(fault) {
  const send = async (active) => {
    const answer = await post("fault", { id: fault.id, active });
    if (answer.ok === false) toastFailure(answer, fault.title);
    else if (fault.momentary) toast(`${fault.title}: done.`, "info");
  };
  if (fault.momentary) return pressButton("Do it", "", `fault-${fault.id}`, () => send(true));
  const button = h(
    "button",
    {
      type: "button",
      class: "switch",
      role: "switch",
      "aria-checked": String(fault.active),
      "aria-label": fault.title,
      dataset: { testid: `fault-${fault.id}`, until: fault.active && fault.until ? String(fault.until) : null },
    },
    h("span", { class: "switch-count" }),
    h("span", { class: "switch-track" }),
  );
  button.addEventListener("click", () => press(button, () => send(!fault.active)));
  return button;
}

function countDown(part) {
  for (const button of part.querySelectorAll("[data-until]")) {
    const left = Math.ceil((Number(button.dataset.until) - Date.now()) / 1000);
    button.querySelector(".switch-count").textContent = left > 0 ? `${left} s` : "";
  }
}

function trafficPart() {
  const list = h("div", { class: "traffic", role: "log", "aria-live": "off" });
  const details = h(
    "details",
    { dataset: { testid: "traffic" } },
    h("summary", null, h("h3", null, "On the wire")),
    list,
  );
  let timer = null;
  const read = async () => {
    try {
      const answer = await get("traffic", { limit: TRAFFIC_ROWS });
      fill(
        list,
        (answer.entries || []).slice(-TRAFFIC_ROWS).reverse().map(trafficRow),
        !answer.entries?.length && h("p", { class: "empty-note" }, "Nothing yet."),
      );
    } catch (error) {
      fill(list, h("p", { class: "empty-note" }, error.message));
    }
  };
  details.addEventListener("toggle", () => {
    clearInterval(timer);
    if (!details.open) return;
    read();
    timer = setInterval(() => !document.hidden && read(), TRAFFIC_MS);
  });
  return h("div", { class: "world-part" }, details);
}

function trafficRow(entry) {
  const good = entry.status === "ok" || !entry.status;
  return h(
    "div",
    { class: ["traffic-row", !good && "is-bad"] },
    h(
      "span",
      { class: "traffic-way", title: entry.direction === "in" ? "from the app" : "to the app" },
      entry.direction === "in" ? "→" : "←",
    ),
    h("span", { class: "traffic-kind" }, entry.kind),
    h("span", { class: "traffic-name" }, entry.name),
    h(
      "span",
      { class: "traffic-status" },
      good ? `${entry.milliseconds ?? ""}${entry.milliseconds === undefined ? "" : " ms"}` : entry.status,
    ),
  );
}
