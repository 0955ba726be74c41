"""What has arrived from which source: since when, and up to when it is complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.facts import READ, Arrival
from bot.spend.usage import UsageEvent
from bot.storage import tallies
from bot.storage.columns import EPOCH, MICROSECOND
from bot.storage.database import Database, alone, rows_of
from bot.storage.seals import expect, seal
from bot.storage.tables import arrivals
from bot.storage.tallies import Tally

BUCKET = 0
LIVE = frozenset({"api", "slack"})
"""Sources that tell of what is used when it is used: nothing is outstanding from before now."""

OF = select(arrivals).where(arrivals.c.workspace == bindparam("of"))
"""Made once: making a statement costs more than its execution."""


async def complete(db: Database, workspace: str, source: str, as_of: datetime) -> None:
    """Notes that everything of a source up to an instant has arrived; never takes it back.

    Raises:
        StorageError: it may not be noted.
    """

    async def work(connection: AsyncConnection) -> None:
        await alone(connection, workspace, "ledger")
        held = await of(connection, workspace)
        await _set(connection, workspace, held, Arrival(source, as_of, as_of))

    await db.write(work)


async def note(connection: AsyncConnection, workspace: str, events: Sequence[UsageEvent], now: datetime) -> None:
    """Notes what recorded events tell about their sources; the caller holds the lock of the workspace's ledger."""
    held = await of(connection, workspace)
    for source in sorted({event.source for event in events}):
        instants = [event.at for event in events if event.source == source]
        first, last = min(instants), max(instants)
        as_of = now if source in LIVE else first if source in READ else last
        await _set(connection, workspace, held, Arrival(source, first, as_of))


async def of(connection: AsyncConnection, workspace: str) -> dict[str, Arrival]:
    """What has arrived in a workspace, by source.

    Raises:
        StorageDamaged: it is not what was written.
    """
    found = await rows_of(connection, OF, {"of": workspace})
    every = {row.source: Arrival(row.source, row.since, row.as_of) for row in found}
    whole = all(_seal(workspace, every[row.source]) == row.seal for row in found)
    counted = await tallies.of(connection, workspace, "arrivals")
    expect(whole and counted.get(BUCKET, Tally()) == Tally(len(found)), "what has arrived from a source")
    return every


async def _set(connection: AsyncConnection, workspace: str, held: dict[str, Arrival], new: Arrival) -> None:
    old = held.get(new.source)
    if old is None:
        await tallies.add(connection, workspace, "arrivals", {BUCKET: Tally(1)})
    else:
        new = Arrival(new.source, min(old.since, new.since), max(old.as_of, new.as_of))
    if new == old:
        return
    held[new.source] = new
    values = {"since": new.since, "as_of": new.as_of, "seal": _seal(workspace, new)}
    row = insert(arrivals).values(workspace=workspace, source=new.source, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=[*arrivals.primary_key], set_=values))


def _seal(workspace: str, each: Arrival) -> int:
    return seal([workspace, each.source, (each.since - EPOCH) // MICROSECOND, (each.as_of - EPOCH) // MICROSECOND])
