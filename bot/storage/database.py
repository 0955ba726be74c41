"""The connection to SQLite or PostgreSQL: transactions, retries, and every difference between the two.

SQLite: WAL, synchronous FULL (what was acknowledged outlives a power cut), BEGIN IMMEDIATE for writers, who take turns.
PostgreSQL: psycopg, READ COMMITTED for writers, one snapshot for readers, connections tested before use.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Row, Text, event, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import sqlite
from bot.storage.address import Address
from bot.storage.errors import NotMigrated, StorageDamaged, StorageError
from bot.storage.failures import MEANINGS, PASSING, failure_of
from bot.storage.tables import REVISION

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

BUSY_SECONDS = 3.0
"""How long a SQLite writer waits for one in another process."""

READY_SECONDS = 5.0
PAUSES = (0.05, 0.2, 0.5)
"""Seconds between tries, each half to one and a half times as long."""

PATIENCE = 10.0
"""Seconds after which there is no other try."""

VERSION = text("SELECT version_num FROM alembic_version").columns(version_num=Text)

ON_SERVER: dict[str, Any] = {"connect_timeout": 5, "keepalives_idle": 30, "tcp_user_timeout": 20_000}
"""libpq's options: a server that is gone without a word is noticed."""

LIMITS = {"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
"""PostgreSQL's: a replica that stands still within a transaction holds the others up no longer than this."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the database is reachable and migrated; `why` not, in a sentence."""

    why: str = ""

    def __bool__(self) -> bool:
        return not self.why


class Database:
    """One database; connects when first used, belongs to one event loop."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        """Reads the address; with `read_only` nothing in the database can be changed.

        Raises:
            UsageError: DATABASE_URL is malformed, or of a database that Pennyworth does not work with.
        """
        self.address = Address.of(url)
        self._engine = _engine(self.address, read_only)
        self._reader, self._writer = _roles(self._engine, self.address)
        self._turn = asyncio.Lock() if self.address.file else nullcontext()
        self._writers: set[asyncio.Task[Any] | None] = set()

    def __repr__(self) -> str:
        return f"Database({str(self.address)!r})"

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed at the end, and undone by an exception; not retried, as `write` is.

        Raises:
            StorageError: it could not be begun, done or committed.
        """
        self._look()
        async with _translated(), self._in_turn(), self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database and changes nothing.

        Raises:
            StorageError: it could not be begun or done.
        """
        self._look()
        async with _translated(), self._reader.begin() as connection:
            yield connection

    async def write(self, work: Work[T]) -> T:
        """Does work in a transaction, again when the database was busy or the connection was lost.

        A connection that is lost during the commit leaves open whether it happened: work must do no harm when it is
        done twice.

        Raises:
            StorageError: it could not be done; nothing was kept, unless the connection was lost in the last commit.
        """
        return await _retried(self.writing, work)

    async def read(self, work: Work[T]) -> T:
        """Does work that only reads, with retries.

        Raises:
            StorageError: it could not be done.
        """
        return await _retried(self.reading, work)

    async def execute(self, statement: Executable) -> Sequence[Row[Any]]:
        """`write` for one statement: the rows that it returns."""
        return await self.write(lambda connection: rows_of(connection, statement))

    async def fetch(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """`read` for one statement: its rows."""
        return await self.read(lambda connection: rows_of(connection, statement, values))

    async def ready(self) -> Readiness:
        """Whether the database answers within 5 s and has the tables of this version."""
        asked = asyncio.create_task(self._readiness())
        try:
            done, _ = await asyncio.wait([asked], timeout=READY_SECONDS)
        finally:
            asked.cancel()  # not waited for: psycopg first asks a server that does not answer to cancel
        return asked.result() if done else Readiness(f"the database does not answer within {READY_SECONDS:g} s")

    async def _readiness(self) -> Readiness:
        try:
            async with self.reading() as connection:
                found = [row.version_num for row in await rows_of(connection, VERSION)]
        except StorageError as wrong:
            return Readiness(str(wrong))
        if found == [REVISION]:
            return Readiness()
        return Readiness(f"the database is at revision {', '.join(found) or 'none'}; this version needs {REVISION}")

    def _look(self) -> None:
        """SQLite would go on writing to a file that somebody deleted."""
        if self.address.file and not self.address.file.exists():
            raise NotMigrated(f"{self.address} is not there; `pennyworth migrate` makes it")

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """SQLite has one writer: those of this process wait here, in order and without a thread each."""
        task = asyncio.current_task()
        if task in self._writers:
            raise RuntimeError("this task is writing already: hand its connection on")
        self._writers.add(task)
        try:
            async with self._turn:
                yield
        finally:
            self._writers.discard(task)


async def rows_of(
    connection: AsyncConnection, statement: Executable, values: Mapping[str, Any] | None = None
) -> Sequence[Row[Any]]:
    """The rows that a statement returns, with values for its parameters; none where it returns no rows."""
    result = await connection.execute(statement, values)
    return result.all() if result.returns_rows else ()


async def alone(connection: AsyncConnection, *names: str) -> None:
    """Until the end of this writing transaction nobody else is past this line with the same names.

    For read-then-write on PostgreSQL; a SQLite writer is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("\x1f".join(names), 0))))


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except SQLAlchemyError as wrong:
        failure = failure_of(wrong)
        if failure is None:
            raise
        raise failure from wrong
    except UnicodeDecodeError as wrong:  # a damaged schema, in SQLite's own words about it
        raise StorageDamaged(MEANINGS[StorageDamaged]) from wrong


async def _retried(transaction: Callable[[], Any], work: Work[T]) -> T:
    begun = asyncio.get_running_loop().time()
    for pause in PAUSES:
        try:
            async with transaction() as connection:
                return await work(connection)
        except PASSING:
            if asyncio.get_running_loop().time() - begun > PATIENCE:
                raise
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
    async with transaction() as connection:
        return await work(connection)


def _engine(address: Address, read_only: bool) -> AsyncEngine:
    if address.file:
        engine = create_async_engine(
            address.url.set(drivername="sqlite+aiosqlite"),
            async_creator=partial(sqlite.connection, address.file, read_only=read_only),
            hide_parameters=True,
            pool_size=5,
            max_overflow=1,
        )
        prepare_sqlite(engine.sync_engine, read_only=read_only)
        return engine
    engine = create_async_engine(
        address.url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=0,
        connect_args=on_server(address),
    )
    _limit(engine.sync_engine)
    return engine


def _limit(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        for name, value in LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, false)", (name, value))
        cursor.close()
        connection.commit()


def on_server(address: Address) -> dict[str, Any]:
    """Connection options for PostgreSQL; those in the address win."""
    return {name: value for name, value in ON_SERVER.items() if name not in address.url.query}


def _roles(engine: AsyncEngine, address: Address) -> tuple[AsyncEngine, AsyncEngine]:
    """The engine for readers and the one for writers."""
    if address.file:
        return engine, engine.execution_options(begin="BEGIN IMMEDIATE")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True), engine


def prepare_sqlite(
    engine: Engine, *, foreign_keys: bool = True, busy_seconds: float = BUSY_SECONDS, read_only: bool = False
) -> None:
    """Gives a SQLite engine transactions that hold DDL too, and lasting commits; or none that write.

    The driver's own transactions begin late and not at all before DDL, so it is told to begin none
    (https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions).
    """

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {busy_seconds * 1000:.0f}",
            *(("query_only = 1",) if read_only else ("journal_mode = WAL", "synchronous = FULL")),
            f"foreign_keys = {foreign_keys:d}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
