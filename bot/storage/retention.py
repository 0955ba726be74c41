"""How long things are kept, and the forgetting of what is older. The one table of ages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage import deliveries, quotes, seen, threads
from bot.storage.database import Database

THREADS = timedelta(days=90)
QUOTES = timedelta(days=400)
DELIVERIES = timedelta(days=400)
SEEN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were forgotten."""

    threads: int
    quotes: int
    seen: int
    deliveries: int


async def forget_old(db: Database, now: datetime) -> Forgotten:
    """Forgets, in every workspace, what is older than it is kept. May run at any time, on several replicas at once.

    Raises:
        StorageError: some may be left for the next time.
    """
    return Forgotten(
        threads=await threads.forget(db, now - THREADS),
        quotes=await quotes.forget(db, now - QUOTES),
        seen=await seen.forget_seen(db, now - SEEN),
        deliveries=await deliveries.forget(db, now - DELIVERIES),
    )
