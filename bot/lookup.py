"""What `ask` looks up on the command line: the ledger and budgets, if there are any. It never writes or migrates.

It imports when it is asked: a quote needs no database, and is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.model import NOTHING_KNOWN, Known
from bot.clock import Clock
from bot.request import BudgetRequest, Reading, SpendRequest
from bot.settings import Settings
from pricing import Catalog

if TYPE_CHECKING:  # what a quote needs nothing of
    from bot.storage.database import Database

SEVERAL = "Spend of {count} workspaces is in the database: set SPEND_TEAM_ID to the one that is meant."


@dataclass(frozen=True, slots=True)
class Lookup:
    """Looks up what a question needs in the database that the settings name."""

    settings: Settings
    catalog: Catalog
    clock: Clock

    def known(self, reading: Reading, texts: Sequence[str]) -> Known:
        """What there is to know for a question made of these texts, the newest first; no database is nothing."""
        if not isinstance(reading.request, SpendRequest | BudgetRequest):
            return NOTHING_KNOWN
        import asyncio

        found = asyncio.run(self._looked(reading.request, texts))
        if isinstance(reading.request, BudgetRequest):
            return replace(found, whose=_whose(reading.request, texts[0]))
        return found

    async def _looked(self, request: SpendRequest | BudgetRequest, texts: Sequence[str]) -> Known:
        from bot.storage.database import Database
        from bot.storage.errors import StorageError

        db = Database(self.settings.database_url, read_only=True)
        if db.address.file and not db.address.file.exists():
            return NOTHING_KNOWN
        what = "spend data" if isinstance(request, SpendRequest) else "budgets"
        try:
            return await self._found(db, request, texts)
        except StorageError as wrong:
            return Known(why=f"No {what}: {wrong}.")
        except ValueError:  # the range is none: the answer asks back
            return NOTHING_KNOWN
        finally:
            await db.close()

    async def _found(self, db: Database, request: SpendRequest | BudgetRequest, texts: Sequence[str]) -> Known:
        from bot.spend.books import Books, asked_by
        from bot.spend.held import budget_of, standing_at
        from bot.spend.projects import known_of
        from bot.storage import budgets, spent

        found = sorted({*await spent.workspaces(db), *await budgets.workspaces_with_budgets(db)})
        mine = self.settings.spend_team or (found[0] if len(found) == 1 else None)
        if mine is None:
            return Known(why=SEVERAL.format(count=len(found))) if found else NOTHING_KNOWN
        books, now = Books(db, self.catalog, self.clock), self.clock.now()
        if isinstance(request, SpendRequest):
            return await known_of(books, mine, asked_by(request), texts)
        held = [budget_of(row) for row in await budgets.holding(db, mine)]
        return Known(budgets=tuple([await standing_at(books, mine, each, now) for each in held]))


def _whose(request: BudgetRequest, text: str) -> str:
    """Whose budget a text means that the request has no name for: a project's or a person's."""
    from bot.desk.scopes import scope_of
    from bot.spend.budgets import Scope

    scope = scope_of(request, text, "you")
    if request.channel or scope == Scope():
        return ""
    if not isinstance(scope, Scope):
        return f"a {scope}"
    return "you" if scope.id == "you" else f"{scope.kind} {scope.id}"
