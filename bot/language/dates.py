"""Dates, ranges of days, weekdays, times of day and time zones.

A bare month is the latest that has begun; a month alone is a range of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from bot.language.plainwords import PLAIN
from bot.language.scan import Token, text_at
from bot.language.vocabulary import MONTHS, WEEKDAYS
from bot.language.words import nearest
from bot.zones import names

MONTH_OF = {word: n for n, words in enumerate(MONTHS, 1) for word in words.split()}
WEEKDAY_OF = {word: day for day, words in WEEKDAYS.items() for word in words.split(", ")}
ZONES = {
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "utc": "UTC", "gmt": "UTC", "z": "UTC",
    "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York", "eastern": "America/New_York",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
    "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver", "bst": "Europe/London",
    "jst": "Asia/Tokyo", "ist": "Asia/Kolkata", "aest": "Australia/Sydney", "eet": "Europe/Athens",
    "wet": "Europe/Lisbon", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong",
    "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin", "cologne": "Europe/Berlin",
    "vienna": "Europe/Vienna", "barcelona": "Europe/Madrid", "milan": "Europe/Rome", "geneva": "Europe/Zurich",
    "porto": "Europe/Lisbon", "lyon": "Europe/Paris", "manchester": "Europe/London", "edinburgh": "Europe/London",
    "san francisco": "America/Los_Angeles", "sf": "America/Los_Angeles", "la": "America/Los_Angeles",
    "seattle": "America/Los_Angeles", "nyc": "America/New_York", "ny": "America/New_York",
    "boston": "America/New_York", "washington": "America/New_York", "miami": "America/New_York",
    "atlanta": "America/New_York", "austin": "America/Chicago", "dallas": "America/Chicago",
    "houston": "America/Chicago", "mumbai": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "bengaluru": "Asia/Kolkata", "india": "Asia/Kolkata", "beijing": "Asia/Shanghai", "rio": "America/Sao_Paulo",
    "tel aviv": "Asia/Jerusalem", "kyiv": "Europe/Kyiv", "uk": "Europe/London", "germany": "Europe/Berlin",
    "singapore": "Asia/Singapore", "hongkong": "Asia/Hong_Kong", "hong kong": "Asia/Hong_Kong",
    "poland": "Europe/Warsaw", "portugal": "Europe/Lisbon", "turkey": "Europe/Istanbul", "egypt": "Africa/Cairo",
    "israel": "Asia/Jerusalem", "iran": "Asia/Tehran", "iceland": "Atlantic/Reykjavik", "jamaica": "America/Jamaica",
    "cuba": "America/Havana", "ireland": "Europe/Dublin", "austria": "Europe/Vienna", "sweden": "Europe/Stockholm",
    "netherlands": "Europe/Amsterdam", "belgium": "Europe/Brussels", "switzerland": "Europe/Zurich",
    "norway": "Europe/Oslo", "denmark": "Europe/Copenhagen", "finland": "Europe/Helsinki", "greece": "Europe/Athens",
    "korea": "Asia/Seoul", "nigeria": "Africa/Lagos", "kenya": "Africa/Nairobi", "argentina": "America/Buenos_Aires",
    "france": "Europe/Paris", "japan": "Asia/Tokyo", "spain": "Europe/Madrid", "italy": "Europe/Rome",
}  # fmt: skip
_AFTER_NUMBER = frozenset(":|-|h|am|pm|a|p|st|nd|rd|th|of|o'clock|oclock|uhr|hrs".split("|"))
_BEFORE_MONTH = ("in", "since", "for", "during", "of", "last", "this", "until", "till", "from")
_IN_MONTH = ("in", "since", "during")
_SHORTEST_MONTH = 5
_LONG_MONTHS = tuple(words.split()[0] for words in MONTHS)
_BEFORE_ZONE = ("timezone", "tz", "zone")
_AFTER_ZONE = ("time", "timezone", "tz")
ZONE_MARKS = frozenset(("/", *_BEFORE_ZONE, *_AFTER_ZONE))
_DOTTED = re.compile(r"(\d\d)\.(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4})")
"""A day and a month as 02.11., with a dot after it, or 2.11.2026; not the 1.5. of a model at the end."""
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)")


class When(NamedTuple):
    """A date (`date`, value YYYY-MM-DD, year maybe 0000), `month` (YYYY-MM), `weekday`, `time` or `zone`."""

    kind: str
    value: str
    end: int


def at(tokens: Sequence[Token], i: int) -> When | None:
    """The date, month, weekday, time or zone that begins at tokens[i]."""
    if not _may_begin(tokens, i):
        return None
    return _zone(tokens, i) or _time(tokens, i) or _day(tokens, i) or _month(tokens, i) or _weekday(tokens, i)


def begins(word: str) -> bool:
    """Whether the word is one that a date, a time or a zone can begin with, whatever stands around it."""
    word = word.removesuffix("'s")
    known = word in MONTH_OF or word in WEEKDAY_OF or word in ZONES or word in ("noon", "midday", "midnight")
    return known or bool(_month_meant(word))


def _may_begin(tokens: Sequence[Token], i: int) -> bool:
    """Whether it is worth a closer look: most words are no part of a date."""
    token, after = tokens[i], text_at(tokens, i + 1)
    if token.kind == "number" and (after == "." or token.text.count(".") > 1) and _DOTTED.fullmatch(token.text):
        return True
    if token.kind == "number":
        return not tokens[i].text.startswith(".") and (after in _AFTER_NUMBER or after.removesuffix("'s") in MONTH_OF)
    if token.kind != "word":
        return False
    if begins(token.text):
        return True
    return (
        after == "/"
        or text_at(tokens, i - 1) in _BEFORE_ZONE
        or any(text_at(tokens, i + n) in _AFTER_ZONE for n in (1, 2, 3))
    )


def _int(tokens: Sequence[Token], i: int) -> int:
    """A small whole number written in digits, else -1."""
    text = text_at(tokens, i)
    return int(text) if len(text) <= 4 and text.isascii() and text.isdigit() else -1


def _after_suffix(tokens: Sequence[Token], i: int) -> int:
    return i + 1 if text_at(tokens, i) in ("st", "nd", "rd", "th") else i


def _year(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    j = i + 1 if text_at(tokens, i) == "," else i
    year = _int(tokens, j)
    return (year, j + 1) if 1990 <= year <= 2100 else (0, i)


def _day(tokens: Sequence[Token], i: int) -> When | None:
    if _int(tokens, i) > 1000 and text_at(tokens, i + 1) == "-" == text_at(tokens, i + 3) and _int(tokens, i + 4) >= 0:
        return _valid(_int(tokens, i), _int(tokens, i + 2), _int(tokens, i + 4), i + 5)
    dotted = _DOTTED.fullmatch(tokens[i].text)
    closed = text_at(tokens, i + 1) == "." and not tokens[i + 1].spaced
    if dotted and dotted[5]:
        return _valid(int(dotted[5]), int(dotted[4]), int(dotted[3]), i + 1)
    if dotted and closed:
        return _valid(0, int(dotted[2]), int(dotted[1]), i + 2)
    number = _int(tokens, i)
    if number > 0:
        j = _after_suffix(tokens, i + 1)
        j = j + 1 if text_at(tokens, j) == "of" else j
        if ((month := _month_at(tokens, j)) and text_at(tokens, j) != "may") or _is_may(tokens, j):
            year, end = _year(tokens, j + 1)
            return _valid(year, month or 5, number, end)
        return None
    month = _month_at(tokens, i)
    day = _int(tokens, i + 1)
    if month and 0 < day <= 31:
        year, end = _year(tokens, _after_suffix(tokens, i + 2))
        return _valid(year, month, day, end)
    return None


def _is_may(tokens: Sequence[Token], j: int) -> bool:
    return text_at(tokens, j) == "may" and tokens[j].raw[0].isupper()


def _valid(year: int, month: int, day: int, end: int) -> When | None:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return When("date", f"{year:04}-{month:02}-{day:02}", end)


def _month_at(tokens: Sequence[Token], i: int) -> int:
    word = text_at(tokens, i).removesuffix("'s")
    return MONTH_OF.get(word) or (_month_meant(word) if text_at(tokens, i - 1) in _IN_MONTH else 0)


@lru_cache(maxsize=4096)
def _month_meant(word: str) -> int:
    """The month that a misspelt word after "in" was meant to be; 0 when it is none."""
    near = None if word in PLAIN or len(word) < _SHORTEST_MONTH else nearest(word, _LONG_MONTHS)
    return MONTH_OF[near] if near else 0


def _month(tokens: Sequence[Token], i: int) -> When | None:
    year, number = _int(tokens, i), _int(tokens, i + 2)
    if 1990 <= year <= 2100 and text_at(tokens, i + 1) == "-" and 1 <= number <= 12 and not tokens[i + 1].spaced:
        return When("month", f"{year:04}-{number:02}", i + 3)
    month = _month_at(tokens, i)
    word = text_at(tokens, i)
    written = not month or tokens[i].raw[0].isupper() or text_at(tokens, i - 1) in _BEFORE_MONTH
    if not month or (word in ("may", "mar", "dec", "march", "jan") and not written):
        return None
    year, end = _year(tokens, i + 1)
    return When("month", f"{year:04}-{month:02}", end)


_CLOCKS = ("midnight", "noon", "@")


def _weekday(tokens: Sequence[Token], i: int) -> When | None:
    word = text_at(tokens, i).removesuffix("'s")
    day = WEEKDAY_OF.get(word)
    lower = word in ("sat", "sun", "mon", "wed") and not tokens[i].raw[0].isupper()
    lower = lower and text_at(tokens, i - 1) not in ("every", "each") and text_at(tokens, i + 1) not in _CLOCKS
    if day is None or (lower and text_at(tokens, i + 2) not in WEEKDAY_OF and text_at(tokens, i - 2) not in WEEKDAY_OF):
        return None
    return When("weekday", day, i + 1)


def _time(tokens: Sequence[Token], i: int) -> When | None:
    word = text_at(tokens, i)
    if word in ("noon", "midday", "midnight"):
        return When("time", "00:00" if word == "midnight" else "12:00", i + 1)
    glued = text_at(tokens, i + 1) in (":", "h") and not any(t.spaced for t in tokens[i + 1 : i + 3])
    clock = "".join(t.text for t in tokens[i : i + 3]) if glued else word
    found = _CLOCK.fullmatch(clock)
    end = i + 3 if clock != word else i + 1
    if found:
        hour, minute = int(found[1]), int(found[2])
    else:
        hour, minute, end = _int(tokens, i), 0, i + 1
    half, end = _half(tokens, end)
    if not half and (not found or clock == word):
        return _at_hour(tokens, i, hour)
    if not 0 <= hour <= (12 if half else 23):
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return When("time", f"{hour:02}:{minute:02}", end)


def _half(tokens: Sequence[Token], end: int) -> tuple[str, int]:
    word = text_at(tokens, end)
    if word in ("am", "pm"):
        return word, end + 1
    if word in ("a", "p") and text_at(tokens, end + 1) == "." and text_at(tokens, end + 2) == "m":
        return word + "m", end + 3 + (text_at(tokens, end + 3) == ".")
    return "", end


def _at_hour(tokens: Sequence[Token], i: int, hour: int) -> When | None:
    """9 o'clock; at 9 sharp."""
    if 0 <= hour <= 23 and text_at(tokens, i + 1) in ("o'clock", "oclock", "uhr", "h", "hrs") and tokens:
        return When("time", f"{hour:02}:00", i + 2)
    return None


