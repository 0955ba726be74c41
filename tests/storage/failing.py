"""A scenario whose statements, or whose messages to the server, fail one after the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from sqlalchemy import event, select

from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.storage.wire import Wire, never

Scenario = Callable[[Database], Awaitable[None]]


async def state(db: Database) -> dict[str, list[Any]]:
    """Every row, without what is random."""
    random = {"id", "claim", "key", "subject", "wait_until", "settled", "free_at"}
    tables = {table.name: [c for c in table.columns if c.name not in random] for table in metadata.sorted_tables}
    return {name: sorted(map(str, await db.fetch(select(*columns)))) for name, columns in tables.items()}


async def emptied(db: Database) -> dict[str, list[Any]]:
    """What was in the database, which is empty afterwards."""
    found = await state(db)
    async with db.writing() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(table.delete())
    return found


async def each_statement_fails(db: Database, scenario: Scenario, step: int) -> int:
    """Loses the connection before one of the statements, whichever `step` comes to; how many there are at least."""
    statements, doomed = 0, 0

    @event.listens_for(db._engine.sync_engine, "before_cursor_execute")
    def executing(connection: Any, cursor: Any, *_: object) -> None:
        nonlocal statements
        statements += 1
        if statements == doomed:
            cursor._adapt_connection.terminate()

    await scenario(db)
    expected = await emptied(db)
    for last in count(1, step):
        statements, doomed = 0, last
        await scenario(db)
        if statements < doomed:
            break
        doomed = 0
        assert await emptied(db) == expected, last
    return doomed


async def each_message_is_lost(db: Database, line: Wire, how: str, scenario: Scenario, step: int) -> int:
    """Cuts the wire before or after one of the messages, whichever `step` comes to; how many there are at least."""
    messages, doomed = 0, 0

    def at_its_turn(sent: bytes) -> bool:
        nonlocal messages
        messages += 1
        return messages == doomed

    await scenario(db)
    expected = await emptied(db)
    for last in count(1, step):
        messages, doomed, line.cuts = 0, last, 0
        setattr(line, how, at_its_turn)
        await scenario(db)
        line.cut = line.swallow = never
        assert await emptied(db) == expected, last
        if not line.cuts:
            break
    return doomed
