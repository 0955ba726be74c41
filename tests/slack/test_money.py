"""Logging what was made, budgets and their alerts, over both wires."""

from __future__ import annotations

import re

import pytest

from bot.playground import Message
from bot.slack import money
from bot.slack.money import raise_everywhere
from bot.slack.service import Service
from bot.storage import budgets
from bot.storage.database import Database
from bot.storage.errors import StorageDamaged
from tests.slack.conftest import Office

LOG = "log 100 medium square images on gpt-image-2"


async def logged(at: Office, text: str = LOG, user: str = "bob") -> Message:
    """What a person sees once a request to log was confirmed."""
    before = len(at.slack.ephemerals(user))
    await at.slack.command(user, "general", "/cost", text)
    preview = await at.whispered(user, before)
    await at.slack.click(user, preview, "spend.log")
    await at.slack.until(lambda: re.match("Logged|It was", at.slack.ephemerals(user)[-1].text))
    return at.slack.ephemerals(user)[-1]


async def test_a_job_is_logged_once_it_is_confirmed(at: Office) -> None:
    """The preview says what would be logged and is replaced by what was; the amount is the metered one."""
    await at.slack.command("bob", "general", "/cost", LOG)
    preview = await at.whispered("bob")
    found = re.match(r"Would log (\$\d+\.\d+)", preview.text)
    assert found
    await at.slack.click("bob", preview, "spend.log")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text.startswith("Logged"))
    assert at.slack.ephemerals("bob")[-1].text == f"Logged {found[1]} as spent."


async def test_what_was_logged_is_taken_back_the_same_day(at: Office) -> None:
    """By the person who logged it; the ledger then comes to nothing."""
    said = await logged(at)
    await at.slack.click("bob", said, "spend.undo")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text.startswith("Taken back"))


async def test_a_budget_is_set_shown_and_cleared(at: Office) -> None:
    """By a manager; clearing asks first."""
    at.slack.mention("alice", "general", "set a budget of $500 a month")
    said = (await at.said(channel="general"))[-1]
    assert "$0.00 of $500.00 a month, 0 %" in said.text
    assert "not a cap" in said.text
    at.slack.mention("bob", "general", "show the budget")
    assert "$500.00 a month" in (await at.said(channel="general", after=1))[-1].text
    at.slack.mention("alice", "general", "clear the budget")
    asked = (await at.said(channel="general", after=2))[-1]
    await at.slack.click("alice", asked, "budget.clear")
    await at.slack.until(lambda: asked.text == "The budget is cleared.")
    at.slack.mention("bob", "general", "show the budget")
    assert (await at.said(channel="general", after=3))[-1].text == "No budget is set."


async def test_only_those_who_may_set_budgets(at: Office) -> None:
    """A member is told who may; a guest does not even see them."""
    at.slack.mention("bob", "general", "set a budget of $500 a month")
    assert (await at.said(channel="general"))[-1].text.startswith("Only a manager")
    at.slack.mention("gina", "general", "show the budget")
    assert (await at.said(channel="general", after=1))[-1].text.startswith("What was spent is for members")


async def test_a_threshold_is_said_once_and_seen_for_everyone(at: Office) -> None:
    """A channel's budget of $6 reaches 80 % by one job: one message names both thresholds; logging more says 100 %."""
    room = at.slack.workspace.channel("general")
    at.slack.mention("alice", "general", f"set a budget of $6 a month for <#{room.id}|general>")
    await at.said(channel="general")
    await logged(at)
    alert = (await at.said(channel="general", after=1))[-1]
    assert "has reached 50 % and 80 %" in alert.text
    await raise_everywhere(at.bot.service)
    assert len(await at.said(channel="general")) == 2
    await logged(at, "log 90 medium square images on gpt-image-2")
    assert "has reached 100 %" in (await at.said(channel="general", after=2))[-1].text
    await at.slack.click("gina", alert, "alert.snooze")
    assert (await at.whispered("gina")).text.startswith("What was spent is for members")
    await at.slack.click("carol", alert, "alert.seen")
    await at.slack.until(lambda: "has seen it" in str(alert.blocks))


async def test_a_workspace_whose_money_cannot_be_read_keeps_no_other_from_its_alerts(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is looked at for itself."""
    looked: list[str] = []

    async def look(_: Service, workspace: str) -> None:
        looked.append(workspace)
        raise StorageDamaged("a row")

    async def two(_: Database) -> tuple[str, ...]:
        return "T1", "T2"

    monkeypatch.setattr(money, "raise_alerts", look)
    monkeypatch.setattr(budgets, "workspaces_with_budgets", two)
    await raise_everywhere(at.bot.service)
    assert looked == ["T1", "T2"]


async def test_a_channel_that_is_only_typed_is_asked_for(at: Office) -> None:
    """Without Slack's link nobody knows which channel it is."""
    at.slack.mention("alice", "general", "set a budget of $50 a week for #growth")
    assert "I need the channel itself" in (await at.said(channel="general"))[-1].text


async def test_what_was_spent_is_answered_to_members(at: Office) -> None:
    """What was logged is today's spend, in the person's zone; a guest is told nothing, by person nobody."""
    await logged(at)
    at.slack.mention("bob", "general", "how much did we spend today?")
    said = (await at.said(channel="general"))[-1]
    assert re.match(r"Spent \$\d+\.\d+ on .* so far\. .*As of: Slack", said.text, re.DOTALL)
    at.slack.mention("gina", "general", "how much did we spend today?")
    assert (await at.said(channel="general", after=1))[-1].text.startswith("What was spent is for members")
    at.slack.mention("bob", "general", "how much did we spend today by person?")
    assert (await at.said(channel="general", after=2))[-1].text.startswith("Figures by person are off here.")
