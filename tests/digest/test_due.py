"""What is due, and how late it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.digest.due import MOST, NEWER, TOO_LATE, next_after, period_of, plan
from bot.digest.schedule import Schedule, Window
from bot.storage.deliveries import Plan, Planned
from bot.storage.digests import Subscription

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday, nine in Berlin."""

WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
FIRST = date(2026, 11, 16)
ITS = Subscription(
    workspace="T1", id="d1", channel="C1", weekday=0, at=time(9), timezone="Europe/Berlin", scope="channel",
    scope_id="", sections=(), owner="U1", state="active", why=None, snoozed_until=None, next_at=NOON, next_period=FIRST,
    room=None, since=NOON - 30 * DAY,
)  # fmt: skip


def test_what_is_on_time_is_due() -> None:
    """And the next one is a week later."""
    assert plan(ITS, NOON) == Plan((Planned(FIRST, NOON),), NOON + WEEK, FIRST + WEEK)


def test_what_is_three_days_late_is_due_still() -> None:
    """A microsecond more and it is skipped."""
    assert plan(ITS, NOON + 3 * DAY).due == (Planned(FIRST, NOON),)
    late = plan(ITS, NOON + 3 * DAY + timedelta(microseconds=1))
    assert late == Plan((Planned(FIRST, NOON, TOO_LATE),), NOON + WEEK, FIRST + WEEK)


def test_of_several_the_newest_is_due() -> None:
    """After three weeks' absence, a day late: the weeks before are skipped and say so."""
    found = plan(ITS, NOON + 2 * WEEK + DAY)
    assert found.due == (
        Planned(FIRST, NOON, NEWER),
        Planned(FIRST + WEEK, NOON + WEEK, NEWER),
        Planned(FIRST + 2 * WEEK, NOON + 2 * WEEK),
    )
    assert (found.next_at, found.next_period) == (NOON + 3 * WEEK, FIRST + 3 * WEEK)


def test_of_years_only_the_last_weeks_are_noted() -> None:
    """Ten years' absence is no ten years' work."""
    assert len(plan(ITS, NOON + 520 * WEEK).due) == MOST


def test_a_clock_that_was_set_back_finds_nothing_due() -> None:
    """Planned on a wrong day, it is planned anew."""
    assert plan(ITS, NOON - 9 * DAY) == Plan((), NOON - WEEK, FIRST - WEEK)


def test_new_rules_for_a_zone_lose_nothing() -> None:
    """Planned for ten, and by new rules due at nine: it is not put off by a week."""
    planned = replace(ITS, next_at=NOON + HOUR)
    assert plan(planned, NOON + HOUR).due == (Planned(FIRST, NOON),)
    assert plan(replace(ITS, next_at=NOON - HOUR), NOON - HOUR) == Plan((), NOON, FIRST)


def test_what_is_quiet_is_next_after_that() -> None:
    """Snoozed for ten days on Monday: the one after next."""
    assert plan(replace(ITS, snoozed_until=NOON + 10 * DAY), NOON).next_at == NOON + 2 * WEEK


def test_a_week_that_was_told_of_is_not_next() -> None:
    """Told of on Monday, changed to Fridays: the next Friday tells of the next week."""
    found = next_after(Schedule(4, time(9), "Europe/Berlin"), NOON, FIRST)
    assert (found.at, found.period) == (NOON + 11 * DAY, FIRST + WEEK)


def test_an_hour_late_is_not_late_yet() -> None:
    """A summary says that it is late when it is more than that."""
    week = Window(NOON - WEEK - 9 * HOUR, NOON - 9 * HOUR)
    assert period_of(ITS, FIRST, NOON, NOON + HOUR).late is False
    found = period_of(ITS, FIRST, NOON, NOON + HOUR + timedelta(seconds=1))
    assert (found.late, found.week) == (True, week)
