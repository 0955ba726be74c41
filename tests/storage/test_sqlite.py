"""SQLite's rows, however they are fetched."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.storage.database import Database, rows_of
from bot.storage.sqlite import AT_ONCE

NUMBERS = text(
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n WHERE i > 0"
)


@pytest.mark.parametrize("count", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 7])
async def test_every_row_comes_once_and_in_order(db: Database, count: int) -> None:
    """All at once, one by one, in parts and streamed: a result that is longer than what is fetched ahead is whole."""
    query = NUMBERS.bindparams(count=count)
    wanted = list(range(1, count + 1))
    async with db.reading() as connection:
        assert [row.i for row in await rows_of(connection, query)] == wanted
        async with connection.stream(query) as rows:
            assert [row.i async for row in rows] == wanted
        async with connection.stream(query) as rows:
            assert [row.i async for part in rows.partitions(300) for row in part] == wanted
        async with connection.stream(query) as rows:
            first = await rows.fetchone()
            assert (first.i if first else None) == (1 if count else None)
            assert [row.i for row in await rows.all()] == wanted[1:]
