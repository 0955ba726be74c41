"""When a local time comes, worked out from the zone files alone: no zoneinfo, no datetime arithmetic with zones.

A zone is its stretches of one offset, read from the TZif file (RFC 9636) and the rule in its last line. A local time is
every instant whose stretch shows it; the first counts. Where none does, the clock jumped over it: it then comes as long
after the jump as it would have come after the jump's beginning.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
YEARS = range(2018, 2041)
NEVER = 2**60
_DATA = files("tzdata") / "zoneinfo"
_RULE = re.compile(
    r"(?P<std><[^>]+>|[A-Za-z]+)(?P<off>[-+]?[\d:]+)"
    r"(?:(?P<dst><[^>]+>|[A-Za-z]+)(?P<dst_off>[-+]?[\d:]+)?,(?P<start>[^,]+),(?P<end>[^,]+))?$"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From an instant up to another, in seconds since 1970, the clock shows UTC and so many seconds more."""

    begin: int
    end: int
    offset: int


@dataclass(frozen=True)
class Zone:
    """A zone as stretches that follow one another."""

    stretches: tuple[Stretch, ...]

    def first(self, local: int) -> int:
        """The first instant at which the clock shows a local time, in seconds of a clock without changes."""
        around = [s for s in self._near(local) if s.begin <= local - s.offset < s.end]
        if around:
            return min(local - s.offset for s in around)
        (jump,) = [before for before, after in pairwise(self._near(local)) if self._skips(before, after, local)]
        return local - jump.offset

    @staticmethod
    def _skips(before: Stretch, after: Stretch, local: int) -> bool:
        return before.end + before.offset <= local < after.begin + after.offset

    def _near(self, local: int) -> tuple[Stretch, ...]:
        """The stretches within two days, and one on each side."""
        low = bisect_right(self.stretches, local - 2 * DAY, key=lambda s: s.end)
        high = bisect_right(self.stretches, local + 2 * DAY, key=lambda s: s.begin)
        return self.stretches[max(0, low - 1) : high + 1]

    def changes(self) -> tuple[tuple[int, int, int], ...]:
        """Instants of changes in the years looked at, with the offsets before and after; these may be equal."""
        first, last = (date(year, 1, 1).toordinal() - EPOCH for year in (2020, 2039))
        found = [(b.end, b.offset, a.offset) for b, a in pairwise(self.stretches)]
        return tuple(each for each in found if first * DAY <= each[0] < last * DAY)


def content(name: str) -> bytes:
    """A zone's file."""
    return _DATA.joinpath(*name.split("/")).read_bytes()


@cache
def zone(data: bytes) -> Zone:
    """A zone from its file."""
    transitions, offsets, kinds, rule = _read(data)
    changes = [(at, offsets[kind]) for at, kind in zip(transitions, kinds, strict=True)]
    last = transitions[-1] if transitions else -NEVER
    changes += [each for each in sorted(_of_rule(rule)) if each[0] > last]
    before = offsets[0]
    found, begin = [], -NEVER
    for at, offset in changes:
        found.append(Stretch(begin, at, before))
        begin, before = at, offset
    return Zone((*found, Stretch(begin, NEVER, before)))


def _read(data: bytes) -> tuple[list[int], list[int], list[int], str]:
    """Transitions, the offset of each kind, the kind from each transition on, and the rule for after the last."""
    assert data[:4] == b"TZif"
    counts = struct.unpack(">6l", data[20:44])
    body = 44 + _length(counts, 4)
    assert data[body : body + 4] == b"TZif"
    utc, standard, leap, times, types, chars = counts = struct.unpack(">6l", data[body + 20 : body + 44])
    start = body + 44
    transitions = list(struct.unpack(f">{times}q", data[start : start + 8 * times]))
    kinds = list(data[start + 8 * times : start + 9 * times])
    at = start + 9 * times
    offsets = [struct.unpack(">lbb", data[at + 6 * n : at + 6 * n + 6])[0] for n in range(types)]
    rule = data[start + _length(counts, 8) :].decode().strip("\n")
    assert leap == 0
    assert chars or utc or standard or types
    return transitions, offsets, kinds, rule


def _length(counts: tuple[int, ...], wide: int) -> int:
    utc, standard, leap, times, types, chars = counts
    return times * wide + times + types * 6 + chars + leap * (wide + 4) + standard + utc


def _of_rule(rule: str) -> list[tuple[int, int]]:
    """The changes that a rule makes in the years that are looked at: the instant and the offset from then on."""
    parts = _RULE.match(rule)
    assert parts, rule
    standard = -_seconds(parts["off"])
    if not parts["dst"]:
        return []
    summer = -_seconds(parts["dst_off"]) if parts["dst_off"] else standard + 3_600
    found = []
    for year in YEARS:
        found.append((_local(parts["start"], year) - standard, summer))
        found.append((_local(parts["end"], year) - summer, standard))
    return found


def _local(rule: str, year: int) -> int:
    """When a change comes, as the clock shows it before: M10.5.0/3, J60 or 59."""
    day, _, at = rule.partition("/")
    seconds = _seconds(at) if at else 7_200
    if day[0] == "M":
        month, week, weekday = map(int, day[1:].split("."))
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (week - 1))
        while found.month != month:
            found -= timedelta(days=7)
    elif day[0] == "J":  # the 29th of February is not counted
        found = date(2001, 1, 1) + timedelta(days=int(day[1:]) - 1)
        found = found.replace(year=year)
    else:
        found = date(year, 1, 1) + timedelta(days=int(day))
    return (found.toordinal() - EPOCH) * DAY + seconds


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    return sign * (hours * 3_600 + minutes * 60 + seconds)
