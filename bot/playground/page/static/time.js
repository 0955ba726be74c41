// Times as people read them, in the browser's zone.

import { now } from "./store.js";

const LANGUAGE = "en-GB";
const clock = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long", day: "numeric", month: "long" });
const short = new Intl.DateTimeFormat(LANGUAGE, { weekday: "short", day: "numeric", month: "short" });

/** A message's ts as a date. */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** 10:15 */
export const hour = (date) => clock.format(date);

/** Tue 24 Nov, 10:15 */
export const moment = (date) => `${short.format(date)}, ${hour(date)}`;

/** Today, Yesterday, or Tuesday 24 November. */
export function day(date) {
  const days = Math.round((midnight(new Date(now())) - midnight(date)) / 86400000);
  return days === 0 ? "Today" : days === 1 ? "Yesterday" : full.format(date);
}

/** Whether two dates are of one day. */
export const sameDay = (one, other) => midnight(one).getTime() === midnight(other).getTime();

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
