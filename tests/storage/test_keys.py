"""Keys with which services report usage."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.storage import keys
from bot.storage.database import Database
from bot.storage.tables import metadata

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
    for table in metadata.sorted_tables:
        assert token[4:20] not in repr(await db.fetch(select(table)))


async def test_a_revoked_key_is_none(db: Database) -> None:
    """After a manager revoked it, it is no key; it can be revoked once, and only in its own workspace."""
    made, token = await keys.make(db, "T1", "web shop", "U1", AT)
    assert not await keys.revoke(db, "T2", made.id, "U1", AT)
    assert await keys.owner(db, token)
    assert [await keys.revoke(db, "T1", made.id, "U1", AT) for _ in range(2)] == [True, False]
    assert await keys.owner(db, token) is None


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
