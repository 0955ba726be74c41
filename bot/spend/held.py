"""Budgets as they are kept, with where they stand by the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.periods import Days
from bot.spend.books import Books
from bot.spend.budgets import Budget, Scope, ScopeKind, Standing, standing, window_of
from bot.spend.facts import Only
from bot.spend.summary import Question
from bot.storage.budgets import BudgetRow
from pricing.money import ZERO


def budget_of(row: BudgetRow) -> Budget:
    """A stored budget as `bot.spend.budgets` works with it."""
    kinds: dict[str, ScopeKind] = {"channel": "channel", "person": "person", "project": "project"}
    scope = Scope(kinds.get(row.scope, "workspace"), row.scope_id)
    period: Literal["week", "month"] = "week" if row.period == "week" else "month"
    return Budget(row.id, scope, period, row.amount, row.timezone, row.notify, row.set_by)


async def standing_at(books: Books, workspace: str, budget: Budget, at: datetime) -> Standing:
    """Where a budget stands in the period that an instant is in, as of that instant.

    Raises:
        StorageError: the ledger cannot be read.
    """
    return (await standings(books, workspace, [(budget, at)]))[0]


async def standings(books: Books, workspace: str, asked: Sequence[tuple[Budget, datetime]]) -> list[Standing]:
    """`standing_at` of several, in one state of the ledger.

    Raises:
        StorageError: the ledger cannot be read.
    """
    found = await books.many(workspace, [_question(budget, at) for budget, at in asked])
    return [standing(budget, summary.total or ZERO, at) for (budget, at), summary in zip(asked, found, strict=True)]


def _question(budget: Budget, at: datetime) -> Question:
    window = window_of(budget, at)
    days = Days(window.first, window_of(budget, window.end).first)
    return Question(days, budget.timezone, None, only_of(budget.scope))


def only_of(scope: Scope) -> Only:
    """Whose entries a scope counts."""
    names = (scope.id,)
    match scope.kind:
        case "channel":
            return Only(channels=names)
        case "person":
            return Only(people=names)
        case "project":
            return Only(projects=names)
        case _:
            return Only()
