"""Weekly summaries in plain words, over both wires: scheduled, shown, paused, sent, and delivered by the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.slack.weekly import EVERY_MONDAY, MONDAY, Then, weekly


@pytest.fixture(params=["http", "socket"])
async def then(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Then]:
    """The bot at work on a Friday, once over each wire."""
    async with weekly(tmp_path, socket=request.param == "socket") as made:
        yield made


async def test_it_is_scheduled_in_words_and_comes_when_the_clock_says_so(then: Then) -> None:
    """By a manager, in her own zone: on Monday at nine in Berlin last week's summary stands in the channel."""
    then.slack.mention("alice", "general", EVERY_MONDAY)
    said = (await then.said(channel="general"))[-1]
    assert "Mondays 09:00 Europe/Berlin" in said.text
    assert "Next: Monday, 23 November 2026, 09:00 (Europe/Berlin)." in said.text
    await then.go_to(MONDAY - timedelta(minutes=1))
    assert len(await then.said(channel="general")) == 1
    then.clock.move_to(MONDAY)  # the scheduler looks by itself
    assert (await then.said(channel="general", after=1))[-1].text == "Week of 2026-11-16"


async def test_a_zone_that_is_named_is_the_zone(then: Then) -> None:
    """Half past four in Lisbon, whatever the writer's clocks say."""
    await then.slack.command("alice", "general", "/cost", "digest every Friday at 16:30 Lisbon time")
    said = await then.whispered("alice")
    assert "Fridays 16:30 Europe/Lisbon" in said.text
    assert "Next: Friday, 20 November 2026, 16:30 (Europe/Lisbon)." in said.text


async def test_one_of_ones_own_comes_by_direct_message(then: Then) -> None:
    """A member may have one; it comes where the bot talks with them, also asked for in a channel."""
    await then.slack.command("bob", "general", "/cost", "send me a weekly digest every Monday at 9:00")
    room = then.slack.workspace.im("bob").id
    assert "comes here" in (await then.said(channel=room))[-1].text
    assert await then.bot.service.pipeline.drained(5)
    (made,) = await then.summaries()
    assert (made.channel, made.room) == (then.id("bob"), room)
    await then.go_to(MONDAY)
    assert (await then.said(channel=room, after=1))[-1].text == "Week of 2026-11-16"


@pytest.mark.parametrize("user", ["bob", "gina"])
async def test_a_channels_belongs_to_the_managers(then: Then, user: str) -> None:
    """A member and a guest are refused, alone, and nothing is kept."""
    await then.slack.command(user, "general", "/cost", EVERY_MONDAY)
    refused = {"bob": "Only a manager may schedule", "gina": "Weekly summaries are for members"}[user]
    assert (await then.whispered(user)).text.startswith(refused)
    assert await then.summaries() == ()


@pytest.mark.parametrize(
    ("channel", "why"), [("partners", "shared with another workspace"), ("random", "Invite me there first")]
)
async def test_it_goes_to_no_channel_that_strangers_read(then: Then, channel: str, why: str) -> None:
    """Nor to one that the bot is not in."""
    room = then.slack.workspace.channel(channel)
    asked = f"weekly digest in <#{room.id}|{channel}> every Monday at 9:00"
    await then.slack.command("alice", "general", "/cost", asked)
    assert why in (await then.whispered("alice")).text
    assert await then.summaries() == ()


async def test_a_channel_that_is_only_typed_is_asked_for(then: Then) -> None:
    """Without Slack's link nobody knows which one it is; it does not go to this one instead."""
    await then.slack.command("alice", "general", "/cost", "weekly digest in #growth every Monday at 9:00")
    assert "I need the channel itself" in (await then.whispered("alice")).text
    assert await then.summaries() == ()


async def test_in_a_direct_message_it_is_ones_own(then: Then) -> None:
    """Scheduled, shown and ended there, and nobody else's business."""
    room = then.slack.workspace.im("bob").id
    for number, (text, answer) in enumerate(
        {
            "digest every Friday at 16:30 Lisbon time": "Fridays 16:30 Europe/Lisbon",
            "when is the next digest?": "Next: Friday, 20 November 2026, 16:30 (Europe/Lisbon).",
            "stop the digest": "“End it” below ends it for good",
        }.items()
    ):
        then.slack.dm("bob", text)
        assert answer in (await then.said(channel=room, after=number))[-1].text
    (made,) = await then.summaries()
    assert (made.channel, made.room) == (then.id("bob"), room)
    said = (await then.said(channel=room))[-1]
    await then.slack.click("bob", said, "digest.stop")
    await then.slack.until(lambda: said.text == "It is ended. What was posted stays.")
    assert await then.summaries() == ()


async def test_it_pauses_goes_on_and_is_sent_in_words(then: Then) -> None:
    """Paused it names no next time; sent now, last week's stands there at once."""
    for asked, answer in (
        (EVERY_MONDAY, "It is set."),
        ("pause the digest", "Paused."),
        ("when is the next digest?", "Paused."),
        ("resume the digest", "It goes on."),
        ("skip the next digest", "Next: Monday, 30 November 2026, 09:00"),
        ("send the digest now", "It is on its way."),
    ):
        before = len(then.slack.ephemerals("alice"))
        await then.slack.command("alice", "general", "/cost", asked)
        assert answer in (await then.whispered("alice", before)).text, asked
    assert (await then.said(channel="general"))[-1].text == "Week of 2026-11-09"


async def test_a_preview_comes_to_the_person_alone(then: Then) -> None:
    """By direct message; any member may look, a guest may not."""
    then.slack.mention("alice", "general", EVERY_MONDAY)
    await then.said(channel="general")
    then.slack.mention("bob", "general", "preview the digest")
    assert (await then.said(channel=then.slack.workspace.im("bob").id))[-1].text == "Week of 2026-11-09"
    assert (await then.said(channel="general", after=1))[-1].text == "The preview is in our direct messages."
    await then.slack.command("gina", "general", "/cost", "preview the digest")
    assert (await then.whispered("gina")).text.startswith("Weekly summaries are for members")
