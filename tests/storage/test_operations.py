"""What docs/operations.md promises about the database."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import retention, threads, workspaces
from bot.storage.database import LIMITS, Database
from bot.storage.migrate import OLDEST_SQLITE
from tests.databases import Postgres, Sqlite
from tests.storage.samples import AT, HERE, texts

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")


async def test_every_sqlite_connection_keeps_what_it_acknowledges(sqlite: Sqlite) -> None:
    """WAL, synchronous FULL (2) and foreign keys, also on the fifth connection."""
    db = Database(sqlite.migrated())

    async def pragmas() -> list[object]:
        async with db.reading() as connection:
            await asyncio.sleep(0.01)
            names = ("journal_mode", "synchronous", "foreign_keys")
            return [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in names]

    assert await asyncio.gather(*(pragmas() for _ in range(5))) == [["wal", 2, 1]] * 5
    await db.close()


async def test_every_postgresql_connection_has_its_limits(postgres: Postgres) -> None:
    """As the document says, and commits are waited for."""
    db = Database(postgres.migrated())
    async with db.writing() as connection:
        found = [await connection.scalar(text(f"SHOW {name}")) for name in LIMITS]
        assert await connection.scalar(text("SHOW synchronous_commit")) == "on"
    assert found == ["30s", "10s", "1min"]
    await db.close()


async def test_a_backup_taken_while_the_bot_writes_is_whole(sqlite: Sqlite, tmp_path: Path) -> None:
    """The document's command gives one file; the bot works with it, and finds what was said before the backup."""
    (command,) = re.findall(r'^sqlite3 \S+ "(VACUUM INTO .*)"$', OPERATIONS, re.MULTILINE)
    db = Database(sqlite.migrated())
    await threads.add(db, HERE, "1700000000.000001", "U1", "before", AT)

    async def write() -> None:
        for i in range(100, 200):
            await threads.add(db, HERE, f"1700000000.000{i}", "U1", str(i), AT)

    def back_up() -> None:
        connection = sqlite3.connect(str(db.address))
        connection.execute(command.replace("/backup", str(tmp_path)))
        connection.close()

    await asyncio.gather(write(), asyncio.to_thread(back_up))
    await db.close()
    assert [path.name for path in tmp_path.iterdir()] == ["pennyworth.db"]
    restored = Database(f"sqlite:///{tmp_path}/pennyworth.db")
    assert await restored.ready()
    assert "before" in await texts(restored, HERE)
    await workspaces.change(restored, "T1", "U1", {"by_person": True}, AT)
    await restored.close()


@pytest.mark.parametrize("days", [retention.THREADS, retention.QUOTES, retention.SEEN])
def test_the_document_has_the_ages(days: object) -> None:
    """Each as a row of its table."""
    assert re.search(rf"\| {str(days).partition(',')[0]}\b", OPERATIONS)


def test_the_document_has_the_oldest_sqlite() -> None:
    """As the code refuses older ones."""
    assert f"SQLite has to be {'.'.join(map(str, OLDEST_SQLITE))}\nor newer" in OPERATIONS
