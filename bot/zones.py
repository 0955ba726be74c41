"""Time zones, all from the locked tzdata package: the machine's own zone files may be older, or missing.

Days are half-open and begin at the first instant of that date: where a clock change skips midnight, at the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

Zone = ZoneInfo
MICROSECOND = timedelta(microseconds=1)
STEP = timedelta(days=1)
"""No zone changes its clocks twice within this."""

MOST_REMEMBERED = 10_000
"""Days and ranges whose beginning or clocks are not looked up each time; they depend on nothing else."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `since` on a zone's clocks are `ahead` of UTC, until the next stretch."""

    since: datetime
    ahead: timedelta


@cache
def names() -> frozenset[str]:
    """Every zone there is."""
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in names():
        raise ValueError(f"{name[:60]!r} is not a time zone; one looks like Europe/Berlin")
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@lru_cache(MOST_REMEMBERED)
def start_of(day: date, where: ZoneInfo) -> datetime:
    """The first instant of a day in a zone, in UTC."""
    if (shown := first_shown(day, time(), where)) is not None:
        return shown
    midnight = datetime.combine(day, time(), where)
    return _change(midnight.replace(fold=1).astimezone(UTC), midnight.astimezone(UTC), where)


def first_shown(day: date, at: time, where: ZoneInfo) -> datetime | None:
    """The first instant, in UTC, at which a zone's clocks show a local time; None where they skip it.

    `fold=0` alone does not give it: for local times just after the last change in a zone's file zoneinfo answers by the
    rule that begins there, in America/Nuuk on 28 October 2023 an hour early.
    """
    local = datetime.combine(day, at.replace(fold=0))
    for fold in (0, 1):
        found = local.replace(tzinfo=where, fold=fold).astimezone(UTC)
        if found.astimezone(where).replace(tzinfo=None, fold=0) == local:
            return found
    return None


@lru_cache(MOST_REMEMBERED)
def stretches(start: datetime, end: datetime, where: ZoneInfo) -> tuple[Stretch, ...]:
    """How a zone's clocks stand from `start` up to `end`: the first stretch is in force at `start`."""
    found = [Stretch(start, _ahead(start, where))]
    at = start
    while at < end:
        following = min(at + STEP, end)
        if _ahead(following, where) != found[-1].ahead:
            change = _change(at, following, where)
            found.append(Stretch(change, _ahead(change, where)))
        at = following
    return tuple(each for each in found if each.since < end or each.since == start)


def _ahead(at: datetime, where: ZoneInfo) -> timedelta:
    ahead = at.astimezone(where).utcoffset()
    return ahead if ahead is not None else timedelta()


def _change(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """The instant after `before`, and not after `after`, from which on the clocks stand as they do at `after`."""
    ahead = _ahead(after, where)
    while after - before > MICROSECOND:
        between = before + (after - before) // 2
        before, after = (before, between) if _ahead(between, where) == ahead else (between, after)
    return after
