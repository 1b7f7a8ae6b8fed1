// Menus and pickers that float beside the control that opened them. One is open at a time.
import { h } from "./dom.js";

let open = null;
const MARGIN = 8;

/** Closes the floating menu, if one is open. `restore` puts the focus back on its control. */
export function closePopover(restore = false) {
  if (!open) return;
  const closing = open;
  open = null;
  closing.node.remove();
  closing.anchor.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", closing.outside, true);
  removeEventListener("resize", closing.away);
  removeEventListener("scroll", closing.scrolled, true);
  if (restore) closing.anchor.focus();
  closing.onClose?.();
}

/** Whether `anchor`'s menu is open. */
export const isOpen = (anchor) => open?.anchor === anchor;

/**
 * Opens `content` beside `anchor`. Options: `align` start|end, `width` "match" to be as wide as the control,
 * `className`, `label`, `onClose`, `focus` (element or selector to focus first; false for none).
 */
export function openPopover(anchor, content, options = {}) {
  const again = isOpen(anchor);
  closePopover();
  if (again && options.toggle !== false) {
    anchor.focus();
    return null;
  }
  const node = h(
    "div",
    {
      class: `popover ${options.className || ""}`,
      role: options.role || "dialog",
      "aria-label": options.label,
      dataset: { testid: "popover" },
    },
    content,
  );
  (anchor.closest("dialog") || document.body).append(node);
  anchor.setAttribute("aria-expanded", "true");
  place(node, anchor, options);
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) closePopover();
  };
  const away = () => closePopover();
  const scrolled = (event) => {
    if (!node.contains(event.target) && event.target.contains?.(anchor)) place(node, anchor, options);
  };
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    closePopover(true);
  });
  open = { node, anchor, outside, away, scrolled, onClose: options.onClose };
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", away);
  addEventListener("scroll", scrolled, true);
  if (options.focus !== false) {
    const first = typeof options.focus === "string" ? node.querySelector(options.focus) : options.focus;
    (first || node.querySelector("input, button, [tabindex='0']"))?.focus({ preventScroll: true });
  }
  return node;
}

/** Puts the open menu beside its control again, after its size has changed. */
export function refit() {
  if (open) place(open.node, open.anchor, {});
}

function place(node, anchor, { align = node.dataset.align || "start", width }) {
  node.dataset.align = align;
  const box = anchor.getBoundingClientRect();
  if (width === "match") node.style.width = `${Math.max(box.width, 240)}px`;
  const size = node.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
  let left = align === "end" ? box.right - size.width : box.left;
  left = Math.max(MARGIN, Math.min(left, room.width - size.width - MARGIN));
  const below = room.height - box.bottom - MARGIN;
  const above = box.top - MARGIN;
  const up = size.height > below && above > below;
  node.style.maxHeight = `${Math.max(160, (up ? above : below) - 4)}px`;
  const height = Math.min(size.height, up ? above : below);
  node.style.left = `${Math.round(left)}px`;
  node.style.top = `${Math.round(up ? Math.max(MARGIN, box.top - height - 4) : box.bottom + 4)}px`;
}

/** A plain menu of `{label, description?, icon?, danger?, checked?, testid?, run}` rows. */
export function openMenu(anchor, items, options = {}) {
  const rows = items.map((item) => {
    if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
    return h(
      "button",
      {
        type: "button",
        class: ["menu-item", item.danger && "danger"],
        role: "menuitem",
        dataset: { testid: item.testid },
        "aria-current": item.checked ? "true" : null,
        on: {
          click: () => {
            closePopover(true);
            item.run();
          },
        },
      },
      item.icon,
      h(
        "span",
        { class: "menu-text" },
        h("span", { class: "menu-label" }, item.label),
        item.description && h("span", { class: "menu-description" }, item.description),
      ),
      item.tail,
    );
  });
  const node = openPopover(anchor, h("div", { class: "menu" }, rows), {
    role: "menu",
    className: "menu-popover",
    ...options,
  });
  node?.addEventListener("keydown", (event) => {
    const buttons = [...node.querySelectorAll(".menu-item")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
}
