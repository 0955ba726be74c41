"""What happens when the database is busy, gone, full or read-only."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.storage import database, people, quotes, retention, seen, threads, workspaces
from bot.storage.address import Address
from bot.storage.database import Database
from bot.storage.errors import (
    NotMigrated,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
)
from bot.storage.tables import managers, metadata
from tests.databases import Postgres, Sqlite
from tests.storage.samples import AT, DAY, HERE, MONTH, content
from tests.storage.wire import Wire, never, wire

COMMIT = b"COMMIT\0"


def commits(sent: bytes) -> bool:
    """Whether the server is told to commit."""
    return COMMIT in sent


@pytest.fixture
async def wired(postgres: Postgres, tmp_path: Path) -> AsyncIterator[tuple[Database, Wire]]:
    """A PostgreSQL database behind a wire that can be cut."""
    url = postgres.migrated()
    async with wire(url, tmp_path) as line:
        db = Database(line.url)
        yield db, line
        await db.close()
    postgres.done(url)


@pytest.fixture
async def in_file(sqlite: Sqlite) -> AsyncIterator[tuple[Database, Path]]:
    """A SQLite database and its file."""
    db = Database(sqlite.migrated())
    assert db.address.file
    yield db, db.address.file
    await db.close()


@pytest.fixture
def holder(in_file: tuple[Database, Path]) -> Iterator[sqlite3.Connection]:
    """Another process's connection, as good as: it can hold the file's lock."""
    connection = sqlite3.connect(in_file[1], isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


async def test_an_exception_undoes_a_transaction(db: Database) -> None:
    """Nothing of it is kept, and the next works."""

    async def work(connection: Any) -> None:
        await connection.execute(insert(managers).values(workspace="T1", user_id="U1", named_by="U1", at=AT))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.write(work)
    assert await workspaces.managers(db, "T1") == ()
    await workspaces.name_manager(db, "T1", "U1", "U2", AT)


async def test_a_mistake_in_the_code_is_not_taken_for_a_failure(db: Database) -> None:
    """A second row with the same key stays what it is, is not retried, and shows no values."""
    row = insert(managers).values(workspace="T1", user_id="U-canary", named_by="U1", at=AT)
    await db.execute(row)
    with pytest.raises(IntegrityError) as refused:
        await db.execute(row)
    assert "canary" not in str(refused.value).partition("DETAIL")[0]


async def test_reading_cannot_write(postgres: Postgres) -> None:
    """On PostgreSQL a reader's transaction is read-only."""
    db = Database(postgres.migrated())
    with pytest.raises(StorageReadOnly):
        async with db.reading() as connection:
            await connection.execute(insert(managers).values(workspace="T1", user_id="U1", named_by="U1", at=AT))
    await db.close()


async def test_a_reader_sees_one_state(db: Database) -> None:
    """What is written meanwhile is not seen before the next transaction."""
    found = select(managers.c.user_id).where(managers.c.workspace == "T1")
    async with db.reading() as connection:
        assert not (await connection.execute(found)).all()
        await workspaces.name_manager(db, "T1", "U1", "U1", AT)
        assert not (await connection.execute(found)).all()
    assert await workspaces.managers(db, "T1") == ("U1",)


async def test_writing_within_writing_is_a_mistake(db: Database) -> None:
    """On SQLite it would wait for itself, so it is refused on both engines, and only there."""
    async with db.writing():
        with pytest.raises(RuntimeError, match="writing already"):
            await workspaces.name_manager(db, "T1", "U1", "U1", AT)
    await workspaces.name_manager(db, "T1", "U1", "U1", AT)


async def test_a_cancelled_writer_leaves_nothing_and_blocks_nobody(db: Database) -> None:
    """Cancelled at any moment, a writer's transaction is undone as a whole and the next gets its turn."""

    async def both() -> None:
        async with db.writing() as connection:
            for user in ("U1", "U2"):
                await connection.execute(insert(managers).values(workspace="T1", user_id=user, named_by="U", at=AT))

    await db.ready()
    for moment in range(12):
        task = asyncio.create_task(both())
        await asyncio.sleep(moment / 2000)
        task.cancel()
        await asyncio.wait([task])
        found = await workspaces.managers(db, "T1")
        assert found in ((), ("U1", "U2"))
        async with db.writing() as connection:
            await connection.execute(managers.delete())


async def test_a_busy_file_is_waited_for(in_file: tuple[Database, Path], holder: sqlite3.Connection) -> None:
    """Another process holds the lock for longer than one try waits: the write is tried again and done."""
    db, _ = in_file
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.15, holder.execute, ["COMMIT"]).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PAUSES", (0.02,) * 100)
        await impatient(db)
        assert await seen.first_sight(db, "T1", "Ev1", AT)


