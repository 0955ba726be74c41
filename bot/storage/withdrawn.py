"""Entries that their source no longer tells of, where it tells everything of an instant anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.columns import EPOCH, kept
from bot.storage.database import Database
from bot.storage.entry_rows import DAY, micros
from bot.storage.entry_rows import stored_entries as entries
from bot.storage.ledger import take_back


async def withdraw(
    db: Database, workspace: str, source: str, whole: Collection[datetime], told: Collection[str], now: datetime
) -> int:
    """Takes back what stands of some instants under keys that were not told; how many. Done again it changes nothing.

    Raises:
        StorageError: some may not be taken back.
    """
    if not whole:
        return 0
    instants, keys = {micros(at) for at in whole}, {kept(key) for key in told}
    c = entries.c
    wanted = (
        select(c.key, c.at, func.max(c.revision).label("revision"))
        .where(c.workspace == workspace, c.source == source)
        .where(c.day.between(min(instants) // DAY, max(instants) // DAY))
        .group_by(c.key, c.at)
    )
    gone = [
        row.key
        for row in await db.fetch(wanted)
        if row.at in instants and row.key not in keys and row.revision % 2 == 0
    ]
    undone = [await take_back(db, workspace, (source, key), now, EPOCH) for key in gone]
    return undone.count("taken back")
