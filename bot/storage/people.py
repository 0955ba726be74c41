"""What is stored about a user of a workspace, and its removal.

Removed are the texts the user sent and the quotes the user asked for, and the user's id wherever it stands for no duty.
What stays, because others rely on it, and is listed under `roles`: being a manager and standing in a list of who may;
a manager can take both away. A weekly summary that goes to the user alone ends; one that a channel gets goes on, and
forgets who asked for it. A budget of the user's own spend is removed; others keep who set and who ended them, a key who
made and who revoked it; an alert forgets who took note of it. In the audit trail the user stays named where it says who
let whom do what; in rows about mere preferences (model, basis, channels) the actor becomes `REMOVED`, as the person
does in the ledger, whose sums stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import anonymous, workspaces
from bot.storage.database import Database, rows_of
from bot.storage.tables import alerts, budgets, changes, deliveries, digests, managers, quotes, thread_texts
from pricing.money import shown

REMOVED = "removed"
"""The actor of an audit row whose user asked to be removed."""

PREFERENCES = ("default_model", "basis", "answering_channels", "follow_up_channels")
LISTS = ("may_log", "may_set_budgets")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is stored: when, and what in words, or as the JSON of a request that a control set."""

    at: datetime
    what: str
    is_request: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored about a user, newest first within each kind."""

    texts: tuple[Item, ...]
    quotes: tuple[Item, ...]
    changes: tuple[Item, ...]
    roles: tuple[str, ...]
    spend: tuple[Item, ...] = ()
    entries: int = 0

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items there are, by kind; of spend the entries, of which an item holds those of a day and model."""
        items = {name: len(getattr(self, name)) for name in ("texts", "quotes", "changes", "roles")}
        return {**items, "spend": self.entries}


async def stored(db: Database, workspace: str, user: str) -> Stored:
    """Everything that is stored about a user of a workspace.

    Raises:
        StorageError: it cannot be read.
    """

    async def work(connection: AsyncConnection) -> Stored:
        by_control = (thread_texts.c.kind == "set").label("is_request")
        texts = select(thread_texts.c.at, thread_texts.c.text.label("what"), by_control).where(
            thread_texts.c.workspace == workspace, thread_texts.c.user_id == user
        )
        asked = select(quotes.c.at, quotes.c.text.label("what")).where(
            quotes.c.workspace == workspace, quotes.c.user_id == user
        )
        changed = select(changes.c.at, changes.c.name.label("what")).where(
            changes.c.workspace == workspace, changes.c.actor == user
        )
        spend = await anonymous.held(connection, workspace, user)
        return Stored(
            await _items(connection, texts.order_by(thread_texts.c.at.desc())),
            await _items(connection, asked.order_by(quotes.c.at.desc())),
            await _items(connection, changed.order_by(changes.c.number.desc())),
            await _roles(connection, workspace, user),
            tuple(Item(each.at, each.what) for each in spend),
            sum(each.entries for each in spend),
        )

    return await db.read(work)


async def remove(db: Database, workspace: str, user: str) -> Mapping[str, int]:
    """Removes what is stored about a user of a workspace, all of it or nothing; how much that was, by kind.

    Raises:
        StorageError: it may not be removed.
    """
    mine = and_(changes.c.workspace == workspace, changes.c.actor == user, changes.c.name.in_(PREFERENCES))
    removals = {
        "texts": delete(thread_texts)
        .where(thread_texts.c.workspace == workspace, thread_texts.c.user_id == user)
        .returning(thread_texts.c.workspace),
        "quotes": delete(quotes)
        .where(quotes.c.workspace == workspace, quotes.c.user_id == user)
        .returning(quotes.c.workspace),
        "changes": update(changes).where(mine).values(actor=REMOVED).returning(changes.c.workspace),
    }

    noted = update(alerts).where(alerts.c.workspace == workspace, alerts.c.by == user).values(by=REMOVED)
    forgotten = [noted, *_summaries(workspace, user), *_budgets(workspace, user)]
    gone = dict.fromkeys([*removals, "spend"], 0)

    async def work(connection: AsyncConnection) -> None:
        for statement in forgotten:
            await connection.execute(statement)
        for name, statement in removals.items():  # the larger number, in case only the answer to a commit was lost
            gone[name] = max(gone[name], len(await rows_of(connection, statement)))
        gone["spend"] = max(gone["spend"], await anonymous.forget(connection, workspace, user, REMOVED))

    await db.write(work)
    return gone


async def remove_everybody(db: Database, workspace: str) -> None:
    """Removes what everybody of a workspace wrote and asked for, when the app was uninstalled; its settings stay.

    Raises:
        StorageError: it may not be removed.
    """

    async def work(connection: AsyncConnection) -> None:
        for table in (thread_texts, quotes, deliveries):
            await connection.execute(delete(table).where(table.c.workspace == workspace))

    await db.write(work)


def _summaries(workspace: str, user: str) -> list[Any]:
    """What forgets a user among weekly summaries and what was posted of them."""
    alone = [
        delete(table).where(table.c.workspace == workspace, table.c.channel == user) for table in (digests, deliveries)
    ]
    named = [
        update(table).where(table.c.workspace == workspace, table.c.owner == user).values(owner=REMOVED)
        for table in (digests, deliveries)
    ]
    return [*alone, *named]


def _budgets(workspace: str, user: str) -> list[Any]:
    """What removes the budgets of a user's own spend, and what they reached."""
    own = _own(workspace, user)
    reached = alerts.c.budget.in_(select(budgets.c.id).where(own))
    return [delete(alerts).where(alerts.c.workspace == workspace, reached), delete(budgets).where(own)]


def _own(workspace: str, user: str) -> ColumnElement[bool]:
    return and_(budgets.c.workspace == workspace, budgets.c.scope == "person", budgets.c.scope_id == user)


async def _items(connection: AsyncConnection, query: Any) -> tuple[Item, ...]:
    return tuple(Item(**row._mapping) for row in await rows_of(connection, query))


async def _roles(connection: AsyncConnection, workspace: str, user: str) -> tuple[str, ...]:
    manager = select(managers.c.user_id).where(managers.c.workspace == workspace, managers.c.user_id == user)
    settings = await workspaces.settings_on(connection, workspace)
    asked = select(digests.c.channel).where(digests.c.workspace == workspace, digests.c.owner == user)
    summaries = await rows_of(connection, asked.order_by(digests.c.channel))
    own = select(budgets.c.amount, budgets.c.period).where(_own(workspace, user), budgets.c.ended_at.is_(None))
    limits = await rows_of(connection, own.order_by(budgets.c.period.desc()))
    return (
        *(("manager",) if await rows_of(connection, manager) else ()),
        *(name for name in LISTS if user in getattr(settings, name)),
        *(f"weekly summary of {row.channel}" for row in summaries),
        *(f"budget of {shown(row.amount)} a {row.period}" for row in limits),
    )
