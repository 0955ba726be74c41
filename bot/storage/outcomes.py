"""What became of a delivery, noted by whoever has claimed it: only while the claim holds.

Each note names the claim and the attempt's number, so that whoever lost a claim changes nothing. It may be made twice,
since the answer to a commit may be lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import ticks
from bot.storage.database import Database, rows_of
from bot.storage.deliveries import Delivery, New, Step, enqueue_on
from bot.storage.tables import deliveries, digests, paces

_D = deliveries.c


async def fix(db: Database, held: Delivery, content: str, *, late: bool) -> str | None:
    """Keeps the content of a delivery, unless it has one; the content that holds, None where the claim is lost.

    Raises:
        StorageError: it may not be kept.
    """
    kept = update(deliveries).where(_mine(held, "posting"))
    kept = kept.values(content=func.coalesce(_D.content, content), late=int(late))
    found = await db.execute(kept.returning(_D.content))
    return found[0].content if found else None


async def posted(db: Database, held: Delivery, room: str, message_ts: str, now: datetime, step: Step) -> bool:
    """Notes that it is posted; whether the claim still held.

    Raises:
        StorageError: it may not be noted; the lease runs out, and the message is found in the channel.
    """

    async def work(connection: AsyncConnection) -> bool:
        await _free(connection, held)
        values = {"state": "posted", "room": room, "message_ts": message_ts, "unsure": 0, "reason": None}
        done = await _note(connection, held, values, now)
        if done and held.kind == "digest" and held.room != room:
            known = update(digests).where(_subject(held)).values(room=room)
            await connection.execute(known)
        step("record")
        return done

    return await db.write(work)


async def again(
    db: Database, held: Delivery, wait: timedelta, reason: str, *, unsure: int, struck: bool = False, step: Step
) -> bool:
    """Makes it due again after a wait; `struck`: the whole workspace waits. Whether the claim still held.

    Raises:
        StorageError: it may not be noted; the lease runs out.
    """

    async def work(connection: AsyncConnection) -> bool:
        until = ticks.now(connection) + ticks.of(wait)
        pace = update(paces).where(paces.c.workspace == held.workspace)
        if struck:
            await connection.execute(pace.values(free_at=until, struck=paces.c.struck + 1))
        elif held.probe:  # it has not found out whether Slack takes posts again: another may
            await connection.execute(pace.values(free_at=ticks.now(connection)))
        values = {"state": "due", "wait_until": until, "lease_until": None, "unsure": unsure, "reason": reason}
        changed = update(deliveries).where(_mine(held, "posting", "due")).values(values)
        done = bool(await rows_of(connection, changed.returning(_D.key)))
        step("record")
        return done

    return await db.write(work)


async def refused(
    db: Database, held: Delivery, reason: str, now: datetime, *, notice: New | None, pause: bool, step: Step
) -> bool:
    """Notes that it will not be posted, pauses its subscription and has its owner told; whether the claim still held.

    Raises:
        StorageError: it may not be noted; the lease runs out, and it is refused again.
    """

    async def work(connection: AsyncConnection) -> bool:
        await _free(connection, held)
        done = await _note(connection, held, {"state": "failed", "reason": reason}, now)
        if done and pause:
            paused = update(digests).where(_subject(held), digests.c.state == "active")
            await connection.execute(paused.values(state="paused", why=reason, next_at=None, next_period=None))
        if done and notice:
            await enqueue_on(connection, [notice], now)
        step("record")
        return done

    return await db.write(work)


async def skipped(db: Database, held: Delivery, reason: str, now: datetime, step: Step) -> bool:
    """Notes that it is too late to be posted; whether the claim still held.

    Raises:
        StorageError: it may not be noted; the lease runs out.
    """

    async def work(connection: AsyncConnection) -> bool:
        await _free(connection, held)
        done = await _note(connection, held, {"state": "skipped", "reason": reason}, now)
        step("record")
        return done

    return await db.write(work)


async def _free(connection: AsyncConnection, held: Delivery) -> None:
    """Slack takes posts again, if this was to find that out: one that began before it asked to wait says nothing."""
    if held.probe:
        await connection.execute(update(paces).where(paces.c.workspace == held.workspace).values(struck=0, free_at=0))


async def _note(connection: AsyncConnection, held: Delivery, values: dict[str, Any], now: datetime) -> bool:
    settled = {"lease_until": None, "settled_at": now, "settled": ticks.now(connection)}
    changed = update(deliveries).where(_mine(held, "posting", values["state"])).values(values | settled)
    return bool(await rows_of(connection, changed.returning(_D.key)))


def _mine(held: Delivery, *states: str) -> Any:
    """The row while the claim holds; in the state that is noted too, since the answer to a commit may be lost."""
    return and_(
        _D.workspace == held.workspace,
        _D.key == held.key,
        _D.attempt == held.attempt,
        _D.claim == held.claim,
        _D.state.in_(states),
    )


def _subject(held: Delivery) -> Any:
    return and_(digests.c.workspace == held.workspace, digests.c.id == held.subject)
