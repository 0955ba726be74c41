"""`pennyworth ask` reads the ledger that DATABASE_URL names, and leaves it as it was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.spend.billing import Billing
from bot.spend.usage import UsageEvent
from bot.storage import budgets
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.migrate import to_revision
from tests.databases import Maker, Sqlite
from tests.spend.samples import CLOCK, MINI, at, bill, ledger, stated
from tests.spend.test_summary import DEARER

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Asks on the command line, after the texts of a thread, on Sunday 22 November 2026."""

    def asked(text: str, *thread: str) -> dict[str, Any]:
        earlier = [part for each in thread for part in ("--thread", each)]
        assert main(["ask", "--json", text, *earlier, "--today", "2026-11-22"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    monkeypatch.delenv("SPEND_TEAM_ID", raising=False)
    return asked


async def fill(url: str, *workspaces: str) -> None:
    """Three events of the week before, in each of these workspaces, and one of the week before that."""
    db = Database(url)
    for workspace in workspaces:
        await ledger(db).record(
            workspace,
            [
                stated("a", "1.5", at("2026-11-09"), person="dana", channel="design", quality="high", project="web"),
                stated("b", "2.25", at("2026-11-15 23:59:59.999999"), model="gpt-image-2", channel="growth"),
                stated("c", "0.000000001", at("2026-11-12"), person="Dana"),
                stated("before", "1", at("2026-11-08 23:59:59.999999")),
            ],
        )
    await db.close()


@pytest.mark.parametrize(
    ("text", "total", "rows"),
    [
        (
            "how much did we spend last week?",
            "3.750000001",
            {"gpt-image-2": "2.25", "gpt-image-1-mini": "1.500000001"},
        ),
        ("spend last week by person", "3.750000001", {"unknown": "2.25", "dana": "1.50", "Dana": "0.000000001"}),
        ("spend last week by channel", "3.750000001", {"growth": "2.25", "design": "1.50", "unknown": "0.000000001"}),
        ("spend last week by quality", "3.750000001", {"unknown": "2.250000001", "high": "1.50"}),
        ("spend last week by project", "3.750000001", {"unknown": "2.250000001", "web": "1.50"}),
        ("what did we spend on gpt-image-1-mini for project web last week?", "1.50", {"gpt-image-1-mini": "1.50"}),
        ("how much did @dana spend last week?", "1.500000001", {"gpt-image-1-mini": "1.500000001"}),
        ("how much did we spend in #growth last week?", "2.25", {"gpt-image-2": "2.25"}),
        ("how much did we spend on gpt-image-2 last week?", "2.25", {"gpt-image-2": "2.25"}),
    ],
)
async def test_questions_are_answered_from_the_ledger(
    maker: Maker, monkeypatch: pytest.MonkeyPatch, ask: Ask, text: str, total: str, rows: dict[str, str]
) -> None:
    """Every grouping and filter, exact, with the week before; names in any case."""
    url = maker.migrated()
    await fill(url, "T1")
    monkeypatch.setenv("DATABASE_URL", url)
    data = await asked_of(ask, text)
    assert (data["from"], data["to"], data["timezone"], data["complete"]) == ("2026-11-09", "2026-11-16", "UTC", False)
    assert data["total_usd"] == total
    assert {row["key"]: row["usd"] for row in data["rows"]} == rows
    assert data["previous_usd"] == ("1.00" if "@" not in text and "#" not in text and "gpt" not in text else "0.00")
    assert data["as_of"] == {"import": "2026-11-15T23:59:59.999999+00:00"}
    maker.done(url)


async def asked_of(ask: Ask, text: str, *thread: str) -> dict[str, Any]:
    """What is asked while a loop runs here, in a thread of its own."""
    found: dict[str, Any] = (await asyncio.to_thread(ask, text, *thread))["data"]
    return found


async def test_a_thread_keeps_its_project(sqlite: Sqlite, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until another question begins; of several breakdowns one is answered, and that is said."""
    url = sqlite.migrated()
    await fill(url, "T1")
    monkeypatch.setenv("DATABASE_URL", url)
    of_web = ("how much did we spend last week?", "spend for project web this month")
    assert (await asked_of(ask, "and last week?", *of_web))["total_usd"] == "1.50"
    by_day = await asked_of(ask, "by day?", *of_web, "and last week?")
    assert {Decimal(row["usd"]) for row in by_day["rows"]} == {Decimal("1.5"), Decimal(0)}
    assert (await asked_of(ask, "how much did we spend last week?", *of_web))["total_usd"] == "3.750000001"
    found = await asyncio.to_thread(ask, "spend last week by model and project")
    assert "here by model: ask “by project?” next." in found["text"]


def test_a_missing_database_reads_as_no_data(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is made."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    found = ask("how much did we spend last week?")
    assert found["data"]["total_usd"] is None
    assert "nothing has been recorded or imported yet" in found["text"]
    assert list(tmp_path.iterdir()) == []


def test_an_older_database_is_not_migrated(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The answer says what to run; the file is as it was."""
    file = tmp_path / "old.db"
    to_revision(f"sqlite:///{file}", "0001")
    before = file.read_bytes()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    found = ask("how much did we spend last week?")
    assert found["data"]["total_usd"] is None
    assert "pennyworth migrate" in found["text"]
    assert file.read_bytes() == before


async def test_of_several_workspaces_one_is_named(sqlite: Sqlite, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SPEND_TEAM_ID nothing is shown, and the answer says what to set."""
    url = sqlite.migrated()
    await fill(url, "T1", "T2")
    monkeypatch.setenv("DATABASE_URL", url)
    assert (await asked_of(ask, "spend last week"))["total_usd"] is None
    monkeypatch.setenv("SPEND_TEAM_ID", "T2")
    assert (await asked_of(ask, "spend last week"))["total_usd"] == "3.750000001"


async def test_a_month_shows_each_cause_with_its_dollars(
    maker: Maker, monkeypatch: pytest.MonkeyPatch, ask: Ask, tmp_path: Path
) -> None:
    """A missing event, a late day, a mended price, a late and a revised bill: what people read, on either engine."""
    url = maker.migrated()
    db = Database(url)
    metered = UsageEvent("api", "m", at("2026-11-05 10:00"), MINI, quantities={"image_output": Decimal(125_000)})
    events = [stated("seen", "3", at("2026-11-03 10:00")), stated("late", "7", at("2026-11-08 10:00"))]
    await ledger(db).record("T1", [*events, metered, stated("more", "2", at("2026-11-06 10:00"))])
    days = ((3, "5"), (4, "4"), (5, "1.50"), (6, "2"), (6, "2.25"))
    for day, usd in days:
        await Billing(db, CLOCK).record("T1", [bill(date(2026, 11, day), usd)])
    await db.close()
    (tmp_path / "mended.toml").write_text(DEARER)
    monkeypatch.setenv("PENNYWORTH_PRICES", str(tmp_path / "mended.toml"))
    monkeypatch.setenv("DATABASE_URL", url)
    found: dict[str, Any] = await asyncio.to_thread(ask, "how much did we spend in November?")
    assert found["data"]["total_usd"] == "19.75"  # 12.75 billed, 7 of a day without a bill
    for said in (
        "Spent $19.75 from 2026-11-01 to 2026-11-30 (UTC) so far.",
        "Billed: $12.75; usage recorded on all days: $13.00.",
        "$7.00 was recorded on 2026-11-08 and is not billed yet; it counts as recorded.",
        "$4.00 was billed for 2026-11-04, and no usage of it has arrived.",
        "$2.00 was billed on 2026-11-03 beyond the usage that was recorded: some of it is missing.",
        "$0.50 is the difference of the prices on 2026-11-05: they were revised after the usage was recorded.",
        "$0.25 came with a revised bill for 2026-11-06.",
        "Bills were revised by $0.25 after they had come.",
        "By model: gpt-image-1-mini $13.00; not explained by usage $6.75.",
    ):
        assert said in found["text"]
    maker.done(url)


async def test_a_budget_is_shown_as_it_stands(maker: Maker, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    """$4.75 of $100 by the 22nd of November; what would be done to it changes nothing."""
    url = maker.migrated()
    await fill(url, "T1")
    db = Database(url)
    for new in (NewBudget("workspace", "", "month", Decimal(100), "UTC", "C1"), WEEKLY):
        await budgets.put(db, "T1", "U1", new, at("2026-11-01"))
    await db.close()
    monkeypatch.setenv("DATABASE_URL", url)
    data = await asked_of(ask, "show our monthly budget")
    assert (data["scope"], data["period"], data["limit_usd"]) == ("workspace", "month", "100.00")
    assert (data["spent_usd"], data["ends_on"]) == ("4.750000001", None)
    assert data["forecast_usd"].startswith("6.78")
    found = await asyncio.to_thread(ask, "show the budget")
    assert "For #growth $0.00 of $10.00 a week is spent, 0 %" in found["text"]
    assert "not set" not in found["text"]
    assert "None is set" not in (await asyncio.to_thread(ask, "clear the monthly budget"))["text"]
    assert "None is set" in (await asyncio.to_thread(ask, "clear the budget for #design"))["text"]
    maker.done(url)


WEEKLY = NewBudget("channel", "growth", "week", Decimal(10), "UTC", "C1")


def test_whose_budget_it_would_be(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A request has no name for a project or a person; the answer does, and changes nothing for somebody unknown."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    for text, scope in (
        ("set a budget of $40 a month for project website", "project website"),
        ("set my budget to $40 a month", "you"),
        ("set a budget of $40 a month for @carol", "a person"),
        ("set a budget of $40 a month for <#C0123ABC|design>", "#design"),
        ("set a budget of $40 a month", "workspace"),
    ):
        found = ask(text)
        assert found["data"]["scope"] == scope
        assert f"for {'the workspace' if scope == 'workspace' else scope}. A budget warns" in found["text"]
    assert "Nothing would be changed. I did not use “dana”" in ask("set a budget of $40 a month for dana")["text"]


async def test_days_before_anything_was_recorded_are_not_called_final(
    maker: Maker, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    """The ledger begins on the 8th: of the days before nobody knows."""
    url = maker.migrated()
    await fill(url, "T1")
    monkeypatch.setenv("DATABASE_URL", url)
    found = await asyncio.to_thread(ask, "how much did we spend this month?")
    assert "Nothing is recorded before 2026-11-08." in found["text"]
    assert "Final: 2026-11-08 to " in found["text"]
