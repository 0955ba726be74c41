"""Quotes against what was spent for them: the latest quote of each thread, and the ledger's entries that name one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.facts import Only, Quoted
from bot.spend.usage import LedgerEntry
from bot.storage import facets
from bot.storage.database import rows_of
from bot.storage.entry_rows import entry_of
from bot.storage.entry_rows import stored_entries as entries
from bot.storage.quotes import latest
from bot.storage.reading import Reader
from bot.storage.tables import quotes
from pricing.money import total

AT_ONCE = 500


async def of_quotes(db: Reader, workspace: str, ids: Collection[str]) -> tuple[LedgerEntry, ...]:
    """The entries, corrections included, of usage that came from quotes; under each key the oldest first.

    Raises:
        StorageError: they cannot be read, or are not what was written.
    """
    return tuple(await db.read(lambda connection: _entries(connection, workspace, ids)))


async def quoted(db: Reader, workspace: str, span: tuple[datetime, datetime], only: Only) -> Quoted:
    """What was quoted from an instant up to another, and what it then cost where usage names the quote, whenever.

    Raises:
        StorageError: it cannot be read, or is damaged.
    """

    async def work(connection: AsyncConnection) -> Quoted:
        names = {column: sorted({each.lower() for each in said}) for column, said in _said(only) if said}
        values = {"of": workspace, "begin": span[0], "end": span[1], **names}
        every = await rows_of(connection, _quotes(tuple(names), bool(only.projects)), values)
        found = [row for row in every if row.headline is not None]
        made = _quoted(found, await _entries(connection, workspace, {row.id for row in found}))
        return replace(made, unpriced=len(every) - len(found))

    return await db.read(work)


def _quoted(found: Iterable[Row[Any]], held: Iterable[LedgerEntry]) -> Quoted:
    spent: dict[str, list[Decimal]] = {}
    for entry in held:
        spent.setdefault(entry.event.quote, []).append(entry.cost)
    costs = {quote: usd for quote, some in spent.items() if (usd := total(some))}
    every = list(found)
    return Quoted(
        count=len(every),
        usd=total(row.headline for row in every),
        made=len(costs),
        made_quoted=total(row.metered for row in every if row.id in costs),
        made_spent=total(costs.values()),
    )


def _said(only: Only) -> tuple[tuple[str, Collection[str]], ...]:
    """Whose quotes are asked for, by column; a project is said by none."""
    return ("model", only.models), ("user_id", only.people), ("channel", only.channels)


@cache
def _quotes(named: tuple[str, ...], of_project: bool) -> Select[Any]:
    """The quotes from an instant up to another with names of these columns; made once, for that costs the most."""
    c = quotes.c
    mine = [c.workspace == bindparam("of"), c.at >= bindparam("begin"), c.at < bindparam("end")]
    mine += [func.lower(c[column]).in_(bindparam(column, expanding=True)) for column in named]
    mine += [c.id.is_(None)] if of_project else []
    each = latest(and_(*mine)).subquery()
    return select(each.c.id, each.c.headline, func.coalesce(each.c.low, each.c.headline).label("metered"))


async def _entries(connection: AsyncConnection, workspace: str, ids: Collection[str]) -> list[LedgerEntry]:
    c, rows = entries.c, list[Row[Any]]()
    wanted = sorted(ids)
    for first in range(0, len(wanted), AT_ONCE):
        mine = and_(c.workspace == workspace, c.quote != "", c.quote.in_(wanted[first : first + AT_ONCE]))
        rows += await rows_of(connection, select(entries).where(mine).order_by(c.source, c.key, c.revision))
    every = await facets.some_of(connection, workspace, {row.facet for row in rows}) if rows else {}
    return [entry_of(row, every[row.facet]) for row in rows]
