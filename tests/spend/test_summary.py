"""What was spent: bills against entries, days that are sure or not, changes, rows. Every sum is worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.periods import Days
from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.spend.facts import Arrival, Bill, BilledLine, Cell, Only
from bot.spend.summary import Found, Question, SpendSummary, summarize
from bot.spend.usage import UsageEvent
from bot.storage.database import Database
from bot.zones import names
from pricing import Catalog, ListText, built_in, load
from pricing.money import total
from tests.spend.samples import CLOCK, MINI, NOW, at, bill, ledger, stated

DEARER = """
provider = "OpenAI"
currency = "USD"

[sources.mended]
url = "https://example.com/mended"
checked = 2026-11-20
official = true

[[models]]
id = "gpt-image-1-mini"
[[models.prices]]
meter = "image_output"
usd = 12.00
per = 1_000_000
unit = "token"
effective_from = 2026-11-01
source = "mended"
"""
"""The output tokens at $12 a million instead of $8, found out after the usage was recorded."""


async def spend(
    db: Database, asked: Asked, zone: str = "UTC", now: datetime = NOW, catalog: Catalog | None = None
) -> SpendSummary:
    """The summary, at an instant."""
    return await Books(db, catalog or built_in(), FixedClock(now)).spend("T1", asked, zone)


def rows_of(summary: SpendSummary) -> list[Any]:
    """Rows as key and dollars."""
    return [(row.key, row.usd) for row in summary.rows]


def causes_of(summary: SpendSummary) -> list[Any]:
    """Causes as reason and dollars."""
    return [(cause.reason, cause.usd) for cause in summary.reconciliation.causes]


def all_of(*figures: Any) -> tuple[Any, ...]:
    """Figures side by side."""
    return figures


async def billed(db: Database, *bills: Bill, now: datetime = NOW) -> None:
    """Keeps what was billed."""
    await Billing(db, FixedClock(now)).record("T1", bills)


async def test_a_months_gap_shows_each_cause_with_its_dollars(db: Database) -> None:
    """A missing event ($5 billed, $3 recorded), usage that is late ($4, nothing), a price that was mended (125,000
    tokens are $1 at $8 a million and $1.50 at $12), a bill that is late ($7 recorded): $17.50 in all, $6.50 of it
    unexplained; nothing is added up twice."""
    metered = UsageEvent("api", "m", at("2026-11-05 10:00"), MINI, quantities={"image_output": Decimal(125_000)})
    await ledger(db).record(
        "T1", [stated("seen", "3", at("2026-11-03 10:00")), metered, stated("late", "7", at("2026-11-06 10:00"))]
    )
    await billed(db, bill(date(2026, 11, 3), "5"), bill(date(2026, 11, 4), "4"), bill(date(2026, 11, 5), "1.50"))
    summary = await spend(db, Asked("2026-11"), catalog=load([ListText("mended.toml", DEARER)]))
    held = summary.reconciliation
    assert (summary.total, held.billed, held.recorded, held.unexplained) == (
        Decimal("17.50"), Decimal("10.50"), Decimal(11), Decimal("6.50"),
    )  # fmt: skip
    assert [(cause.reason, cause.usd, [day.day for day in cause.days]) for cause in held.causes] == [
        ("bill_late", 7, [6]),
        ("usage_late", 4, [4]),
        ("usage_missing", 2, [3]),
        ("price_revised", Decimal("0.50"), [5]),
    ]
    assert rows_of(summary) == [(MINI, 11), ("unexplained", Decimal("6.50"))]
    before = await spend(db, Asked("2026-11"))  # as long as the price is not mended, the same dollars lack a cause
    assert [cause.reason for cause in before.reconciliation.causes] == ["bill_late", "usage_late", "usage_missing"]
    assert before.total == summary.total


async def test_a_bill_that_is_revised_keeps_what_it_was(db: Database) -> None:
    """The newest counts: $5, then $6, then $6 again; the first is not forgotten, and the $1 has a cause."""
    await ledger(db).record("T1", [stated("a", "5", at("2026-11-03 10:00"))])
    billing = Billing(db, CLOCK)
    came = [(await billing.record("T1", [bill(date(2026, 11, 3), usd)]))[0] for usd in ("5", "6", "6")]
    assert came == ["recorded", "revised", "known"]
    summary = await spend(db, Asked("2026-11"))
    assert all_of(summary.total, summary.reconciliation.revised) == (6, 1)
    assert causes_of(summary) == [("bill_revised", 1)]


async def test_usage_beyond_the_bill_is_not_added(db: Database) -> None:
    """$5 billed and $8 recorded, twice perhaps, is $5."""
    await ledger(db).record("T1", [stated("a", "5", at("2026-11-03")), stated("b", "3", at("2026-11-03"))])
    await billed(db, bill(date(2026, 11, 3), "5"))
    summary = await spend(db, Asked("2026-11", "model"))
    assert summary.total == 5
    assert rows_of(summary) == [(MINI, 8), ("unexplained", -3)]
    assert causes_of(summary) == [("not_on_bill", -3)]


@pytest.mark.parametrize(("usd", "spent"), [("3", 8), ("9", 9)])
async def test_a_bill_of_a_day_that_runs_is_a_part_of_it(db: Database, usd: str, spent: int) -> None:
    """$8 recorded; a bill as of noon is less of the day than what came since, or more than what has arrived."""
    await ledger(db).record("T1", [stated("a", "8", at("2026-11-22 11:00"))])
    await billed(db, bill(date(2026, 11, 22), usd))
    summary = await spend(db, Asked("today"))
    assert summary.total == spent
    assert [day.sure for day in summary.days] == ["estimate"]


async def test_another_provider_is_not_on_the_bill(db: Database) -> None:
    """OpenAI billed $5; the $2 of another provider's count beside it."""
    await ledger(db).record(
        "T1", [stated("a", "4", at("2026-11-03")), stated("b", "2", at("2026-11-03"), provider="Azure")]
    )
    await billed(db, bill(date(2026, 11, 3), "5"))
    assert (await spend(db, Asked("2026-11"))).total == 7


