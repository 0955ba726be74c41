"""`pennyworth digest`: what a weekly summary would say, which ones are due when, and what was posted."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot import zones
from bot.clock import Clock, FixedClock
from bot.digest import subscriptions
from bot.digest.due import last_whole_week, period_of
from bot.digest.gather import Gatherer
from bot.errors import UsageError
from bot.phrase import visible
from bot.settings import Settings, SpendSettings
from bot.slack import blocks, mrkdwn
from bot.slack.blocks.schedule import WEEKDAY_NAMES
from bot.spend.keeping import team
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.storage.digests import Subscription
from bot.storage.errors import StorageError
from bot.storage.migrate import migrate
from pricing import Catalog

NONE = "No weekly summary is scheduled."
NOTHING = "Nothing was posted by itself yet."
MOST = 1_000
NOT_SCHEDULED = "None is scheduled for {channel}; one of the whole workspace would say:"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The database, whose workspace it is about, and what is read with it."""

    db: Database
    workspace: str
    catalog: Catalog
    clock: Clock


def run(chosen: argparse.Namespace, clock: Clock) -> int:
    """Preview, due or history; returns the exit status.

    Raises:
        UsageError: a setting or the database cannot be used.
    """
    does = {"preview": _preview, "due": _due, "history": _history}[chosen.what]

    async def work() -> None:
        async with _shelf(clock) as shelf:
            async for line in does(chosen, shelf):
                print(line)

    try:
        asyncio.run(work())
    except StorageError as wrong:
        raise UsageError(f"The database cannot be read: {wrong}.") from None
    return 0


@asynccontextmanager
async def _shelf(clock: Clock) -> AsyncIterator[Shelf]:
    settings, spend = Settings.from_environment(), SpendSettings.from_environment()
    catalog = settings.catalog()
    await migrate(settings.database_url)
    db = Database(settings.database_url)
    try:
        yield Shelf(db, await team(db, spend.team), catalog, clock)
    finally:
        await db.close()


async def _preview(chosen: argparse.Namespace, shelf: Shelf) -> AsyncIterator[str]:
    """What the summaries of a channel or a person say of the last week that was over at an instant."""
    at = chosen.at or shelf.clock.now()
    held = await digests.of_channel(shelf.db, shelf.workspace, chosen.channel)
    if not held:
        yield NOT_SCHEDULED.format(channel=visible(chosen.channel))
        yield ""
    gatherer = Gatherer(shelf.db, shelf.catalog, FixedClock(at), blocks.digest)
    for index, each in enumerate(held or [_unscheduled(shelf.workspace, chosen.channel, at)]):
        if index:
            yield ""
        period = period_of(each, last_whole_week(each.timezone, at), at, at)
        content = await gatherer.compose(each, period)
        for line in mrkdwn.untyped(content.text).splitlines():
            yield visible(line)


def _unscheduled(workspace: str, channel: str, at: datetime) -> Subscription:
    return Subscription(
        workspace=workspace,
        id="",
        channel=channel,
        weekday=0,
        at=time(9),
        timezone="UTC",
        scope="workspace",
        scope_id="",
        sections=(),
        owner="",
        state="active",
        why=None,
        snoozed_until=None,
        next_at=None,
        next_period=None,
        room=None,
        since=at,
    )


async def _due(_: argparse.Namespace, shelf: Shelf) -> AsyncIterator[str]:
    """What waits to be posted, then every summary with its next time, the nearest first."""
    now = shelf.clock.now()
    every = await deliveries.history(shelf.db, shelf.workspace, limit=MOST)
    waiting = [each for each in every if each.state in ("due", "posting")]
    held = await digests.every(shelf.db, shelf.workspace)
    if not held and not waiting:
        yield NONE
    rows = [("now", each.kind, each.channel, each.period, _waits(each)) for each in reversed(waiting)]
    last = datetime.max.replace(tzinfo=UTC)
    for each in sorted(held, key=lambda one: one.next_at or last):
        when = f"{WEEKDAY_NAMES[each.weekday]}s {each.at:%H:%M} {each.timezone}"
        rows.append((_next(each, now), "digest", each.channel, when, _about(each)))
    for line in _table(rows):
        yield line


def _waits(each: Delivery) -> str:
    return f"{each.state}, {each.reason}" if each.reason else each.state


def _next(each: Subscription, now: datetime) -> str:
    if each.next_at is None:
        return "paused"
    local = each.next_at.astimezone(zones.zone(each.timezone))
    snoozed = " (the one before is left out)" if subscriptions.standing(each, now) == "snoozed" else ""
    return f"{local:%Y-%m-%d %H:%M %z}{snoozed}"


def _about(each: Subscription) -> str:
    scope = f"{each.scope} {each.scope_id}".strip()
    return f"{scope}, {each.why}" if each.why else scope


async def _history(_: argparse.Namespace, shelf: Shelf) -> AsyncIterator[str]:
    """What was posted when, by which attempt, or why not; the newest first."""
    found = await deliveries.history(shelf.db, shelf.workspace, limit=MOST)
    if not found:
        yield NOTHING
    for line in _table([_row(each) for each in found]):
        yield line


def _row(each: Delivery) -> tuple[str, ...]:
    posted = f"posted {each.message_ts} in {each.room}" if each.state == "posted" else each.state
    late = ", late" if each.late else ""
    why = f", {each.reason}" if each.reason and each.state != "posted" else ""
    due = f"{each.due_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return due, each.kind, each.channel, each.period, f"attempt {each.attempt}", f"{posted}{late}{why}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns; what comes from outside shows no control characters."""
    clean = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*clean, strict=True)]
    yield from (_line(row, widths) for row in clean)


def _line(row: Sequence[str], widths: Iterable[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
