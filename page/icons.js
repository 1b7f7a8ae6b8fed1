// Inline SVG icons, drawn on a 20-unit grid with the current text colour.
const NS = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: "M8 3.5 6.2 16.5M13.8 3.5 12 16.5M4 7.5h13M3 12.5h13",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13.2 13.2 17 17",
  send: "M3.5 16.5 17 10 3.5 3.5 5 9l6 1-6 1z",
  close: "m5 5 10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  chevron: "m5.5 8 4.5 4.5L14.5 8",
  right: "m8 5.5 4.5 4.5L8 14.5",
  thread: "M3.5 4.5h13v9h-7l-3 3v-3h-3zM7 8h6M7 10.5h4",
  more: "M10 5.01V5M10 10.01V10M10 15.01V15",
  dots: "M5 10.01V10M10 10.01V10M15 10.01V10",
  smile: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 11.8c.8 1.2 1.8 1.7 3 1.7s2.2-.5 3-1.7M7.7 7.9v.6M12.3 7.9v.6",
  clip: "m15.5 9.5-5.6 5.6a3.3 3.3 0 0 1-4.7-4.7l6-6a2.2 2.2 0 0 1 3.1 3.1l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5.2-5.1",
  file: "M5.5 3h6l3.5 3.5V17h-9.5zM11.5 3v3.5H15M8 10.5h4.5M8 13.5h4.5",
  sun: "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M15.3 4.7l-1.2 1.2M5.9 14.1l-1.2 1.2",
  moon: "M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8Z",
  world:
    "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3.2 10h13.6M10 3c2.3 2 3.3 4.4 3.3 7s-1 5-3.3 7c-2.3-2-3.3-4.4-3.3-7s1-5 3.3-7Z",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  bell: "M5 13.5V9a5 5 0 0 1 10 0v4.5l1 1H4zM8.5 16.5c.8 1 2.2 1 3 0",
  bolt: "M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z",
  plug: "M7 3v3.5M13 3v3.5M5 6.5h10V9a5 5 0 0 1-10 0zM10 14v3.5",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5M8.5 16v-4h3v4",
  copy: "M7 7h9v9H7zM4 12.5V4h8.5",
  check: "m4 10.5 4 4 8-9",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.2v4.3M10 6.510V6.5",
  warn: "M10 3.5 17.5 16.5h-15zM10 8.5v3.8M10 14.210V14.2",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.7",
  user: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c.5-3 2.8-4.5 6-4.5s5.5 1.5 6 4.5",
  users:
    "M8 10a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 10ZM2.5 16c.4-2.7 2.4-4 5.5-4s5.1 1.3 5.5 4M12.5 4.6a2.8 2.8 0 0 1 0 5.2M14.5 12.3c1.8.5 2.8 1.8 3 3.7",
  up: "M10 16V4.5M5.5 9 10 4.5 14.5 9",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  code: "m7 6-4 4 4 4M13 6l4 4-4 4",
  play: "M6 4v12l10-6z",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5ZM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  thumbup:
    "M3.5 9h2.8v7.5H3.5zM6.3 9l3-5.5c1.4 0 2 .9 1.7 2.3L10.5 8h5c.8 0 1.3.7 1.1 1.5l-1.3 5.6c-.2.9-.8 1.4-1.7 1.4H6.3",
  thumbdown:
    "M3.5 11h2.8V3.5H3.5zM6.3 11l3 5.5c1.4 0 2-.9 1.7-2.3L10.5 12h5c.8 0 1.3-.7 1.1-1.5l-1.3-5.6c-.2-.9-.8-1.4-1.7-1.4H6.3",
  trash: "M4 5.5h12M8 5.5v-2h4v2M5.5 5.5 6.3 17h7.4l.8-11.5M8.5 8.5v5.5M11.5 8.5v5.5",
  slash: "M3.5 3.5h13v13h-13zM12 6.5l-4 7",
};

/** An icon by name; decorative, so hidden from screen readers. */
export function icon(name, className = "") {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name} ${className}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name] || PATHS.info);
  svg.append(path);
  return svg;
}

/** Whether an icon of that name exists. */
export function hasIcon(name) {
  return Object.hasOwn(PATHS, name);
}

/** An SVG picture out of shapes: `[tag, attributes]` each. */
export function picture(shapes, className) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(NS, tag);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
}
