"""The parts of the page that need no browser: its clock, what people type, what differs from what was sent."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground import MovableClock, Slack
from bot.playground.page.showing import Difference
from bot.playground.page.typed import typed

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_movable_clock_goes_forward_only() -> None:
    """It moves to a later instant, and stays where it is when told an earlier one."""
    clock = MovableClock(NOON, still=True)
    clock.move_to(NOON + timedelta(days=2))
    clock.move_to(NOON)
    assert clock.now() == NOON + timedelta(days=2)
    assert not clock.running


async def test_a_movable_clock_runs_and_wakes_who_sleeps() -> None:
    """It goes on by itself, and a sleep ends when the clock is moved past its end."""
    clock = MovableClock(NOON)
    sleep = asyncio.ensure_future(clock.sleep(3600))
    short = asyncio.ensure_future(clock.sleep(0.02))
    await asyncio.wait_for(short, 2)
    assert not sleep.done()
    assert clock.now() > NOON + timedelta(seconds=0.02)
    clock.move_to(NOON + timedelta(minutes=30))
    await asyncio.sleep(0.01)
    assert not sleep.done()
    clock.move_to(NOON + timedelta(hours=2))
    await asyncio.wait_for(sleep, 2)


async def test_a_still_clock_wakes_who_sleeps_only_by_hand() -> None:
    """No time passes by itself."""
    clock = MovableClock(NOON, still=True)
    sleep = asyncio.ensure_future(clock.sleep(0.01))
    await asyncio.sleep(0.03)
    assert not sleep.done()
    clock.move_to(NOON + timedelta(seconds=1))
    await asyncio.wait_for(sleep, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@bob hi", "<@{bob}> hi"),
        ("hi @Bob, and @PENNYWORTH!", "hi <@{bob}>, and <@{pennyworth}>!"),
        ("bob@example.com and @bobby", "bob@example.com and @bobby"),
        ("in #general", "in <#{general}|general>"),
        ("#general-chat ##general", "#general-chat ##general"),
        ("a < b & c > d <@U1>", "a &lt; b &amp; c &gt; d &lt;@U1&gt;"),
        ("$& \\1 @bob", "$&amp; \\1 <@{bob}>"),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_slacks_text(text: str, expected: str) -> None:
    """Names of people and channels become ids, everything that acts in Slack's text is written out."""
    slack = Slack()
    ids = {user.name: user.id for user in slack.workspace.users.values()}
    ids |= {room.name: room.id for room in slack.workspace.channels.values()}
    assert typed(slack.workspace, text) == expected.format(**ids)


def test_only_what_has_changed_is_sent() -> None:
    """At first everything, then what is new, other or gone, and nothing when nothing is."""
    difference = Difference()
    assert json.loads(difference.to({"a": 1, "b": {"c": 2}})) == {"put": {"a": 1, "b": {"c": 2}}, "gone": []}
    assert difference.to({"a": 1, "b": {"c": 2}}) == ""
    assert json.loads(difference.to({"b": {"c": 3}, "d": "é\u2028"})) == {
        "put": {"b": {"c": 3}, "d": "é\u2028"},
        "gone": ["a"],
    }
    assert "\n" not in difference.to({"x": "line\nline"})
