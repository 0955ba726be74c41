"""What is due of a subscription, and how late it may be. Pure.

Late by three days at most: of what was missed the newest is posted, marked late; what is older is skipped and says so.
"""

from __future__ import annotations

from collections import deque
from datetime import date, datetime, timedelta

from bot.digest.ports import Period
from bot.digest.schedule import WEEK, Occurrence, Schedule, monday_of, window, zone_of
from bot.storage.deliveries import Plan, Planned
from bot.storage.digests import Subscription

LATEST = timedelta(days=3)
MARKED = timedelta(hours=1)
"""A summary that is later than this says that it is late."""

MOVED = timedelta(hours=12)
"""By how much new rules for a zone may have moved an occurrence since it was planned."""

MOST = 60
"""Of a longer absence only so many weeks are noted as skipped."""

TOO_LATE = "more than three days late"
NEWER = "a newer one was due as well"


def schedule_of(subscription: Subscription) -> Schedule:
    """When it goes out.

    Raises:
        UsageError: its zone is no longer there.
    """
    return Schedule(subscription.weekday, subscription.at, subscription.timezone)


def plan(subscription: Subscription, now: datetime) -> Plan:
    """What is due by now, and when the next one is."""
    schedule = schedule_of(subscription)
    next_at = subscription.next_at or now
    missed = deque(schedule.missed(next_at - MOVED, now), MOST) if next_at <= now else deque()
    quiet = subscription.snoozed_until
    following = schedule.next(now if quiet is None else max(now, quiet))
    due = tuple(_planned(each, each is missed[-1], now) for each in missed)
    return Plan(due, following.at, following.period)


def next_after(schedule: Schedule, after: datetime, told: date | None) -> Occurrence:
    """The next occurrence that tells of a week which was not told of yet."""
    return next(each for each in schedule.occurrences(after) if told is None or each.period > told)


def too_late(due: datetime, now: datetime) -> bool:
    """Whether it is better not posted any more."""
    return now - due > LATEST


def period_of(subscription: Subscription, first: date, due: datetime, now: datetime) -> Period:
    """A week to be told of."""
    return Period(first, window(first, subscription.timezone), due, now - due > MARKED)


def last_whole_week(timezone: str, now: datetime) -> date:
    """The first day of the last week that is over in a zone."""
    return monday_of(now.astimezone(zone_of(timezone)).date()) - WEEK


def _planned(missed: Occurrence, newest: bool, now: datetime) -> Planned:
    why = NEWER if not newest else TOO_LATE if too_late(missed.at, now) else None
    return Planned(missed.period, missed.at, why)
