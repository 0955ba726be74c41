"""Days, weeks and months begin and end where a zone's clocks say, in every zone of the locked tzdata."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.periods import days_of
from bot.spend.books import Asked, Books
from bot.storage.database import Database
from bot.zones import MICROSECOND, first_shown, names, start_of, stretches, zone
from pricing import built_in
from pricing.money import total
from tests.spend.samples import ledger, stated

ONE_DAY = timedelta(days=1)
ROOT = Path(__file__).parents[2]
TRICKY = ("Asia/Beirut", "America/Santiago", "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "UTC")


def chosen(full: bool, some: int) -> list[str]:
    """Every zone, or some of them at random, always the same ones."""
    return sorted(names()) if full else sorted({*TRICKY, *random.Random(3).sample(sorted(names()), some)})


def test_zones_are_those_of_the_lock() -> None:
    """tzdata is the locked version, and has them all; what is no zone is refused."""
    assert f"tzdata=={version('tzdata')} " in (ROOT / "requirements.txt").read_text()
    assert len(names()) > 590
    for wrong in ("", "../etc/passwd", "Europe/Atlantis", "europe/berlin"):
        with pytest.raises(ValueError, match="is not a time zone"):
            zone(wrong)


def test_a_day_begins_where_the_date_does(full: bool) -> None:
    """Around each clock change and each first of a month in some zones; every day in every zone in the long form."""
    for name in chosen(full, 60):
        where = zone(name)
        changes = stretches(datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC), where)
        near = {each.since.date() + ONE_DAY * n for each in changes[1:] for n in (-1, 0, 1)}
        months = {date(year, month, 1) for year in (2026, 2027) for month in range(1, 13)}
        every = {date(2020, 1, 1) + ONE_DAY * n for n in range(6_574)} if full else set()
        for day in near | months | every:
            start = start_of(day, where)
            assert start.astimezone(where).date() == day, (name, day)
            assert (start - MICROSECOND).astimezone(where).date() == day - ONE_DAY, (name, day)


@pytest.mark.parametrize(
    ("name", "day", "at", "shown"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), None),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        ("America/Nuuk", date(2023, 10, 28), time(23, 30), "2023-10-29T01:30"),  # its last change leaves the clocks
    ],
)
def test_the_first_instant_that_shows_a_time(name: str, day: date, at: time, shown: str | None) -> None:
    """Of two the first, none where it is skipped, and whatever comes with a zone's last change."""
    found = first_shown(day, at, zone(name))
    assert (found and found.isoformat()[:16]) == shown


@pytest.mark.parametrize(
    ("name", "day", "start"),
    [
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-29T22:00"),
        ("Europe/Berlin", date(2026, 10, 26), "2026-10-25T23:00"),
        ("America/New_York", date(2026, 3, 8), "2026-03-08T05:00"),
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-28T22:00"),  # midnight is skipped: the day begins at one
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00"),  # midnight comes twice: the first
        ("America/Santiago", date(2026, 4, 5), "2026-04-05T04:00"),  # back from midnight to eleven
        ("Australia/Lord_Howe", date(2026, 4, 6), "2026-04-05T13:30"),  # half an hour
        ("Asia/Kathmandu", date(2026, 1, 1), "2025-12-31T18:15"),
        ("Pacific/Kiritimati", date(2026, 1, 1), "2025-12-31T10:00"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00"),  # the thirtieth was left out
        ("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30"),  # skipped from 23:30 on
    ],
)
def test_known_days(name: str, day: date, start: str) -> None:
    """As the almanacs have them."""
    assert start_of(day, zone(name)) == datetime.fromisoformat(start).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "now", "expected"),
    [
        ("last_month", "2026-11-01T10:00", (date(2026, 10, 1), date(2026, 11, 1))),
        ("last_month", "2026-11-30T23:59", (date(2026, 10, 1), date(2026, 11, 1))),
        ("last_week", "2026-11-23T00:00", (date(2026, 11, 16), date(2026, 11, 23))),
        ("last_week", "2026-11-22T23:59", (date(2026, 11, 9), date(2026, 11, 16))),
    ],
)
def test_a_range_is_the_one_that_has_ended(name: str, now: str, expected: tuple[date, date]) -> None:
    """On the first of a month, last month is the month before; on a Monday, last week the seven days up to it."""
    days = days_of(name, datetime.fromisoformat(now).date())
    assert (days.start, days.end) == expected


async def test_sums_are_cut_where_days_are(db: Database, full: bool) -> None:
    """Weeks and months through both clock changes, in one zone and the next: SQL adds up what Python does.

    Events lie at random, and on either side of where the days of each zone begin; $1 apart in powers of two.
    """
    rng = random.Random(3)
    zones = chosen(full, 1)
    ranges = ("2026-03", "2026-10-19..2026-10-25")
    instants = {datetime(2026, 2, 20, tzinfo=UTC) + timedelta(seconds=rng.randrange(270 * 86_400)) for _ in range(300)}
    for name in zones:
        for range_ in ranges:
            days = days_of(range_, date(2026, 11, 22))
            assert days.start
            starts = [start_of(day, zone(name)) for day in (days.start, days.end)]
            instants |= {start + move for start in starts for move in (-MICROSECOND, timedelta())}
    events = [stated(f"k{n}", f"{n % 97 + 1}.{n:09}", instant) for n, instant in enumerate(sorted(instants))]
    await ledger(db).record("T1", events)
    books = Books(db, built_in(), FixedClock(datetime(2026, 11, 22, tzinfo=UTC)))
    for name in zones:
        for range_ in ranges:
            days = days_of(range_, date(2026, 11, 22))
            assert days.start
            begin, end = start_of(days.start, zone(name)), start_of(days.end, zone(name))
            expected = total(event.stated for event in events if event.stated and begin <= event.at < end)
            summary = await books.spend("T1", Asked(range_), name)
            assert summary.total == expected, (name, range_)
            by_day = await books.spend("T1", Asked(range_, "day"), name)
            assert by_day.total == total(row.usd for row in by_day.rows) == expected, (name, range_)


def test_neighbouring_days_share_no_instant() -> None:
    """A year of days in a zone with clock changes follows upon itself, and has 365 times 24 hours."""
    starts = [start_of(date(2026, 1, 1) + ONE_DAY * n, zone("Europe/Berlin")) for n in range(366)]
    lengths = [later - earlier for earlier, later in pairwise(starts)]
    assert starts[-1] - starts[0] == timedelta(days=365)
    assert sorted({length // timedelta(hours=1) for length in lengths}) == [23, 24, 25]
    assert sum(lengths, timedelta()) == timedelta(days=365)
    assert Decimal(len(lengths)) == 365