async def test_a_day_without_usage_has_the_models_of_its_bill(db: Database) -> None:
    """As far as the bill names them."""
    lines = (BilledLine(Decimal(3), MINI), BilledLine(Decimal(1), "gpt-image-2"), BilledLine(Decimal("0.5")))
    await billed(db, Bill("openai", "OpenAI", date(2026, 11, 4), lines, NOW))
    summary = await spend(db, Asked("2026-11", "model"))
    assert rows_of(summary) == [
        (MINI, 3), ("gpt-image-2", 1), ("unexplained", Decimal("0.5")),
    ]  # fmt: skip
    assert (await spend(db, Asked("2026-11", "model", Only(models=("gpt-image-2",))))).total == 1
    assert (await spend(db, Asked("2026-11", "user"))).rows[0].key == "unexplained"
    assert (await spend(db, Asked("2026-11", "user", Only(people=("U1",))))).total == 0


async def test_the_top_five_and_the_others(db: Database) -> None:
    """Seven people: five rows, then the other two together; the sum is all of it."""
    await ledger(db).record("T1", [stated(f"k{n}", str(n), person=f"U{n}", images=1) for n in range(1, 8)])
    summary = await spend(db, Asked("today", "user"))
    found: list[Any] = [(row.key, row.usd, row.kind) for row in summary.rows]
    assert found == [
        *((f"U{n}", n, "group") for n in (7, 6, 5, 4, 3)), ("others", 3, "others"),
    ]  # fmt: skip
    assert all_of(summary.total, summary.entries, summary.images) == (28, 7, 7)


