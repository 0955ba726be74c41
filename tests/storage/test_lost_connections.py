"""Connections that are lost, at any moment, and servers that are gone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert, text

from bot.storage import database, quotes, seen, workspaces
from bot.storage.address import Address
from bot.storage.database import Database
from bot.storage.errors import (
    StorageUnreachable,
)
from bot.storage.tables import managers
from tests.databases import Postgres
from tests.storage.samples import AT, HERE, MONTH, content
from tests.storage.wire import COMMIT, Wire, commits


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
