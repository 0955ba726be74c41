"""Transactions: all or nothing, one state to a reader, one writer after the other."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.storage import database, seen, threads, workspaces
from bot.storage.database import Database
from bot.storage.errors import (
    StorageBusy,
    StorageReadOnly,
)
from bot.storage.tables import managers
from tests.databases import Postgres
from tests.storage.samples import AT, HERE, texts


async def test_an_exception_undoes_a_transaction(db: Database) -> None:
    """Nothing of it is kept, and the next works."""

    async def work(connection: Any) -> None:
        await connection.execute(insert(managers).values(workspace="T1", user_id="U1", named_by="U1", at=AT))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.write(work)
    assert await workspaces.managers(db, "T1") == ()
    await workspaces.name_manager(db, "T1", "U1", "U2", AT)


async def test_a_mistake_in_the_code_is_not_taken_for_a_failure(db: Database) -> None:
    """A second row with the same key stays what it is, is not retried, and shows no values."""
    row = insert(managers).values(workspace="T1", user_id="U-canary", named_by="U1", at=AT)
    await db.execute(row)
    with pytest.raises(IntegrityError) as refused:
        await db.execute(row)
    assert "canary" not in str(refused.value).partition("DETAIL")[0]


async def test_reading_cannot_write(postgres: Postgres) -> None:
    """On PostgreSQL a reader's transaction is read-only."""
    db = Database(postgres.migrated())
    with pytest.raises(StorageReadOnly):
        async with db.reading() as connection:
            await connection.execute(insert(managers).values(workspace="T1", user_id="U1", named_by="U1", at=AT))
    await db.close()


async def test_a_reader_sees_one_state(db: Database) -> None:
    """What is written meanwhile is not seen before the next transaction."""
    found = select(managers.c.user_id).where(managers.c.workspace == "T1")
    async with db.reading() as connection:
        assert not (await connection.execute(found)).all()
        await workspaces.name_manager(db, "T1", "U1", "U1", AT)
        assert not (await connection.execute(found)).all()
    assert await workspaces.managers(db, "T1") == ("U1",)


async def test_writing_within_writing_is_a_mistake(db: Database) -> None:
    """On SQLite it would wait for itself, so it is refused on both engines, and only there."""
    async with db.writing():
        with pytest.raises(RuntimeError, match="writing already"):
            await workspaces.name_manager(db, "T1", "U1", "U1", AT)
    await workspaces.name_manager(db, "T1", "U1", "U1", AT)


async def test_a_cancelled_writer_leaves_nothing_and_blocks_nobody(db: Database) -> None:
    """Cancelled at any moment, a writer's transaction is undone as a whole and the next gets its turn."""

    async def both() -> None:
        async with db.writing() as connection:
            for user in ("U1", "U2"):
                await connection.execute(insert(managers).values(workspace="T1", user_id=user, named_by="U", at=AT))

    await db.ready()
    for moment in range(12):
        task = asyncio.create_task(both())
        await asyncio.sleep(moment / 2000)
        task.cancel()
        await asyncio.wait([task])
        found = await workspaces.managers(db, "T1")
        assert found in ((), ("U1", "U2"))
        async with db.writing() as connection:
            await connection.execute(managers.delete())


async def test_a_busy_file_is_waited_for(in_file: tuple[Database, Path], holder: sqlite3.Connection) -> None:
    """Another process holds the lock for longer than one try waits: the write is tried again and done."""
    db, _ = in_file
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.15, holder.execute, ["COMMIT"]).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PAUSES", (0.02,) * 100)
        await impatient(db)
        assert await seen.first_sight(db, "T1", "Ev1", AT)


async def impatient(db: Database) -> None:
    """Makes a SQLite database's writers wait 10 ms only for another process."""
    await db.ready()

    @event.listens_for(db._engine.sync_engine, "checkout")
    def checked_out(connection: Any, *_: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout = 10")


async def test_a_file_that_stays_busy_is_an_error_with_a_name(
    in_file: tuple[Database, Path], holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept, readers are not held up, and once the lock is gone it works."""
    db, _ = in_file
    monkeypatch.setattr(database, "PAUSES", (0.01, 0.01))
    await impatient(db)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy, match="busy"):
        await seen.first_sight(db, "T1", "Ev1", AT)
    assert await db.ready()
    holder.execute("COMMIT")
    assert await seen.first_sight(db, "T1", "Ev1", AT)


async def test_many_writers_at_once_all_get_their_turn(db: Database) -> None:
    """A hundred, and as many readers: none fails."""
    writers = [threads.add(db, HERE, f"1700000000.{i:06}", "U1", str(i), AT) for i in range(100)]
    readers = [texts(db, HERE) for _ in range(100)]
    await asyncio.gather(*writers, *readers)
    assert len(await texts(db, HERE)) == 100


async def test_a_long_result_comes_whole(db: Database) -> None:
    """More rows than one trip to the database fetches, in their order."""
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n"
    assert [row.i for row in await db.fetch(text(counting))] == list(range(1, 2501))
