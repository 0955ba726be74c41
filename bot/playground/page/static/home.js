// The app's home, and the tabs that lead to it.

import { act } from "./act.js";
import { drawBlocks } from "./blocks/blocks.js";
import { h, showList } from "./dom.js";
import { app, get, me, nameOf } from "./store.js";
import { go } from "./where.js";

const main = document.getElementById("main");
let parts = null;

/** The head of everything about the app: its name and the two tabs. */
export function appTabs(current) {
  const tab = (name, title) =>
    h(
      "button",
      {
        type: "button",
        "data-name": `tab ${name}`,
        "aria-current": name === current ? "page" : undefined,
        onclick: () => {
          go({ in: "app", tab: name, thread: null });
          if (name === "messages") act("open", { tab: name });
        },
      },
      title,
    );
  return [
    h("h1", {}, nameOf(app())),
    h("nav", { class: "tabs", "aria-label": "App" }, tab("home", "Home"), tab("messages", "Messages")),
  ];
}

/** Shows the person's App Home. */
export function drawHome() {
  if (parts?.who !== me() || !parts.body.isConnected) {
    parts = { who: me(), body: h("div", { class: "home" }) };
    main.className = "app-home";
    main.replaceChildren(h("header", { class: "head" }, appTabs("home")), parts.body);
    act("open", { tab: "home" }); // an app hears of each look, and draws its home anew
  }
  const view = get("home");
  const items = view ? [{ key: view.id, version: view, view }] : [{ key: "none", version: "none" }];
  showList(parts.body, items, ({ view: shown }) =>
    shown ? drawView(shown) : h("p", { class: "empty" }, "The app has not drawn its home yet."),
  );
}

function drawView(view) {
  const use = (what) => act("click", { view: view.id, ...what });
  return h(
    "div",
    { class: "view", tabindex: "-1", "data-hash": view.hash },
    drawBlocks(view.blocks, { surface: "home", values: view.state.values, use }),
  );
}
