"""The one change that the ledger knows: a person who asks for it is taken out. What was used, and its cost, stays."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import facets, tallies
from bot.storage.columns import EPOCH, summed, sums
from bot.storage.database import alone, rows_of
from bot.storage.entry_rows import seal_of, sealed, stored_entries
from bot.storage.facets import BUCKET, id_of
from bot.storage.ledger import LOCK, PAGE
from bot.storage.seals import expect
from bot.storage.tables import entries
from bot.storage.tables import facets as groups
from bot.storage.tallies import Tally
from pricing.money import shown

KEY = [column.name for column in entries.primary_key]


class OfDay(NamedTuple):
    """What is in the ledger under a person's id, of a UTC day and a model: how much, and in words."""

    at: datetime
    entries: int
    what: str


async def held(connection: AsyncConnection, workspace: str, person: str) -> tuple[OfDay, ...]:
    """What is in the ledger under a person's id, newest first."""
    mine = and_(entries.c.workspace == workspace, groups.c.workspace == workspace, groups.c.person == person)
    wanted = (
        select(entries.c.day, groups.c.model, func.count().label("number"), *sums(entries.c.cost))
        .select_from(entries.join(groups, groups.c.id == entries.c.facet))
        .where(mine)
        .group_by(entries.c.day, groups.c.model)
        .order_by(entries.c.day.desc(), groups.c.model)
    )
    rows: Any = await rows_of(connection, wanted)
    return tuple(
        OfDay(EPOCH + timedelta(days=row.day), row.number, f"{row.number:,} × {row.model}, {shown(summed(row))}")
        for row in rows
    )


async def forget(connection: AsyncConnection, workspace: str, person: str, instead: str) -> int:
    """Puts another name in a person's place, in every entry; how many they were.

    Raises:
        StorageDamaged: an entry is not what was written.
    """
    await alone(connection, workspace, LOCK)
    every = await facets.all_of(connection, workspace)
    mine = {number: facet._replace(person=instead) for number, facet in every.items() if facet.person == person}
    if not mine:
        return 0
    numbers = {number: id_of(workspace, facet) for number, facet in mine.items()}
    rows = await rows_of(
        connection,
        select(stored_entries).where(stored_entries.c.workspace == workspace, stored_entries.c.facet.in_(mine)),
    )
    await facets.keep(connection, workspace, {numbers[number]: facet for number, facet in mine.items()})
    for first in range(0, len(rows), PAGE):
        changed = [_renamed(row, numbers[row.facet], person, instead) for row in rows[first : first + PAGE]]
        await connection.execute(_UPDATE, changed)
    await connection.execute(delete(groups).where(groups.c.workspace == workspace, groups.c.id.in_(mine)))
    await tallies.add(connection, workspace, "facets", {BUCKET: Tally(-len(mine))})
    return len(rows)


_UPDATE = (
    update(entries)
    .where(*(entries.c[name] == bindparam(f"of_{name}") for name in KEY))
    .values({name: bindparam(name) for name in ("facet", "details", "seal")})
)


def _renamed(row: Any, number: int, person: str, instead: str) -> dict[str, Any]:
    """The columns of a row that change, and its key."""
    expect(sealed(row._mapping), "an entry of the ledger")
    told = json.loads(row.details)
    if "tags" in told:
        told["tags"] = {tag: instead if value == person else value for tag, value in told["tags"].items()}
    details = json.dumps(told, separators=(",", ":"))
    new = {**row._mapping, "facet": number, "details": details}
    return {
        "facet": number,
        "details": details,
        "seal": seal_of(new),
        **{f"of_{name}": new[name] for name in KEY},
    }
