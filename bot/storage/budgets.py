"""Budgets and their alerts: what is set, since when, and which thresholds were said in which period.

A budget is never changed: a new one of the same scope and period ends the one before it. An alert is a row a
threshold and period; whoever inserts it enqueues what is said of it, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any, Literal

from sqlalchemy import Row, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, alone, rows_of
from bot.storage.deliveries import New, enqueue_on
from bot.storage.reading import Reader
from bot.storage.tables import alerts, budgets

AlertState = Literal["due", "acknowledged", "snoozed"]
HOLDING = (
    select(budgets)
    .where(budgets.c.workspace == bindparam("of"), budgets.c.ended_at.is_(None))
    .order_by(budgets.c.at, budgets.c.id)
)
"""Made once: making a statement costs more than its execution."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget as it is kept; `ended_at` is None while it holds."""

    id: str
    scope: str
    scope_id: str
    period: str
    amount: Decimal
    timezone: str
    notify: str
    set_by: str
    at: datetime
    ended_at: datetime | None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A threshold that was reached in a period, and who took note of it; what was posted is in `deliveries`."""

    budget: str
    first: date
    threshold: str
    state: AlertState
    at: datetime
    by: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class NewBudget:
    """What is set."""

    scope: str
    scope_id: str
    period: str
    amount: Decimal
    timezone: str
    notify: str


async def put(db: Database, workspace: str, actor: str, new: NewBudget, at: datetime) -> BudgetRow:
    """Sets a budget; one of the same scope and period ends.

    Raises:
        StorageError: it may not be kept.
    """
    row = {
        "workspace": workspace,
        "id": token_urlsafe(9),
        "scope": new.scope,
        "scope_id": new.scope_id,
        "period": new.period,
        "amount": new.amount,
        "timezone": new.timezone,
        "notify": new.notify,
        "set_by": actor,
        "at": at,
    }

    async def work(connection: AsyncConnection) -> BudgetRow:
        await alone(connection, workspace, "budgets")
        mine = and_(budgets.c.workspace == workspace, budgets.c.id == row["id"])
        if done := await rows_of(connection, select(budgets).where(mine)):  # only the answer to the commit was lost
            return _budget(done[0])
        await _end(connection, workspace, (new.scope, new.scope_id, new.period), actor, at)
        return _budget((await rows_of(connection, insert(budgets).values(row).returning(*budgets.c)))[0])

    return await db.write(work)


async def clear(db: Database, workspace: str, actor: str, key: tuple[str, str, str], at: datetime) -> bool:
    """Ends the budget of a scope, its id and a period; whether there was one.

    Raises:
        StorageError: it may not be ended.
    """

    ended = False

    async def work(connection: AsyncConnection) -> bool:
        nonlocal ended
        await alone(connection, workspace, "budgets")
        ended = await _end(connection, workspace, key, actor, at) or ended  # else only the commit's answer was lost
        return ended

    return await db.write(work)


async def holding(db: Reader, workspace: str) -> tuple[BudgetRow, ...]:
    """The budgets that hold, the oldest first.

    Raises:
        StorageError: they cannot be read.
    """
    return tuple(map(_budget, await db.fetch(HOLDING, {"of": workspace})))


async def workspaces_with_budgets(db: Database) -> tuple[str, ...]:
    """The workspaces that have a budget which holds.

    Raises:
        StorageError: they cannot be read.
    """
    some = select(budgets.c.workspace).where(budgets.c.ended_at.is_(None)).distinct()
    return tuple(row.workspace for row in await db.fetch(some))


async def history(db: Database, workspace: str) -> tuple[BudgetRow, ...]:
    """Every budget there was, the newest first: who set what, and until when.

    Raises:
        StorageError: they cannot be read.
    """
    every = select(budgets).where(budgets.c.workspace == workspace)
    return tuple(map(_budget, await db.fetch(every.order_by(budgets.c.at.desc(), budgets.c.id))))


async def reach(
    db: Database,
    workspace: str,
    budget: str,
    first: date,
    thresholds: Sequence[str],
    at: datetime,
    worded: Callable[[tuple[str, ...]], New],
) -> tuple[str, ...]:
    """Notes thresholds as reached in a period, and enqueues what is `worded` of those that nobody had noted before.

    Gives these. Both happen or neither, so that each threshold is said once.

    Raises:
        StorageError: nothing was noted, or what was is enqueued too.
    """
    if not thresholds:
        return ()
    rows = [
        {
            "workspace": workspace,
            "budget": budget,
            "first": first.isoformat(),
            "threshold": threshold,
            "state": "due",
            "at": at,
        }
        for threshold in thresholds
    ]
    made = insert(alerts).values(rows).on_conflict_do_nothing().returning(alerts.c.threshold)

    async def work(connection: AsyncConnection) -> tuple[str, ...]:
        found = {row.threshold for row in await rows_of(connection, made)}
        new = tuple(threshold for threshold in thresholds if threshold in found)
        if new:
            await enqueue_on(connection, [worded(new)], at)
        return new

    return await db.write(work)


async def answered(
    db: Database,
    workspace: str,
    budget: str,
    first: date,
    state: Literal["acknowledged", "snoozed"],
    by: str,
    until: datetime | None = None,
) -> bool:
    """Notes for everyone that somebody has taken note of a period's alerts, or wants quiet; whether there were any.

    Raises:
        StorageError: it was not noted.
    """
    change = update(alerts).where(_of(workspace, budget, first)).values(state=state, by=by, until=until)
    return bool(await db.execute(change.returning(alerts.c.threshold)))


async def quiet(db: Database, workspace: str, budget: str, first: date, at: datetime) -> bool:
    """Whether somebody wanted quiet about a period's alerts, and it still holds.

    Raises:
        StorageError: it cannot be read.
    """
    held = and_(_of(workspace, budget, first), alerts.c.state == "snoozed", alerts.c.until > at)
    return bool(await db.fetch(select(alerts.c.threshold).where(held).limit(1)))


async def alerts_of(db: Database, workspace: str, budget: str, first: date) -> tuple[Alert, ...]:
    """A period's alerts, in the order in which they were reached.

    Raises:
        StorageError: they cannot be read.
    """
    found = select(alerts).where(_of(workspace, budget, first)).order_by(alerts.c.at, alerts.c.threshold)
    return tuple(map(_alert, await db.fetch(found)))


def _of(workspace: str, budget: str, first: date) -> Any:
    return and_(alerts.c.workspace == workspace, alerts.c.budget == budget, alerts.c.first == first.isoformat())


async def _end(
    connection: AsyncConnection, workspace: str, key: tuple[str, str, str], actor: str, at: datetime
) -> bool:
    scope, scope_id, period = key
    holds = and_(
        budgets.c.workspace == workspace,
        budgets.c.scope == scope,
        budgets.c.scope_id == scope_id,
        budgets.c.period == period,
        budgets.c.ended_at.is_(None),
    )
    ended = update(budgets).where(holds).values(ended_at=at, ended_by=actor).returning(budgets.c.id)
    return bool(await rows_of(connection, ended))


def _budget(row: Row[Any]) -> BudgetRow:
    return BudgetRow(
        row.id,
        row.scope,
        row.scope_id,
        row.period,
        row.amount,
        row.timezone,
        row.notify,
        row.set_by,
        row.at,
        row.ended_at,
        row.ended_by,
    )


def _alert(row: Row[Any]) -> Alert:
    return Alert(row.budget, date.fromisoformat(row.first), row.threshold, row.state, row.at, row.by, row.until)
