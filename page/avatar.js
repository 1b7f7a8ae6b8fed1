// Pictures of people: their initials on their colour; the app has a drawing.
import { h } from "./dom.js";
import { picture } from "./icons.js";

const APP = [
  [
    "path",
    {
      d: "M5.5 6.5 9.5 10l-4 3.5",
      fill: "none",
      stroke: "#7ee2b8",
      "stroke-width": "2.1",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    },
  ],
  ["path", { d: "M11 13.5h4", fill: "none", stroke: "#fff", "stroke-width": "2.1", "stroke-linecap": "round" }],
];

/** The picture of a user; `size` is tiny, small, medium or large. */
export function avatar(user, size = "medium") {
  const name = user?.real_name || user?.name || "?";
  if (user?.is_bot)
    return h(
      "span",
      { class: `avatar avatar-${size} avatar-app`, "aria-hidden": "true" },
      picture(APP, "avatar-picture"),
    );
  const initials = name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
  const node = h("span", { class: `avatar avatar-${size}`, "aria-hidden": "true" }, initials || "?");
  const color = String(user?.color || "").replace(/^#/, "");
  if (/^[0-9a-f]{6}$/i.test(color)) {
    node.style.backgroundColor = `#${color}`;
    const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    if (red * 0.299 + green * 0.587 + blue * 0.114 > 150) node.classList.add("on-light");
  }
  return node;
}
