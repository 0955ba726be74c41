"""Which StorageError a driver's error is. The only place that knows error codes."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.storage.errors import (
    NotMigrated,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
)

PASSING = (StorageBusy, StorageUnreachable)
"""What may be gone when the same is tried again."""

MEANINGS: dict[type[StorageError], str] = {
    StorageBusy: "the database is busy",
    StorageUnreachable: "the database cannot be reached",
    StorageFull: "the database has no room left",
    StorageReadOnly: "the database may not be written",
    NotMigrated: "the database lacks the tables of this version; run `pennyworth migrate`",
    StorageDamaged: "the database file is damaged; restore a backup",
}

SQLITE: dict[int, type[StorageError]] = {
    5: StorageBusy,  # SQLITE_BUSY
    6: StorageBusy,  # SQLITE_LOCKED
    8: StorageReadOnly,  # SQLITE_READONLY
    10: StorageUnreachable,  # SQLITE_IOERR
    11: StorageDamaged,  # SQLITE_CORRUPT
    13: StorageFull,  # SQLITE_FULL
    14: StorageUnreachable,  # SQLITE_CANTOPEN
    26: StorageDamaged,  # SQLITE_NOTADB
}
"""By primary result code (https://www.sqlite.org/rescode.html)."""

POSTGRES: dict[str, type[StorageError]] = {
    "08": StorageUnreachable,  # connection exceptions
    "25P03": StorageUnreachable,  # cut off for standing still within a transaction
    "25006": StorageReadOnly,  # a transaction, or a standby, that only reads
    "28": StorageUnreachable,  # authorization
    "40": StorageBusy,  # serialization failure, deadlock
    "42501": StorageReadOnly,  # no privilege
    "42P01": NotMigrated,  # no such table
    "42703": NotMigrated,  # no such column
    "53": StorageBusy,  # out of memory, too many connections
    "53100": StorageFull,  # disk full
    "55P03": StorageBusy,  # lock not available
    "57": StorageUnreachable,  # shut down, starting up
    "57014": StorageBusy,  # cancelled, by statement_timeout
    "58030": StorageUnreachable,  # I/O error
    "XX001": StorageDamaged,
    "XX002": StorageDamaged,
}
"""By SQLSTATE or its class (https://www.postgresql.org/docs/18/errcodes-appendix.html)."""


def failure_of(wrong: SQLAlchemyError) -> StorageError | None:
    """The StorageError that an error is, or None for one that is a mistake in the code."""
    kind = StorageBusy if isinstance(wrong, PoolTimeout) else _kind(wrong) if isinstance(wrong, DBAPIError) else None
    return kind(MEANINGS[kind]) if kind else None


def _kind(wrong: DBAPIError) -> type[StorageError] | None:
    cause = wrong.orig
    state = getattr(cause, "sqlstate", None)
    if state:
        return POSTGRES.get(state) or POSTGRES.get(state[:2])
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        missing = str(cause).startswith(("no such table", "no such column"))
        return NotMigrated if missing else SQLITE.get(code & 0xFF)
    # psycopg without a word from the server: no connection, or a lost one
    lost = wrong.connection_invalidated or type(cause).__name__ in {"OperationalError", "InterfaceError"}
    return StorageUnreachable if lost else None