async def test_days_are_final_estimates_or_missing(db: Database) -> None:
    """Synced up to the 21st: billed three days later is final, sooner or unbilled an estimate; no data for the 22nd."""
    await ledger(db).record("T1", [stated("a", "1", at("2026-11-20 10:00"))])
    await billed(
        db,
        bill(date(2026, 11, 18), "1", as_of=at("2026-11-22")),
        bill(date(2026, 11, 19), "1", as_of=at("2026-11-20 12:00")),
    )
    await ledger(db).complete("T1", "openai", at("2026-11-22"))
    summary = await spend(db, Asked("2026-11-18..2026-11-22", "day"))
    assert [(day.day.day, day.sure) for day in summary.days] == [
        (18, "final"), (19, "estimate"), (20, "estimate"), (21, "estimate"), (22, "missing"),
    ]  # fmt: skip
    assert not summary.complete
    assert (await spend(db, Asked("2026-11-18..2026-11-21"))).complete
    assert [row.key for row in summary.rows] == ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21"]


async def test_an_import_of_old_usage_holds_nothing_up(db: Database) -> None:
    """Where services tell of what is used when it is used: a quiet day is no day without data."""
    await ledger(db).record("T1", [stated("old", "1", at("2026-10-05"))])
    asked = Asked("2026-11-09..2026-11-10")
    assert [day.sure for day in (await spend(db, asked)).days] == ["missing", "missing"]
    await ledger(db).record("T1", [replace(stated("new", "1", at("2026-11-10 10:00")), source="api")])
    assert [day.sure for day in (await spend(db, asked)).days] == ["final", "final"]


async def test_a_bill_counts_under_the_name_of_its_model(db: Database) -> None:
    """A dated snapshot is an alias of its model, on bills as in usage."""
    lines = (("gpt-image-2-2026-04-21", "7"), ("gpt-image-2", "1"))
    billed_so = replace(bill(date(2026, 11, 3), "8"), lines=tuple(BilledLine(Decimal(u), model=m) for m, u in lines))
    await billed(db, billed_so)
    assert rows_of(await spend(db, Asked("2026-11", "model"))) == [("gpt-image-2", 8)]
    assert (await spend(db, Asked("2026-11", only=Only(models=("gpt-image-2",))))).total == 8


async def test_no_day_is_final_before_the_first_bill(db: Database) -> None:
    """OpenAI told of images and of no bill yet, as when its costs cannot be read: what they cost is an estimate."""
    image = replace(stated("a", "1", at("2026-11-10 10:00")), source="openai")
    await ledger(db).record("T1", [image])
    await ledger(db).complete("T1", "openai", at("2026-11-20"))
    asked = Asked("2026-11-10..2026-11-11")
    assert [day.sure for day in (await spend(db, asked)).days] == ["estimate", "final"]
    await billed(db, *(bill(date(2026, 11, day), "1", as_of=at("2026-11-20")) for day in (10, 11)))
    assert [day.sure for day in (await spend(db, asked)).days] == ["final", "final"]


async def test_an_empty_range_says_whether_data_arrived(db: Database) -> None:
    """Nothing at all, nothing yet, and word that nothing was spent: only the last is zero."""
    assert (await spend(db, Asked("yesterday"))).arrived == "never"
    await ledger(db).complete("T1", "openai", at("2026-11-21"))
    yesterday = await spend(db, Asked("yesterday"))
    assert (yesterday.arrived, yesterday.total) == ("not yet", None)
    await ledger(db).complete("T1", "openai", at("2026-11-22 11:00"))
    known = await spend(db, Asked("yesterday"))
    assert all_of(known.arrived, known.total, known.complete) == ("yes", 0, True)