@cache
def cities() -> dict[str, str]:
    """Zone names and city names, lower case, by the zone they mean."""
    table: dict[str, str] = {}
    for zone in sorted(names()):
        table[zone.lower()] = zone
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/")):
            table.setdefault(zone.rpartition("/")[2].replace("_", " ").lower(), zone)
    table.update(ZONES)
    return table


def zone_of(place: str) -> str | None:
    """The zone of a city or a zone's name, accents or none."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", place) if not unicodedata.combining(c))
    return ZONES.get(plain) or cities().get(plain)


def _zone(tokens: Sequence[Token], i: int) -> When | None:
    if tokens[i].kind != "word":
        return None
    if text_at(tokens, i + 1) == "/" and not tokens[i + 1].spaced:
        return _slashed_zone(tokens, i)
    before, after = text_at(tokens, i - 1), text_at(tokens, i + 1)
    for n in (3, 2, 1):
        words = " ".join(text_at(tokens, j) for j in range(i, i + n)).strip()
        timed = text_at(tokens, i + n) in ("time", "timezone", "tz")
        early = n == 1 and words in ZONES and (before.isdigit() or before in ("am", "pm", "00", "time") or timed)
        if not (timed or early or before in ("timezone", "tz", "zone")) or (after == "time" and n > 1):
            continue
        if zone := zone_of(words):
            return When("zone", zone, i + n + timed)
    return None


def _slashed_zone(tokens: Sequence[Token], i: int) -> When | None:
    j, said = i + 1, text_at(tokens, i)
    if tokens[i].raw[:1].islower() and said not in ("europe", "america", "asia", "africa", "australia", "pacific"):
        return None
    while text_at(tokens, j) in ("/", "-") and j + 1 < len(tokens) and not tokens[j + 1].spaced and j < i + 6:
        said += text_at(tokens, j) + text_at(tokens, j + 1)
        j += 2
    zone = cities().get(said)
    return When("zone", zone, j) if zone and "/" in zone else None


def month_range(value: str, today: date) -> str:
    """`YYYY-MM` with the year filled in: the latest month of that name that has begun."""
    year, month = int(value[:4]), int(value[5:7])
    if not year:
        year = today.year if month <= today.month else today.year - 1
    return f"{year:04}-{month:02}"


def day_of(value: str, today: date) -> date:
    """The day meant by a `date` value; without a year the latest such day up to today."""
    year, month, day = (int(part) for part in value.split("-"))
    if year:
        return date(year, month, day)
    for candidate in (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return today
