"""DATABASE_URL, read and checked: which engine, and how it is shown without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import UsageError

IN_FILE = "sqlite:////folder/file.db"
ON_SERVER = "postgresql://user:password@host:5432/name"
SCHEMES = ("sqlite", "postgresql", "postgres")


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
        scheme, colon, _ = text.strip().partition(":")
        if not colon or not re.fullmatch(r"[A-Za-z][\w.+-]*", scheme):
            raise _unusable("it does not begin with the kind of a database", IN_FILE, ON_SERVER)
        if scheme not in SCHEMES:
            raise _unusable(f"{scheme} is no database that Pennyworth works with", IN_FILE, ON_SERVER)
        return _in_file(text.strip()) if scheme == "sqlite" else _on_server(text.strip())

    def __str__(self) -> str:
        if self.file:
            return str(self.file)
        user = f"{self.url.username}@" if self.url.username else ""
        port = f":{self.url.port}" if self.url.port else ""
        return f"postgresql://{user}{self.url.host or ''}{port}/{self.url.database or ''}"

    def without_secrets(self, text: str) -> str:
        """A driver's words without the password, should they hold it."""
        options = self.url.query.get("password", ())
        secrets = [self.url.password, *([options] if isinstance(options, str) else options)]
        for secret in filter(None, secrets):
            text = text.replace(str(secret), "…")
        return text


def _unusable(why: str, *forms: str) -> UsageError:
    return UsageError(f"DATABASE_URL: {why}; write {' or '.join(forms)}.")


def _read(text: str, form: str) -> URL:
    try:
        if not text.isprintable():
            raise ValueError
        return make_url(text)
    except (ArgumentError, ValueError):
        raise _unusable("it cannot be read", form) from None


def _in_file(text: str) -> Address:
    url = _read(text, IN_FILE)
    if url.host or url.username or url.query:
        raise _unusable("a file has no host and no options", IN_FILE)
    if not url.database or url.database == ":memory:":
        raise _unusable("it names no file to keep", IN_FILE)
    file = Path(url.database).absolute()
    return Address(URL.create("sqlite", database=file.as_uri(), query={"mode": "rw", "uri": "true"}), file)


def _on_server(text: str) -> Address:
    url = _read(text, ON_SERVER)
    if "@" in (url.host or ""):
        raise _unusable("a name or password holds an @, which is written %40", ON_SERVER)
    return Address(url.set(drivername="postgresql+psycopg"), None)
