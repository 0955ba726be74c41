"""Databases that the storage tests do things to."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.databases import Postgres, Sqlite
from tests.storage.wire import Wire, wire


@pytest.fixture
async def wired(postgres: Postgres, tmp_path: Path) -> AsyncIterator[tuple[Database, Wire]]:
    """A PostgreSQL database behind a wire that can be cut."""
    url = postgres.migrated()
    async with wire(url, tmp_path) as line:
        db = Database(line.url)
        yield db, line
        await db.close()
    postgres.done(url)


@pytest.fixture
async def in_file(sqlite: Sqlite) -> AsyncIterator[tuple[Database, Path]]:
    """A SQLite database and its file."""
    db = Database(sqlite.migrated())
    assert db.address.file
    yield db, db.address.file
    await db.close()


@pytest.fixture
def holder(in_file: tuple[Database, Path]) -> Iterator[sqlite3.Connection]:
    """Another process's connection, as good as: it can hold the file's lock."""
    connection = sqlite3.connect(in_file[1], isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()
