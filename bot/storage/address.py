"""DATABASE_URL, read and checked: which engine, and how it is shown without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import UsageError

FORMS = "sqlite:////folder/file.db or postgresql://user:password@host:5432/name"
SCHEMES = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. Its text form has no password.

    `file` is the file of a SQLite database and None for PostgreSQL.
    """

    url: URL = field(repr=False)
    file: Path | None

    @classmethod
    def of(cls, text: str) -> Address:
        """The address that a DATABASE_URL names.

        Raises:
            UsageError: it is malformed, or of a database that Pennyworth does not work with.
        """
        scheme = re.match(r"([\w.+-]*):", text.strip())
        if scheme is None or scheme[1] not in SCHEMES:
            named = f"{scheme[1]}: is no database that Pennyworth works with" if scheme else "it has no scheme"
            raise UsageError(f"DATABASE_URL: {named}; write {FORMS}.")
        try:
            url = make_url(text.strip())
        except (ArgumentError, ValueError):
            raise UsageError(f"DATABASE_URL: {masked(text.strip())} cannot be read; write {FORMS}.") from None
        return _in_file(url) if SCHEMES[scheme[1]] == "sqlite" else _on_server(url)

    def __str__(self) -> str:
        return str(self.file) if self.file else masked(self.url.set(drivername="postgresql").render_as_string())


def masked(text: str) -> str:
    """A database address without password and options, whether or not it can be read."""
    bare = text.partition("?")[0]
    scheme, slashes, rest = bare.partition("://")
    user, at, where = rest.rpartition("@")
    return f"{scheme}{slashes}{user.partition(':')[0]}{at}{where}" if slashes else scheme


def _in_file(url: URL) -> Address:
    if url.host or url.query:
        raise UsageError(f"DATABASE_URL: {masked(str(url))} has a host or options; write sqlite:////folder/file.db.")
    if not url.database or url.database == ":memory:":
        raise UsageError("DATABASE_URL: it names no file to keep; write sqlite:////folder/file.db.")
    file = Path(url.database).absolute()
    return Address(URL.create("sqlite", database=file.as_uri(), query={"mode": "rw", "uri": "true"}), file)


def _on_server(url: URL) -> Address:
    return Address(url.set(drivername="postgresql+psycopg"), None)