async def test_the_change_is_against_the_range_before(db: Database) -> None:
    """This month runs on its 22nd day: $2, against $4 by the 22nd of October and $12 in all of it."""
    await ledger(db).record(
        "T1",
        [
            stated("now", "2", at("2026-11-22")),
            stated("early", "4", at("2026-10-22 23:59")),
            stated("late", "8", at("2026-10-23")),
        ],
    )
    summary = await spend(db, Asked("this_month"))
    assert all_of(summary.total, summary.previous_so_far, summary.previous, summary.runs) == (2, 4, 12, True)
    last = await spend(db, Asked("last_month"))
    assert all_of(last.total, last.previous, last.runs) == (12, None, False)
    assert (await spend(db, Asked("last_month"), now=at("2026-11-01 00:30"))).total == 12
    first = await spend(db, Asked("last_month"), "America/New_York", at("2026-11-01 03:30"))
    assert first.question.days == Days(date(2026, 9, 1), date(2026, 10, 1))  # in New York it is still October


async def test_only_what_is_asked_for_counts(db: Database) -> None:
    """Names in any case; what a bill has beyond the entries belongs to no person and no channel."""
    await ledger(db).record(
        "T1",
        [
            stated("a", "1", at("2026-11-03"), person="U1", channel="C1", project="p"),
            stated("b", "2", at("2026-11-03"), person="U2"),
            stated("c", "3", at("2026-11-03"), person="ÄNNE", project="Straße"),
            stated("d", "0.5", at("2026-11-03"), person="Änne"),
        ],
    )
    await billed(db, bill(date(2026, 11, 3), "10"))
    for only, usd in (
        (Only(people=("u1",)), 1),
        (Only(channels=("c1", "x")), 1),
        (Only(projects=("P",)), 1),
        (Only(people=("änne",)), Decimal("3.5")),
        (Only(people=("ÄNNE",), projects=("STRASSE",)), 3),
        (Only(people=("nobody",)), 0),
        (Only(), 10),
    ):
        assert (await spend(db, Asked("2026-11", only=only))).total == usd


@st.composite
def holdings(draw: st.DrawFn) -> Found:
    """Cells and bills of a fortnight, as storage gives them to a question by day."""
    days = [date(2026, 3, 22) + timedelta(days=n) for n in range(14)]
    cents = st.integers(-500, 10**6).map(lambda nano: Decimal(nano).scaleb(-6))
    cells = [
        Cell(day, day + timedelta(days=draw(st.integers(-1, 1))), "api", provider, "", True, draw(cents), 1, 0)
        for day in draw(st.lists(st.sampled_from(days), max_size=12))
        for provider in ("OpenAI", "Azure")
    ]
    bills = [
        Bill(
            "openai",
            "OpenAI",
            day,
            (BilledLine(draw(cents)),),
            datetime.combine(day, time(), UTC) + timedelta(hours=draw(st.integers(1, 99))),
        )
        for day in draw(st.lists(st.sampled_from(days), unique=True))
    ]
    return Found(cells, bills, (Arrival("openai", at("2026-03-01"), at("2026-05-01")),), {"OpenAI": date(2026, 3, 1)})


@given(found=holdings(), zone=st.sampled_from(sorted(names())), cut=st.integers(1, 19))
def test_neighbouring_ranges_add_up(found: Found, zone: str, cut: int) -> None:
    """However a stretch is cut in two, in whatever zone: no bill and no entry is counted twice or lost."""
    first, middle, end = date(2026, 3, 19), date(2026, 3, 19) + timedelta(days=cut), date(2026, 4, 8)
    parts = [
        summarize(Question(Days(*days), zone, "day"), found, at("2026-05-01"))
        for days in ((first, middle), (middle, end), (first, end))
    ]
    usd = [part.total or Decimal(0) for part in parts]
    assert total(usd[:2]) == usd[2] == total(day.usd for part in parts[:2] for day in part.days)
    for part in parts:
        held = part.reconciliation
        assert held.unexplained == total(cause.usd for cause in held.causes if cause.reason != "bill_late")
    by_model = summarize(replace(parts[2].question, by="model"), found, at("2026-05-01"))
    assert total(row.usd for row in by_model.rows) == usd[2]
