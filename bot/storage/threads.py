"""What people said to the bot in a thread, so that a follow-up is understood."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.sweep import sweep
from bot.storage.tables import thread_texts

MOST_TEXTS = 100
"""How many texts of a thread are read, the newest."""


async def add(db: Database, place: Place, message_ts: str, user: str, text: str, at: datetime) -> None:
    """Keeps a text; a second one with the same `message_ts` changes nothing.

    Raises:
        StorageError: it may not be kept.
    """
    row = insert(thread_texts).values(
        workspace=place.workspace,
        channel=place.channel,
        thread=place.thread,
        message_ts=message_ts,
        user_id=user,
        text=text,
        at=at,
    )
    await db.execute(row.on_conflict_do_nothing())


async def texts(db: Database, place: Place) -> tuple[str, ...]:
    """What was said in a thread, oldest first; of a very long one the newest.

    Raises:
        StorageError: it cannot be read.
    """
    said = (
        select(thread_texts.c.text)
        .where(
            thread_texts.c.workspace == place.workspace,
            thread_texts.c.channel == place.channel,
            thread_texts.c.thread == place.thread,
        )
        .order_by(thread_texts.c.message_ts.desc())
        .limit(MOST_TEXTS)
    )
    return tuple(row.text for row in reversed(await db.fetch(said)))


async def forget(db: Database, before: datetime) -> int:
    """Forgets the texts from before an instant, in every workspace; how many they were."""
    return await sweep(db, thread_texts, before)
