// Light and dark: as the system has it, until the person chooses.

import { icon } from "./icons.js";

const KEPT = "pennyworth-theme";

/** Applies the choice and lets the person change it. */
export function setUpTheme() {
  const button = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const theme = localStorage.getItem(KEPT) ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    const other = theme === "dark" ? "Light colours" : "Dark colours";
    button.title = other;
    button.setAttribute("aria-label", other);
  };
  button.append(icon("theme"));
  button.addEventListener("click", () => {
    localStorage.setItem(KEPT, document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    apply();
  });
  dark.addEventListener("change", apply);
  apply();
}
