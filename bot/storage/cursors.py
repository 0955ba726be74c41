"""How far a source was read, so that reading it goes on there after a stop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.columns import EPOCH, MICROSECOND, kept
from bot.storage.database import Database
from bot.storage.seals import expect, seal
from bot.storage.tables import cursors


async def get(db: Database, workspace: str, source: str, name: str) -> str | None:
    """Where reading goes on, in the source's own words; None before the first time.

    Raises:
        StorageDamaged: it is not what was written.
        StorageError: it cannot be read.
    """
    mine = (cursors.c.workspace == workspace, cursors.c.source == source, cursors.c.name == name)
    for row in await db.fetch(select(cursors).where(*mine)):
        sealed = _seal((row.workspace, row.source, row.name), row.value, row.at) == row.seal
        expect(sealed, f"how far {source} was read")
        return str(row.value)
    return None


async def put(db: Database, workspace: str, source: str, name: str, value: str, at: datetime) -> None:
    """Notes where reading goes on.

    Raises:
        StorageError: it may not be noted.
    """
    value = kept(value)
    changed = {"value": value, "at": at, "seal": _seal((workspace, source, name), value, at)}
    row = insert(cursors).values(workspace=workspace, source=source, name=name, **changed)
    await db.execute(row.on_conflict_do_update(index_elements=[*cursors.primary_key], set_=changed))


def _seal(key: tuple[str, str, str], value: str, at: datetime) -> int:
    return seal([*key, value, (at - EPOCH) // MICROSECOND])
