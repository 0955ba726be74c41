"""What people said to the bot in a thread, or set by a tap, so that a follow-up is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import EPOCH
from bot.storage.database import Database, rows_of
from bot.storage.places import Place
from bot.storage.sweep import sweep
from bot.storage.tables import thread_texts

MOST_TEXTS = 100
"""How many texts of a thread are read, the newest."""

ADDED = insert(thread_texts).on_conflict_do_nothing()
HELD = (
    select(thread_texts)
    .where(
        thread_texts.c.workspace == bindparam("of"),
        thread_texts.c.channel == bindparam("in"),
        thread_texts.c.thread == bindparam("under"),
        thread_texts.c.at >= bindparam("since"),
    )
    .order_by(thread_texts.c.message_ts.desc())
    .limit(MOST_TEXTS)
)
"""Made once: making a statement costs more than its execution."""

Kind = Literal["fresh", "aside", "followed", "set"]
"""A text with jobs that stands alone, one without, which leaves the jobs before it as they stood, a text that changed
what the thread stood at, or a request (JSON) set by a tap or a form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text or request of a thread, and who said or set it; `message_ts` names and orders it within the thread."""

    message_ts: str
    kind: Kind
    text: str
    user: str = ""


async def add(
    db: Database, place: Place, message_ts: str, user: str, text: str, at: datetime, *, kind: Kind = "fresh"
) -> None:
    """Keeps an entry; a second one with the same `message_ts` changes nothing.

    Raises:
        StorageError: it may not be kept.
    """
    await db.write(lambda connection: add_on(connection, place, message_ts, user, text, at, kind=kind))


async def add_on(
    connection: AsyncConnection, place: Place, message_ts: str, user: str, text: str, at: datetime, *, kind: Kind
) -> None:
    """`add` within a transaction."""
    row = {
        "workspace": place.workspace,
        "channel": place.channel,
        "thread": place.thread,
        "message_ts": message_ts,
        "user_id": user,
        "kind": kind,
        "text": text,
        "at": at,
    }
    await connection.execute(ADDED, row)


async def entries(db: Database, place: Place, since: datetime | None = None) -> tuple[Entry, ...]:
    """What a thread holds, oldest first, from an instant on if one is given; of a very long one the newest.

    Raises:
        StorageError: it cannot be read.
    """
    return await db.read(lambda connection: entries_on(connection, place, since))


async def entries_on(connection: AsyncConnection, place: Place, since: datetime | None) -> tuple[Entry, ...]:
    """`entries` within a transaction."""
    where = {"of": place.workspace, "in": place.channel, "under": place.thread, "since": since or EPOCH}
    rows = reversed(await rows_of(connection, HELD, where))
    return tuple(Entry(row.message_ts, row.kind, row.text, row.user_id) for row in rows)


async def forget(db: Database, before: datetime) -> int:
    """Forgets the texts from before an instant, in every workspace; how many they were."""
    return await sweep(db, thread_texts, before)
