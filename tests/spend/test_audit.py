"""The audit trail as CSV: settings, managers, budgets and prices, the oldest first."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO

from bot.spend.audit import audited
from bot.storage import budgets, workspaces
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from pricing import ListText, built_in, load
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
