"""What a message says of the weekly digest: what to do with it, on which day, at what time, in which zone."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import cast

from bot.language import dates, say
from bot.language.item import Item
from bot.language.plainwords import PLAIN, STOP_WORDS, TALK
from bot.language.requests.cues import Cues
from bot.request import ClarifyRequest, DigestAction, DigestRequest, Problem, Weekday

_COMPACT = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_DOTTED = re.compile(r"(\d|[01]\d|2[0-3])\.([0-5]\d)")
_ASKS = ("when's", "when does", "what time", "which day", "what day")
_OTHERWISE = ("monthly", "biweekly", "fortnightly", "bi-weekly")
_OTHER_WEEKS = ("every second", "every other", "every two weeks", "every 2 weeks", "once a month", "every month")
_NO_PLACE = frozenset("same this that right local first next digest summary local my our your set".split())
_YEARS = range(1990, 2101)
_NOON = 12


def digest(cues: Cues) -> DigestRequest | ClarifyRequest:
    """What to do with the weekly digest, and when it is sent."""
    waits = cues.says("wait for", "wait until", "wait till", "waiting for") and cues.has("now", "send")
    weekday = None if waits else cast(Weekday | None, cues.first("weekday"))
    zone, clock = zone_of(cues), clock_of(cues)
    asks = not cues.words.isdisjoint(("when", "why")) or cues.line.startswith(" did ") or cues.says(*_ASKS)
    problem = unclear(cues)
    if weekday or clock or zone or problem:
        action: DigestAction = "show" if asks else "schedule"
    else:
        action = _action(cues, waits=waits, asks=asks)
    if action != "schedule":
        return DigestRequest(action)
    return ClarifyRequest((), (problem.field,)) if problem else DigestRequest(action, weekday, clock, zone)


def _action(cues: Cues, *, waits: bool, asks: bool) -> DigestAction:
    """What is to be done where neither day nor time nor zone is said."""
    if cues.line.startswith((" is the ", " is our ", " is my ")) or _keeps(cues):
        return "show"
    refused = cues.has("neg") and cues.has("send") and not (waits or asks)
    if cues.has("pause", "clear") or "off" in cues.words or refused:
        return "pause"
    if cues.has("resume") or {"start", "again"} <= cues.words or "back" in cues.words:
        return "resume"
    if asks or not (cues.has("send", "now") or "post" in cues.words):
        return "show"
    regular = any(a.text == "a" and b.text.startswith("weekly ") for a, b in pairwise(cues.items))
    return "schedule" if regular and not cues.has("now") else "send"


def _keeps(cues: Cues) -> bool:
    """Don't pause it."""
    return any(a.kind == "neg" and b.kind in ("pause", "clear") for a, b in pairwise(cues.items))


def unclear(cues: Cues) -> Problem | None:
    """What a schedule cannot be made of: another rhythm than every week, an hour or a zone that there is not."""
    daily = any(f.kind == "workdays" or (f.kind == "period" and f.value == "day") for f in cues.facts)
    several = len({item.value for item in cues.items if item.kind == "weekday"}) > 1
    if daily or several or cues.says(*_OTHER_WEEKS) or not cues.words.isdisjoint(_OTHERWISE):
        return say.once_a_week()
    if said := _no_hour(cues):
        return say.no_hour(said)
    if zone_of(cues) is None and (said := _no_zone(cues)):
        return say.no_zone(said)
    return None


def clock_of(cues: Cues) -> str | None:
    """The time of day said: 16:30, 4 pm, 0900, 9.30, at 9."""
    for item in cues.items:
        if item.kind == "time" and ":" in item.value:
            return item.value
    if spoken := _spoken_clock(cues) or _in_the_morning(cues) or _in_digits(cues):
        return spoken
    moved = "time" in cues.words
    for before, item in pairwise(cues.items):
        led = before.text in ("at", "@") or (moved and before.text == "to")
        if led and item.kind == "num" and item.number is not None and 0 <= item.number <= 23:
            return f"{int(item.number):02}:00"
    return None


