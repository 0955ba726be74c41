"""How one process takes deliveries on. What it may note about them: `outcomes`.

due --claim--> posting --> posted | due again | failed | skipped. A claim is a lease in ticks and an attempt's number.
Claims of one workspace are made one transaction at a time, which is how its rate, and one post at a time and a pause a
channel, hold across replicas.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import ticks
from bot.storage.columns import Instant
from bot.storage.database import Database, rows_of
from bot.storage.deliveries import Delivery, Step, delivery_of
from bot.storage.tables import deliveries, paces

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


async def workspaces_with_work(
    db: Database, terms: Terms, busy: Collection[str], only: str | None = None, limit: int = 20
) -> tuple[str, ...]:
    """Workspaces that have something to claim and are not asked to wait, the longest due first; `only` that one.

    Raises:
        StorageError: they cannot be read.
    """

    async def work(connection: AsyncConnection) -> tuple[str, ...]:
        tick = ticks.now(connection)
        among = true() if only is None else _D.workspace == only
        free = or_(paces.c.struck == 0, ticks.reached(paces.c.free_at, tick))
        found = (
            select(_D.workspace, func.min(_D.due_at).label("oldest"))
            .join(paces, paces.c.workspace == _D.workspace)
            .where(_claimable(terms, tick), free, _D.workspace.not_in(list(busy)), among)
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
            return [replace(delivery_of(row), probe=True) for row in mine]
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
        return [replace(delivery_of(row), probe=struck > 0) for row in rows]

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
        "unsure": case((_D.state == "posting", _D.unsure + 1), else_=_D.unsure),
    }
    return update(deliveries).where(mine).values(values).returning(*_D)
