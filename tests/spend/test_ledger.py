"""What becomes of events: recorded once, known, in conflict, revised, refused, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.spend.books import Asked, Books
from bot.spend.usage import UsageEvent
from bot.storage import people
from bot.storage.database import Database
from bot.storage.people import REMOVED, Item
from pricing import built_in
from tests.spend.samples import CLOCK, MINI, NOW, at, ledger, stated


async def test_an_event_is_recorded_once(db: Database) -> None:
    """The second time it is known, in another workspace it is new, under another source too."""
    event = stated("k", "1.25")
    book = ledger(db)
    assert [each.status for each in await book.record("T1", [event, event])] == ["recorded", "known"]
    assert [each.status for each in await book.record("T1", [event])] == ["known"]
    assert [each.status for each in await book.record("T2", [event])] == ["recorded"]
    assert [each.status for each in await book.record("T1", [replace(event, source="api")])] == ["recorded"]
    assert [each.cost for each in await book.history("T1", "import", "k")] == [Decimal("1.25")]


async def test_other_content_under_a_key_is_a_conflict(db: Database) -> None:
    """Nothing is overwritten, and the reason names the key."""
    book = ledger(db)
    await book.record("T1", [stated("k", "1")])
    (outcome,) = await book.record("T1", [stated("k", "2")])
    assert (outcome.status, outcome.why) == ("conflict", "'k' is in the ledger already, with other content.")
    assert [each.cost for each in await book.history("T1", "import", "k")] == [1]


async def test_a_source_that_corrects_itself_leaves_what_it_said_before(db: Database) -> None:
    """The old entry, its counterpart and the new one: 1 - 1 + 2; back to the first is two entries more."""
    book = ledger(db)
    for usd in ("1", "2", "2", "1"):
        await book.record("T1", [stated("k", usd)], revise=True)
    assert [each.cost for each in await book.history("T1", "import", "k")] == [1, -1, 2, -2, 1]
    assert [each.status for each in await book.record("T1", [stated("k", "2")])] == ["known"]


async def test_an_entry_is_taken_back_on_its_day_once(db: Database) -> None:
    """A second time nothing happens, nor when it is recorded again; the next day is too late."""
    book = ledger(db)
    await book.record("T1", [stated("k", "1"), stated("l", "1")])
    assert await book.undo("T1", "import", "k") == "taken back"
    assert await book.undo("T1", "import", "k") == "taken back before"
    assert [each.status for each in await book.record("T1", [stated("k", "1")])] == ["known"]
    assert await ledger(db, NOW + timedelta(days=1)).undo("T1", "import", "l") == "too late"
    assert await book.undo("T1", "import", "m") == "not there"
    summary = await Books(db, built_in(), CLOCK).spend("T1", Asked("this_month"))
    assert summary.total == 1


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (stated("k", "1", model="gpt-imagine"), "There is no model called 'gpt-imagine'"),
        (stated("k", "-1"), "'-1' cost is less than nothing."),
        (stated("k", "NaN"), "'NaN' is not an amount of cost"),
        (stated("k", "1", currency="EUR"), "The ledger is in USD; 'EUR' amounts are not converted."),
        (stated("k", "1", at=NOW + timedelta(hours=1)), "2026-11-22T13:00:00+00:00 has not come yet"),
        (stated("", "1"), "It has no key"),
        (UsageEvent("api", "k", NOW, MINI), "It says neither what was used nor what it cost."),
        (UsageEvent("api", "k", NOW, MINI, quantities={"image_output": Decimal(-5)}), "'-5' image_output is less than"),
        (UsageEvent("api", "k", NOW, MINI, images=10**12), "It would cost "),
        (stated("k", "999999999.9999999999"), "It would cost 1000000000"),
        (UsageEvent("api", "k", NOW, MINI, quantities={"subscription": Decimal(1)}), "The price lists hold no price"),
    ],
)
async def test_what_cannot_be_recorded_is_refused_with_a_reason(db: Database, event: UsageEvent, why: str) -> None:
    """The others are recorded."""
    refused, other = await ledger(db).record("T1", [event, stated("other", "1")])
    assert (refused.status, other.status) == ("refused", "recorded")
    assert refused.why.startswith(why)


async def test_an_event_comes_back_as_it_was_recorded(db: Database) -> None:
    """Under the price lists' names, priced by hand: 4,000 x $0.000002 + 105,600 x $0.000008 = $0.8528."""
    event = UsageEvent(
        source="api",
        key="ключ-1",
        at=datetime(2026, 11, 20, 8, 30, 0, 123456, tzinfo=UTC),
        model=MINI,
        provider="openai",
        quantities={"text_input": Decimal(4000), "image_output": Decimal(105600)},
        images=100,
        calls=7,
        quality="medium",
        size="1024x1024",
        person="U1",
        channel="C1",
        project="p",
        tags={"team": "x\u0000"[:1]},
        quote="q1",
    )
    await ledger(db).record("T1", [event])
    (entry,) = [each async for each in ledger(db).entries("T1", date(2026, 11, 20), date(2026, 11, 20))]
    assert entry.event == replace(event, provider="OpenAI")
    assert (entry.cost, entry.how, entry.recorded_at) == (Decimal("0.8528"), "priced", NOW)
    assert entry.rates == {"text_input": Decimal("0.000002"), "image_output": Decimal("0.000008")}


async def test_a_person_can_be_taken_out(db: Database) -> None:
    """Sums stay, the name is nowhere, what was recorded is still known, and another person's entries are untouched."""
    mine = [stated(f"k{number}", "1", person="U1", tags={"by": "U1", "for": "x"}) for number in range(3)]
    await ledger(db).record("T1", [*mine, stated("other", "1", person="U2")])
    assert (await people.stored(db, "T1", "U1")).spend == (Item(at("2026-11-22"), f"3 × {MINI}, $3.00"),)
    assert (await people.remove(db, "T1", "U1"))["spend"] == 3
    assert (await people.stored(db, "T1", "U1")).counts["spend"] == 0
    (entry,) = await ledger(db).history("T1", "import", "k0")
    assert (entry.event.person, entry.event.tags) == (REMOVED, {"by": REMOVED, "for": "x"})
    assert [each.status for each in await ledger(db).record("T1", mine)] == ["known"] * 3
    summary = await Books(db, built_in(), CLOCK).spend("T1", Asked("today", by="user"))
    assert {row.key: row.usd for row in summary.rows} == {REMOVED: 3, "U2": 1}
