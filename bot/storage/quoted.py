"""What was quoted in a stretch of time, and of it what was logged as made: counts and dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import from_nano, summed, sums
from bot.storage.database import Database, rows_of
from bot.storage.entry_rows import sealed
from bot.storage.entry_rows import stored_entries as entries
from bot.storage.quotes import latest_of
from bot.storage.seals import expect
from bot.storage.tables import QUOTED, quotes
from pricing.money import ZERO, total


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was quoted, of each thread the last: `usd` adds `jobs - unpriced` headlines.

    `logged` of them were logged as made: they were quoted at `logged_quoted`, and cost `logged_usd`.
    """

    jobs: int = 0
    unpriced: int = 0
    usd: Decimal = ZERO
    logged: int = 0
    logged_quoted: Decimal = ZERO
    logged_usd: Decimal = ZERO


async def quoted(db: Database, workspace: str, start: datetime, end: datetime, channel: str | None = None) -> Quoted:
    """What was quoted from `start` up to `end`, everywhere or in one channel.

    Raises:
        StorageError: it cannot be read, or an entry is damaged.
    """
    return await db.read(lambda connection: _quoted(connection, workspace, (start, end), channel))


async def _quoted(
    connection: AsyncConnection, workspace: str, within: tuple[datetime, datetime], channel: str | None
) -> Quoted:
    which = [quotes.c.workspace == workspace, quotes.c.at >= within[0], quotes.c.at < within[1]]
    which += [] if channel is None else [quotes.c.channel == channel]
    each = latest_of(and_(*which)).subquery()
    figures = select(func.count().label("found"), func.count(each.c.headline).label("priced"), *sums(each.c.headline))
    row = (await connection.execute(figures.select_from(each))).one()
    made = await _logged(connection, workspace, select(each.c.id))
    headlines = select(func.count().label("found"), *sums(each.c.headline)).where(each.c.id.in_(made))
    logged = (await connection.execute(headlines)).one()
    return Quoted(row.found, row.found - row.priced, summed(row), logged.found, summed(logged), total(made.values()))


async def _logged(connection: AsyncConnection, workspace: str, ids: Any) -> dict[str, Decimal]:
    """What each logged quote cost; one whose entries were all taken back is not logged."""
    mine = and_(entries.c.workspace == workspace, QUOTED, entries.c.quote.in_(ids))
    cost: dict[str, Decimal] = {}
    standing: dict[str, int] = {}
    for row in await rows_of(connection, select(entries).where(mine)):
        expect(sealed(row._mapping), "an entry of the ledger")
        cost[row.quote] = cost.get(row.quote, ZERO) + from_nano(row.cost)
        standing[row.quote] = standing.get(row.quote, 0) + (-1 if row.revision % 2 else 1)
    return {quote: usd for quote, usd in cost.items() if standing[quote] > 0}
