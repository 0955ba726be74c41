"""aiosqlite with one trip to its thread a statement.

As it comes, it makes four for a statement (cursor, execute, fetch, close) and SQLAlchemy one more for a rollback of
nothing; each is a change of threads, and together they cost more than SQLite itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

CHUNK = 64
AT_ONCE = 1_000
"""Rows of one trip; the rest of a long result stays with SQLite until it is asked for."""


def connection(file: Path, *, read_only: bool = False) -> aiosqlite.Connection:
    """A connection to a file that is there, not opened yet: awaiting it does that."""
    address = f"{file.as_uri()}?mode={'ro' if read_only else 'rw'}"
    made = _Connection(partial(sqlite3.connect, address, uri=True, check_same_thread=False), CHUNK)
    made._thread.daemon = True  # a process that ends waits for no thread
    return made


class _Connection(aiosqlite.Connection):
    def cursor(self) -> _Cursor:  # type: ignore[override]  # making one touches no file
        return _Cursor(self, self._conn.cursor())

    async def rollback(self) -> None:
        if self._conn.in_transaction:
            await super().rollback()


class _Cursor(aiosqlite.Cursor):
    """Fetches the first rows, mostly all, on the trip on which it executes."""

    def __init__(self, connection: _Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._rows: list[Any] = []
        self._over = True

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> _Cursor:
        self._rows = await self._trip(self._cursor.execute, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> _Cursor:
        self._rows = await self._trip(self._cursor.executemany, sql, parameters)
        return self

    async def fetchone(self) -> Any:
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = size or self.arraysize
        if not self._rows and not self._over:
            self._keep(list(await super().fetchmany(AT_ONCE)))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows if self._over else rows + list(await super().fetchall())

    async def close(self) -> None:
        self._cursor.close()

    async def _trip(self, run: Callable[..., object], sql: str, parameters: Any) -> list[Any]:
        def both() -> list[Any]:
            run(sql, parameters)
            return self._cursor.fetchmany(AT_ONCE)

        return self._keep(await self._execute(both))  # type: ignore[no-untyped-call]

    def _keep(self, rows: list[Any]) -> list[Any]:
        """Rows that were fetched, and whether they were the last: a result that is streamed may have many more."""
        self._rows, self._over = rows, len(rows) < AT_ONCE
        return rows
