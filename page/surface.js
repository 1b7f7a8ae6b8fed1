// Where blocks stand: a message, a modal or the App Home. A surface holds the values and sends the actions.
import { post } from "./api.js";
import { plainWords } from "./mrkdwn.js";
import { emit, store } from "./store.js";
import { toastFailure } from "./toast.js";

const held = new Map();
const HELD_LIMIT = 500;

/** The surface of a message; its values outlive redraws. */
export function messageSurface(channel, message) {
  const key = `${store.me}:${channel}:${message.ts}`;
  if (!held.has(key)) {
    if (held.size >= HELD_LIMIT) held.delete(held.keys().next().value);
    held.set(key, {});
  }
  return makeSurface({ type: "message", channel, ts: message.ts }, held.get(key), message.blocks);
}

/** The surface of a modal or of the App Home. `previous` is the surface before a redraw: values of equal ids are kept. */
export function viewSurface(view, previous = null) {
  const values = previous ? valuesOf(view.blocks, previous.values) : {};
  return makeSurface({ type: "view", view_id: view.id }, values, view.blocks);
}

/** Those of `values` whose element is in `blocks`. */
function valuesOf(blocks, values) {
  const found = {};
  for (const block of blocks || []) {
    const elements = [block.accessory, block.element, ...(block.elements || []), ...(block.actions || [])];
    for (const { action_id: id } of elements.filter(Boolean)) {
      const value = id && values[block.block_id]?.[id];
      if (value) (found[block.block_id] ||= {})[id] = value;
    }
    if (block.child_blocks) Object.assign(found, valuesOf(block.child_blocks, values));
  }
  return found;
}

function makeSurface(container, values, blocks) {
  return {
    container,
    values,
    errors: {},
    changed: null,
    async act(action, node) {
      setBusy(node, true);
      const answer = await post("action", {
        user: store.me,
        container,
        action: { ...action, action_ts: stamp() },
        state: { values: this.state() },
      });
      setBusy(node, false);
      if (answer.ok === false) toastFailure(answer, "The action");
      emit("acted", { action, words: node?.textContent?.trim() || "", ok: answer.ok !== false });
      return answer.ok !== false;
    },
    /** The values of the elements that are there now. */
    state() {
      return valuesOf(blocks, values);
    },
  };
}

const stamp = () => (Date.now() / 1000).toFixed(6);

function setBusy(node, busy) {
  if (!node) return;
  node.classList.toggle("is-busy", busy);
  if (busy) {
    node.setAttribute("aria-busy", "true");
    node.setAttribute("aria-disabled", "true");
  } else {
    node.removeAttribute("aria-busy");
    node.removeAttribute("aria-disabled");
  }
}

/** What is missing or too long in the input blocks of `view`: block id → sentence, as Slack's client says it. */
export function formProblems(view, values) {
  const problems = {};
  for (const block of view.blocks || []) {
    if (block.type !== "input") continue;
    const element = block.element || {};
    const value = values[block.block_id]?.[element.action_id];
    const problem = inputProblem(element, value, block.optional === true);
    if (problem) problems[block.block_id] = problem;
  }
  return problems;
}

function inputProblem(element, value, optional) {
  const parts = Object.entries(value || {})
    .filter(([key]) => key !== "type")
    .map(([, part]) => part);
  const empty = parts.every(
    (part) => part === null || part === undefined || part === "" || (Array.isArray(part) && part.length === 0),
  );
  if (empty) return optional ? null : "Please complete this required field.";
  if (typeof value.value !== "string") return null;
  const length = [...value.value].length;
  const most = element.max_length || 3000;
  if (length > most)
    return `This is ${(length - most).toLocaleString("en-US")} characters too long; the field takes ${most.toLocaleString("en-US")}.`;
  if (element.min_length && length < element.min_length)
    return `Please write at least ${element.min_length} characters.`;
  if (element.type === "number_input" && Number.isNaN(Number(value.value))) return "Please write a number.";
  return null;
}

/** The words of a view's title. */
export const viewTitle = (view) => (view.title ? plainWords(view.title) : "");
