// The question before something is done that cannot be undone.

import { h } from "../dom.js";
import { drawObject, plain } from "./text.js";

/** Asks; whether the person said yes. */
export function ask({ title, text, confirm, deny, style }) {
  return new Promise((resolve) => {
    const end = (yes) => {
      box.close();
      box.remove();
      before?.focus();
      resolve(yes);
    };
    const before = document.activeElement;
    const box = h(
      "dialog",
      {
        class: "confirm",
        "aria-labelledby": "confirm-title",
        oncancel: (event) => {
          event.preventDefault();
          end(false);
        },
      },
      h("h2", { id: "confirm-title" }, plain(title)),
      h("p", {}, drawObject(text)),
      h(
        "footer",
        {},
        h("button", { type: "button", class: "button", onclick: () => end(false) }, plain(deny)),
        h(
          "button",
          { type: "button", class: `button ${style ?? "primary"}`, onclick: () => end(true) },
          plain(confirm),
        ),
      ),
    );
    document.body.append(box);
    box.showModal();
  });
}
