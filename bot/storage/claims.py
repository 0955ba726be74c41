"""How one process takes deliveries on, and what it may note about them: only while its claim holds.

due --claim--> posting --> posted | due again | failed | skipped. A claim is a lease in ticks and an attempt's number;
what is noted names both, so that whoever lost a claim changes nothing. Claims of one workspace are made one
transaction at a time, which is how its rate, and one post at a time and a pause a channel, hold across replicas.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import ticks
from bot.storage.columns import Instant
from bot.storage.database import Database, rows_of
from bot.storage.deliveries import Delivery, New, Step, delivery_of, enqueue_on
from bot.storage.tables import deliveries, digests, paces

_D = deliveries.c


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a claim is made.

    A lease that ended by `horizon` has run out, if that tick has come: no later one is believed, since the database's
    time may have jumped. `stale` names claims that were watched for longer than a lease, and are taken over even so,
    `mine` those of this process.
    """

    now: datetime
    lease: timedelta
    channel_pause: timedelta
    per_second: float
    horizon: int
    stale: Collection[str] = ()
    mine: Collection[str] = ()


async def workspaces_with_work(db: Database, terms: Terms, busy: Collection[str], limit: int = 20) -> tuple[str, ...]:
    """Workspaces that have something to claim and are not asked to wait, the longest due first.

    Raises:
        StorageError: they cannot be read.
    """

    async def work(connection: AsyncConnection) -> tuple[str, ...]:
        tick = ticks.now(connection)
        free = or_(paces.c.struck == 0, ticks.reached(paces.c.free_at, tick))
        found = (
            select(_D.workspace, func.min(_D.due_at).label("oldest"))
            .join(paces, paces.c.workspace == _D.workspace)
            .where(_claimable(terms, tick), free, _D.workspace.not_in(list(busy)))
            .group_by(_D.workspace)
            .order_by("oldest", _D.workspace)
            .limit(limit)
        )
        return tuple(row.workspace for row in await rows_of(connection, found))

    return await db.read(work)


async def claim(db: Database, workspace: str, token: str, most: int, terms: Terms, step: Step) -> Sequence[Delivery]:
    """Takes on what a workspace's rate allows, at most so many; none while another replica is at it.

    Raises:
        StorageError: nothing is claimed, or it is and its lease runs out.
    """

    async def work(connection: AsyncConnection) -> Sequence[Delivery]:
        mine = await rows_of(connection, select(deliveries).where(_D.workspace == workspace, _D.claim == token))
        if mine:  # the answer to a commit was lost
            return [delivery_of(row) for row in mine]
        pace = select(paces.c.free_at, paces.c.struck, ticks.now(connection).label("tick"))
        held = await rows_of(connection, pace.where(paces.c.workspace == workspace).with_for_update(skip_locked=True))
        if not held:
            return ()
        free_at, struck, tick = held[0].free_at, held[0].struck, held[0].tick
        allowed = min(most, _allowed(free_at, struck, tick, terms))
        chosen = await _choose(connection, workspace, allowed, tick, terms)
        if not chosen:
            return ()
        rows = await rows_of(connection, _taken(workspace, chosen, token, tick, terms))
        await connection.execute(_paced(workspace, len(rows), free_at, struck, tick, terms))
        step("claim")
        return [delivery_of(row) for row in rows]

    return await db.write(work)


async def held(db: Database) -> frozenset[str]:
    """Every claim that holds now or was left behind, across workspaces.

    Raises:
        StorageError: they cannot be read.
    """
    found = await db.fetch(select(_D.claim).where(_D.state == "posting").distinct())
    return frozenset(row.claim for row in found)


async def tick(db: Database) -> int:
    """This tick.

    Raises:
        StorageError: it cannot be read.
    """

    async def work(connection: AsyncConnection) -> int:
        return int((await rows_of(connection, select(ticks.now(connection).label("tick"))))[0].tick)

    return await db.read(work)


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
        await connection.execute(_freed(held.workspace))
        values = {"state": "posted", "room": room, "message_ts": message_ts, "unsure": 0, "reason": None}
        done = await _note(connection, held, values, now)
        if done and held.kind == "digest" and held.room != room:
            known = update(digests).where(_subject(held)).values(room=room)
            await connection.execute(known)
        step("record")
        return done

    return await db.write(work)


