"""Whichever of the ledger's statements fails once, or message is lost, the state at the end is the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.storage import arrivals, budgets, cursors, database, people
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.errors import StorageFull
from pricing import built_in
from tests.spend.samples import CLOCK, NOW, bill, ledger, stated
from tests.storage.failing import each_message_is_lost, each_statement_fails
from tests.storage.wire import Wire

BUDGET = NewBudget("channel", "C1", "month", Decimal(5), "UTC", "C1")
AGAIN = {"recorded": "known", "revised": "known", "taken back": "taken back before"}
"""What a person is told where only the answer to a commit was lost: the second try finds it done."""


def came(found: str, wanted: str) -> None:
    """Whether something came about."""
    assert found in (wanted, AGAIN.get(wanted))


async def scenario(db: Database) -> None:
    """Every kind of statement, one after the other: 1 + 3 stand, and a bill of $9 on the day before.

    Not the stream of entries: one that is cut says so, and is asked for anew by whoever needs it.
    """
    events = [stated(key, usd, person="U9") for key, usd in (("a", "1"), ("b", "2"), ("c", "4"))]
    for outcome in await ledger(db).record("T1", events):
        came(outcome.status, "recorded")
    came((await ledger(db).record("T1", [stated("b", "3")], revise=True))[0].status, "revised")
    came(await ledger(db).undo("T1", "import", "c"), "taken back")
    for usd in ("8", "9"):
        await Billing(db, CLOCK).record("T1", [bill(date(2026, 11, 21), usd)])
    await Billing(db, CLOCK).record("T1", [bill(date(2026, 11, 21), "9", as_of=NOW + timedelta(minutes=1))])
    await arrivals.complete(db, "T1", "openai", NOW)
    await cursors.put(db, "T1", "openai", "costs", "2", NOW)
    assert await cursors.get(db, "T1", "openai", "costs") == "2"
    assert (await Books(db, built_in(), CLOCK).spend("T1", Asked("2026-11", "user"), "Asia/Tokyo")).total == 13
    assert len(await ledger(db).history("T1", "import", "b")) == 3
    first = await budgets.put(db, "T1", "U1", BUDGET, NOW)
    second = await budgets.put(db, "T1", "U1", BUDGET, NOW)
    assert [each.id for each in await budgets.holding(db, "T1")] == [second.id]
    assert first.id != second.id
    assert await budgets.clear(db, "T1", "U1", ("channel", "C1", "month"), NOW)
    assert await budgets.holding(db, "T1") == ()
    assert (await people.stored(db, "T1", "U9")).counts["spend"] == 5
    assert (await people.remove(db, "T1", "U9"))["spend"] == 5


async def test_each_statement_may_fail_once(
    in_file: tuple[Database, Path], full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite: the connection is lost before one of the statements, whichever."""
    monkeypatch.setattr(database, "PAUSES", (0, 0, 0))
    assert await each_statement_fails(in_file[0], scenario, 1 if full else 19) > 60


@pytest.mark.parametrize("how", ["cut", "swallow"])
async def test_each_message_to_the_server_may_be_lost(
    wired: tuple[Database, Wire], how: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: the wire is cut before or after one of the messages, whichever."""
    monkeypatch.setattr(database, "PAUSES", (0, 0, 0))
    assert await each_message_is_lost(*wired, how, scenario, 1 if full else 29) > 60


async def test_a_full_disk_leaves_no_half_entry(in_file: tuple[Database, Path]) -> None:
    """What was acknowledged is there and adds up; with room again, telling all again makes it complete."""
    db, _ = in_file
    events = [stated(f"k{number}", "1", quote="q" * 200) for number in range(3_000)]
    async with db.reading() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    await db.close()
    limit = pages + 200

    @event.listens_for(db._engine.sync_engine, "connect")
    def connected(connection: Any, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {limit}")

    with pytest.raises(StorageFull):
        await ledger(db).record("T1", events)
    books = Books(db, built_in(), CLOCK)
    partly = (await books.spend("T1", Asked("today"))).total or 0
    assert partly in (0, 1_000, 2_000)
    await db.close()
    limit = 2**30
    await ledger(db).record("T1", events)
    assert (await books.spend("T1", Asked("today"))).total == 3_000