async def impatient(db: Database) -> None:
    """Makes a SQLite database's writers wait 10 ms only for another process."""
    await db.ready()

    @event.listens_for(db._engine.sync_engine, "checkout")
    def checked_out(connection: Any, *_: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout = 10")


async def test_a_file_that_stays_busy_is_an_error_with_a_name(
    in_file: tuple[Database, Path], holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept, readers are not held up, and once the lock is gone it works."""
    db, _ = in_file
    monkeypatch.setattr(database, "PAUSES", (0.01, 0.01))
    await impatient(db)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy, match="busy"):
        await seen.first_sight(db, "T1", "Ev1", AT)
    assert await db.ready()
    holder.execute("COMMIT")
    assert await seen.first_sight(db, "T1", "Ev1", AT)


async def test_many_writers_at_once_all_get_their_turn(db: Database) -> None:
    """A hundred, and as many readers: none fails."""
    writers = [threads.add(db, HERE, f"1700000000.{i:06}", "U1", str(i), AT) for i in range(100)]
    readers = [threads.texts(db, HERE) for _ in range(100)]
    await asyncio.gather(*writers, *readers)
    assert len(await threads.texts(db, HERE)) == 100


async def test_connections_dropped_while_idle_are_not_noticed(wired: tuple[Database, Wire]) -> None:
    """The server restarts between two requests: both reading and writing go on."""
    db, line = wired
    await workspaces.get(db, "T1")
    line.drop_all()
    assert await workspaces.managers(db, "T1") == ()
    line.drop_all()
    async with db.writing() as connection:
        await connection.execute(insert(managers).values(workspace="T1", user_id="U1", named_by="U1", at=AT))
    assert await workspaces.managers(db, "T1") == ("U1",)


@pytest.mark.parametrize("what", [b"INSERT INTO seen", COMMIT, b"BEGIN"])
async def test_a_connection_lost_before_the_server_got_it_is_retried(wired: tuple[Database, Wire], what: bytes) -> None:
    """Cut at any statement of the transaction: the key is new, once."""
    db, line = wired
    await db.ready()
    line.cut = lambda sent: what in sent
    assert await seen.first_sight(db, "T1", "Ev1", AT)
    assert line.cuts == 1
    assert not await seen.first_sight(db, "T1", "Ev1", AT)


async def test_a_lost_answer_to_a_commit_leaves_a_key_new(wired: tuple[Database, Wire]) -> None:
    """It was kept, the bot cannot know, tries again and finds its own claim: the event is handled, once."""
    db, line = wired
    await db.ready()
    line.swallow = commits
    assert await seen.first_sight(db, "T1", "Ev1", AT)
    assert line.cuts == 1
    assert not await seen.first_sight(db, "T1", "Ev1", AT)


async def test_a_lost_answer_to_a_commit_changes_a_setting_once(wired: tuple[Database, Wire]) -> None:
    """One row in the audit trail."""
    db, line = wired
    await db.ready()
    line.swallow = commits
    await workspaces.change(db, "T1", "U1", {"by_person": True}, AT)
    assert line.cuts == 1
    assert len(await workspaces.changes(db, "T1")) == 1


async def test_a_lost_answer_to_a_commit_saves_a_quote_once(wired: tuple[Database, Wire]) -> None:
    """One row, under the id that the caller gets."""
    db, line = wired
    await db.ready()
    line.swallow = commits
    saved = await quotes.save(db, HERE, "U1", content(), AT)
    assert line.cuts == 1
    month = await quotes.of_month(db, "T1", None, *MONTH)
    assert month.newest == (saved,)


async def test_a_server_that_is_gone_is_an_error_with_a_name(
    wired: tuple[Database, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a few tries; it says nothing of the address, and readiness says why."""
    db, line = wired
    monkeypatch.setattr(database, "PAUSES", (0.01,))
    await db.ready()
    line.server = "/nowhere"
    line.drop_all()
    with pytest.raises(StorageUnreachable, match=r"^the database cannot be reached$"):
        await workspaces.get(db, "T1")
    assert (await db.ready()).why == "the database cannot be reached"


async def test_a_server_that_does_not_answer_is_not_ready(
    wired: tuple[Database, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readiness waits a while and says so; when the server is back, so is the bot."""
    db, line = wired
    assert await db.ready()
    monkeypatch.setattr(database, "READY_SECONDS", 0.1)
    line.frozen = True
    assert (await db.ready()).why == "the database does not answer within 0.1 s"
    line.frozen = False
    line.drop_all()
    monkeypatch.setattr(database, "READY_SECONDS", 5)
    assert await db.ready()


async def test_a_backend_that_is_terminated_in_a_transaction_is_retried(postgres: Postgres) -> None:
    """An administrator ends the connection between two statements: the work is done again, once."""
    url = postgres.migrated()
    db = Database(url)
    tries = 0

    async def work(connection: Any) -> None:
        nonlocal tries
        tries += 1
        await connection.execute(insert(managers).values(workspace="T1", user_id="U1", named_by="U1", at=AT))
        if tries == 1:
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
            postgres.do(f"SELECT pg_terminate_backend({pid})")
        await connection.execute(insert(managers).values(workspace="T1", user_id="U2", named_by="U1", at=AT))

    await db.write(work)
    assert tries == 2
    assert await workspaces.managers(db, "T1") == ("U1", "U2")
    await db.close()
    postgres.done(url)


async def test_a_deadlock_is_retried(postgres: Postgres) -> None:
    """Two that lock each other out: PostgreSQL ends one, which is done again."""
    url = postgres.migrated()
    db = Database(url)
    postgres.do(f"ALTER DATABASE {Address.of(url).url.database} SET deadlock_timeout = '10ms'")
    for user in ("U1", "U2"):
        await workspaces.name_manager(db, "T1", "U0", user, AT)
    tries, both = [], asyncio.Barrier(2)

    async def rename(first: str, second: str) -> None:
        async def work(connection: Any) -> None:
            tries.append(first)
            change = managers.update().values(named_by=first)
            await connection.execute(change.where(managers.c.user_id == first))
            if len(tries) <= 2:
                await both.wait()
            await connection.execute(change.where(managers.c.user_id == second))

        await db.write(work)

    await asyncio.gather(rename("U1", "U2"), rename("U2", "U1"))
    assert len(tries) == 3
    await db.close()
    postgres.done(url)


async def test_a_full_disk_is_an_error_with_a_name(in_file: tuple[Database, Path]) -> None:
    """Nothing of the entry is kept, what was there is still read, and with room it works again."""
    db, _ = in_file
    await threads.add(db, HERE, "1", "U1", "before", AT)
    pages = {"most": 0}

    @event.listens_for(db._engine.sync_engine, "checkout")
    def checked_out(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {pages['most'] or cursor.fetchone()[0]}")

    with pytest.raises(StorageFull, match="no room left"):
        await threads.add(db, HERE, "2", "U1", "much " * 50_000, AT)
    assert await threads.texts(db, HERE) == ("before",)
    pages["most"] = 100_000
    await threads.add(db, HERE, "2", "U1", "after", AT)
    assert await threads.texts(db, HERE) == ("before", "after")


async def test_a_read_only_server_is_an_error_with_a_name(postgres: Postgres) -> None:
    """Nothing is kept, and reading goes on."""
    url = postgres.migrated()
    postgres.do(f"ALTER DATABASE {Address.of(url).url.database} SET default_transaction_read_only = on")
    db = Database(url)
    with pytest.raises(StorageReadOnly, match="may not be written"):
        await seen.first_sight(db, "T1", "Ev1", AT)
    assert await workspaces.get(db, "T1") == workspaces.WorkspaceSettings()
    await db.close()


async def test_a_read_only_file_is_an_error_with_a_name(in_file: tuple[Database, Path]) -> None:
    """Nothing is kept, and reading goes on."""
    db, _ = in_file

    @event.listens_for(db._engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.cursor().execute("PRAGMA query_only = ON")

    with pytest.raises(StorageReadOnly, match="may not be written"):
        await seen.first_sight(db, "T1", "Ev1", AT)
    assert await workspaces.get(db, "T1") == workspaces.WorkspaceSettings()


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", StorageFull),
        ("53300", StorageBusy),
        ("40001", StorageBusy),
        ("57P01", StorageUnreachable),
        ("25006", StorageReadOnly),
        ("XX001", StorageDamaged),
    ],
)
async def test_a_servers_word_has_a_meaning(
    postgres: Postgres, state: str, kind: type[StorageError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What PostgreSQL reports by a code is one of our errors."""
    monkeypatch.setattr(database, "PAUSES", ())
    db = Database(postgres.uri.render_as_string(hide_password=False))
    with pytest.raises(kind):
        await db.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'planned' USING ERRCODE = '{state}'; END $$"))
    await db.close()


async def test_missing_tables_are_an_error_with_a_name(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `pennyworth migrate` nothing works, and it says what to do. A missing file is not made."""
    monkeypatch.setattr(database, "PAUSES", ())
    db = Database(database_url)
    assert "pennyworth migrate" in (await db.ready()).why
    with pytest.raises(NotMigrated, match="pennyworth migrate"):
        await workspaces.get(db, "T1")
    assert db.address.file is None or not db.address.file.exists()
    await db.close()


async def test_a_file_that_is_deleted_under_the_bot_is_noticed(in_file: tuple[Database, Path]) -> None:
    """SQLite would write on, to a file that nobody finds again."""
    db, file = in_file
    assert await seen.first_sight(db, "T1", "Ev1", AT)
    file.unlink()
    with pytest.raises(NotMigrated, match="is not there"):
        await seen.first_sight(db, "T1", "Ev2", AT)
    assert not await db.ready()


async def test_an_empty_file_is_not_migrated(tmp_path: Path) -> None:
    """It has no tables."""
    (tmp_path / "empty.db").touch()
    db = Database(f"sqlite:///{tmp_path}/empty.db")
    assert "pennyworth migrate" in (await db.ready()).why
    with pytest.raises(NotMigrated, match="pennyworth migrate"):
        await workspaces.get(db, "T1")
    await db.close()


async def test_a_damaged_file_is_an_error_with_a_name(sqlite: Sqlite) -> None:
    """A table's page overwritten: reading it says so and invents nothing."""
    url = sqlite.migrated()
    db = Database(url)
    assert db.address.file
    await workspaces.change(db, "T1", "U1", {"by_person": True}, AT)
    await db.close()
    with sqlite3.connect(db.address.file) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with db.address.file.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StorageDamaged, match="restore a backup"):
        await workspaces.get(db, "T1")
    await db.close()


async def scenario(db: Database) -> None:
    """Every kind of statement, one after the other."""
    assert await seen.first_sight(db, "T1", "Ev1", AT)
    await threads.add(db, HERE, "1700000000.000100", "U1", "100 images", AT)
    saved = await quotes.save(db, HERE, "U1", content(), AT)
    await quotes.placed(db, "T1", saved.id, HERE, "1700000000.000900")
    await quotes.replace(db, "T1", saved.id, content("2"))
    await workspaces.name_first_manager(db, "T1", "U1", AT)
    await workspaces.name_manager(db, "T1", "U1", "U2", AT)
    await workspaces.change(db, "T1", "U1", {"by_person": True, "may_log": ["U3"]}, AT)
    assert await workspaces.remove_manager(db, "T1", "U1", "U2", AT) == "removed"
    assert await threads.texts(db, HERE) == ("100 images",)
    assert (await people.stored(db, "T1", "U1")).counts == {"texts": 1, "quotes": 1, "changes": 5, "roles": 1}
    assert (await quotes.of_month(db, "T1", None, *MONTH)).total == 2
    await threads.add(db, HERE, "1700000000.000200", "U9", "and in high?", AT)
    assert await people.remove(db, "T1", "U9") == {"texts": 1, "quotes": 0, "changes": 0}
    assert await retention.forget_old(db, AT + DAY) == retention.Forgotten(0, 0, 0)


async def state(db: Database) -> dict[str, list[Any]]:
    """Every row, without what is random."""
    random = {"id", "claim"}
    tables = {table.name: [c for c in table.columns if c.name not in random] for table in metadata.sorted_tables}
    return {name: sorted(map(str, await db.fetch(select(*columns)))) for name, columns in tables.items()}


async def emptied(db: Database) -> dict[str, list[Any]]:
    """What was in the database, which is empty afterwards."""
    found = await state(db)
    async with db.writing() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(table.delete())
    return found


async def test_each_statement_may_fail_once(
    in_file: tuple[Database, Path], full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite: the connection is lost before one of the statements, whichever; the state at the end is the same."""
    db, _ = in_file
    monkeypatch.setattr(database, "PAUSES", (0, 0, 0))
    statements, doomed = 0, 0

    @event.listens_for(db._engine.sync_engine, "before_cursor_execute")
    def executing(connection: Any, cursor: Any, *_: object) -> None:
        nonlocal statements
        statements += 1
        if statements == doomed:
            cursor._adapt_connection.terminate()

    await scenario(db)
    expected = await emptied(db)
    for last in count(1, 1 if full else 11):
        statements, doomed = 0, last
        await scenario(db)
        if statements < doomed:
            break
        doomed = 0
        assert await emptied(db) == expected, last
    assert doomed > 40


@pytest.mark.parametrize("how", ["cut", "swallow"])
async def test_each_message_to_the_server_may_be_lost(
    wired: tuple[Database, Wire], how: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: the wire is cut before or after one of the messages, whichever; the state at the end is the same."""
    db, line = wired
    monkeypatch.setattr(database, "PAUSES", (0, 0, 0))
    messages, doomed = 0, 0

    def at_its_turn(sent: bytes) -> bool:
        nonlocal messages
        messages += 1
        return messages == doomed

    await scenario(db)
    expected = await emptied(db)
    for last in count(1, 1 if full else 17):
        messages, doomed, line.cuts = 0, last, 0
        setattr(line, how, at_its_turn)
        await scenario(db)
        line.cut = line.swallow = never
        assert await emptied(db) == expected, last
        if not line.cuts:
            break
    assert doomed > 40
