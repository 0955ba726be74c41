"""What happens when the database is full, read-only, damaged or not made: an error with a name."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.storage import database, seen, threads, workspaces
from bot.storage.address import Address
from bot.storage.database import Database
from bot.storage.errors import (
    NotMigrated,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
)
from tests.databases import Postgres, Sqlite
from tests.storage.samples import AT, HERE, texts


async def test_a_full_disk_is_an_error_with_a_name(in_file: tuple[Database, Path]) -> None:
    """Nothing of the entry is kept, what was there is still read, and with room it works again."""
    db, _ = in_file
    await threads.add(db, HERE, "1", "U1", "before", AT)
    pages = {"most": 0}

    @event.listens_for(db._engine.sync_engine, "checkout")
    def checked_out(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {pages['most'] or cursor.fetchone()[0]}")

    with pytest.raises(StorageFull, match="no room left"):
        await threads.add(db, HERE, "2", "U1", "much " * 50_000, AT)
    assert await texts(db, HERE) == ("before",)
    pages["most"] = 100_000
    await threads.add(db, HERE, "2", "U1", "after", AT)
    assert await texts(db, HERE) == ("before", "after")


async def test_a_read_only_server_is_an_error_with_a_name(postgres: Postgres) -> None:
    """Nothing is kept, and reading goes on."""
    url = postgres.migrated()
    postgres.do(f"ALTER DATABASE {Address.of(url).url.database} SET default_transaction_read_only = on")
    db = Database(url)
    with pytest.raises(StorageReadOnly, match="may not be written"):
        await seen.first_sight(db, "T1", "Ev1", AT)
    assert await workspaces.get(db, "T1") == workspaces.WorkspaceSettings()
    await db.close()


async def test_a_read_only_file_is_an_error_with_a_name(in_file: tuple[Database, Path]) -> None:
    """Nothing is kept, and reading goes on."""
    db, _ = in_file

    @event.listens_for(db._engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.cursor().execute("PRAGMA query_only = ON")

    with pytest.raises(StorageReadOnly, match="may not be written"):
        await seen.first_sight(db, "T1", "Ev1", AT)
    assert await workspaces.get(db, "T1") == workspaces.WorkspaceSettings()


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", StorageFull),
        ("53300", StorageBusy),
        ("40001", StorageBusy),
        ("57P01", StorageUnreachable),
        ("25006", StorageReadOnly),
        ("XX001", StorageDamaged),
    ],
)
async def test_a_servers_word_has_a_meaning(
    postgres: Postgres, state: str, kind: type[StorageError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What PostgreSQL reports by a code is one of our errors."""
    monkeypatch.setattr(database, "PAUSES", ())
    db = Database(postgres.uri.render_as_string(hide_password=False))
    with pytest.raises(kind):
        await db.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'planned' USING ERRCODE = '{state}'; END $$"))
    await db.close()


async def test_missing_tables_are_an_error_with_a_name(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `pennyworth migrate` nothing works, and it says what to do. A missing file is not made."""
    monkeypatch.setattr(database, "PAUSES", ())
    db = Database(database_url)
    assert "pennyworth migrate" in (await db.ready()).why
    with pytest.raises(NotMigrated, match="pennyworth migrate"):
        await workspaces.get(db, "T1")
    assert db.address.file is None or not db.address.file.exists()
    await db.close()


async def test_a_file_that_is_deleted_under_the_bot_is_noticed(in_file: tuple[Database, Path]) -> None:
    """SQLite would write on, to a file that nobody finds again."""
    db, file = in_file
    assert await seen.first_sight(db, "T1", "Ev1", AT)
    file.unlink()
    with pytest.raises(NotMigrated, match="is not there"):
        await seen.first_sight(db, "T1", "Ev2", AT)
    assert not await db.ready()


async def test_an_empty_file_is_not_migrated(tmp_path: Path) -> None:
    """It has no tables."""
    (tmp_path / "empty.db").touch()
    db = Database(f"sqlite:///{tmp_path}/empty.db")
    assert "pennyworth migrate" in (await db.ready()).why
    with pytest.raises(NotMigrated, match="pennyworth migrate"):
        await workspaces.get(db, "T1")
    await db.close()


async def test_a_damaged_file_is_an_error_with_a_name(sqlite: Sqlite) -> None:
    """A table's page overwritten: reading it says so and invents nothing."""
    url = sqlite.migrated()
    db = Database(url)
    assert db.address.file
    await workspaces.change(db, "T1", "U1", {"by_person": True}, AT)
    await db.close()
    with sqlite3.connect(db.address.file) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with db.address.file.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StorageDamaged, match="restore a backup"):
        await workspaces.get(db, "T1")
    await db.close()
