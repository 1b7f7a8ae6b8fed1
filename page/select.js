// A select with search, groups and, when asked for, several values. It draws every select of Block Kit.
import { append, fill, h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, isOpen, openPopover, refit } from "./popover.js";

const SEARCH_FROM = 7;
const TYPING_MS = 250;

/**
 * Builds the control. Settings: `placeholder`, `multi`, `max`, `selected` (list of items), `label` (id of the label),
 * `source(query)` → list (or promise) of groups `{label?, items}`; an item is `{key, words, label, description?, icon?, data}`;
 * `external` when the source asks the app; `minQuery`; `onChange(items)`.
 */
export function selectControl(settings) {
  const { multi = false, max = Infinity, onChange } = settings;
  let selected = [...(settings.selected || [])];
  const valueId = uniqueId("value");
  const text = h("span", { class: "select-value", id: valueId });
  const button = h(
    "button",
    {
      type: "button",
      class: "select",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": settings.label ? `${settings.label} ${valueId}` : valueId,
    },
    text,
    icon("chevron"),
  );

  const draw = () => {
    button.classList.toggle("is-empty", selected.length === 0);
    if (selected.length === 0) fill(text, settings.placeholder || "Select an item");
    else if (!multi)
      fill(text, selected[0].icon?.cloneNode(true), selected[0].label?.cloneNode?.(true) || selected[0].words);
    else
      fill(
        text,
        selected.map((item) => h("span", { class: "select-token" }, item.words)),
      );
  };

  const choose = (item) => {
    const at = selected.findIndex((held) => held.key === item.key);
    if (!multi) {
      selected = [item];
      closePopover(true);
    } else if (at >= 0) selected.splice(at, 1);
    else if (selected.length < max) selected.push(item);
    else return;
    draw();
    onChange(selected);
  };

  button.addEventListener("click", () => openList(button, settings, () => selected, choose));
  button.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || isOpen(button)) return;
    event.preventDefault();
    button.click();
  });
  draw();
  return button;
}

function openList(button, settings, chosen, choose) {
  const listId = uniqueId("list");
  const list = h("div", {
    class: "options",
    role: "listbox",
    id: listId,
    tabindex: "-1",
    "aria-multiselectable": settings.multi ? "true" : null,
  });
  const field = h("input", {
    type: "text",
    class: "text-field options-search",
    role: "combobox",
    "aria-controls": listId,
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    placeholder: settings.external ? "Type to search" : "Search",
    "aria-label": "Search the options",
    autocomplete: "off",
    dataset: { testid: "select-search" },
  });
  const box = h("div", { class: "options-box" }, field, list);
  let active = null;
  let asked = 0;

  const activate = (node) => {
    active?.classList.remove("is-active");
    active = node;
    active?.classList.add("is-active");
    active?.scrollIntoView({ block: "nearest" });
    for (const holder of [field, list]) {
      if (active) holder.setAttribute("aria-activedescendant", active.id);
      else holder.removeAttribute("aria-activedescendant");
    }
  };

  const show = (groups) => {
    fill(list);
    let count = 0;
    for (const group of groups) {
      if (group.items.length === 0) continue;
      const title = group.label && h("div", { class: "options-group", id: uniqueId("group") }, group.label);
      append(list, [title]);
      for (const item of group.items) {
        count += 1;
        list.append(
          row(item, chosen, (node) => {
            choose(item);
            if (!settings.multi) return;
            node.setAttribute("aria-selected", String(chosen().some((held) => held.key === item.key)));
            activate(node);
          }),
        );
      }
    }
    if (count === 0) list.append(h("p", { class: "empty-note" }, "No results"));
    const rows = [...list.querySelectorAll(".option")];
    activate(rows.find((node) => node.getAttribute("aria-selected") === "true") || rows[0] || null);
    refit();
    return count;
  };

  const read = async () => {
    const query = field.value.trim();
    const turn = ++asked;
    if (settings.external && query.length < (settings.minQuery ?? 3)) {
      fill(list, h("p", { class: "empty-note" }, `Type ${settings.minQuery ?? 3} or more characters.`));
      return 0;
    }
    if (settings.external) fill(list, h("p", { class: "empty-note loading" }, "Loading…"));
    try {
      const groups = await settings.source(query);
      return turn === asked ? show(groups) : 0;
    } catch (error) {
      if (turn === asked) fill(list, h("p", { class: "empty-note" }, error.message));
      return 0;
    }
  };

  let timer = null;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, settings.external ? TYPING_MS : 0);
  });
  box.addEventListener("keydown", (event) => {
    const rows = [...list.querySelectorAll(".option")];
    const at = rows.indexOf(active);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length > 0) activate(rows[(at + step + rows.length) % rows.length]);
    else if (event.key === "Enter" && active) active.click();
    else if (event.key === "Tab") return closePopover(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (!openPopover(button, box, { width: "match", className: "options-popover", focus: false })) return;
  const first = read();
  field.focus({ preventScroll: true });
  Promise.resolve(first).then((count) => {
    if (settings.external || settings.multi || count >= SEARCH_FROM) return;
    field.classList.add("visually-hidden");
    refit();
  });
}

function row(item, chosen, click) {
  const node = h(
    "div",
    {
      class: "option",
      role: "option",
      id: uniqueId("option"),
      dataset: { value: item.key },
      "aria-selected": String(chosen().some((held) => held.key === item.key)),
    },
    h("span", { class: "option-check" }, icon("check")),
    item.icon?.cloneNode(true),
    h(
      "span",
      { class: "option-text" },
      h("span", null, item.label?.cloneNode?.(true) || item.words),
      item.description &&
        h("span", { class: "option-description" }, item.description.cloneNode?.(true) || item.description),
    ),
  );
  node.addEventListener("click", () => click(node));
  return node;
}

/** Keeps the items whose words hold `query`. */
export function filterGroups(groups, query) {
  const wanted = query.toLowerCase();
  return groups.map((group) => ({
    ...group,
    items: group.items.filter((item) => item.words.toLowerCase().includes(wanted)),
  }));
}
