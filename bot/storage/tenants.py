"""The workspaces that there are: those in which something was set, asked or named."""

from __future__ import annotations

from sqlalchemy import select, union

from bot.storage.database import Database
from bot.storage.tables import budgets, changes, digests, keys, managers, quotes, settings

TABLES = (budgets, changes, digests, keys, managers, quotes, settings)


async def tenants(db: Database) -> tuple[str, ...]:
    """Their ids, in order.

    Raises:
        StorageError: they cannot be read.
    """
    found = union(*(select(table.c.workspace) for table in TABLES))
    return tuple(sorted(row.workspace for row in await db.fetch(found)))
