"""Quotes against what was spent for them: the latest quote of each thread, and the ledger's entries that name one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.facts import EVERYTHING, Only, Quoted
from bot.spend.usage import LedgerEntry
from bot.storage import facets
from bot.storage.database import Database, rows_of
from bot.storage.entry_rows import entry_of
from bot.storage.entry_rows import stored_entries as entries
from bot.storage.quotes import latest_of
from bot.storage.tables import QUOTED, quotes
from pricing.money import total

AT_ONCE = 500


async def of_quotes(db: Database, workspace: str, ids: Collection[str]) -> tuple[LedgerEntry, ...]:
    """The entries, corrections included, of usage that came from quotes; under each key the oldest first.

    Raises:
        StorageError: they cannot be read, or are not what was written.
    """
    return tuple(await db.read(lambda connection: _entries(connection, workspace, ids)))


async def quoted(db: Database, workspace: str, start: datetime, end: datetime, only: Only = EVERYTHING) -> Quoted:
    """What was quoted from `start` up to `end`, and what it then cost where usage names the quote, whenever it was.

    Raises:
        StorageError: it cannot be read, or an entry is damaged.
    """

    async def work(connection: AsyncConnection) -> Quoted:
        mine = and_(quotes.c.workspace == workspace, quotes.c.at >= start, quotes.c.at < end, *_said(only))
        each = latest_of(mine).subquery()
        metered = func.coalesce(each.c.low, each.c.headline).label("metered")
        found = await rows_of(connection, select(each.c.id, each.c.headline, metered))
        return _quoted(found, await _entries(connection, workspace, {row.id for row in found}))

    return await db.read(work)


def _quoted(found: Collection[Row[Any]], held: Iterable[LedgerEntry]) -> Quoted:
    standing: dict[str, int] = {}
    costs: dict[str, list[Decimal]] = {}
    for entry in held:
        name = entry.event.quote
        standing[name] = standing.get(name, 0) + (-1 if entry.takes_back else 1)
        costs.setdefault(name, []).append(entry.cost)
    priced = [row for row in found if row.headline is not None]
    made = [row for row in priced if standing.get(row.id)]
    return Quoted(
        jobs=len(found),
        unpriced=len(found) - len(priced),
        usd=total(row.headline for row in priced),
        logged=len(made),
        logged_quoted=total(row.metered for row in made),
        logged_usd=total(usd for row in made for usd in costs[row.id]),
    )


def _said(only: Only) -> Iterator[ColumnElement[bool]]:
    """Whose quotes are asked for; a project is said by none."""
    named = ((quotes.c.model, only.models), (quotes.c.user_id, only.people), (quotes.c.channel, only.channels))
    for column, names in named:
        if names:
            yield func.lower(column).in_([name.lower() for name in names])
    if only.projects:
        yield false()


async def _entries(connection: AsyncConnection, workspace: str, ids: Collection[str]) -> list[LedgerEntry]:
    c, rows = entries.c, list[Row[Any]]()
    wanted = sorted(ids)
    for first in range(0, len(wanted), AT_ONCE):
        mine = and_(c.workspace == workspace, QUOTED, c.quote.in_(wanted[first : first + AT_ONCE]))
        rows += await rows_of(connection, select(entries).where(mine).order_by(c.source, c.key, c.revision))
    every = await facets.some_of(connection, workspace, {row.facet for row in rows}) if rows else {}
    return [entry_of(row, every[row.facet]) for row in rows]
