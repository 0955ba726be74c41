"""The schema: what the migrations make, under a lock, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from bot.errors import UsageError
from bot.storage.address import Address
from bot.storage.database import Database
from bot.storage.migrate import Migrated, migrate, revisions, to_head, to_revision
from bot.storage.tables import REVISION, metadata
from tests.databases import Maker, Postgres
from tests.storage.replicas import forks, replica


def differences(url: str) -> list[Any]:
    """How a database differs from the tables in the code."""
    engine = create_engine(Address.of(url).url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    engine.dispose()
    return list(found)


async def test_migrating_makes_the_tables_once(database_url: str) -> None:
    """A new database comes to the newest revision; the second time there is nothing to do."""
    first = await migrate(database_url)
    assert (first.before, first.after) == ("", REVISION)
    assert await migrate(database_url) == Migrated(first.database, REVISION, REVISION)


def test_the_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    """Columns, types, keys and indexes: Alembic finds no difference, and sees one that is made."""
    to_head(database_url)
    assert differences(database_url) == []
    engine = create_engine(Address.of(database_url).url)
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_seen_at"))
    engine.dispose()
    assert [difference[0] for difference in differences(database_url)] == ["add_index"]


def test_the_code_works_with_the_newest_revision() -> None:
    """The revision that tables.py names is the last step, and the steps are one line."""
    assert revisions()[0] == REVISION
    assert len(revisions()) == len(set(revisions()))


def test_the_workspace_leads_every_key() -> None:
    """Of every table, so that no key means something without it."""
    assert {table.name: next(iter(table.primary_key)).name for table in metadata.sorted_tables} == dict.fromkeys(
        metadata.tables, "workspace"
    )


def test_every_past_schema_comes_to_the_newest(maker: Maker) -> None:
    """From each revision there was, the same tables."""
    for past in revisions():
        url = maker.empty()
        to_revision(url, past)
        assert to_head(url).before == past
        assert differences(url) == []


def test_a_newer_databases_tables_are_left_alone(database_url: str) -> None:
    """An old version refuses what a new one made, in a sentence."""
    to_head(database_url)
    engine = create_engine(Address.of(database_url).url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UsageError, match=r"^DATABASE_URL: .* is at revision 9999, made by a newer Pennyworth; .*\.$"):
        to_head(database_url)


async def test_a_database_of_another_revision_is_not_ready(migrated_url: str) -> None:
    """It says which it has and which it needs."""
    db = Database(migrated_url)
    assert await db.ready()
    async with db.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    ready = await db.ready()
    assert not ready
    assert ready.why == f"the database is at revision 0000; this version needs {REVISION}"
    async with db.writing() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{REVISION}'"))  # noqa: S608
    await db.close()


@forks
def test_replicas_that_start_at_once_migrate_once(database_url: str) -> None:
    """Of four, one makes the tables; the others wait and find them."""
    assert sorted(replica("race", database_url, 4)) == ["", REVISION, REVISION, REVISION]
    assert differences(database_url) == []


@forks
def test_a_migration_that_is_killed_leaves_nothing_and_can_be_run_again(database_url: str, full: bool) -> None:
    """Killed with SIGKILL before many of its statements, or each and the commit: no table is there, until one ends."""
    *killed, through = replica("die", database_url, 1 if full else 7)
    assert len(killed) * (1 if full else 7) > len(metadata.tables)
    assert killed == [[]] * len(killed)
    assert through == sorted([*metadata.tables, "alembic_version"])
    assert differences(database_url) == []


def test_a_database_that_loses_characters_is_refused(postgres: Postgres) -> None:
    """PostgreSQL in another encoding than UTF-8 cannot keep what people write."""
    postgres.do("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(UsageError, match=r"does not keep every character; make it with ENCODING 'UTF8'\.$"):
        to_head(postgres.uri.set(database="latin").render_as_string(hide_password=False))


def test_a_database_that_may_not_be_written_is_refused(postgres: Postgres) -> None:
    """In a sentence that says so."""
    url = postgres.empty()
    postgres.do(f"ALTER DATABASE {Address.of(url).url.database} SET default_transaction_read_only = on")
    with pytest.raises(UsageError, match=r"^DATABASE_URL: .* cannot be used, the database may not be written: .*\.$"):
        to_head(url)
