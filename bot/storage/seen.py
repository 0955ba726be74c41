"""What was handled already: a key is new once, whoever asks and however often.

Those who ask at the same time share a transaction: two hundred commands at once cost a few commits, not two hundred.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.dialects.postgresql import insert  # SQLite reads the same words
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import kept
from bot.storage.database import Database
from bot.storage.sweep import sweep
from bot.storage.tables import seen

Key = tuple[str, str]

_NEW = insert(seen)
FIRST = _NEW.on_conflict_do_update(
    index_elements=[seen.c.workspace, seen.c.key],
    set_={"claim": _NEW.excluded.claim},
    where=seen.c.claim == _NEW.excluded.claim,
).returning(seen.c.workspace, seen.c.key)
"""Gives the keys that are new. If the answer to a commit was lost, the retry finds its own claim and is still first."""


async def first_sight(db: Database, workspace: str, key: str, at: datetime) -> bool:
    """Whether nobody saw this key (an event's id, a message, a command's signature) before; it is seen now.

    Raises:
        StorageError: it is not known; the key may be seen.
    """
    return await _gates.setdefault(db, _Gate()).first(db, (kept(workspace), kept(key)), at)


async def forget_seen(db: Database, before: datetime) -> int:
    """Forgets what was seen before an instant, in every workspace; how many keys that were."""
    return await sweep(db, seen, before)


@dataclass(slots=True)
class _Batch:
    """Keys that are written together, and the task that does it and knows which were new."""

    task: asyncio.Task[set[Key]]
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)


class _Gate:
    """Where those wait who ask while a batch is under way."""

    def __init__(self) -> None:
        self._open: _Batch | None = None
        self._turn = asyncio.Lock()

    async def first(self, db: Database, key: Key, at: datetime) -> bool:
        batch = self._open = self._open or _Batch(asyncio.create_task(self._write(db)))
        row = {"workspace": key[0], "key": key[1], "claim": token_hex(8), "at": at}
        mine = batch.rows.setdefault(key, row) is row
        return key in await asyncio.shield(batch.task) and mine

    async def _write(self, db: Database) -> set[Key]:
        async with self._turn:
            batch, self._open = self._open, None
            rows = [row for _, row in sorted(batch.rows.items())] if batch else []  # sorted: replicas cannot deadlock
            return await db.write(lambda connection: _first_of(connection, rows))


_gates: WeakKeyDictionary[Database, _Gate] = WeakKeyDictionary()


async def _first_of(connection: AsyncConnection, rows: list[dict[str, Any]]) -> set[Key]:
    return {(row.workspace, row.key) for row in await connection.execute(FIRST, rows)}
