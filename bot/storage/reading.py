"""Reading: from the database as it is at each look, or from one state of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, Work, rows_of

T = TypeVar("T")


class Reader(Protocol):
    """Where something is read: a `Database`, or one state of it."""

    async def read(self, work: Work[T]) -> T:
        """Does work that only reads.

        Raises:
            StorageError: it could not be done.
        """
        ...

    async def fetch(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of one statement.

        Raises:
            StorageError: it could not be done.
        """
        ...


async def in_one_state(db: Database, work: Callable[[Reader], Awaitable[T]]) -> T:
    """Does work that reads several things which belong together; again, from the start, where `Database.read` would.

    Raises:
        StorageError: it could not be done.
    """
    return await db.read(lambda connection: work(_State(connection)))


class _State:
    """What one transaction sees."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self, work: Work[T]) -> T:
        return await work(self._connection)

    async def fetch(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        return await rows_of(self._connection, statement, values)
