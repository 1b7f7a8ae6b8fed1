// The interactive elements of Block Kit. Each sets its value in the surface's state and, where Slack does, tells the app.
import { h, uniqueId } from "./dom.js";
import { hasIcon, icon } from "./icons.js";
import { decodeEntities, plainText, plainWords, textObject } from "./mrkdwn.js";
import { askConfirmObject } from "./confirm.js";
import { openMenu } from "./popover.js";
import { textInput } from "./inputs.js";
import { selectElement } from "./selects.js";

/**
 * The node of one element. `place` says where it stands: `blockId`, `input` (inside an input block), `dispatch` (an input
 * block that tells the app), `labelId`, `describedBy`, `optional`.
 */
export function elementNode(element, place, surface) {
  const build = BUILDERS[element.type];
  if (!build) return h("span", { class: "unknown-block" }, `This client does not draw "${element.type}".`);
  return build(element, place, surface, handle(element, place, surface));
}

/** What an element needs from its surface: its held value, `set` (state only) and `fire` (state, then the app). */
function handle(element, place, surface) {
  const held = surface.values[place.blockId]?.[element.action_id];
  const set = (value) => {
    (surface.values[place.blockId] ||= {})[element.action_id] = { type: element.type, ...value };
    surface.changed?.(place.blockId);
  };
  const send = (value = {}, node = null) =>
    surface.act({ type: element.type, block_id: place.blockId, action_id: element.action_id, ...value }, node);
  const fire = async (value, node) => {
    if (!(await askConfirmObject(element.confirm))) return false;
    set(value);
    if (!place.input || place.dispatch) await send(value, node);
    return true;
  };
  return { held, set, send, fire };
}

function button(element, place, surface, { send }) {
  const shown = [
    element.icon && hasIcon(element.icon) && icon(element.icon),
    h("span", { class: "button-text" }, textObject(element.text)),
  ];
  const props = {
    class: ["button", element.style === "primary" && "primary", element.style === "danger" && "danger"],
    "aria-label": element.accessibility_label,
    dataset: { actionId: element.action_id, blockId: place.blockId, value: element.value },
  };
  if (element.type === "icon_button") {
    props.class = "icon-button bordered";
    props["aria-label"] ||= plainWords(element.text);
    props.title = plainWords(element.text);
    shown.splice(0, 2, icon(hasIcon(element.icon) ? element.icon : "dots"));
  }
  const safe = element.url && /^(?:https?:|mailto:)/i.test(element.url);
  const node = safe
    ? h("a", { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer" }, shown, icon("link"))
    : h("button", { type: "button", ...props }, shown);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled") === "true") return;
    if (await askConfirmObject(element.confirm))
      await send(element.value === undefined ? {} : { value: element.value }, node);
  });
  return node;
}

function overflow(element, place, surface, { send }) {
  const node = h(
    "button",
    {
      type: "button",
      class: "icon-button bordered overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More actions",
      dataset: { actionId: element.action_id, blockId: place.blockId },
    },
    icon("dots"),
  );
  node.addEventListener("click", () =>
    openMenu(
      node,
      (element.options || []).map((option) => ({
        label: textObject(option.text),
        description: option.description && textObject(option.description),
        tail: option.url && icon("link"),
        testid: `option-${option.value}`,
        run: async () => {
          if (!(await askConfirmObject(element.confirm))) return;
          if (option.url && /^https?:/i.test(option.url)) open(option.url, "_blank", "noopener");
          await send({ selected_option: option }, node);
        },
      })),
      { align: "end" },
    ),
  );
  return node;
}

function choices(element, place, surface, { held, set, fire }) {
  const many = element.type === "checkboxes";
  const first = many ? element.initial_options || [] : [element.initial_option].filter(Boolean);
  const before = held ? (many ? held.selected_options : [held.selected_option].filter(Boolean)) : first;
  const name = uniqueId("choice");
  const boxes = (element.options || []).map((option) => {
    const id = uniqueId("option");
    const box = h("input", {
      type: many ? "checkbox" : "radio",
      name,
      id,
      "aria-describedby": option.description ? `${id}-d` : null,
      dataset: { value: option.value },
    });
    box.checked = before.some((chosen) => chosen.value === option.value);
    return {
      box,
      option,
      row: h(
        "label",
        { class: "choice", for: id },
        box,
        h(
          "span",
          null,
          textObject(option.text),
          option.description &&
            h("span", { class: "choice-description", id: `${id}-d` }, textObject(option.description)),
        ),
      ),
    };
  });
  const value = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ option }) => option);
    return many ? { selected_options: chosen } : { selected_option: chosen[0] || null };
  };
  const node = h(
    "div",
    {
      class: "choices",
      role: many ? "group" : "radiogroup",
      "aria-labelledby": place.labelId,
      "aria-describedby": place.describedBy,
      dataset: { actionId: element.action_id, blockId: place.blockId },
    },
    boxes.map(({ row }) => row),
  );
  let last = value();
  for (const { box } of boxes) {
    box.addEventListener("change", async () => {
      const next = value();
      if (await fire(next, node)) last = next;
      else restore(boxes, last);
    });
  }
  set(last);
  return node;
}

