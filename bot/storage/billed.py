"""What providers billed, a row a revision. What it means: `bot.spend.billing`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.facts import Bill, BilledLine
from bot.storage import tallies
from bot.storage.columns import EPOCH, MICROSECOND, to_nano
from bot.storage.database import Database, alone, rows_of
from bot.storage.ledger import FIRST_DAY, LOCK
from bot.storage.seals import expect, seal
from bot.storage.tables import billed
from bot.storage.tallies import Tally
from pricing.money import plain

Kept = Literal["recorded", "known", "revised"]

# Made once: making a statement costs more than its execution.
OF_DAYS = (
    select(billed)
    .where(billed.c.workspace == bindparam("of"), billed.c.day.between(bindparam("first"), bindparam("last")))
    .order_by(*billed.primary_key)
)
SINCE = (
    select(billed.c.provider, func.min(billed.c.day).label("day"))
    .where(billed.c.workspace == bindparam("of"))
    .group_by(billed.c.provider)
)


async def put(db: Database, workspace: str, bills: Iterable[Bill], now: datetime) -> list[Kept]:
    """Adds what is new, a revision where a day was billed otherwise before; of each, in order, what became of it.

    One that is known already only becomes as new as it is told to be.

    Raises:
        StorageError: none was added, unless the connection was lost in the commit.
    """
    arriving = list(bills)

    async def work(connection: AsyncConnection) -> list[Kept]:
        await alone(connection, workspace, LOCK)
        return [await _put(connection, workspace, each, now) for each in arriving]

    return await db.write(work)


async def of_days(connection: AsyncConnection, workspace: str, days: tuple[date, date]) -> tuple[Bill, ...]:
    """The bills of UTC days, both counted, in all their revisions, oldest first.

    Raises:
        StorageDamaged: they are not what was written.
    """
    first, last = ((day - FIRST_DAY).days for day in days)
    rows = await rows_of(connection, OF_DAYS, {"of": workspace, "first": first, "last": last})
    found: dict[int, Tally] = {}
    for row in rows:
        found[row.day] = found.get(row.day, Tally()) + Tally(1)
    expect(found == await tallies.of(connection, workspace, "billed", first, last), "a bill is missing")
    return tuple(map(_bill, rows))


async def since(connection: AsyncConnection, workspace: str) -> dict[str, date]:
    """Each provider's first billed day."""
    rows = await rows_of(connection, SINCE, {"of": workspace})
    return {row.provider: FIRST_DAY + timedelta(days=row.day) for row in rows}


async def _put(connection: AsyncConnection, workspace: str, bill: Bill, now: datetime) -> Kept:
    day = (bill.day - FIRST_DAY).days
    mine = (
        billed.c.workspace == workspace,
        billed.c.source == bill.source,
        billed.c.provider == bill.provider,
        billed.c.day == day,
    )
    rows = await rows_of(connection, select(billed).where(*mine).order_by(billed.c.revision))
    if rows and (newest := _bill(rows[-1])).lines == bill.lines:
        if bill.as_of > newest.as_of:
            row = _row(workspace, replace(newest, as_of=bill.as_of))
            changed = {"as_of": row["as_of"], "seal": row["seal"]}
            await connection.execute(update(billed).where(*mine, billed.c.revision == newest.revision).values(changed))
        return "known"
    row = _row(workspace, replace(bill, revision=len(rows), recorded_at=now))
    await connection.execute(insert(billed).values(row))
    await tallies.add(connection, workspace, "billed", {day: Tally(1)})
    return "revised" if rows else "recorded"


def _row(workspace: str, bill: Bill) -> dict[str, Any]:
    lines = [
        [each.model, each.project, each.line, plain(each.usd), None if each.quantity is None else plain(each.quantity)]
        for each in bill.lines
    ]
    row: dict[str, Any] = {
        "workspace": workspace,
        "source": bill.source,
        "provider": bill.provider,
        "day": (bill.day - FIRST_DAY).days,
        "revision": bill.revision,
        "amount": bill.usd,
        "lines": json.dumps(lines, separators=(",", ":")),
        "as_of": bill.as_of,
        "recorded_at": bill.recorded_at,
    }
    return {**row, "seal": _seal(row)}


def _seal(row: Any) -> int:
    instants = [(row[name] - EPOCH) // MICROSECOND for name in ("as_of", "recorded_at")]
    texts = [row[name] for name in ("workspace", "source", "provider", "day", "revision", "lines")]
    return seal([*texts, to_nano(row["amount"]), *instants])


def _bill(row: Row[Any]) -> Bill:
    expect(_seal(row._mapping) == row.seal, "a bill")
    return Bill(
        source=row.source,
        provider=row.provider,
        day=FIRST_DAY + timedelta(days=row.day),
        lines=tuple(
            BilledLine(Decimal(usd), model, project, line, None if quantity is None else Decimal(quantity))
            for model, project, line, usd, quantity in json.loads(row.lines)
        ),
        as_of=row.as_of,
        revision=row.revision,
        recorded_at=row.recorded_at,
    )
