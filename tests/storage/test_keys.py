"""Keys with which services report usage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.storage import keys
from bot.storage.database import Database
from bot.storage.tables import keys as table
from bot.storage.tables import metadata
from tests.storage.wire import Wire, commits

AT = datetime(2026, 11, 22, tzinfo=UTC)


async def test_a_key_belongs_to_its_workspace(db: Database) -> None:
    """The key that was made for T1 is T1's, and no other text is anybody's."""
    made, token = await keys.make(db, "T1", "web shop", "U1", AT)
    assert token.startswith("pwk_")
    assert await keys.owner(db, token) == ("T1", made.id)
    for other in ("", "pwk_", token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), token + "A", token.upper()):
        assert await keys.owner(db, other) is None


async def test_the_key_itself_is_nowhere(db: Database) -> None:
    """No column of any table holds it, nor any part of it but the prefix."""
    _, token = await keys.make(db, "T1", "web shop", "U1", AT)
    for each in metadata.sorted_tables:
        assert token[4:20] not in repr(await db.fetch(select(each)))


async def test_a_revoked_key_is_none(db: Database) -> None:
    """After a manager revoked it, it is no key; only in its own workspace, and who comes second changes nothing."""
    made, token = await keys.make(db, "T1", "web shop", "U1", AT)
    assert not await keys.revoke(db, "T2", made.id, "U1", AT)
    assert await keys.owner(db, token)
    assert await keys.revoke(db, "T1", made.id, "U1", AT)
    assert await keys.owner(db, token) is None
    assert await keys.revoke(db, "T1", made.id, "U2", AT + timedelta(hours=1))
    (row,) = await db.fetch(select(table.c.revoked_at, table.c.revoked_by))
    assert tuple(row) == (AT, "U1")


async def test_a_lost_answer_to_a_commit_revokes_a_key(wired: tuple[Database, Wire]) -> None:
    """The key is useless, and the manager is not told that there is none."""
    db, line = wired
    made, token = await keys.make(db, "T1", "web shop", "U1", AT)
    line.swallow = commits
    assert await keys.revoke(db, "T1", made.id, "U1", AT)
    assert line.cuts == 1
    assert await keys.owner(db, token) is None


async def test_a_lost_answer_to_a_commit_makes_one_key(
    wired: tuple[Database, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the last that there may be: who asked for it is told the key that there is."""
    db, line = wired
    monkeypatch.setattr(keys, "MOST_KEYS", 1)
    line.swallow = commits
    made, token = await keys.make(db, "T1", "web shop", "U1", AT)
    assert line.cuts == 1
    assert await keys.owner(db, token) == ("T1", made.id)
    assert len(await keys.of_workspace(db, "T1")) == 1


async def test_keys_are_listed_without_the_keys(db: Database) -> None:
    """Name, maker and dates; another workspace's are not among them."""
    first, token = await keys.make(db, "T1", "  web\n shop ", "U1", AT)
    await keys.make(db, "T2", "other", "U2", AT)
    await keys.revoke(db, "T1", first.id, "U1", AT)
    (listed,) = await keys.of_workspace(db, "T1")
    assert (listed.name, listed.made_by, listed.made_at, listed.revoked_at) == ("web shop", "U1", AT, AT)
    assert token not in repr(listed)


async def test_there_are_only_so_many_keys(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the most a sentence says to revoke one; a revoked one makes room."""
    monkeypatch.setattr(keys, "MOST_KEYS", 2)
    first, _ = await keys.make(db, "T1", "a", "U1", AT)
    await keys.make(db, "T1", "b", "U1", AT)
    with pytest.raises(keys.TooManyKeys, match="2 keys already: revoke one"):
        await keys.make(db, "T1", "c", "U1", AT)
    await keys.revoke(db, "T1", first.id, "U1", AT)
    await keys.make(db, "T1", "c", "U1", AT)
