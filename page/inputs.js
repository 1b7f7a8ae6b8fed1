// Text inputs of Block Kit, with Slack's count of the characters that are left.
import { h, isCommandEnter } from "./dom.js";
import { plainWords } from "./mrkdwn.js";

/** The most characters that Slack takes in one text input. */
export const TEXT_INPUT_LIMIT = 3000;
const SHOW_COUNT_FROM = 0.8;
const TYPING_MS = 400;

const TYPES = {
  number_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  plain_text_input: "text",
  rich_text_input: "text",
};

/** A text input; its value in the state is null while it is empty. */
export function textInput(element, place, surface, { held, set, send }) {
  const rich = element.type === "rich_text_input";
  const many = element.multiline === true || rich;
  const start = held ? heldText(held) : firstText(element);
  const props = {
    class: "text-field",
    placeholder: element.placeholder ? plainWords(element.placeholder) : null,
    spellcheck: many ? "true" : "false",
    "aria-labelledby": place.labelId,
    "aria-describedby": place.describedBy,
    "aria-required": place.input && !place.optional ? "true" : null,
    "aria-label": place.labelId ? null : element.placeholder ? plainWords(element.placeholder) : "Text",
    autofocus: element.focus_on_load === true,
    autocomplete: "off",
    inputmode: element.type === "number_input" ? "decimal" : null,
    dataset: { actionId: element.action_id, blockId: place.blockId },
  };
  const field = many
    ? h("textarea", { ...props, rows: "6" })
    : h("input", { ...props, type: TYPES[element.type] || "text" });
  field.value = start;
  const limit = element.max_length || TEXT_INPUT_LIMIT;
  const count = h("span", { class: "char-count", "aria-live": "polite" });
  const value = () =>
    rich ? { rich_text_value: field.value ? richValue(field.value) : null } : { value: field.value || null };
  const draw = () => {
    const left = limit - [...field.value].length;
    count.textContent = field.value.length > limit * SHOW_COUNT_FROM ? String(left) : "";
    count.classList.toggle("is-over", left < 0);
  };
  const triggers = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  let timer = null;
  field.addEventListener("input", () => {
    set(value());
    draw();
    if (!place.dispatch || !triggers.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = setTimeout(() => send(value()), TYPING_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isCommandEnter(event) || event.shiftKey || event.isComposing) return;
    const telling = !place.input || (place.dispatch && triggers.includes("on_enter_pressed"));
    if (!telling || (many && place.input)) return;
    event.preventDefault();
    send(value(), field);
  });
  set(value());
  draw();
  return h("div", { class: "text-input" }, field, count);
}

function firstText(element) {
  if (element.type !== "rich_text_input")
    return element.initial_value === undefined || element.initial_value === null ? "" : String(element.initial_value);
  return element.initial_value ? richWords(element.initial_value) : "";
}

function heldText(held) {
  if (held.rich_text_value) return richWords(held.rich_text_value);
  return held.value ?? "";
}

const richValue = (text) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

function richWords(value) {
  const words = (element) => (element.elements ? element.elements.map(words).join("") : element.text || "");
  return (value.elements || []).map(words).join("\n");
}
