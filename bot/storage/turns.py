"""A turn of a conversation: what it is read in the light of, and what is kept of it. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import quotes, threads, workspaces
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.quotes import Content, Kept
from bot.storage.threads import Entry, Kind
from bot.storage.workspaces import WorkspaceSettings


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said or set in a place."""

    place: Place
    message_ts: str
    text: str
    kind: Kind


async def standing(
    db: Database, place: Place, since: datetime | None = None
) -> tuple[WorkspaceSettings, tuple[Entry, ...]]:
    """The workspace's settings and what a thread holds, from an instant on if one is given.

    Raises:
        StorageError: they cannot be read.
    """

    async def work(connection: AsyncConnection) -> tuple[WorkspaceSettings, tuple[Entry, ...]]:
        found = await workspaces.settings_on(connection, place.workspace)
        return found, await threads.entries_on(connection, place, since)

    return await db.read(work)


async def keep(
    db: Database, user: str, at: datetime, said: Said | None, quote: tuple[Place, Content] | None
) -> Kept | None:
    """Keeps what a person said and the quote that answers it, both or neither; the quote.

    Raises:
        StorageError: nothing was kept.
    """
    if said is None and quote is None:
        return None
    row = quotes.row_of(quote[0], user, quote[1], at) if quote else None

    async def work(connection: AsyncConnection) -> Kept | None:
        if said is not None:
            await threads.add_on(connection, said.place, said.message_ts, user, said.text, at, kind=said.kind)
        return await quotes.save_on(connection, row) if row else None

    return await db.write(work)
