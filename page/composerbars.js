// The two bars of buttons of a composer.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { emojiPicker } from "./emoji.js";
import { closePopover, openPopover } from "./popover.js";

/** The bar of formatting buttons of a composer. */
export function formatBar(composer) {
  const one = (label, mark, text, className) =>
    h(
      "button",
      {
        type: "button",
        class: `format ${className}`,
        "aria-label": label,
        title: label,
        tabindex: "-1",
        on: { click: () => composer.wrap(mark) },
      },
      text,
    );
  return h(
    "div",
    { class: "format-bar", role: "toolbar", "aria-label": "Formatting" },
    one("Bold", "*", "B", "is-bold"),
    one("Italic", "_", "I", "is-italic"),
    one("Strikethrough", "~", "S", "is-strike"),
    one("Code", "`", icon("code"), ""),
    one("Code block", "```", h("span", { class: "code-glyph" }, "{ }"), ""),
  );
}

/** The bar under the field: attach, emoji, commands, send. */
export function actionBar(composer) {
  const emoji = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Emoji", title: "Emoji", "aria-expanded": "false" },
    icon("smile"),
  );
  emoji.addEventListener("click", () =>
    openPopover(
      emoji,
      emojiPicker(({ name }) => {
        closePopover();
        composer.insert(`:${name}: `);
      }),
      { className: "emoji-popover", label: "Emoji" },
    ),
  );
  const attach = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Attach a file",
      title: "Attach a file",
      on: { click: () => composer.picker.click() },
    },
    icon("clip"),
  );
  const slash = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Commands and shortcuts",
      title: "Commands and shortcuts (/)",
      on: {
        click: () => {
          if (!composer.field.value) composer.insert("/");
          else composer.field.focus();
        },
      },
    },
    icon("slash"),
  );
  return h(
    "div",
    { class: "composer-foot" },
    attach,
    emoji,
    composer.place === "channel" && slash,
    composer.picker,
    h("span", { class: "grow" }),
    composer.sendButton,
  );
}
