// "Try this": the main flow of the demo, ticked off as it is done.
import { fill, h, recall, remember } from "./dom.js";
import { icon } from "./icons.js";
import { emit, on, store } from "./store.js";

const command = () => store.commands[0]?.command || "/runbook";

const STEPS = [
  {
    id: "paste",
    title: "Paste a runbook",
    text: () => [
      "Write ",
      h("code", null, `${command()} paste`),
      " to the app, or drop a Markdown file on the conversation.",
    ],
    button: "Open the app",
    run: () => toBot(`${command()} paste`),
  },
  {
    id: "alert",
    title: "Let the incident happen",
    text: () => ["Start it below, or fire an alert. The matching runbook appears in the incident channel."],
    button: "Go to the channel",
    run: () => toIncidents(),
  },
  { id: "start", title: "Start Copilot", text: () => ["Green steps run on their own; their output is in the thread."] },
  {
    id: "approve",
    title: "Approve a yellow step",
    text: () => ["It shows the command, what it does and how to undo it."],
  },
  {
    id: "red",
    title: "Meet the red step",
    text: () => [
      "It wants the target typed. Become the second engineer in the menu above to approve as another person.",
    ],
  },
  { id: "resolve", title: "Resolve", text: () => ["The card closes with the time to resolve and what was done."] },
];

let done = new Set();

function toBot(text) {
  const channel = store.botChannel();
  if (!channel) return;
  location.hash = `#/${channel.id}`;
  emit("compose", { channel: channel.id, text });
}

function toIncidents() {
  const channel =
    store.channels.find((held) => held.type === "channel" && /incident/i.test(held.name)) ||
    store.channels.find((held) => held.type === "channel");
  if (channel) location.hash = `#/${channel.id}`;
}

/** The guide; empty outside the demo. */
export function guideSection() {
  done = new Set(recall("guide", []));
  const part = h("div", { class: "world-part guide", dataset: { testid: "guide" } });
  const draw = () => {
    const current = STEPS.find((step) => !done.has(step.id));
    part.hidden = !store.demo;
    fill(
      part,
      h(
        "div",
        { class: "guide-head" },
        h("h3", null, "Try this"),
        h("span", { class: "guide-count" }, `${done.size} of ${STEPS.length}`),
        done.size > 0 &&
          h(
            "button",
            {
              type: "button",
              class: "text-button",
              on: {
                click: () => {
                  done.clear();
                  save();
                },
              },
            },
            "Start over",
          ),
      ),
      h(
        "ol",
        { class: "guide-steps" },
        STEPS.map((step, index) =>
          h(
            "li",
            { class: [done.has(step.id) && "is-done", step === current && "is-current"] },
            h(
              "span",
              { class: "guide-mark", "aria-label": done.has(step.id) ? "done" : null },
              done.has(step.id) ? icon("check") : String(index + 1),
            ),
            h(
              "div",
              { class: "guide-words" },
              h("span", { class: "world-title" }, step.title),
              step === current && h("p", { class: "world-note" }, step.text()),
              step === current &&
                step.button &&
                h("button", { type: "button", class: "button small", on: { click: step.run } }, step.button),
            ),
          ),
        ),
      ),
    );
  };
  const save = () => {
    remember("guide", [...done]);
    draw();
  };
  const tick = (id) => {
    if (!store.demo || done.has(id)) return;
    done.add(id);
    save();
  };
  on("commanded", ({ text }) => /\spaste\s+\S/.test(text) && tick("paste"));
  on("sent", ({ text, files }) => (files > 0 || text.length > 400) && tick("paste"));
  on("alerted", () => tick("alert"));
  on("messages", ({ channel, message, isNew }) => {
    if (!message?.bot_id || message.ephemeral || store.channel(channel)?.type !== "channel") return;
    const words = JSON.stringify(message.blocks || "");
    if (isNew && /copilot/i.test(words)) tick("alert");
    if (/time to resolve/i.test(words)) tick("resolve");
  });
  on("world-done", ({ action }) => /fire|start|incident|slow|break/i.test(action) && tick("alert"));
  on("acted", ({ action, words, ok }) => {
    if (!ok) return;
    const text = `${action.action_id} ${words}`;
    if (/start.?copilot|copilot.?start/i.test(text)) tick("start");
    if (/approve/i.test(text)) tick("approve");
    if (/resolve/i.test(text)) tick("resolve");
  });
  on("submitted", ({ view }) => {
    const text = `${view.callback_id} ${view.title?.text || ""}`;
    if (/paste/i.test(text)) tick("paste");
    if (/red|danger|confirm/i.test(text)) tick("red");
    if (/resolve/i.test(text)) tick("resolve");
  });
  on("state", draw);
  draw();
  return part;
}
