"""Reading: from the database as it is at each look, or from one state of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Work, rows_of

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


class State:
    """One state of the database, as a transaction sees it; `remembered` is what need not be read again in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.remembered: dict[tuple[str, str], Any] = {}

    async def read(self, work: Work[T]) -> T:
        """Does work in it."""
        return await work(self.connection)

    async def fetch(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of one statement in it."""
        return await rows_of(self.connection, statement, values)

    async def once(self, what: str, workspace: str, work: Callable[[AsyncConnection, str], Awaitable[T]]) -> T:
        """What some work finds about a workspace; done the first time it is asked for."""
        if (what, workspace) not in self.remembered:
            self.remembered[what, workspace] = await work(self.connection, workspace)
        found: T = self.remembered[what, workspace]
        return found


async def in_one_state(db: Reader, work: Callable[[State], Awaitable[T]]) -> T:
    """Does work that reads several things which belong together; again, from the start, where `Database.read` would.

    Raises:
        StorageError: it could not be done.
    """
    return await (work(db) if isinstance(db, State) else db.read(lambda connection: work(State(connection))))
