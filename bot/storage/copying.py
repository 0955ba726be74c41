"""One database into another, of either engine: every table, all or nothing, and each row held against the first.

What is read is one state of the source, which is not changed; what is written is one transaction, which ends only when
every row was read back from it as it was.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, Text, collate, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import UsageError
from bot.storage.columns import as_stored
from bot.storage.database import Database, rows_of
from bot.storage.errors import StorageError
from bot.storage.migrate import migrate
from bot.storage.tables import metadata

AT_ONCE = 1_000
Progress = Callable[[str, int], None]

PATIENT = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
"""PostgreSQL's limits, which copying does without: it takes as long as it takes."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: rows by table."""

    rows: dict[str, int]


async def copied(source: str, target: str, progress: Progress = lambda table, rows: None) -> Copied:
    """Copies every table of a database into another, which must have nothing in it.

    Raises:
        UsageError: the source is not of this version, the target is not empty, or they are the same.
        StorageError: it could not be done; the target has nothing in it.
    """
    there = Database(source, read_only=True)
    here: Database | None = None
    try:
        ready = await there.ready()
        if not ready:
            raise UsageError(f"FROM cannot be copied: {ready.why}.")
        if str(there.address) == str(Database(target).address):
            raise UsageError("FROM and TO are the same database.")
        await migrate(target)
        here = Database(target)
        return await _copied(there, here, progress)
    finally:
        await there.close()
        if here is not None:
            await here.close()


async def _copied(there: Database, here: Database, progress: Progress) -> Copied:
    rows: dict[str, int] = {}
    async with there.reading() as source, here.writing() as target:
        for connection in (source, target):
            if connection.dialect.name == "postgresql":
                for name in PATIENT:
                    await connection.execute(select(func.set_config(name, "0", True)))
        for table in metadata.sorted_tables:
            if await rows_of(target, select(table).limit(1)):
                raise UsageError(f"TO is not empty: {here.address} has rows in {table.name}.")
        for table in metadata.sorted_tables:
            rows[table.name] = await _copy(source, target, table, progress)
        for table in metadata.sorted_tables:
            await _verify(source, target, table)
    return Copied(rows)


async def _copy(source: AsyncConnection, target: AsyncConnection, table: Table, progress: Progress) -> int:
    plain = as_stored(table)
    copied = 0
    async for rows in _batches(source, table):
        await target.execute(insert(plain), [dict(row._mapping) for row in rows])
        copied += len(rows)
        progress(table.name, copied)
    return copied


async def _verify(source: AsyncConnection, target: AsyncConnection, table: Table) -> None:
    ours, theirs = _rows(target, table), _rows(source, table)
    async for row in theirs:
        if tuple(row) != tuple(await anext(ours, ())):
            raise StorageError(f"a row of {table.name} did not arrive as it was; nothing was kept")
    if await anext(ours, None) is not None:
        raise StorageError(f"{table.name} has a row that nobody copied; nothing was kept")


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Row[Any]]:
    async for rows in _batches(connection, table):
        for row in rows:
            yield row


async def _batches(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows of a table as they are stored, in an order that both engines have: that of the bytes of texts."""
    plain = as_stored(table)
    byte_by_byte = connection.dialect.name == "postgresql"
    order = [
        collate(plain.c[key.name], "C")
        if byte_by_byte and isinstance(plain.c[key.name].type, Text)
        else plain.c[key.name]
        for key in table.primary_key
    ]
    async with connection.stream(select(plain).order_by(*order).execution_options(yield_per=AT_ONCE)) as result:
        async for rows in result.partitions():
            yield rows
