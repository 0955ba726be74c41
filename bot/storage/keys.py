"""The keys with which a team's own services report usage. Only a digest of a key is kept: it is shown once, when made.

A key is 256 random bits, which nobody guesses: a plain digest keeps it as safe as a slow one would.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite reads the same words
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, alone, rows_of
from bot.storage.tables import keys

PREFIX = "pwk_"
MOST_KEYS = 20
"""Of a workspace that are in use."""

MOST_NAME = 80

_KEY = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}", re.ASCII)


class TooManyKeys(Exception):
    """A workspace has as many keys as it may have."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_KEYS} keys already: revoke one that is not used any more.")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, as it is listed: never the key itself."""

    id: str
    name: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None = None


async def make(db: Database, workspace: str, name: str, actor: str, at: datetime) -> tuple[Key, str]:
    """Makes a key; what is to be told once, to the one who asked for it, comes second.

    Whether the actor may is for the caller to know.

    Raises:
        TooManyKeys: there are as many as there may be.
        StorageError: none could be made.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    made = Key(secrets.token_hex(6), " ".join(name.split())[:MOST_NAME] or "a key", actor, at)

    async def work(connection: AsyncConnection) -> None:
        await alone(connection, workspace, "keys")
        if await rows_of(connection, select(keys.c.id).where(keys.c.workspace == workspace, keys.c.id == made.id)):
            return  # the try before this one made it, and its answer was lost
        used = select(func.count()).where(keys.c.workspace == workspace, keys.c.revoked_at.is_(None))
        if (await connection.execute(used)).scalar_one() >= MOST_KEYS:
            raise TooManyKeys
        row = {"workspace": workspace, "id": made.id, "name": made.name, "digest": _digest(token)}
        await connection.execute(insert(keys).values(row | {"made_by": actor, "made_at": at}))

    await db.write(work)
    return made, token


async def owner(db: Database, token: str) -> tuple[str, str] | None:
    """The workspace that a key belongs to, and the key's id; None for what is no key, or not any more.

    Raises:
        StorageError: it is not known.
    """
    if not _KEY.fullmatch(token):
        return None
    query = select(keys.c.workspace, keys.c.id).where(keys.c.digest == _digest(token), keys.c.revoked_at.is_(None))
    return next(((row.workspace, row.id) for row in await db.fetch(query)), None)


async def of_workspace(db: Database, workspace: str) -> tuple[Key, ...]:
    """A workspace's keys, newest first, those that were revoked among them.

    Raises:
        StorageError: they cannot be read.
    """
    query = select(keys).where(keys.c.workspace == workspace).order_by(keys.c.made_at.desc(), keys.c.id)
    return tuple(Key(row.id, row.name, row.made_by, row.made_at, row.revoked_at) for row in await db.fetch(query))


async def revoke(db: Database, workspace: str, key: str, actor: str, at: datetime) -> bool:
    """Makes a key useless from now on; False where there is none. One that was revoked stays as it is.

    Whether the actor may is for the caller to know.

    Raises:
        StorageError: it may still be of use.
    """
    mine = (keys.c.workspace == workspace, keys.c.id == key)
    statement = update(keys).where(*mine, keys.c.revoked_at.is_(None)).values(revoked_at=at, revoked_by=actor)

    async def work(connection: AsyncConnection) -> bool:
        await connection.execute(statement)
        return bool(await rows_of(connection, select(keys.c.id).where(*mine)))

    return await db.write(work)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
