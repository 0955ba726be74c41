// What the person does, sent to the server; what goes wrong is told at the bottom of the page.

import { h } from "./dom.js";
import { me } from "./store.js";

const token = document.querySelector('meta[name="page-token"]').content;

/** Does an act of acts.py; the answer, or null when there is none. */
export async function act(name, what = {}) {
  try {
    const response = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Page-Token": token },
      body: JSON.stringify({ ...what, act: name, as: me() }),
    });
    if (!response.ok) return complain(await response.text());
    const answer = await response.json();
    if (answer.problem) tell(answer.problem);
    return answer;
  } catch {
    return complain("The demo has ended. Start it again and reload the page.");
  }
}

function complain(text) {
  tell(text);
  return null;
}

/** Says something to the person for a while. */
export function tell(text) {
  const line = h("p", {}, text);
  document.getElementById("told").replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
}
