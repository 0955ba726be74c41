"""What entries of the ledger have in common: kept once, under a number that is made of it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Executable, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.usage import How
from bot.storage import tallies
from bot.storage.columns import kept
from bot.storage.database import rows_of
from bot.storage.seals import expect, seal
from bot.storage.tables import facets
from bot.storage.tallies import Tally

BUCKET = 0
MOST_REMEMBERED = 30_000
"""Combinations whose number is not made again each time; it depends on nothing else."""


class Facet(NamedTuple):
    """One combination; "" is where nothing is known."""

    source: str
    provider: str
    model: str
    quality: str
    size: str
    batch: bool
    person: str
    channel: str
    project: str
    how: How
    rates: str


# Made once: making a statement costs more than its execution.
ALL = select(*(facets.c[name] for name in ("id", *Facet._fields))).where(facets.c.workspace == bindparam("of"))
SOME = ALL.where(facets.c.id.in_(bindparam("ids", expanding=True)))


@lru_cache(MOST_REMEMBERED)
def id_of(workspace: str, facet: Facet) -> int:
    """The number of a combination in a workspace."""
    return seal([workspace, *(kept(value) if isinstance(value, str) else int(value) for value in facet)])


async def keep(connection: AsyncConnection, workspace: str, wanted: dict[int, Facet]) -> None:
    """Keeps those that are not kept yet; the caller holds the lock of the workspace's ledger."""
    held = select(facets.c.id).where(facets.c.workspace == workspace, facets.c.id.in_(wanted))
    known = {row.id for row in await rows_of(connection, held)}
    rows = [{"workspace": workspace, "id": id, **wanted[id]._asdict()} for id in sorted(wanted.keys() - known)]
    if rows:
        await connection.execute(insert(facets), rows)
        await tallies.add(connection, workspace, "facets", {BUCKET: Tally(len(rows))})


async def all_of(connection: AsyncConnection, workspace: str) -> dict[int, Facet]:
    """Every combination of a workspace, by its number.

    Raises:
        StorageDamaged: one is not what was written, or is missing.
    """
    every = await _read(connection, ALL, {"of": workspace})
    counted = await tallies.of(connection, workspace, "facets")
    expect(all(id_of(workspace, facet) == id for id, facet in every.items()), "what entries are grouped by")
    expect(counted.get(BUCKET, Tally()) == Tally(len(every)), "a group of entries is missing")
    return every


async def some_of(connection: AsyncConnection, workspace: str, ids: Collection[int]) -> dict[int, Facet]:
    """The combinations of these numbers.

    Raises:
        StorageDamaged: one is not what was written, or is missing.
    """
    every = await _read(connection, SOME, {"of": workspace, "ids": sorted(ids)})
    expect(
        every.keys() == set(ids) and all(id_of(workspace, facet) == id for id, facet in every.items()),
        "what entries are grouped by",
    )
    return every


async def _read(connection: AsyncConnection, which: Executable, values: dict[str, Any]) -> dict[int, Facet]:
    return {row[0]: Facet._make(row[1:]) for row in await rows_of(connection, which, values)}
