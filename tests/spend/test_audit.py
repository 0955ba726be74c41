"""The audit trail as CSV: settings, managers, budgets and prices, the oldest first."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO

from bot.spend.audit import audited, note_prices
from bot.storage import budgets, workspaces
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from pricing import Catalog, ListText, built_in, load
from tests.spend.test_summary import DEARER

AT = datetime(2026, 11, 11, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def new(amount: int, scope: str = "workspace", id: str = "") -> NewBudget:
    """A budget a month."""
    return NewBudget(scope, id, "month", Decimal(amount), "UTC", "C1")


async def test_who_changed_what(db: Database) -> None:
    """Set, replaced, cleared; a setting with what it was; a name that would be a formula is none."""
    await workspaces.name_manager(db, "T1", "U1", "U2", AT)
    await workspaces.change(db, "T1", "U1", {"by_person": True, "default_model": "=1+1"}, AT + HOUR)
    await budgets.put(db, "T1", "U1", new(50), AT + 2 * HOUR)
    await budgets.put(db, "T1", "U2", new(70), AT + 3 * HOUR)
    await budgets.put(db, "T1", "U2", new(5, "project", "web"), AT + 3 * HOUR)
    await budgets.clear(db, "T1", "U3", ("workspace", "", "month"), AT + 4 * HOUR)
    await budgets.put(db, "T2", "U9", new(999), AT)
    rows = [row for row in csv.DictReader(StringIO(await audited(db, built_in(), "T1"))) if row["kind"] != "price"]
    assert sorted((row["at"][11:16], *list(row.values())[1:]) for row in rows) == [
        ("09:00", "manager", "manager", "", "U2", "U1"),
        ("10:00", "setting", "by_person", "false", "true", "U1"),
        ("10:00", "setting", "default_model", "", "'=1+1", "U1"),
        ("11:00", "budget", "workspace a month", "", "50.00 USD (UTC)", "U1"),
        ("12:00", "budget", "project web a month", "", "5.00 USD (UTC)", "U2"),
        ("12:00", "budget", "workspace a month", "50.00 USD (UTC)", "70.00 USD (UTC)", "U2"),
        ("13:00", "budget", "workspace a month", "70.00 USD (UTC)", "", "U3"),
    ]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


async def test_prices_of_a_file_of_ones_own_are_changes(db: Database) -> None:
    """From the day on which they hold, with what they were and where that stands."""
    text = await audited(db, load([ListText("mended.toml", DEARER)]), "T1")
    rows = [row for row in csv.DictReader(StringIO(text)) if row["kind"] == "price"]
    assert rows == sorted(rows, key=lambda row: row["at"])
    [mended] = [row for row in rows if row["by"] == "https://example.com/mended"]
    assert mended == {
        "at": "2026-11-01T00:00:00Z",
        "kind": "price",
        "what": "gpt-image-1-mini image_output",
        "before": "8.00 USD for 1,000,000 tokens",
        "after": "12.00 USD for 1,000,000 tokens",
        "by": "https://example.com/mended",
    }


def own_file(usd: str, since: str = '"unknown"') -> str:
    """A price file of one's own."""
    what = f'meter = "image_output", usd = {usd}, per = 1_000_000, unit = "token"'
    return f"""
provider = "OpenAI"
currency = "USD"
[sources.contract]
url = "https://example.com/contract"
checked = 2026-11-01
official = true
[[models]]
id = "gpt-image-2"
prices = [{{ {what}, effective_from = {since}, source = "contract" }}]
"""


def own(usd: str, since: str = '"unknown"') -> Catalog:
    """The lists on board with a file of one's own laid over them."""
    return load([ListText("prices.toml", own_file(usd, since))])


async def test_a_price_file_that_is_replaced_leaves_its_trace(db: Database) -> None:
    """What was added, changed and taken away, and when that was noticed; the same file again is no change."""
    dated = own("21", "2026-11-03")
    files = (built_in(), own("24"), own("24"), own("22.5"), dated, built_in(), built_in())
    for hours, file in enumerate(files):
        await note_prices(db, file, "T1", AT + hours * HOUR)
    await note_prices(db, own("24"), "T2", AT)
    trail = csv.DictReader(StringIO(await audited(db, built_in(), "T1")))
    rows = [list(row.values()) for row in trail if row["by"] == "PENNYWORTH_PRICES"]
    undated, since = "gpt-image-2 image_output", "gpt-image-2 image_output from 2026-11-03"
    was, then, now = (f"{usd} USD for 1,000,000 tokens" for usd in ("24.00", "22.50", "21.00"))
    assert rows == [
        ["2026-11-11T10:00:00Z", "price", undated, "", was, "PENNYWORTH_PRICES"],
        ["2026-11-11T12:00:00Z", "price", undated, was, then, "PENNYWORTH_PRICES"],
        ["2026-11-11T13:00:00Z", "price", undated, then, "", "PENNYWORTH_PRICES"],
        ["2026-11-11T13:00:00Z", "price", since, "", now, "PENNYWORTH_PRICES"],
        ["2026-11-11T14:00:00Z", "price", since, now, "", "PENNYWORTH_PRICES"],
    ]
