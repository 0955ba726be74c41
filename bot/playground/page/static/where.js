// Where the person is, in the address after #: who, which conversation, which thread. A reload comes back to it.

const listeners = [];

/** The place: `as` a person's id, `in` a conversation's id or "app", `tab` of the app, `thread` a ts. */
export function place() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Goes to another place; what is not named stays, what is null goes. */
export function go(change) {
  const next = Object.entries({ ...place(), ...change }).filter(([, value]) => value);
  location.hash = new URLSearchParams(next).toString();
}

/** Calls back after every move. */
export const onMove = (listener) => listeners.push(listener);

window.addEventListener("hashchange", () => listeners.forEach((listener) => listener()));
