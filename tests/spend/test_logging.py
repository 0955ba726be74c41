"""Logging a quote's jobs at the same moment, on two replicas."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

from bot.ask import Asker
from bot.clock import FixedClock
from bot.desk.accounts import Accounts
from bot.spend.books import Asked
from bot.storage import quotes
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.quotes import Content
from pricing import built_in
from tests.spend.samples import CLOCK, NOW


async def test_two_who_log_a_quote_at_once_log_it_once(db: Database, migrated_url: str) -> None:
    """The second learns that it is logged, in the same words as a minute later; a direct talk leaves no trace."""
    other, catalog = Database(migrated_url), built_in()
    answer = Asker(catalog, CLOCK).ask("log 40 high squares on mini")
    content = Content("{}", "x", Decimal(1), Decimal(1), None, "metered", "gpt-image-1-mini", 40)
    kept = await quotes.save(db, Place("T1", "D1", "1.1"), "U1", content, NOW)
    one, two = Accounts(db, catalog, CLOCK), Accounts(other, catalog, FixedClock(NOW + timedelta(seconds=1)))
    logged = await asyncio.gather(one.log(kept, answer, "U1"), two.log(kept, answer, "U2"))
    assert sorted((each.recorded, each.known, each.refused) for each in logged) == [(0, 1, ()), (1, 0, ())]
    later = Accounts(db, catalog, FixedClock(NOW + timedelta(minutes=1)))
    assert (await later.books.spend("T1", Asked("today"))).entries == 1
    assert await later.books.names("T1", "channel") == frozenset()
    await other.close()
