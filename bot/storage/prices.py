"""The prices of a file of one's own in a workspace's audit trail: what they were said to be, and what is different."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, alone, rows_of
from bot.storage.errors import StorageDamaged
from bot.storage.tables import changes as trail
from bot.storage.workspaces import note_on

PRICE = "price "
"""How the name of a row of the trail begins that is about a price."""

FILE = "PENNYWORTH_PRICES"
"""Who changes such prices, as far as anybody can tell."""


async def note(db: Database, workspace: str, prices: Mapping[str, str], at: datetime) -> None:
    """Notes what is different from the prices that were noted last; by what they are for, in words.

    Raises:
        StorageDamaged: the trail cannot be read.
        StorageError: nothing may be noted; done again, nothing is noted twice.
    """

    async def work(connection: AsyncConnection) -> None:
        await alone(connection, workspace)
        known = await _noted(connection, workspace)
        names = [name for name in dict.fromkeys((*known, *prices)) if known.get(name) != prices.get(name)]
        for name in names:
            await note_on(connection, workspace, at, FILE, (PRICE + name, known.get(name), prices.get(name)))

    await db.write(work)


async def _noted(connection: AsyncConnection, workspace: str) -> dict[str, str]:
    mine = (trail.c.workspace == workspace, trail.c.name.startswith(PRICE, autoescape=True))
    found: dict[str, str] = {}
    for row in await rows_of(connection, select(trail.c.name, trail.c.after).where(*mine).order_by(trail.c.number)):
        try:
            after = json.loads(row.after)
        except ValueError as wrong:
            raise StorageDamaged(f"the audit trail cannot be read: {wrong}") from None
        name = row.name.removeprefix(PRICE)
        found.pop(name, None)
        if after is not None:
            found[name] = after
    return found
