"""What people said to the bot in a thread, or set by a tap, so that a follow-up is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.sweep import sweep
from bot.storage.tables import thread_texts

MOST_TEXTS = 100
"""How many texts of a thread are read, the newest."""

Kind = Literal["fresh", "followed", "set"]
"""A text that stands alone, one that changed what the thread stood at, or a request (JSON) set by a tap or a form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text or request of a thread; `message_ts` names it within the thread."""

    message_ts: str
    kind: Kind
    text: str


async def add(
    db: Database, place: Place, message_ts: str, user: str, text: str, at: datetime, *, kind: Kind = "fresh"
) -> None:
    """Keeps an entry; a second one with the same `message_ts` changes nothing.

    Raises:
        StorageError: it may not be kept.
    """
    row = insert(thread_texts).values(
        workspace=place.workspace,
        channel=place.channel,
        thread=place.thread,
        message_ts=message_ts,
        user_id=user,
        kind=kind,
        text=text,
        at=at,
    )
    await db.execute(row.on_conflict_do_nothing())


async def entries(db: Database, place: Place, since: datetime | None = None) -> tuple[Entry, ...]:
    """What a thread holds, oldest first, from an instant on if one is given; of a very long one the newest.

    Raises:
        StorageError: it cannot be read.
    """
    held = (
        select(thread_texts)
        .where(
            thread_texts.c.workspace == place.workspace,
            thread_texts.c.channel == place.channel,
            thread_texts.c.thread == place.thread,
            *([] if since is None else [thread_texts.c.at >= since]),
        )
        .order_by(thread_texts.c.at.desc(), thread_texts.c.message_ts.desc())
        .limit(MOST_TEXTS)
    )
    return tuple(Entry(row.message_ts, row.kind, row.text) for row in reversed(await db.fetch(held)))


async def forget(db: Database, before: datetime) -> int:
    """Forgets the texts from before an instant, in every workspace; how many they were."""
    return await sweep(db, thread_texts, before)
