"""Tallies: what the rows of a kind in a bucket come to, counted up in the transaction that writes them.

A row's seal tells that the row is whole; a tally tells that none is missing. Entries are tallied by UTC day with their
sums, so that a sum that SQL adds up can be held against it without reading a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import NANO
from bot.storage.database import rows_of
from bot.storage.tables import tallies

Kind = Literal["entries", "facets", "billed", "arrivals"]

OF = select(tallies).where(
    tallies.c.workspace == bindparam("of"),
    tallies.c.kind == bindparam("kind"),
    tallies.c.bucket.between(bindparam("first"), bindparam("last")),
)
"""Made once: making a statement costs more than its execution."""

MOST = 2**31 - 1
"""No bucket has a greater number."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows, their nano-dollars, their microseconds since the beginning of their day, and their images."""

    number: int = 0
    nano: int = 0
    moments: int = 0
    images: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.number + other.number,
            self.nano + other.nano,
            self.moments + other.moments,
            self.images + other.images,
        )


async def of(
    connection: AsyncConnection, workspace: str, kind: Kind, first: int = -MOST, last: int = MOST
) -> dict[int, Tally]:
    """The tallies by bucket, from a first to a last one, both counted; buckets without rows are left out."""
    found = await rows_of(connection, OF, {"of": workspace, "kind": kind, "first": first, "last": last})
    every = {row.bucket: Tally(row.number, row.whole * NANO + row.rest, row.moments, row.images) for row in found}
    return {bucket: tally for bucket, tally in every.items() if tally != Tally()}


async def add(connection: AsyncConnection, workspace: str, kind: Kind, more: Mapping[int, Tally]) -> None:
    """Counts rows up (or down) that are written in this transaction."""
    if not more:
        return
    new = insert(tallies)
    rows = [
        {
            "workspace": workspace,
            "kind": kind,
            "bucket": bucket,
            "number": tally.number,
            "whole": tally.nano // NANO,
            "rest": tally.nano % NANO,
            "moments": tally.moments,
            "images": tally.images,
        }
        for bucket, tally in sorted(more.items())
    ]
    counted = ("number", "whole", "rest", "moments", "images")
    both = {name: tallies.c[name] + new.excluded[name] for name in counted}
    await connection.execute(
        new.on_conflict_do_update(index_elements=[tallies.c.workspace, tallies.c.kind, tallies.c.bucket], set_=both),
        rows,
    )


def total(parts: Iterable[Tally]) -> Tally:
    """Tallies added up."""
    whole = Tally()
    for part in parts:
        whole += part
    return whole
