// Small tools for building DOM nodes. Text always becomes a text node: nothing here parses HTML.

/** Builds an element. `props`: class, dataset, on (event map), aria-*, any attribute; booleans set or omit. */
export function h(tag, props = null, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
    else if (key === "dataset") for (const [name, data] of Object.entries(value)) setData(node, name, data);
    else if (key === "on") for (const [name, handler] of Object.entries(value)) node.addEventListener(name, handler);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function setData(node, name, data) {
  if (data !== null && data !== undefined) node.dataset[name] = data;
}

/** Appends nodes, strings and nested lists; null and false are left out. */
export function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child);
  }
  return node;
}

/** Replaces everything inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

let counter = 0;

/** An id that is unique in this page, for aria references. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Says `text` to screen readers without moving the focus. */
export function announce(text) {
  const node = document.getElementById("announcer");
  if (node) node.textContent = text;
}

/** Reads a remembered value; storage may be switched off in the browser. */
export function recall(key, fallback) {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : JSON.parse(text);
  } catch (error) {
    console.warn(`Cannot read "${key}":`, error.message);
    return fallback;
  }
}

/** Remembers a value over reloads. */
export function remember(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    console.warn(`Cannot remember "${key}":`, error.message);
  }
}

/** Copies text; `true` when the browser allowed it. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.warn("The browser refused to copy:", error.message);
    return false;
  }
}

/** Whether the key event is Enter with the platform's command key. */
export function isCommandEnter(event) {
  return event.key === "Enter" && (event.metaKey || event.ctrlKey);
}

/** The moving focus of a list of items inside `root`: arrows, Home and End. */
export function arrowKeys(root, selector) {
  root.addEventListener("keydown", (event) => {
    const items = [...root.querySelectorAll(selector)].filter((item) => item.offsetParent !== null);
    const at = items.indexOf(document.activeElement);
    if (at < 0) return;
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    items[(moves[event.key] + items.length) % items.length].focus();
  });
}
