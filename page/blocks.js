// Block Kit blocks as DOM nodes. A surface (message, modal, home) says where actions go and holds the state.
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { elementNode, picture } from "./elements.js";
import { decodeEntities, mrkdwn, plainText, textObject } from "./mrkdwn.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { link } from "./inline.js";

/** The nodes of a list of blocks. */
export function blockNodes(blocks, surface) {
  return (blocks || []).map((block) => blockNode(block, surface));
}

function blockNode(block, surface) {
  const draw = DRAWERS[block.type];
  const body = draw
    ? draw(block, surface)
    : h("div", { class: "unknown-block" }, `This client does not draw the block "${block.type}".`);
  return h(
    "div",
    { class: `block block-${block.type}`, dataset: { blockId: block.block_id, blockType: block.type } },
    body,
  );
}

const at = (block, more = {}) => ({ blockId: block.block_id, ...more });

function header(block) {
  const level = Math.min(Math.max(block.level || 3, 1), 4);
  return h(`h${level + 1}`, { class: `block-heading level-${block.level || 0}` }, textObject(block.text));
}

function section(block, surface) {
  return [
    h(
      "div",
      { class: "section-main" },
      block.text && h("div", { class: "section-text" }, textObject(block.text)),
      block.fields &&
        h(
          "div",
          { class: "section-fields" },
          block.fields.map((field) => h("div", { class: "section-field" }, textObject(field))),
        ),
    ),
    block.accessory && h("div", { class: "section-accessory" }, elementNode(block.accessory, at(block), surface)),
  ];
}

function context(block) {
  return (block.elements || []).map((element) =>
    element.type === "image"
      ? picture(element, "context-image")
      : h("span", { class: "context-text" }, textObject(element)),
  );
}

function image(block) {
  const frame = h("div", { class: "image-frame" }, picture(block, "block-picture"));
  if (!block.title) return frame;
  const toggle = h(
    "button",
    { type: "button", class: "image-title", "aria-expanded": "true" },
    h("span", null, textObject(block.title)),
    icon("chevron", "flipped"),
  );
  toggle.addEventListener("click", () => {
    frame.hidden = !frame.hidden;
    toggle.setAttribute("aria-expanded", String(!frame.hidden));
    toggle.querySelector(".icon").classList.toggle("flipped", !frame.hidden);
  });
  return [toggle, frame];
}

function input(block, surface) {
  const labelId = uniqueId("label");
  const hintId = uniqueId("hint");
  const errorId = uniqueId("error");
  const problem = surface.errors?.[block.block_id];
  const control = elementNode(
    block.element || {},
    at(block, {
      input: true,
      dispatch: block.dispatch_action === true,
      optional: block.optional === true,
      labelId,
      describedBy: `${hintId} ${errorId}`,
    }),
    surface,
  );
  const node = h(
    "div",
    { class: ["input", problem && "has-error"], dataset: { testid: `input-${block.block_id}` } },
    h(
      "div",
      { class: "input-label", id: labelId },
      textObject(block.label),
      block.optional && h("span", { class: "optional" }, "(optional)"),
    ),
    control,
    h("div", { class: "input-error", id: errorId, role: "alert" }, problem && [icon("warn"), h("span", null, problem)]),
    h("div", { class: "input-hint", id: hintId }, block.hint && textObject(block.hint)),
  );
  node.addEventListener("click", (event) => {
    if (event.target.id === labelId) node.querySelector("input, textarea, button")?.focus();
  });
  return node;
}

const cell = (content) => {
  if (!content) return "";
  if (content.type === "rich_text") return richText(content);
  if (content.type === "mrkdwn") return mrkdwn(content.text || "");
  return plainText(String(content.text ?? content.value ?? content.number ?? ""));
};

