// What the server has sent: records by key (see showing.py), and who wants to know of changes.

const records = new Map();
const listeners = [];
let source = null;

/** A record, or undefined. */
export const get = (key) => records.get(key);

/** The records whose keys begin with a prefix. */
export const all = (prefix) => [...records].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);

/** The keys that begin with a prefix, each with its record. */
export const entries = (prefix) => [...records].filter(([key]) => key.startsWith(prefix));

/** Calls back after every change, with the keys that changed. */
export const onChange = (listener) => listeners.push(listener);

/** Tells everybody who listens. */
export const changed = (keys = new Set()) => listeners.forEach((listener) => listener(keys));

/** Begins to receive what a person sees; "" is whoever the server chooses. */
export function watch(person) {
  source?.close();
  source = new EventSource(`/stream?as=${encodeURIComponent(person)}`);
  let fresh = true;
  source.onopen = () => {
    fresh = true;
    document.body.classList.remove("lost");
  };
  source.onerror = () => {
    document.body.classList.add("lost");
    if (source.readyState === EventSource.CLOSED && person) watch(""); // nobody of that name here
  };
  source.onmessage = (event) => {
    const { put, gone } = JSON.parse(event.data);
    if (fresh) records.clear();
    fresh = false;
    for (const [key, value] of Object.entries(put)) records.set(key, value);
    for (const key of gone) records.delete(key);
    changed(new Set([...Object.keys(put), ...gone]));
  };
}

/** The person who looks. */
export const me = () => get("me");

/** The app in the workspace. */
export const app = () => get("team").app;

/** What everybody calls a person. */
export const nameOf = (id) => get(`user/${id}`)?.real_name ?? id;

/** The direct messages between the person and the app. */
export const direct = () => all("channel/").find((room) => room.room === "im" && room.members.includes(me()));

/** The messages of a conversation, oldest first. */
export function messages(channel) {
  return all(`message/${channel}/`).sort((one, other) => Number(one.ts) - Number(other.ts));
}

/** The time in the workspace, in milliseconds. */
export function now() {
  const clock = get("clock");
  return clock?.still ? clock.still * 1000 : Date.now() + (clock?.ahead ?? 0) * 1000;
}
