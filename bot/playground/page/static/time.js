// Times as people read them, in the zone of whoever looks: that is the one the bot goes by, wherever the browser is.

import { get, me, now } from "./store.js";

const MINUTE = 60000;
const DAY = 86400000;
const FIELDS = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
const CLOCK = { hour: "2-digit", minute: "2-digit" };
const SHORT = { weekday: "short", day: "numeric", month: "short" };
const FULL = { weekday: "long", day: "numeric", month: "long" };
const formats = new Map();

/** The zone of the person who looks. */
export const zone = () => get(`user/${me()}`)?.zone ?? "UTC";

function format(options) {
  const key = `${zone()} ${Object.keys(options)} ${options.weekday}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone(), hourCycle: "h23", ...options }));
  }
  return formats.get(key);
}

/** A message's ts as a date. */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** 10:15 */
export const hour = (date) => format(CLOCK).format(date);

/** Tue 24 Nov, 10:15 */
export const moment = (date) => `${format(SHORT).format(date).replace(",", "")}, ${hour(date)}`;

/** Today, Yesterday, or Tuesday 24 November. */
export function day(date) {
  const days = dayOf(now()) - dayOf(date);
  return days === 0 ? "Today" : days === 1 ? "Yesterday" : format(FULL).format(date);
}

/** Whether two dates are of one day. */
export const sameDay = (one, other) => dayOf(one) === dayOf(other);

const dayOf = (date) => Math.floor(wall(date) / DAY);

/** What clocks show at an instant, in milliseconds as if it were UTC, to the minute. */
export function wall(instant) {
  const parts = format(FIELDS).formatToParts(instant);
  const { year, month, day: date, hour: hours, minute } = Object.fromEntries(
    parts.map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(year, month - 1, date, hours, minute);
}

/** The instant, in milliseconds, at which clocks show that; where they skip it, one that is near. */
export function instantOf(shown) {
  let guess = shown;
  for (let round = 0; round < 2; round++) guess = shown - (wall(guess) - guess);
  return guess;
}

/** An instant as the value of an input of the type datetime-local, and back. */
export const toInput = (instant) => new Date(wall(instant)).toISOString().slice(0, 16);
export const fromInput = (value) => instantOf(Math.floor(Date.parse(`${value}Z`) / MINUTE) * MINUTE);
