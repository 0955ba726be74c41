"""The schema to its newest form: all steps in one transaction under a lock, so that a kill leaves the old one.

Replicas that start at once take turns, and the second finds nothing to do.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
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

LOCK = 0x70656E6E79  # "penny"
"""PostgreSQL's advisory lock of a migration."""

TURN_SECONDS = 60


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
    address = Address.of(url)
    with _usable(address), _engine(address) as engine, engine.begin() as connection:
        if address.file is None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = revisions_of(connection)
        if before not in {"", *known()}:
            raise UsageError(
                f"DATABASE_URL: {address} is at revision {before}, made by a newer Pennyworth; this one knows {head()}."
            )
        if before != head():
            _upgrade(connection)
        return Migrated(str(address), before, head())


def head() -> str:
    """The revision that this version works with."""
    return known()[0]


@cache
def known() -> tuple[str, ...]:
    """Every revision, newest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions())


def revisions_of(connection: Connection) -> str:
    """The revision that a database is at, "" where it has none."""
    return " ".join(MigrationContext.configure(connection).get_current_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("the migration would leave rows that refer to nothing")


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
        reason = " ".join(str(getattr(wrong, "orig", wrong)).split())
        raise UsageError(f"DATABASE_URL: {address} cannot be used, {failure}: {reason}.") from None
