"""Who gets a weekly summary: to subscribe, change, pause, resume, snooze, send now and end it.

Who may do that is decided by who calls. Each function gives the subscription as it is then, with its next occurrence
and zone to be shown; None where there is no such one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Literal

from bot.digest.due import last_whole_week, next_after, schedule_of
from bot.digest.schedule import WEEK, Schedule
from bot.errors import UsageError
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.digests import Subscription

Standing = Literal["active", "paused", "snoozed"]
SECTIONS = ("models", "people", "channels", "budgets", "quoted", "anomalies", "retiring", "prices")
"""What a summary may show beside its total; none named is all that may be shown."""

SCOPES = ("channel", "project", "workspace")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is subscribed to: `channel` is a channel or a person; Monday is 0."""

    channel: str
    owner: str
    weekday: int
    at: time
    timezone: str
    scope: str = "channel"
    scope_id: str = ""
    sections: tuple[str, ...] = ()
    room: str | None = None
    """The conversation with the person, where it is known."""


def standing(subscription: Subscription, now: datetime) -> Standing:
    """Whether it goes out, is paused, or is quiet for a while."""
    if subscription.state == "paused":
        return "paused"
    quiet = subscription.snoozed_until
    return "snoozed" if quiet is not None and quiet > now else "active"


async def subscribe(db: Database, workspace: str, wanted: Wanted, now: datetime) -> Subscription:
    """Subscribes a channel or a person; one that has a summary of that scope gets this one instead.

    Raises:
        UsageError: there is no such zone, weekday, scope or section.
        StorageError: it may not be kept.
    """
    _checked(wanted.scope, wanted.sections)
    schedule = Schedule(wanted.weekday, wanted.at, wanted.timezone)
    there = [each for each in await digests.of_channel(db, workspace, wanted.channel) if _same(each, wanted)]
    told = await digests.last_period(db, workspace, there[0].id) if there else None
    following = next_after(schedule, now, told)
    values = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    return await digests.put(db, workspace, values, (following.at, following.period), now)


async def change(db: Database, workspace: str, id: str, now: datetime, **changes: Any) -> Subscription | None:
    """Changes `weekday`, `at`, `timezone`, `sections`, `owner` or `room`; a week that was told of is not told of again.

    Raises:
        UsageError: there is no such zone, weekday or section.
        StorageError: it may not be changed.
    """
    found = await digests.get(db, workspace, id)
    if found is None:
        return None
    _checked(found.scope, changes.get("sections", ()))
    return await _planned(db, replace(found, **changes), changes, now)


async def pause(db: Database, workspace: str, id: str, now: datetime) -> Subscription | None:
    """Sends nothing until it is resumed.

    Raises:
        StorageError: it may go on.
    """
    return await digests.change(db, workspace, id, {"state": "paused", "why": None, "snoozed_until": None}, None, now)


async def resume(db: Database, workspace: str, id: str, now: datetime) -> Subscription | None:
    """Goes on with the next occurrence; what was due while it was paused or quiet is not made up for.

    Raises:
        StorageError: it may stay as it was.
    """
    found = await digests.get(db, workspace, id)
    changes = {"state": "active", "why": None, "snoozed_until": None}
    return None if found is None else await _planned(db, replace(found, **changes), changes, now)  # type: ignore[arg-type]


async def snooze(db: Database, workspace: str, id: str, until: datetime, now: datetime) -> Subscription | None:
    """Leaves out what is due before an instant, then goes on.

    Raises:
        StorageError: it may go on at once.
    """
    found = await digests.get(db, workspace, id)
    if found is None or found.state == "paused":
        return found
    return await _planned(db, replace(found, snoozed_until=until), {"snoozed_until": until}, now)


async def unsubscribe(db: Database, workspace: str, id: str) -> bool:
    """Ends it; what was delivered stays in the history. Whether there was one.

    Raises:
        StorageError: it may be there still.
    """
    return await digests.remove(db, workspace, id)


async def send_now(db: Database, workspace: str, id: str, key: str, now: datetime) -> bool:
    """Has the last whole week told of now, beside the schedule; once for a key (of the tap or text that asked for it).

    Raises:
        StorageError: it may not be sent.
    """
    found = await digests.get(db, workspace, id)
    if found is None:
        return False
    period = f"{last_whole_week(found.timezone, now).isoformat()}/{key}"
    new = New(workspace, "now", id, period, found.channel, found.owner, now, room=found.room)
    return bool(await deliveries.enqueue(db, [new], now))


async def _planned(
    db: Database, subscription: Subscription, changes: Mapping[str, Any], now: datetime
) -> Subscription | None:
    """Keeps changes, with the next occurrence that follows from them; what a snooze leaves out stays out."""
    schedule = schedule_of(subscription)
    following = None
    if subscription.state == "active":
        told = await digests.last_period(db, subscription.workspace, subscription.id)
        quiet = subscription.snoozed_until
        first = subscription.next_period
        if quiet is not None and first is not None and now < quiet + WEEK:
            told = max(told or first - WEEK, first - WEEK)
        occurrence = next_after(schedule, now if quiet is None else max(now, quiet), told)
        following = occurrence.at, occurrence.period
    return await digests.change(db, subscription.workspace, subscription.id, changes, following, now)


def _same(subscription: Subscription, wanted: Wanted) -> bool:
    return (subscription.scope, subscription.scope_id) == (wanted.scope, wanted.scope_id)


def _checked(scope: str, sections: tuple[str, ...]) -> None:
    if scope not in SCOPES:
        raise UsageError(f"There is no scope {scope[:50]!r}: a summary is of a channel, a project or the workspace.")
    for unknown in set(sections) - set(SECTIONS):
        raise UsageError(f"There is no section {unknown[:50]!r}; there are {', '.join(SECTIONS)}.")
