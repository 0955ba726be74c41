"""What people said in a thread."""

from __future__ import annotations

from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.threads import MOST_TEXTS, add, forget
from tests.storage.samples import AT, HERE, MINUTE, texts


async def test_texts_come_oldest_first_whenever_they_arrived(db: Database) -> None:
    """Slack's timestamps order them, not the order of arrival."""
    for ts in ("1700000000.000300", "1700000000.000100", "1700000000.000200"):
        await add(db, HERE, ts, "U1", f"at {ts[-4:]}", AT)
    assert await texts(db, HERE) == ("at 0100", "at 0200", "at 0300")


async def test_a_message_is_kept_once(db: Database) -> None:
    """A second delivery changes nothing."""
    await add(db, HERE, "1700000000.000100", "U1", "first", AT)
    await add(db, HERE, "1700000000.000100", "U1", "again", AT)
    assert await texts(db, HERE) == ("first",)


async def test_a_thread_has_only_its_own_texts(db: Database) -> None:
    """Neither another thread's nor another channel's, though timestamps are equal."""
    for place in (HERE, Place("T1", "C1", "1700000000.000200"), Place("T1", "C2", HERE.thread), Place("T1", "C1")):
        await add(db, place, "1700000000.000900", "U1", f"in {place.channel} {place.thread}", AT)
    assert await texts(db, HERE) == (f"in C1 {HERE.thread}",)


async def test_of_a_long_thread_the_newest_texts_are_read(db: Database) -> None:
    """The last hundred, still oldest first."""
    for i in range(MOST_TEXTS + 2):
        await add(db, HERE, f"1700000000.{i:06}", "U1", str(i), AT)
    assert await texts(db, HERE) == tuple(str(i) for i in range(2, MOST_TEXTS + 2))


async def test_old_texts_are_forgotten(db: Database) -> None:
    """Those before the instant go, those at it stay."""
    await add(db, HERE, "1700000000.000100", "U1", "old", AT - MINUTE)
    await add(db, HERE, "1700000000.000200", "U1", "new", AT)
    assert await forget(db, AT) == 1
    assert await texts(db, HERE) == ("new",)
