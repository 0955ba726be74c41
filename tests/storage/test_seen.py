"""A key is new once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.storage import database
from bot.storage.database import Database
from bot.storage.errors import NotMigrated
from bot.storage.seen import first_sight, forget_seen
from tests.storage.replicas import forks, replica
from tests.storage.samples import AT, MINUTE


async def test_a_key_is_new_once_in_a_workspace(db: Database) -> None:
    """The first look says yes, the second no, and another workspace has its own."""
    assert [await first_sight(db, "T1", "Ev1", AT) for _ in range(3)] == [True, False, False]
    assert await first_sight(db, "T2", "Ev1", AT)


async def test_of_many_who_ask_at_once_one_is_first(db: Database) -> None:
    """The first of them, whether they share a transaction or not; and another workspace's has its own."""
    asked = [(workspace, key) for key in ("a", "b", "c") for _ in range(30) for workspace in ("T1", "T2")]
    first = await asyncio.gather(*(first_sight(db, workspace, key, AT) for workspace, key in asked))
    assert [each for each, new in zip(asked, first, strict=True) if new] == list(dict.fromkeys(asked))


async def test_two_hundred_at_once_share_transactions(db: Database) -> None:
    """All are new, in three transactions at most: what came before, what waited, what came last."""
    begun = 0

    @event.listens_for(db._engine.sync_engine, "commit")
    def committed(_: Any) -> None:
        nonlocal begun
        begun += 1

    assert all(await asyncio.gather(*(first_sight(db, "T1", str(i), AT) for i in range(200))))
    assert begun <= 3


async def test_one_who_gives_up_does_not_take_the_others_along(db: Database) -> None:
    """Cancelled while a transaction is shared: the others get their answer."""
    leaving, *staying = (asyncio.create_task(first_sight(db, "T1", str(i), AT)) for i in range(5))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await asyncio.gather(*staying) == [True] * 4


async def test_all_who_share_a_failure_hear_of_it(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without tables nobody is told that a key is new, and the next who ask are tried again."""
    monkeypatch.setattr(database, "PAUSES", ())
    db = Database(database_url)
    for _ in range(2):
        told = await asyncio.gather(*(first_sight(db, "T1", str(i), AT) for i in range(3)), return_exceptions=True)
        assert {type(each) for each in told} == {NotMigrated}
    await db.close()


async def test_text_that_is_no_text_is_a_key_too(db: Database) -> None:
    """NUL and lone surrogates in a key: new once all the same."""
    assert [await first_sight(db, "T1", "a\0\ud800", AT) for _ in range(2)] == [True, False]


async def test_what_was_seen_long_ago_is_forgotten(db: Database) -> None:
    """Of two keys the older goes, and is new again."""
    await first_sight(db, "T1", "old", AT)
    await first_sight(db, "T1", "new", AT + timedelta(hours=1))
    assert await forget_seen(db, AT + MINUTE) == 1
    assert await first_sight(db, "T1", "old", AT)
    assert not await first_sight(db, "T1", "new", AT)


@forks
def test_of_two_processes_one_sees_a_key_first(migrated_url: str, full: bool) -> None:
    """Both look at the same keys at the same moment: each key is new to exactly one of them."""
    keys = 20_000 if full else 1_000
    one, other = replica("see", migrated_url, keys)
    assert len(one) + len(other) == keys
    assert set(one) | set(other) == {f"Ev{i}" for i in range(keys)}
    assert one
    assert other
