"""What is old is forgotten, in small steps."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.storage import deliveries, quotes, retention, seen, sweep, threads
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.places import Place
from tests.storage.samples import AT, content, texts


async def keep(db: Database, workspace: str, age: timedelta) -> None:
    """One of each, so old."""
    await threads.add(db, Place(workspace, "C1", "1"), f"{age}", "U1", "text", AT - age)
    await quotes.save(db, Place(workspace, "C1", "1"), "U1", content(), AT - age)
    await seen.first_sight(db, workspace, f"{age}", AT - age)
    await deliveries.enqueue(db, [New(workspace, "digest", "1", f"{age}", "C1", "U1", AT - age)], AT - age)


async def test_each_kind_is_kept_for_its_time(db: Database) -> None:
    """Threads 90 days, quotes and deliveries 400 days, what was seen 2 days; to the microsecond, in every workspace."""
    just = timedelta(microseconds=1)
    for workspace in ("T1", "T2"):
        for days in (2, 90, 400):
            await keep(db, workspace, timedelta(days=days))
            await keep(db, workspace, timedelta(days=days) + just)
    assert await retention.forget_old(db, AT) == retention.Forgotten(
        threads=2 * 3, quotes=2 * 1, seen=2 * 5, deliveries=2 * 1
    )
    assert await retention.forget_old(db, AT) == retention.Forgotten(0, 0, 0, 0)
    assert await texts(db, Place("T1", "C1", "1")) == ("text",) * 3


async def test_much_is_forgotten_in_several_transactions(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five at a time, until nothing old is left."""
    monkeypatch.setattr(sweep, "AT_ONCE", 5)
    await asyncio.gather(*(seen.first_sight(db, "T1", str(i), AT) for i in range(23)))
    assert await seen.forget_seen(db, AT + timedelta(days=1)) == 23


async def test_two_replicas_may_forget_at_once(
    db: Database, migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row is forgotten once, and neither fails."""
    monkeypatch.setattr(sweep, "AT_ONCE", 5)
    other = Database(migrated_url)
    await asyncio.gather(*(seen.first_sight(db, "T1", str(i), AT) for i in range(60)))
    gone = await asyncio.gather(*(seen.forget_seen(each, AT + timedelta(days=1)) for each in (db, other)))
    await other.close()
    assert sum(gone) == 60
