"""Abuse: so many requests a minute a person and a workspace, one polite answer to what is more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import RunSettings
from bot.slack.limits import MOST_IDLE, Limits
from tests.security.deeds import SAMPLE, idle
from tests.slack.conftest import office

TOO_MUCH = "That was a lot of questions in a minute"


@dataclass
class Hand:
    """A clock that is moved by hand."""

    at: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """The instant it was moved to."""
        return self.at

    def move(self, seconds: float) -> None:
        """Moves it."""
        self.at += timedelta(seconds=seconds)


def test_the_usual_limits() -> None:
    """Twenty a minute a person, two hundred a workspace, and both can be set."""
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    usual = RunSettings.of(given)
    assert (usual.user_limit, usual.workspace_limit) == (20, 200)
    more = RunSettings.of({**given, "PENNYWORTH_USER_LIMIT": "7", "PENNYWORTH_WORKSPACE_LIMIT": "9"})
    assert (more.user_limit, more.workspace_limit) == (7, 9)


def test_a_person_has_twenty_in_any_minute() -> None:
    """The window slides; what was refused does not count; others and other workspaces are not concerned."""
    clock = Hand()
    limits = Limits(clock)
    for _ in range(20):
        assert limits.allow("T1", "U1")
        clock.move(1)
    assert [limits.allow("T1", "U1") for _ in range(3)] == [False] * 3
    assert limits.allow("T1", "U2")
    assert limits.allow("T2", "U1")
    assert limits.warning("T1", "U1") == 40
    clock.move(40)
    assert limits.allow("T1", "U1")
    assert not limits.allow("T1", "U1")


def test_a_workspace_has_two_hundred() -> None:
    """Of ten people with twenty each; an eleventh waits, another workspace does not."""
    limits = Limits(Hand())
    assert all(limits.allow("T1", f"U{number % 10}") for number in range(200))
    assert not limits.allow("T1", "U11")
    assert limits.warning("T1", "U11") == 60
    assert limits.allow("T2", "U11")


def test_who_asks_too_much_is_told_once_until_they_may_again() -> None:
    """Then once more, should they ask too much again."""
    clock = Hand()
    limits = Limits(clock, user=1)
    assert limits.allow("T1", "U1")
    assert [limits.warning("T1", "U1") for _ in range(3)] == [60, None, None]
    assert limits.warning("T2", "U1") is not None
    clock.move(60)
    assert limits.allow("T1", "U1")
    assert [limits.warning("T1", "U1") for _ in range(2)] == [60, None]


@pytest.mark.parametrize("seconds", [-86_400, -61, -1])
def test_a_clock_that_is_set_back_locks_nobody_out(seconds: float) -> None:
    """What it has yet to reach is forgotten."""
    clock = Hand()
    limits = Limits(clock, user=1)
    assert limits.allow("T1", "U1")
    limits.warning("T1", "U1")
    clock.move(seconds)
    assert limits.allow("T1", "U1")
    assert limits.warning("T1", "U1") in (60, None)


def test_people_who_are_gone_are_forgotten() -> None:
    """Twenty thousand visitors leave no more behind than those of the last minute."""
    clock = Hand()
    limits = Limits(clock, workspace=10**6)
    for number in range(20_000):
        limits.allow("T1", f"U{number}")
        limits.warning("T1", f"U{number}")
        clock.move(0.1)
    assert len(limits._visits) <= 2 * MOST_IDLE
    assert len(limits._told) <= 2 * MOST_IDLE


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
async def test_a_flood_gets_its_share_and_one_answer(tmp_path: Path, socket: bool) -> None:
    """Of forty commands twenty are answered and one is told to wait; somebody else is answered meanwhile."""
    async with office(tmp_path, socket=socket, user_limit=20, workspace_limit=200) as here:
        for _ in range(40):
            delivery = await here.slack.command("bob", "general", "/cost", SAMPLE)
            assert delivery.acknowledged
        await here.slack.command("carol", "general", "/cost", SAMPLE)
        await idle(here)
        texts = [each.text for each in here.slack.ephemerals("bob")]
        assert len([text for text in texts if text.startswith("Plan for")]) == 20
        assert len([text for text in texts if TOO_MUCH in text]) == len(texts) - 20 == 1
        assert here.slack.ephemerals("carol")[-1].text.startswith("Plan for")


async def test_every_surface_counts(tmp_path: Path) -> None:
    """Commands, mentions, direct messages, taps: the fifth of them is too much where four are allowed."""
    async with office(tmp_path, user_limit=4, workspace_limit=200) as here:
        here.slack.mention("bob", "general", SAMPLE)
        await idle(here)
        quote = here.slack.messages("general")[-1]
        here.slack.dm("bob", SAMPLE)
        await here.slack.command("bob", "general", "/cost", SAMPLE)
        await here.slack.click("bob", quote, "change.quality", "0|quality|high")
        await idle(here)
        before = len(here.slack.calls())
        here.slack.mention("bob", "general", SAMPLE)
        here.slack.dm("bob", SAMPLE)
        await here.slack.command("bob", "general", "/cost", SAMPLE)
        await here.slack.click("bob", quote, "change.quality", "0|quality|low")
        await idle(here)
        told = [call.args.get("text", "") for call in here.slack.calls()[before:]]
        assert len(told) == 1
        assert TOO_MUCH in told[0]
        assert "high" in quote.text
