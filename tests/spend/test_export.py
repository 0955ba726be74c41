"""The ledger as CSV, in our own columns and in FOCUS's."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cells import restored
from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.spend.export import FOCUS, OWN, Form, _focus, _lines, _own, _own_gap, exported
from bot.spend.importing import Import
from bot.spend.keeping import Keeper
from bot.spend.ledger import Ledger
from bot.spend.pricer import priced
from bot.spend.reconcile import Gap
from bot.spend.sources.files import UsageFile
from bot.spend.usage import LedgerEntry, UsageEvent
from bot.storage.database import Database
from pricing import built_in
from tests.spend.samples import CLOCK, MINI, NOW, at, bill, ledger, stated

DAYS = (date(2026, 11, 1), date(2026, 11, 22))
METERED = UsageEvent(
    "api",
    "metered",
    at("2026-11-03 10:00"),
    MINI,
    quantities={"text_input": Decimal(33), "image_output": Decimal(1056)},
    images=1,
    quality="medium",
    person="U1",
    project="spring",
    tags={"team": "web"},
)


async def rows(db: Database, form: Form) -> list[dict[str, str]]:
    """A file read back by Python's own reader."""
    text = "".join([part async for part in exported(Ledger(db, built_in(), CLOCK), "T1", DAYS, form)])
    return list(csv.DictReader(StringIO(text, newline="")))


async def fill(db: Database) -> None:
    """A metered event, one that was revised, one that was taken back, and a bill that is higher by $0.50."""
    book = ledger(db)
    await book.record(
        "T1", [METERED, stated("revised", "1"), stated("undone", "5"), stated("kept", "2", at("2026-11-04"))]
    )
    await book.record("T1", [stated("revised", "3")], revise=True)
    await book.undo("T1", "import", "undone")
    await Billing(db, CLOCK).record("T1", [bill(date(2026, 11, 4), "2.50")])


async def test_the_rows_are_what_stands_and_add_up_to_the_summary(db: Database) -> None:
    """0.008514 + 3 + 2, and 0.50 that was billed beyond: in both forms."""
    await fill(db)
    summary = await Books(db, built_in(), CLOCK).spend("T1", Asked("2026-11-01..2026-11-22"))
    assert summary.total == Decimal("5.508514")
    for form, column in (("own", "cost_usd"), ("focus", "BilledCost")):
        found = await rows(db, form)  # type: ignore[arg-type]
        assert sum(Decimal(row[column]) for row in found) == summary.total, form


async def test_what_arrives_meanwhile_is_in_no_row(db: Database) -> None:
    """A file that was begun with a bill of $10 and no usage stays so: its rows add up to the bill, not to 14."""
    await Billing(db, CLOCK).record("T1", [bill(date(2026, 11, 4), "10")])
    pieces = exported(ledger(db), "T1", DAYS, "own")
    text = await anext(pieces)
    await ledger(db).record("T1", [stated("late", "4", at("2026-11-04"))])
    text += "".join([part async for part in pieces])
    found = csv.DictReader(StringIO(text, newline=""))
    assert [(row["id"], row["cost_usd"]) for row in found] == [("bill:OpenAI:2026-11-04", "10")]


async def test_our_own_columns(db: Database) -> None:
    """Everything that an import reads, and what became of it here."""
    await fill(db)
    found = {row["id"]: row for row in await rows(db, "own")}
    assert list(found) == ["api:metered", "kept", "revised#2", "bill:OpenAI:2026-11-04"]
    row = found["api:metered"]
    assert tuple(row) == OWN
    assert {name: value for name, value in row.items() if value} == {
        "at": "2026-11-03T10:00:00Z",
        "id": "api:metered",
        "provider": "OpenAI",
        "model": MINI,
        "images": "1",
        "quality": "medium",
        "text_input_tokens": "33",
        "image_output_tokens": "1056",
        "cost_usd": "0.008514",
        "currency": "USD",
        "person": "U1",
        "project": "spring",
        "tags": '{"team": "web"}',
        "x_source": "api",
        "x_how": "priced",
        "x_recorded_at": "2026-11-22T12:00:00Z",
        "x_charge": "usage",
        "x_workspace": "T1",
    }


