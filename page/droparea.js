// Dropping files on a conversation.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Lets files be dropped anywhere on `area`. */
export function dropFiles(area, composer) {
  const veil = h(
    "div",
    { class: "drop-veil", hidden: true },
    h("div", null, icon("file"), "Drop the file to attach it"),
  );
  area.append(veil);
  let depth = 0;
  const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  const show = (by) => {
    depth = Math.max(0, depth + by);
    veil.hidden = depth === 0;
  };
  area.addEventListener("dragenter", (event) => hasFiles(event) && show(1));
  area.addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
  area.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(-depth);
    composer.addFiles([...event.dataTransfer.files]);
  });
}