function table(block) {
  const settings = block.column_settings || [];
  const row = (tag) => (cells) =>
    h(
      "tr",
      null,
      cells.map((content, index) =>
        h(
          tag,
          {
            class: [
              settings[index]?.align && `align-${settings[index].align}`,
              settings[index]?.is_wrapped && "wrapped",
            ],
            scope: tag === "th" ? "col" : null,
          },
          cell(content),
        ),
      ),
    );
  const [head, ...rest] = block.rows || [];
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": block.caption || "Table" },
    h("table", null, head && h("thead", null, row("th")(head)), h("tbody", null, rest.map(row("td")))),
  );
}

const ALERT_ICONS = { warning: "warn", error: "warn", success: "check", info: "info", default: "info" };

function alertBlock(block) {
  const level = Object.hasOwn(ALERT_ICONS, block.level) ? block.level : "default";
  return h(
    "div",
    { class: `alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(ALERT_ICONS[level]),
    h("div", { class: "alert-text" }, textObject(block.text)),
  );
}

function card(block, surface) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "card-hero"),
    h(
      "div",
      { class: "card-body" },
      h(
        "div",
        { class: "card-head" },
        block.icon && picture(block.icon, "card-icon"),
        h(
          "div",
          null,
          block.title && h("div", { class: "card-title" }, textObject(block.title)),
          block.subtitle && h("div", { class: "card-subtitle" }, textObject(block.subtitle)),
        ),
      ),
      block.body && h("div", { class: "card-text" }, textObject(block.body)),
      block.subtext && h("div", { class: "card-subtext" }, textObject(block.subtext)),
      block.actions?.length > 0 &&
        h(
          "div",
          { class: "elements" },
          block.actions.map((element) => elementNode(element, at(block), surface)),
        ),
    ),
  );
}

const elements = (block, surface) =>
  h(
    "div",
    { class: "elements" },
    (block.elements || []).map((element) => elementNode(element, at(block), surface)),
  );

const TASKS = { pending: "clock", in_progress: "play", complete: "check", error: "warn" };

function taskCard(block) {
  return h(
    "div",
    { class: `task task-${block.status || "pending"}` },
    icon(TASKS[block.status] || "clock"),
    h(
      "div",
      null,
      h("div", { class: "task-title" }, plainText(block.title || "")),
      block.details && richText(block.details),
      block.output && richText(block.output),
    ),
  );
}

function container(block, surface) {
  const body = h("div", { class: "container-body" }, blockNodes(block.child_blocks, surface));
  const head =
    block.title &&
    h(
      "div",
      { class: "container-title" },
      textObject(block.title),
      block.subtitle && h("span", { class: "container-subtitle" }, textObject(block.subtitle)),
    );
  if (!block.is_collapsible) return h("div", { class: "container-box" }, head, body);
  return h(
    "details",
    { class: "container-box", open: block.default_collapsed !== true },
    h("summary", null, head || "Details"),
    body,
  );
}

function asText(kind) {
  return (block) => {
    const title = block.title ? textObject(block.title) : plainText(block.external_id || block.file_id || kind);
    const url = block.title_url || block.video_url;
    return h(
      "div",
      { class: "plain-card" },
      icon(kind === "video" ? "play" : "file"),
      h(
        "span",
        null,
        url ? link(decodeEntities(url), h("span", null, title)) : title,
        block.description && [" ", textObject(block.description)],
      ),
    );
  };
}

const DRAWERS = {
  header,
  section,
  context,
  image,
  input,
  table,
  data_table: table,
  card,
  container,
  divider: () => h("hr"),
  actions: elements,
  context_actions: elements,
  rich_text: richText,
  markdown: (block) => markdown(block.text || ""),
  alert: alertBlock,
  carousel: (block, surface) =>
    h(
      "div",
      { class: "carousel", tabindex: "0" },
      (block.elements || []).map((element) => card(element, surface)),
    ),
  task_card: taskCard,
  plan: (block) =>
    h(
      "div",
      { class: "plan" },
      h("div", { class: "container-title" }, plainText(block.title || "")),
      (block.tasks || []).map(taskCard),
    ),
  video: asText("video"),
  file: asText("file"),
};