function restore(boxes, last) {
  const chosen = last.selected_options || [last.selected_option].filter(Boolean);
  for (const { box, option } of boxes) box.checked = chosen.some((held) => held.value === option.value);
}

function dateOrTime(kind) {
  const settings = {
    datepicker: { type: "date", field: "selected_date", initial: "initial_date", icon: "calendar" },
    timepicker: { type: "time", field: "selected_time", initial: "initial_time", icon: "clock" },
    datetimepicker: {
      type: "datetime-local",
      field: "selected_date_time",
      initial: "initial_date_time",
      icon: "calendar",
    },
  }[kind];
  return (element, place, surface, { held, set, fire }) => {
    const stamp = kind === "datetimepicker";
    const start = held ? held[settings.field] : (element[settings.initial] ?? null);
    const field = h("input", {
      type: settings.type,
      class: "text-field date-field",
      "aria-labelledby": place.labelId,
      "aria-describedby": place.describedBy,
      "aria-label": place.labelId ? null : element.placeholder ? plainWords(element.placeholder) : "Date or time",
      dataset: { actionId: element.action_id, blockId: place.blockId },
    });
    field.value = start === null ? "" : stamp ? localStamp(start) : start;
    const value = () => ({
      [settings.field]: field.value ? (stamp ? Math.floor(new Date(field.value) / 1000) : field.value) : null,
    });
    let last = field.value;
    field.addEventListener("change", async () => {
      if (await fire(value(), field)) last = field.value;
      else field.value = last;
    });
    set(value());
    return field;
  };
}

function localStamp(seconds) {
  const date = new Date(seconds * 1000);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** An image, or its words when the address cannot be drawn. */
export function picture(element, className) {
  const url = element.image_url || element.slack_file?.url || "";
  const words = element.alt_text ? decodeEntities(element.alt_text) : "Image";
  const missing = () =>
    h(
      "span",
      { class: `${className} image-missing`, role: "img", "aria-label": words, title: words },
      icon("file"),
      h("span", null, plainText(words)),
    );
  if (!/^(?:https?:|data:image\/|\/)/i.test(url)) return missing();
  const node = h("img", { class: className, src: url, alt: words, loading: "lazy", decoding: "async" });
  node.addEventListener("error", () => node.replaceWith(missing()));
  return node;
}

function feedback(element, place, surface, { send }) {
  const one = (option, name) => {
    const node = h(
      "button",
      {
        type: "button",
        class: "icon-button bordered",
        "aria-label": plainWords(option.text) || name,
        "aria-pressed": "false",
        title: plainWords(option.text),
        dataset: { actionId: element.action_id, value: option.value },
      },
      icon(name),
    );
    node.addEventListener("click", () => {
      for (const other of node.parentNode.children) other.setAttribute("aria-pressed", String(other === node));
      send({ value: option.value }, node);
    });
    return node;
  };
  return h(
    "span",
    { class: "feedback" },
    element.positive_button && one(element.positive_button, "thumbup"),
    element.negative_button && one(element.negative_button, "thumbdown"),
  );
}

const BUILDERS = {
  button,
  workflow_button: button,
  icon_button: button,
  overflow,
  checkboxes: choices,
  radio_buttons: choices,
  image: (element) => picture(element, "accessory-image"),
  feedback_buttons: feedback,
};
for (const kind of ["datepicker", "timepicker", "datetimepicker"]) BUILDERS[kind] = dateOrTime(kind);
for (const kind of ["plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"])
  BUILDERS[kind] = textInput;
for (const kind of ["static", "external", "users", "conversations", "channels"]) {
  BUILDERS[`${kind}_select`] = selectElement;
  BUILDERS[`multi_${kind}_select`] = selectElement;
}
