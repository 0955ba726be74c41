"""What was quoted against what it then cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.clock import FixedClock
from bot.spend.books import Asked, Books
from bot.spend.facts import Only, Quoted
from bot.storage import quotes
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.quotes import Content
from pricing import built_in
from tests.spend.samples import NOW, ledger, stated

HERE = Place("T1", "C1", "1.1")


def content(headline: str, metered: str | None = None) -> Content:
    """A quote's figures."""
    return Content("{}", "words", Decimal(headline), Decimal(metered) if metered else None, model="gpt-image-2")


async def quoted(db: Database, asked: Asked, zone: str = "UTC") -> Quoted:
    """What is told."""
    return await Books(db, built_in(), FixedClock(NOW)).quoted("T1", asked, zone)


async def test_quotes_are_held_against_what_usage_of_them_cost(db: Database) -> None:
    """Of a thread the latest quote counts: $3 and $5 quoted; the usage of the second cost $4 and $1.50, $1 of it taken
    back, against $4.60 as metered."""
    await quotes.save(db, HERE, "U1", content("99"), NOW - timedelta(hours=2))
    await quotes.save(db, HERE, "U1", content("3", "2"), NOW - timedelta(hours=1))
    made = await quotes.save(db, replace(HERE, thread="2.2"), "U2", content("5", "4.60"), NOW)
    events = [stated(f"k{n}", usd, quote=made.id, source="api") for n, usd in enumerate(("4", "1.50", "1"))]
    await ledger(db).record("T1", [*events, stated("other", "7")])
    await ledger(db).undo("T1", "api", "k2")
    await ledger(db).record("T2", [replace(events[0], stated=Decimal(1000))])
    assert await quoted(db, Asked("today")) == Quoted(2, Decimal(8), 1, Decimal("4.60"), Decimal("5.50"))
    assert await quoted(db, Asked("today", only=Only(people=("u2",)))) == Quoted(
        1, Decimal(5), 1, Decimal("4.60"), Decimal("5.50")
    )
    assert (await quoted(db, Asked("today", only=Only(channels=("C9",))))).count == 0
    assert (await quoted(db, Asked("today", only=Only(projects=("web",))))).count == 0
    assert (await quoted(db, Asked("yesterday"))).count == 0
    assert (await quoted(db, Asked(None))).count == 2


async def test_a_day_is_one_of_the_asker(db: Database) -> None:
    """22:30 in UTC on the 21st is the 22nd in Berlin."""
    await quotes.save(db, HERE, "U1", content("3"), datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    assert (await quoted(db, Asked("today"))).count == 0
    assert (await quoted(db, Asked("today"), "Europe/Berlin")).count == 1


async def test_a_quote_that_was_taken_back_whole_was_not_made(db: Database) -> None:
    """Its usage comes to nothing; a quote of before sums were kept as metered counts as it was seen."""
    made = await quotes.save(db, HERE, "U1", content("3"), NOW)
    await ledger(db).record("T1", [stated("a", "4", quote=made.id)])
    assert await quoted(db, Asked("today")) == Quoted(1, Decimal(3), 1, Decimal(3), Decimal(4))
    await ledger(db).undo("T1", "import", "a")
    assert await quoted(db, Asked("today")) == Quoted(1, Decimal(3), 0, Decimal(0), Decimal(0))
