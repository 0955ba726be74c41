"""Quotes against what was spent for them: the latest quote of each thread, and the ledger's entries that name one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
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
        mine = and_(quotes.c.workspace == workspace, quotes.c.at >= span[0], quotes.c.at < span[1], *_said(only))
        each = latest(mine).subquery()
        columns = (each.c.id, each.c.headline, func.coalesce(each.c.low, each.c.headline).label("metered"))
        every = await rows_of(connection, select(*columns))
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


def _said(only: Only) -> Iterator[ColumnElement[bool]]:
    """Whose quotes are asked for; a project is said by none."""
    for column, names in (
        (quotes.c.model, only.models),
        (quotes.c.user_id, only.people),
        (quotes.c.channel, only.channels),
    ):
        if names:
            yield func.lower(column).in_([name.lower() for name in names])
    if only.projects:
        yield quotes.c.id.is_(None)


async def _entries(connection: AsyncConnection, workspace: str, ids: Collection[str]) -> list[LedgerEntry]:
    c, rows = entries.c, list[Row[Any]]()
    wanted = sorted(ids)
    for first in range(0, len(wanted), AT_ONCE):
        mine = and_(c.workspace == workspace, c.quote != "", c.quote.in_(wanted[first : first + AT_ONCE]))
        rows += await rows_of(connection, select(entries).where(mine).order_by(c.source, c.key, c.revision))
    every = await facets.some_of(connection, workspace, {row.facet for row in rows}) if rows else {}
    return [entry_of(row, every[row.facet]) for row in rows]
