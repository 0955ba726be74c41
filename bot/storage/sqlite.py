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
"""Rows that come with the trip that executes."""


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
    """Fetches rows on the trip on which it executes, as many as most statements have; the rest when it is asked."""

    def __init__(self, connection: _Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._rows: list[Any] = []
        self._more = False

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> _Cursor:
        return await self._trip(self._cursor.execute, sql, parameters or ())

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> _Cursor:
        return await self._trip(self._cursor.executemany, sql, parameters)

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return [*rows, *await self._next(self._cursor.fetchall)] if self._more else rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        most = size or AT_ONCE
        if not self._rows and self._more:
            self._rows = await self._next(partial(self._cursor.fetchmany, most))
            self._more = len(self._rows) == most
        rows, self._rows = self._rows[:most], self._rows[most:]
        return rows

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        self._cursor.close()

    async def _trip(self, run: Callable[..., object], sql: str, parameters: Any) -> _Cursor:
        def both() -> list[Any]:
            run(sql, parameters)
            return self._cursor.fetchmany(AT_ONCE)

        self._rows = await self._next(both)
        self._more = len(self._rows) == AT_ONCE
        return self

    async def _next(self, fetch: Callable[[], list[Any]]) -> list[Any]:
        rows: list[Any] = await self._execute(fetch)  # type: ignore[no-untyped-call]
        return rows
