"""Deleting what is old, across workspaces, in small transactions so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, delete, select, tuple_

from bot.storage.database import Database

AT_ONCE = 500


async def sweep(db: Database, table: Table, before: datetime) -> int:
    """Deletes the rows whose `at` is before an instant; how many they were."""
    key = tuple_(*table.primary_key.columns)
    old = select(*table.primary_key.columns).where(table.c.at < before).order_by(table.c.at).limit(AT_ONCE)
    statement = delete(table).where(key.in_(old), table.c.at < before).returning(table.c.workspace)
    gone = 0
    while found := len(await db.execute(statement)):
        gone += found
    return gone
