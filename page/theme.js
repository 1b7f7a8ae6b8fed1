// Runs before the first paint (a classic script in <head>), so that the page never flashes in the wrong theme.
(() => {
  const wanted = new URLSearchParams(location.search).get("theme");
  let stored = null;
  try {
    stored = localStorage.getItem("theme");
  } catch (error) {
    console.warn("The theme cannot be remembered:", error.message);
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  const pick = () => wanted || stored || (system.matches ? "dark" : "light");
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    dispatchEvent(new Event("themechange"));
  };
  apply(pick());
  system.addEventListener("change", () => apply(pick()));
  window.sandboxTheme = {
    get current() {
      return document.documentElement.dataset.theme;
    },
    toggle() {
      stored = this.current === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("theme", stored);
      } catch (error) {
        console.warn("The theme cannot be remembered:", error.message);
      }
      apply(stored);
      return stored;
    },
  };
})();