def _in_digits(cues: Cues) -> str | None:
    """0900, 9.30; no year."""
    for item in cues.items:
        found = _COMPACT.fullmatch(item.raw) or _DOTTED.fullmatch(item.raw)
        if item.kind == "num" and found and not (item.raw.isdigit() and int(item.raw) in _YEARS):
            return f"{int(found[1]):02}:{found[2]}"
    return None


def _spoken_clock(cues: Cues) -> str | None:
    """Half past six, quarter to nine; in the evening."""
    for part, side, hour in zip(cues.items, cues.items[1:], cues.items[2:], strict=False):
        minutes = {"half": 30, "quarter": 15}.get(part.text)
        if minutes is None or side.text not in ("past", "to") or hour.number is None or not 0 < hour.number <= _NOON:
            continue
        late = bool(cues.words & {"evening", "afternoon", "pm", "tonight"}) and hour.number < _NOON
        since = (int(hour.number) + 12 * late) * 60 + (minutes if side.text == "past" else -minutes)
        return f"{since // 60 % 24:02}:{since % 60:02}"
    return None


def _in_the_morning(cues: Cues) -> str | None:
    """9 in the morning, 4 in the afternoon."""
    late = cues.says("in the afternoon", "in the evening", "at night")
    if not (late or cues.says("in the morning")):
        return None
    hour = next(
        (int(i.number) for i in cues.items if i.kind == "num" and i.number is not None and 0 < i.number <= _NOON), 0
    )
    return f"{hour % 12 + 12 * late:02}:00" if hour else None


def _no_hour(cues: Cues) -> str:
    """25:00, 13 pm: an hour that there is not; empty where there is none such."""
    for first, second, third in zip(cues.items, cues.items[1:], [*cues.items[2:], None], strict=False):
        if first.kind == "num" and second.text in ("am", "pm"):
            return f"{first.raw} {second.raw}"
        glued = third is not None and not (second.spaced or third.spaced)
        if first.kind == "num" and second.text == ":" and third is not None and third.kind == "num" and glued:
            return f"{first.raw}:{third.raw}"
    return ""


def zone_of(cues: Cues) -> str | None:
    """The zone said: by its name, an offset (UTC+3) or a city."""
    return _offset(cues) or cues.first("zone") or _city(cues)


def _offset(cues: Cues) -> str | None:
    """UTC+3, GMT-5: the zone of that name counts the other way round."""
    for zone, sign, hours in zip(cues.items, cues.items[1:], cues.items[2:], strict=False):
        if zone.text in ("utc", "gmt") and sign.text in ("+", "-", "–") and hours.kind == "num":
            number = abs(hours.number or 0)
            return dates.zone_of(f"etc/gmt{'-' if sign.text == '+' else '+'}{number:f}")
    return None


def _city(cues: Cues) -> str | None:
    """A zone by a city that stands by itself: 17:15 São Paulo, at 9 in Berlin."""
    for length in (3, 2, 1):
        for n in range(len(cues.items) - length + 1):
            some = cues.items[n : n + length]
            led = n > 0 and (cues.items[n - 1].of("time", "num", "weekday") or cues.items[n - 1].text == "in")
            named = all(item.kind == "word" for item in some) and (some[0].raw[:1].isupper() or led)
            if named and (zone := dates.zone_of(" ".join(item.text for item in some))):
                return zone
    return None


def _no_zone(cues: Cues) -> str:
    """Atlantis time, Mars/Phobos, 9am Springfield: a place whose zone nobody knows; empty where none is said."""
    items = cues.items
    for n, (before, item) in enumerate(pairwise(items)):
        following = items[n + 2] if n + 2 < len(items) else None
        if item.text in ("time", "timezone") and _is_place(before):
            return before.raw
        if item.text == "/" and following is not None and before.raw[:1].isupper() and not following.spaced:
            return f"{before.raw}/{following.raw}"
        slashed = following is not None and following.text == "/"
        if before.of("time", "num", "weekday") and _is_place(item) and item.raw.istitle() and not slashed:
            return item.raw
    return ""


def _is_place(item: Item) -> bool:
    known = item.text in STOP_WORDS or item.text in PLAIN or item.text in TALK or item.text in _NO_PLACE
    return item.kind == "word" and item.raw.isalpha() and not known
