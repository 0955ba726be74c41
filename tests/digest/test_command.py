"""`pennyworth digest`: previews, what is due, what was posted; as a person runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cli import main
from bot.digest import subscriptions
from bot.spend.ledger import Ledger
from bot.storage import budgets
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.migrate import to_head
from pricing import built_in
from tests.digest.kit import MONDAY, WORKSPACE, Desk, desk
from tests.spend.samples import stated

Run = Callable[..., str]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A database, and where it is."""
    found = f"sqlite:///{tmp_path / 'bot.db'}"
    to_head(found)
    return found


@pytest.fixture
def run(address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command, which succeeds; what it prints."""
    for name in ("OPENAI_ADMIN_KEY", "LITELLM_BASE_URL", "LITELLM_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("SPEND_TEAM_ID", WORKSPACE)

    def run(*arguments: str) -> str:
        assert main(["digest", *arguments]) == 0
        return capsys.readouterr().out

    return run


def before(address: str, work: Callable[[Desk], Awaitable[str]]) -> str:
    """Does something in a workspace before the command runs; what it gives."""

    async def done() -> str:
        db = Database(address)
        async with desk(db) as made:
            found = await work(made)
        await db.close()
        return found

    return asyncio.run(done())


async def posted(made: Desk) -> str:
    """A summary that was posted on Monday, one that waits, and one that is paused; the channel's id."""
    await made.subscribed()
    made.clock.instant = MONDAY
    await made.courier().deliver_due()
    paused = await made.subscribed("design", scope="workspace")
    await subscriptions.send_now(made.db, WORKSPACE, paused.id, "tap", MONDAY)
    await subscriptions.pause(made.db, WORKSPACE, paused.id, MONDAY)
    return made.channel("general")


def test_before_anything_is_scheduled(run: Run) -> None:
    """Each says so."""
    assert run("due") == "No weekly summary is scheduled.\n"
    assert run("history") == "Nothing was posted by itself yet.\n"


def test_due_says_what_waits_and_when_the_next_ones_go_out(address: str, run: Run) -> None:
    """In the zone of each."""
    channel = before(address, posted)
    waits, following, paused = run("due").splitlines()
    assert waits.split() == ["now", "now", waits.split()[2], "2026-11-16/tap", "due"]
    assert following.startswith("2026-11-30 09:00 +0100  digest")
    assert channel in following
    assert "Mondays 09:00 Europe/Berlin" in following
    assert paused.startswith("paused")


def test_history_says_by_which_attempt(address: str, run: Run) -> None:
    """And where it stands, or why it does not."""
    channel = before(address, posted)
    (line,) = (line for line in run("history").splitlines() if " digest " in line)
    assert line.startswith("2026-11-23 08:00 UTC  digest")
    assert "2026-11-16" in line
    assert "attempt 1" in line
    assert line.endswith(f" in {channel}")


def test_a_preview_as_of_an_instant(address: str, run: Run) -> None:
    """The last week that was over then, by the ledger; without a schedule it is that of the workspace."""

    async def spent(made: Desk) -> str:
        await Ledger(made.db, built_in(), made.clock).record(
            WORKSPACE, [stated("a", "12.50", MONDAY - timedelta(days=4))]
        )
        return (await made.subscribed(scope="workspace")).channel

    channel = before(address, spent)
    said = run("preview", "--at", "2026-11-23T09:00+01:00", channel)
    assert "16–22 November" in said
    assert "$12.50" in said
    assert "None is scheduled for C0OTHER" in run("preview", "--at", "2026-11-23T09:00+01:00", "C0OTHER")
    assert "$12.50" not in run("preview", "--at", "2026-11-16T09:00+01:00", channel)


def test_a_preview_of_an_earlier_week_is_as_of_then(address: str, run: Run) -> None:
    """A budget counts no day that began later, nothing was read later, and the next one is the one after it."""

    async def spent(made: Desk) -> str:
        ledger, first = Ledger(made.db, built_in(), made.clock), MONDAY.replace(day=2, hour=10)
        await ledger.record(
            WORKSPACE,
            [stated(f"{number}", "1", first + timedelta(days=number), source="import") for number in range(20)],
        )
        budget = NewBudget("workspace", "", "month", Decimal(20), "Europe/Berlin", "C1")
        await budgets.put(made.db, WORKSPACE, "U1", budget, MONDAY.replace(month=1))
        return (await made.subscribed(scope="workspace")).channel

    said = run("preview", "--at", "2026-11-09T09:00+01:00", before(address, spent))
    assert "2–8 November: $7.00" in said
    assert "November so far: $7.00 of $20.00; heads for $26.25" in said
    assert "As of: imports Mon 9 Nov 09:00." in said
    assert "Next: Mon 16 Nov 09:00." in said


def test_due_names_no_instant_that_is_left_out(address: str, run: Run) -> None:
    """But the one after it, and says so."""

    async def quiet(made: Desk) -> str:
        held = await made.subscribed(scope="workspace")
        await subscriptions.snooze(made.db, WORKSPACE, held.id, MONDAY + timedelta(weeks=520), MONDAY)
        return held.channel

    before(address, quiet)
    assert " (the one before is left out)  digest" in run("due")


def test_an_instant_without_a_zone_is_none(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how one is written."""
    with pytest.raises(SystemExit):
        run("preview", "--at", "2026-11-23T09:00", "C1")
    assert "write it as 2026-11-23T09:00+01:00" in capsys.readouterr().err
