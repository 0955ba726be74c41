"""The schema to its newest form: all steps in one transaction under a lock, so that a kill leaves the old one.

Replicas that start at once take turns, and the second finds nothing to do.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import UsageError
from bot.storage.address import Address
from bot.storage.database import on_server, prepare_sqlite
from bot.storage.failures import failure_of
from bot.storage.tables import REVISION

LOCK = 0x70656E6E79  # "penny"
"""PostgreSQL's advisory lock of a migration."""

TURN_SECONDS = 60.0
"""How long a migration of SQLite waits for another."""

OLDEST_SQLITE = (3, 35)
"""The first that gives back rows that were written (RETURNING)."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """Which database was brought from which revision to which; `before` is "" for a new one."""

    database: str
    before: str
    after: str


async def migrate(url: str) -> Migrated:
    """`to_head` for use in an event loop."""
    return await asyncio.to_thread(to_head, url)


def to_head(url: str) -> Migrated:
    """Brings a database to the schema of this version; makes the file of a new SQLite database.

    Raises:
        UsageError: DATABASE_URL is malformed, unreachable, not writable, no database, or made by a newer version.
    """
    return to_revision(url, REVISION)


def to_revision(url: str, revision: str) -> Migrated:
    """`to_head`, but to a revision on the way there."""
    address = Address.of(url)
    with _usable(address), _engine(address) as engine, _connected(engine, address) as connection:
        if address.file is None:
            _lock(connection, address)
        before = " ".join(MigrationContext.configure(connection).get_current_heads())
        if before not in {"", *revisions()}:
            raise UsageError(
                f"DATABASE_URL: {address} is at revision {before}, made by a newer Pennyworth; "
                f"this one works with {REVISION}."
            )
        if before != revision:
            _upgrade(connection, revision)
        return Migrated(str(address), before, revision)


def revisions() -> list[str]:
    """Every revision, newest first."""
    return [each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("the migration would leave rows that refer to nothing")


def _lock(connection: Connection, address: Address) -> None:
    if connection.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        raise UsageError(f"DATABASE_URL: {address} does not keep every character; make it with ENCODING 'UTF8'.")
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


@contextmanager
def _engine(address: Address) -> Iterator[Engine]:
    if address.file:
        _touch(address.file)
        engine = create_engine(address.url, hide_parameters=True)
        prepare_sqlite(engine, foreign_keys=False, busy_seconds=TURN_SECONDS)
        engine = engine.execution_options(begin="BEGIN EXCLUSIVE")
    else:
        engine = create_engine(address.url, hide_parameters=True, connect_args=on_server(address))
    try:
        yield engine
    finally:
        engine.dispose()


def _touch(file: Path) -> None:
    """Makes the file, readable by its owner only: it holds what people wrote."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise UsageError(f"This Python has SQLite {sqlite3.sqlite_version}; Pennyworth needs 3.35, or PostgreSQL.")
    with suppress(FileExistsError):
        file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


@contextmanager
def _usable(address: Address) -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        raise UsageError(f"DATABASE_URL: {address} cannot be opened: {wrong.strerror}.") from None
    except SQLAlchemyError as wrong:
        failure = failure_of(wrong)
        if failure is None:
            raise
        raise _refusal(address, str(failure), wrong) from None


@contextmanager
def _connected(engine: Engine, address: Address) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except SQLAlchemyError as wrong:  # options that libpq does not know among them
        raise _refusal(address, "there is no connection", wrong) from None
    with connection, connection.begin():
        yield connection


def _refusal(address: Address, why: str, wrong: SQLAlchemyError) -> UsageError:
    reason = address.without_secrets(str(getattr(wrong, "orig", wrong)).partition("\n")[0]).rstrip(" .")
    return UsageError(f"DATABASE_URL: {address} cannot be used, {why}: {reason}.")
