"""What is to be posted by itself, each once, and what became of it. How a row is worked on: `claims`.

A row is named by kind, subject and period: a digest's week, a budget's threshold in a month. Whoever inserts it first
has decided that it is posted; whoever comes later finds it there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Literal

from sqlalchemy import Row, and_, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, rows_of
from bot.storage.digests import Subscription, subscription_of
from bot.storage.reading import Reader
from bot.storage.sweep import sweep
from bot.storage.tables import deliveries, digests, paces

State = Literal["due", "posting", "posted", "failed", "skipped"]
Step = Callable[[str], None]
"""Called at each named step of a delivery; tests die there."""

AHEAD = timedelta(hours=1)
"""What was decided so far in the future was decided while a clock was wrong."""

AT_ONCE = 200
"""Digests that are enqueued in one transaction."""

OF_PERIOD = select(deliveries).where(
    deliveries.c.workspace == bindparam("of"),
    deliveries.c.kind == "digest",
    deliveries.c.subject == bindparam("digest"),
    deliveries.c.period == bindparam("first"),
    deliveries.c.state == "posted",
)
"""Made once: making a statement costs more than its execution."""


@dataclass(frozen=True, slots=True)
class New:
    """Something to post: `content` is written when it is claimed if it is None now."""

    workspace: str
    kind: str
    subject: str
    period: str
    channel: str
    owner: str
    due_at: datetime
    content: str | None = None
    room: str | None = None
    skipped: str | None = None
    """Why it is not posted after all; the row is there to say so."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row: what was posted where and when, by which attempt, or why not."""

    workspace: str
    kind: str
    subject: str
    period: str
    key: str
    channel: str
    room: str | None
    owner: str
    due_at: datetime
    late: bool
    state: State
    attempt: int
    unsure: int
    """How many attempts had an end that nobody knows, since it was last known not to be posted."""

    claim: str | None
    first_attempt: datetime | None
    content: str | None
    message_ts: str | None
    reason: str | None
    settled_at: datetime | None
    probe: bool = False
    """Whether this attempt finds out if Slack takes posts again: nothing else is claimed in its workspace meanwhile."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence that is due, or too late to be posted and why."""

    period: date
    due_at: datetime
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due of a subscription, and its next occurrence."""

    due: tuple[Planned, ...]
    next_at: datetime
    next_period: date


async def enqueue(db: Database, new: Sequence[New], at: datetime) -> tuple[str, ...]:
    """Enqueues what is not there yet; the periods that are new.

    Raises:
        StorageError: they may not be enqueued.
    """

    async def work(connection: AsyncConnection) -> tuple[str, ...]:
        return await enqueue_on(connection, new, at)

    return await db.write(work)


async def enqueue_on(connection: AsyncConnection, new: Sequence[New], at: datetime) -> tuple[str, ...]:
    """`enqueue` within the transaction that decides that something is to be posted."""
    if not new:
        return ()
    for workspace in sorted({each.workspace for each in new}):
        pace = insert(paces).values(workspace=workspace, free_at=0, struck=0)
        await connection.execute(pace.on_conflict_do_nothing())
    rows = [_row(each, at) for each in new]
    made = insert(deliveries).on_conflict_do_nothing().returning(deliveries.c.period)
    return tuple(row.period for row in await connection.execute(made, rows))


async def enqueue_due(
    db: Database, now: datetime, plan: Callable[[Subscription], Plan], step: Step, most: int = AT_ONCE
) -> int:
    """Enqueues the digests that are due, and moves them on; how many it looked at.

    Raises:
        StorageError: they may not be enqueued.
    """
    waiting = and_(digests.c.state == "active", or_(digests.c.next_at <= now, digests.c.planned_at > now + AHEAD))
    some = select(digests.c.id).where(waiting).limit(1)
    if not await db.fetch(some):
        return 0
    found = select(digests).where(waiting).order_by(digests.c.next_at).limit(most)

    async def work(connection: AsyncConnection) -> int:
        rows = await rows_of(connection, found.with_for_update(skip_locked=True))
        plans = [(each, plan(each)) for each in map(subscription_of, rows)]
        await enqueue_on(connection, [_new(each, planned) for each, its in plans for planned in its.due], now)
        if plans:
            await connection.execute(_MOVED, [_moved(each, its, now) for each, its in plans])
        step("enqueue")
        return len(plans)

    return await db.write(work)


_MOVED = (
    update(digests)
    .where(digests.c.workspace == bindparam("its_workspace"), digests.c.id == bindparam("its_id"))
    .values(
        next_at=bindparam("new_at"),
        next_period=bindparam("new_period"),
        planned_at=bindparam("new_planned"),
    )
)


def _moved(subscription: Subscription, plan: Plan, now: datetime) -> dict[str, Any]:
    return {
        "its_workspace": subscription.workspace,
        "its_id": subscription.id,
        "new_at": plan.next_at,
        "new_period": plan.next_period.isoformat(),
        "new_planned": now,
    }


async def revive(db: Database, now: datetime) -> int:
    """Takes back what was skipped as too late while the clock was ahead by more than an hour; how many that were.

    Raises:
        StorageError: they may be skipped still.
    """
    wrongly = and_(deliveries.c.state == "skipped", deliveries.c.settled_at > now + AHEAD)
    if not await db.fetch(select(deliveries.c.key).where(wrongly).limit(1)):
        return 0
    again = (
        update(deliveries).where(wrongly).values(state="due", wait_until=0, reason=None, settled_at=None, settled=None)
    )
    return len(await db.execute(again.returning(deliveries.c.key)))


async def history(db: Database, workspace: str, subject: str | None = None, limit: int = 100) -> tuple[Delivery, ...]:
    """What was delivered or not, the newest first; of one subject if it is named.

    Raises:
        StorageError: it cannot be read.
    """
    mine = select(deliveries).where(deliveries.c.workspace == workspace)
    if subject is not None:
        mine = mine.where(deliveries.c.subject == subject)
    newest = mine.order_by(deliveries.c.due_at.desc(), deliveries.c.kind, deliveries.c.subject).limit(limit)
    return tuple(map(delivery_of, await db.fetch(newest)))


async def posted_as(db: Database, workspace: str, room: str, message_ts: str) -> Delivery | None:
    """The delivery that a message is of, so that follow-ups in its thread know their week.

    Raises:
        StorageError: it cannot be read.
    """
    there = and_(deliveries.c.workspace == workspace, deliveries.c.room == room, deliveries.c.message_ts == message_ts)
    found = await db.fetch(select(deliveries).where(there).limit(1))
    return delivery_of(found[0]) if found else None


async def of_period(db: Reader, workspace: str, digest: str, first: date) -> Delivery | None:
    """The summary of a week of a subscription, if it was posted on its schedule.

    Raises:
        StorageError: it cannot be read.
    """
    found = await db.fetch(OF_PERIOD, {"of": workspace, "digest": digest, "first": first.isoformat()})
    return delivery_of(found[0]) if found else None


async def last_posted(db: Database, workspace: str, room: str, since: datetime) -> Delivery | None:
    """The newest of what was due since an instant and is posted in a conversation.

    Raises:
        StorageError: it cannot be read.
    """
    mine = and_(deliveries.c.workspace == workspace, deliveries.c.state == "posted", deliveries.c.due_at >= since)
    newest = select(deliveries).where(mine, deliveries.c.room == room).order_by(deliveries.c.message_ts.desc())
    found = await db.fetch(newest.limit(1))
    return delivery_of(found[0]) if found else None


async def forget(db: Database, before: datetime) -> int:
    """Forgets what was enqueued before an instant, in every workspace; how many that were."""
    return await sweep(db, deliveries, before)


def delivery_of(row: Row[Any]) -> Delivery:
    """A row as a value."""
    return Delivery(
        workspace=row.workspace,
        kind=row.kind,
        subject=row.subject,
        period=row.period,
        key=row.key,
        channel=row.channel,
        room=row.room,
        owner=row.owner,
        due_at=row.due_at,
        late=bool(row.late),
        state=row.state,
        attempt=row.attempt,
        unsure=row.unsure,
        claim=row.claim,
        first_attempt=row.first_attempt,
        content=row.content,
        message_ts=row.message_ts,
        reason=row.reason,
        settled_at=row.settled_at,
    )


def _new(subscription: Subscription, planned: Planned) -> New:
    return New(
        workspace=subscription.workspace,
        kind="digest",
        subject=subscription.id,
        period=planned.period.isoformat(),
        channel=subscription.channel,
        owner=subscription.owner,
        due_at=planned.due_at,
        room=subscription.room,
        skipped=planned.skipped,
    )


def _row(new: New, at: datetime) -> dict[str, Any]:
    return {
        "workspace": new.workspace,
        "kind": new.kind,
        "subject": new.subject,
        "period": new.period,
        "key": token_urlsafe(15),
        "channel": new.channel,
        "room": new.room,
        "owner": new.owner,
        "due_at": new.due_at,
        "late": 0,
        "state": "skipped" if new.skipped else "due",
        "wait_until": 0,
        "attempt": 0,
        "unsure": 0,
        "content": new.content,
        "reason": new.skipped,
        "settled_at": at if new.skipped else None,
        "at": at,
    }