async def again(
    db: Database, held: Delivery, wait: timedelta, reason: str, *, unsure: bool, struck: bool = False, step: Step
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
        else:  # whoever was to find out whether Slack takes posts again has not: somebody else may
            await connection.execute(pace.where(paces.c.struck > 0).values(free_at=ticks.now(connection)))
        values = {"state": "due", "wait_until": until, "lease_until": None, "unsure": int(unsure), "reason": reason}
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
        await connection.execute(_freed(held.workspace))
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
        await connection.execute(_freed(held.workspace))
        done = await _note(connection, held, {"state": "skipped", "reason": reason}, now)
        step("record")
        return done

    return await db.write(work)


def _claimable(terms: Terms, tick: Any) -> Any:
    ways = [and_(_D.state == "due", _D.due_at <= terms.now, ticks.reached(_D.wait_until, tick))]
    ended = and_(_D.lease_until <= tick, _D.lease_until <= terms.horizon)
    ways.append(and_(_D.state == "posting", ended, _D.claim.not_in(list(terms.mine))))
    if terms.stale:
        ways.append(and_(_D.state == "posting", _D.claim.in_(list(terms.stale))))
    return or_(*ways)


def _allowed(free_at: int, struck: int, tick: int, terms: Terms) -> int:
    """How many posts may begin now: a second's worth after a rest, one at a time after Slack asked to wait."""
    if struck:
        return int(free_at <= tick or free_at > tick + ticks.FAR)
    return max(0, int((tick - _base(free_at, tick)) * terms.per_second / ticks.SECOND + 1e-9))


def _base(free_at: int, tick: int) -> int:
    return tick - ticks.SECOND if free_at > tick + ticks.FAR else max(free_at, tick - ticks.SECOND)


def _paced(workspace: str, count: int, free_at: int, struck: int, tick: int, terms: Terms) -> Any:
    """The next one begins later; after a wait not before this one has come back."""
    later = (
        tick + ticks.of(terms.lease)
        if struck
        else _base(free_at, tick) + round(count * ticks.SECOND / terms.per_second)
    )
    return update(paces).where(paces.c.workspace == workspace).values(free_at=later)


def _freed(workspace: str) -> Any:
    """Slack takes posts again."""
    return update(paces).where(paces.c.workspace == workspace, paces.c.struck > 0).values(struck=0, free_at=0)


async def _choose(connection: AsyncConnection, workspace: str, allowed: int, tick: int, terms: Terms) -> list[str]:
    if allowed < 1:
        return []
    other = deliveries.alias("other")
    just = and_(other.c.settled > tick - ticks.of(terms.channel_pause), other.c.settled <= tick)
    in_use = exists().where(
        other.c.workspace == workspace,
        other.c.channel == _D.channel,
        other.c.key != _D.key,
        or_(other.c.state == "posting", just),
    )
    found = (
        select(_D.key, _D.channel)
        .where(_D.workspace == workspace, _claimable(terms, tick), ~in_use)
        .order_by(_D.due_at, _D.key)
        .limit(4 * allowed + 32)
    )
    first: dict[str, str] = {}
    for row in await rows_of(connection, found):
        first.setdefault(row.channel, row.key)
    return list(first.values())[:allowed]


def _taken(workspace: str, chosen: list[str], token: str, tick: int, terms: Terms) -> Any:
    mine = and_(_D.workspace == workspace, _D.key.in_(chosen), _claimable(terms, tick))
    values = {
        "state": "posting",
        "claim": token,
        "lease_until": tick + ticks.of(terms.lease),
        "attempt": _D.attempt + 1,
        "first_attempt": func.coalesce(_D.first_attempt, literal(terms.now, Instant)),
        "unsure": case((_D.state == "posting", 1), else_=_D.unsure),
    }
    return update(deliveries).where(mine).values(values).returning(*_D)


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
