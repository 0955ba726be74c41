"""Weekly summaries that were subscribed to: where, when, of what, for whom.

A channel has one summary of a scope: to subscribe again changes it. What is due is found by `deliveries`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from secrets import token_urlsafe
from typing import Any, Literal

from sqlalchemy import Row, and_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, rows_of
from bot.storage.tables import deliveries, digests

State = Literal["active", "paused"]
GET = select(digests).where(digests.c.workspace == bindparam("of"), digests.c.id == bindparam("one"))
"""Made once: making a statement costs more than its execution."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A weekly summary; `next_at` is None while it is paused, `why` says what paused it if nobody did.

    `channel` is where it was asked for, a channel or a person; `room` the conversation that it was last posted in.
    """

    workspace: str
    id: str
    channel: str
    weekday: int
    at: time
    timezone: str
    scope: str
    scope_id: str
    sections: tuple[str, ...]
    owner: str
    state: State
    why: str | None
    snoozed_until: datetime | None
    next_at: datetime | None
    next_period: date | None
    room: str | None
    since: datetime


async def put(
    db: Database, workspace: str, values: Mapping[str, Any], next: tuple[datetime, date], at: datetime
) -> Subscription:
    """Subscribes, or changes the subscription of that channel and scope, which goes on if it was paused.

    Raises:
        StorageError: it may not be kept.
    """
    row = {
        "workspace": workspace,
        "id": token_urlsafe(9),
        **_columns(values),
        "state": "active",
        **_planned(next, at),
        "at": at,
    }
    fixed = {"workspace", "id", "channel", "scope", "scope_id", "at"}
    changed = {name: value for name, value in row.items() if name not in fixed}
    made = insert(digests).values(row)
    place = [digests.c.workspace, digests.c.channel, digests.c.scope, digests.c.scope_id]
    kept = made.on_conflict_do_update(index_elements=place, set_=changed | {"why": None, "snoozed_until": None})
    return subscription_of((await db.execute(kept.returning(*digests.c)))[0])


async def get(db: Database, workspace: str, id: str) -> Subscription | None:
    """A subscription by its id.

    Raises:
        StorageError: it cannot be read.
    """
    found = await db.fetch(GET, {"of": workspace, "one": id})
    return subscription_of(found[0]) if found else None


async def of_channel(db: Database, workspace: str, channel: str) -> tuple[Subscription, ...]:
    """The subscriptions of a channel or a person, the oldest first.

    Raises:
        StorageError: they cannot be read.
    """
    there = and_(digests.c.workspace == workspace, digests.c.channel == channel)
    return tuple(map(subscription_of, await db.fetch(select(digests).where(there).order_by(digests.c.at))))


async def every(db: Database, workspace: str) -> tuple[Subscription, ...]:
    """All subscriptions of a workspace, the oldest first.

    Raises:
        StorageError: they cannot be read.
    """
    mine = select(digests).where(digests.c.workspace == workspace)
    return tuple(map(subscription_of, await db.fetch(mine.order_by(digests.c.at, digests.c.id))))


async def change(
    db: Database,
    workspace: str,
    id: str,
    values: Mapping[str, Any],
    next: tuple[datetime, date] | None,
    at: datetime,
) -> Subscription | None:
    """Changes what is named; `next` is its next occurrence, None for no more. None where there is no such one.

    Raises:
        StorageError: it may not be changed.
    """
    changed = update(digests).where(_one(workspace, id)).values(_columns(values) | _planned(next, at))
    found = await db.execute(changed.returning(*digests.c))
    return subscription_of(found[0]) if found else None


async def remove(db: Database, workspace: str, id: str) -> bool:
    """Ends a subscription; its history stays. Whether there was one.

    Raises:
        StorageError: it may be there still.
    """

    async def work(connection: AsyncConnection) -> bool:
        due = and_(_of_subject(workspace, id), deliveries.c.state == "due", deliveries.c.attempt == 0)
        await connection.execute(delete(deliveries).where(due))
        return bool(await rows_of(connection, delete(digests).where(_one(workspace, id)).returning(digests.c.id)))

    return await db.write(work)


async def last_period(db: Database, workspace: str, id: str) -> date | None:
    """The newest week that was told of, or is about to be.

    Raises:
        StorageError: it cannot be read.
    """
    told = and_(_of_subject(workspace, id), deliveries.c.state.in_(("due", "posting", "posted")))
    newest = (await db.fetch(select(func.max(deliveries.c.period).label("newest")).where(told)))[0].newest
    return None if newest is None else date.fromisoformat(newest)


def subscription_of(row: Row[Any]) -> Subscription:
    """A row as a value."""
    return Subscription(
        workspace=row.workspace,
        id=row.id,
        channel=row.channel,
        weekday=row.weekday,
        at=time(*divmod(row.minute, 60)),
        timezone=row.timezone,
        scope=row.scope,
        scope_id=row.scope_id,
        sections=tuple(json.loads(row.sections)),
        owner=row.owner,
        state=row.state,
        why=row.why,
        snoozed_until=row.snoozed_until,
        next_at=row.next_at,
        next_period=date.fromisoformat(row.next_period) if row.next_period else None,
        room=row.room,
        since=row.at,
    )


def _one(workspace: str, id: str) -> Any:
    return and_(digests.c.workspace == workspace, digests.c.id == id)


def _of_subject(workspace: str, id: str) -> Any:
    return and_(deliveries.c.workspace == workspace, deliveries.c.kind == "digest", deliveries.c.subject == id)


def _planned(next: tuple[datetime, date] | None, at: datetime) -> dict[str, Any]:
    next_at, period = next or (None, None)
    return {"next_at": next_at, "next_period": period and period.isoformat(), "planned_at": at}


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a Subscription as columns."""
    columns = dict(values)
    if "at" in columns:
        at: time = columns.pop("at")
        columns["minute"] = at.hour * 60 + at.minute
    if "sections" in columns:
        columns["sections"] = json.dumps(list(columns["sections"]))
    return columns
