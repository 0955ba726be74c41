"""What `ask` looks up on the command line: the ledger, if there is one. It reads; it never writes or migrates.

It imports when it is asked: a quote needs no database, and is quick.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer.model import NOTHING_KNOWN, Known
from bot.clock import Clock
from bot.request import Reading, SpendRequest
from bot.settings import Settings
from pricing import Catalog

SEVERAL = "Spend of {count} workspaces is in the database: set SPEND_TEAM_ID to the one that is meant."


@dataclass(frozen=True, slots=True)
class Lookup:
    """Looks up what a question needs in the database that the settings name."""

    settings: Settings
    catalog: Catalog
    clock: Clock

    def known(self, reading: Reading) -> Known:
        """What there is to know for an answer; a missing database is nothing."""
        if not isinstance(reading.request, SpendRequest):
            return NOTHING_KNOWN
        import asyncio

        return asyncio.run(self._spend(reading.request))

    async def _spend(self, request: SpendRequest) -> Known:
        from bot.spend.books import Books, asked_by
        from bot.storage import spent
        from bot.storage.database import Database
        from bot.storage.errors import StorageError

        db = Database(self.settings.database_url, read_only=True)
        if db.address.file and not db.address.file.exists():
            return NOTHING_KNOWN
        try:
            found = await spent.workspaces(db)
            mine = self.settings.spend_team or (found[0] if len(found) == 1 else None)
            if mine is None:
                return Known(why=SEVERAL.format(count=len(found))) if found else NOTHING_KNOWN
            books, asked = Books(db, self.catalog, self.clock), asked_by(request)
            return Known(await books.spend(mine, asked), quoted=await books.quoted(mine, asked))
        except StorageError as wrong:
            return Known(why=f"No spend data: {wrong}.")
        except ValueError:  # the range is none: the answer asks back
            return NOTHING_KNOWN
        finally:
            await db.close()