async def test_focus_has_a_row_a_meter(db: Database) -> None:
    """33 tokens at $2 a million and 1,056 at $8: quantities, unit prices and costs are the price list's."""
    await fill(db)
    image, text, *others, gap = await rows(db, "focus")
    assert tuple(image) == FOCUS
    wanted = {
        "BilledCost": "0.008448",
        "EffectiveCost": "0.008448",
        "ListCost": "0.008448",
        "ListUnitPrice": "8",
        "PricingQuantity": "0.001056",
        "PricingUnit": "1000000 Tokens",
        "ConsumedQuantity": "1056",
        "ConsumedUnit": "Tokens",
        "ChargePeriodStart": "2026-11-03T10:00:00Z",
        "ChargePeriodEnd": "2026-11-03T10:00:01Z",
        "BillingPeriodStart": "2026-11-01T00:00:00Z",
        "BillingPeriodEnd": "2026-12-01T00:00:00Z",
        "ServiceName": "OpenAI API",
        "ProviderName": "OpenAI",
        "SkuId": f"{MINI}/image_output",
        "Tags": '{"team": "web"}',
    }
    assert {name: image[name] for name in wanted} == wanted
    assert (text["BilledCost"], text["SkuMeter"], text["x_Images"]) == ("0.000066", "text input", "1")
    assert [row["x_Id"] for row in others] == ["kept", "revised#2"]
    assert (gap["ChargeCategory"], gap["BilledCost"]) == ("Adjustment", "0.5")


@pytest.mark.parametrize("form", get_args(Form))
async def test_what_is_exported_comes_back_whole(db: Database, form: Form) -> None:
    """Tags with marks of their own, keys of 255 characters, and one that looks as another's with its source before."""
    tags = {"note": "a; b=c", "x:y": "z", "=1+1": "{", "{": "q"}
    long = "k" * 255
    hard = [replace(METERED, key=long, tags=tags), replace(METERED, key="x"), stated("api:x", "1"), stated(long, "2")]
    await ledger(db).record("T1", hard)
    await ledger(db).record("T1", [stated(long, "3")], revise=True)
    text = "".join([part async for part in exported(ledger(db), "T1", DAYS, form)])
    problems: list[str] = []
    again = Import(Keeper(db, built_in(), "T2", CLOCK).record, lambda line, why: problems.append(why))
    await again.run(UsageFile(Path("out.csv"), BytesIO(text.encode()), workspace="T2").read())
    assert (problems, again.known) == ([], 0)
    found = [entry async for entry in ledger(db).entries("T2", *DAYS)]
    assert sum(entry.cost for entry in found) == Decimal("4.017028")
    assert tags in [entry.event.tags for entry in found]


@settings(max_examples=50)
@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n'\",;|ab1 \uff1d"), max_size=12))
def test_no_text_starts_a_formula(text: str) -> None:
    """Whatever people write: the cell reads back as it, and does not begin with what a spreadsheet acts on."""
    made = priced(built_in(), replace(METERED, person=text, project=text, tags={text: text}, key=text, quote=text))
    entry = LedgerEntry(made.event, made.cost, made.how, NOW, 0, made.rates)
    for columns, row in ((OWN, next(_own("T1", entry))), (FOCUS, next(_focus("T1", entry)))):
        (cells,) = list(csv.reader(StringIO(_lines(columns, [row]), newline="")))
        assert not any(
            cell.lstrip("' ").startswith(("=", "+", "@", "\t", "\r")) and not cell.startswith("'") for cell in cells
        )
        assert restored(cells[columns.index("x_Person" if columns is FOCUS else "person")]) == text


async def test_text_that_no_file_can_hold_is_exported_too(db: Database) -> None:
    """Half of an emoji in a tag, its name and a plan comes back as a mark, from rows that are there already as well."""
    cut = replace(METERED, tags={"t\ud83d": "cut \ud83d"}, plan="\udc00")
    await ledger(db).record("T1", [cut])
    (entry,) = await ledger(db).history("T1", "api", "metered")
    assert (entry.event.tags, entry.event.plan) == ({"t\ufffd": "cut \ufffd"}, "\ufffd")
    for text in (
        _lines(OWN, _own("T1", replace(entry, event=cut))),
        _lines(FOCUS, _focus("T1", replace(entry, event=cut))),
    ):
        assert "cut \ufffd" in text.encode().decode()


def test_a_correction_in_numbers_stays_a_number() -> None:
    """An amount below zero has its minus, and no quotation mark before it."""
    gap = Gap("OpenAI", date(2026, 11, 4), Decimal(1), Decimal(2), Decimal(-1), (), None, Decimal(0))
    assert '"-1"' in _lines(OWN, [_own_gap("T1", gap)])
    assert datetime(2026, 11, 4, tzinfo=UTC).isoformat()[:10] in _lines(OWN, [_own_gap("T1", gap)])
