"""When a weekly summary goes out and which week it tells of. Pure: no clock, no database.

A weekday, a local time and an IANA zone give one occurrence a week. A local time that a clock change skips moves
forward by what was skipped, one that comes twice counts the first time. The week told of is the last whole one,
Monday 00:00 to Monday 00:00 in that zone; its first day, the period, names the occurrence.

Zones come from the tzdata package that the locks pin, not from the machine: replicas on different machines agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot import zones
from bot.errors import UsageError
from bot.zones import Zone

WEEK = timedelta(days=7)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` up to `end`, both in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One going out: the instant, in UTC, and the first day of the week it tells of."""

    at: datetime
    period: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every week on a weekday (Monday is 0) at a local time of a zone.

    Raises:
        UsageError: there is no such weekday or zone.
    """

    weekday: int
    at: time
    zone: str

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise UsageError(f"There is no weekday {self.weekday}: Monday is 0, Sunday 6.")
        zone_of(self.zone)

    def next(self, after: datetime) -> Occurrence:
        """The first occurrence after an instant."""
        return next(self.occurrences(after))

    def occurrences(self, after: datetime) -> Iterator[Occurrence]:
        """Every occurrence after an instant, in order."""
        zone = zone_of(self.zone)
        around = after.astimezone(zone).date() - WEEK  # a clock change moves an instant by a day at most
        day = around + timedelta(days=(self.weekday - around.weekday()) % 7)
        while True:
            at = instant(day, self.at, zone)
            if at > after:
                yield Occurrence(at, monday_of(day) - WEEK)
            day += WEEK

    def missed(self, first: datetime, now: datetime) -> Iterator[Occurrence]:
        """The occurrences from one's instant on that should have gone out by now."""
        for occurrence in self.occurrences(first - timedelta(microseconds=1)):
            if occurrence.at > now:
                return
            yield occurrence


def window(period: date, zone: str) -> Window:
    """The week that begins on a local day, as instants."""
    where = zone_of(zone)
    return Window(instant(period, time(), where), instant(period + WEEK, time(), where))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def instant(day: date, at: time, zone: Zone) -> datetime:
    """A local time as an instant: the first of two, and the same distance past midnight where it is skipped.

    Where it is skipped, `fold=0` asks for the offset before the change (PEP 495).
    """
    shown = zones.first_shown(day, at, zone)
    return shown or datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def zone_of(name: str) -> Zone:
    """A zone by its IANA name.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in zones.names():
        raise UsageError(f"There is no time zone {name[:50]!r}: zones are called like Europe/Berlin or Asia/Tokyo.")
    return zones.zone(name)


def zone_names() -> frozenset[str]:
    """The names of every zone that there is."""
    return zones.names()
