"""A key is new once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.storage.database import Database
from bot.storage.seen import first_sight, forget_seen

AT = datetime(2026, 11, 22, tzinfo=UTC)


async def test_a_key_is_new_once_in_a_workspace(db: Database) -> None:
    """The first look says yes, the second no, and another workspace has its own."""
    assert [await first_sight(db, "T1", "Ev1", AT) for _ in range(3)] == [True, False, False]
    assert await first_sight(db, "T2", "Ev1", AT)


async def test_what_was_seen_long_ago_is_forgotten(db: Database) -> None:
    """Of two keys the older goes, and is new again."""
    await first_sight(db, "T1", "old", AT)
    await first_sight(db, "T1", "new", AT + timedelta(hours=1))
    assert await forget_seen(db, AT + timedelta(minutes=1)) == 1
    assert await first_sight(db, "T1", "old", AT)
    assert not await first_sight(db, "T1", "new", AT)
