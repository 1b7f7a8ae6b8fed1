// The bar above: switcher, World, theme, and who one is.
import { announce, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { openMenu } from "./popover.js";
import { become, on, people, store } from "./store.js";
import { openSwitcher } from "./switcher.js";
import { toast } from "./toast.js";

/** Draws the bar. `actions`: `toggleSidebar()`, `toggleWorld()`, `worldOpen()`. */
export function startTopbar(root, actions) {
  const menu = h(
    "button",
    {
      type: "button",
      class: "icon-button menu-button",
      "aria-label": "Channels",
      dataset: { testid: "sidebar-toggle" },
      on: { click: actions.toggleSidebar },
    },
    icon("menu"),
  );
  const search = h(
    "button",
    { type: "button", class: "search-button", dataset: { testid: "switcher-open" }, on: { click: openSwitcher } },
    icon("search"),
    h("span", { class: "search-words" }),
    h("kbd", null, /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K"),
  );
  const world = h(
    "button",
    {
      type: "button",
      class: "bar-button",
      "aria-controls": "world",
      dataset: { testid: "world-toggle" },
      on: { click: actions.toggleWorld },
    },
    icon("world"),
    h("span", { class: "bar-label" }, "World"),
  );
  const theme = h("button", { type: "button", class: "icon-button", dataset: { testid: "theme-toggle" } });
  const drawTheme = () => {
    const dark = window.sandboxTheme.current === "dark";
    theme.setAttribute("aria-label", dark ? "Use the light theme" : "Use the dark theme");
    theme.title = theme.getAttribute("aria-label");
    fill(theme, icon(dark ? "sun" : "moon"));
  };
  theme.addEventListener("click", () => {
    announce(`The ${window.sandboxTheme.toggle()} theme`);
  });
  addEventListener("themechange", drawTheme);
  const user = h("button", {
    type: "button",
    class: "user-button",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    dataset: { testid: "user-menu" },
  });
  user.addEventListener("click", () =>
    openMenu(
      user,
      [
        { heading: "You are" },
        ...people().map((person) => ({
          label: person.real_name || person.name,
          description: person.title,
          icon: avatar(person, "small"),
          checked: person.id === store.me,
          tail: person.id === store.me ? icon("check") : null,
          testid: `user-${person.id}`,
          run: async () => {
            try {
              await become(person.id);
              announce(`You are ${person.real_name || person.name}`);
            } catch (error) {
              toast(`Cannot switch: ${error.message}`, "error");
            }
          },
        })),
      ],
      { align: "end", label: "You are" },
    ),
  );
  const draw = () => {
    const me = store.users.get(store.me);
    fill(
      user,
      avatar(me, "small"),
      h(
        "span",
        { class: "user-words" },
        h("span", { class: "user-name" }, me?.real_name || me?.name || ""),
        h("span", { class: "user-title" }, me?.title || ""),
      ),
      icon("chevron"),
    );
    user.setAttribute("aria-label", `You are ${me?.real_name || me?.name || "nobody"}. Change`);
    search.querySelector(".search-words").textContent = `Go to a channel in ${store.team.name || "the workspace"}`;
    world.setAttribute("aria-expanded", String(actions.worldOpen()));
    world.classList.toggle(
      "has-fault",
      store.faults.some((fault) => fault.active),
    );
  };
  fill(
    root,
    menu,
    h("span", { class: "grow side" }),
    search,
    h("span", { class: "grow side end" }, world, theme, user),
  );
  for (const topic of ["state", "world", "layout"]) on(topic, draw);
  drawTheme();
  draw();
}
