"""The offer of a weekly summary where the bot is invited, over both wires."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground import Message
from bot.storage import workspaces
from tests.slack.weekly import EVERY_MONDAY, FRIDAY, MONDAY, Then, weekly


@pytest.fixture(params=["http", "socket"])
async def then(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Then]:
    """The bot at work on a Friday, once over each wire."""
    async with weekly(tmp_path, socket=request.param == "socket") as made:
        yield made


async def offered(then: Then, user: str = "alice", channel: str = "random") -> Message:
    """The offer in a channel that somebody has invited the bot to."""
    then.slack.invite_bot(user, channel)
    return (await then.said(channel=channel))[0]


async def test_one_tap_and_it_comes_on_monday(then: Then) -> None:
    """In the zone of who invited it, which the offer names; the offer becomes the schedule, with its next time."""
    offer = await offered(then, "carol")
    assert "Weekly summary here, Mondays 09:00 America/New_York (your zone)?" in offer.text
    await then.slack.click("alice", offer, "offer.yes")
    await then.slack.until(lambda: "Next: Monday, 23 November 2026, 09:00 (America/New_York)." in offer.text)
    await then.go_to(MONDAY + timedelta(hours=6))
    assert (await then.said(channel="random", after=1))[-1].text == "Week of 2026-11-16"


async def test_it_is_offered_once(then: Then) -> None:
    """Thrown out and invited again, also days later, the bot does not ask again."""
    await offered(then)
    for day in (0, 10):
        then.clock.move_to(FRIDAY + timedelta(days=day))
        then.slack.remove_bot("random")
        then.slack.invite_bot("bob", "random")
        await then.ended()
    assert len(await then.said(channel="random")) == 1


async def test_nobody_else_joining_is_offered_anything(then: Then) -> None:
    """It is about the bot itself; a channel that has one is not asked either."""
    then.slack.join("gina", "design")
    then.slack.mention("alice", "general", EVERY_MONDAY)
    await then.said(channel="general")
    then.slack.remove_bot("general")
    then.slack.invite_bot("alice", "general")
    await then.ended()
    assert [each for each in then.slack.messages("design") if each.user == then.slack.bot.id] == []
    assert len(await then.said(channel="general")) == 1


async def test_a_channel_with_strangers_is_not_asked(then: Then) -> None:
    """What was spent is for members of this workspace only."""
    then.slack.remove_bot("partners")
    then.slack.invite_bot("alice", "partners")
    await then.ended()
    assert [each for each in then.slack.messages("partners") if each.user == then.slack.bot.id] == []


async def test_a_channel_that_it_does_not_answer_in_is_not_asked(then: Then) -> None:
    """Managers chose others."""
    db, team, now = then.bot.service.desk.db, then.slack.workspace.team, then.clock.now()
    await workspaces.change(db, team, then.id("alice"), {"answering_channels": (then.id("general"),)}, now)
    then.slack.invite_bot("alice", "random")
    await then.ended()
    assert [each for each in then.slack.messages("random") if each.user == then.slack.bot.id] == []


async def test_who_may_not_take_it(then: Then) -> None:
    """A member is told who may; nothing is scheduled, and the offer stands."""
    offer = await offered(then)
    await then.slack.click("bob", offer, "offer.yes")
    assert (await then.whispered("bob")).text.startswith("Only a manager may schedule")
    assert await then.summaries() == ()
    assert "Weekly summary here" in offer.text


async def test_no_thanks(then: Then) -> None:
    """Says how to have one after all."""
    offer = await offered(then)
    await then.slack.click("bob", offer, "offer.no")
    await then.slack.until(lambda: offer.text.startswith("No weekly summary here."))


async def test_another_time_opens_the_form_for_this_channel(then: Then) -> None:
    """With the channel and the person's zone filled in; sent, it is the channel's schedule."""
    offer = await offered(then)
    await then.slack.click("alice", offer, "digest.new")
    form = await then.form("alice")
    delivery = await then.slack.submit("alice", form, {"weekday": "4", "time": "16:30", "zone": "Europe/Lisbon"})
    assert not delivery.error
    assert "Fridays 16:30 Europe/Lisbon" in (await then.whispered("alice")).text
    (made,) = await then.summaries()
    assert (made.channel, made.weekday, made.timezone) == (then.id("random"), 4, "Europe/Lisbon")


async def test_a_channel_that_is_shared_gets_none_any_more(then: Then) -> None:
    """The owner is told why, once; resumed or not, strangers read no figures."""
    then.slack.mention("alice", "general", EVERY_MONDAY)
    await then.said(channel="general")
    then.slack.share("general")
    told = (await then.said(channel=then.slack.workspace.im("alice").id))[-1]
    assert "is paused: the channel is shared with another workspace" in told.text
    then.slack.share("general")
    await then.ended()
    (held,) = await then.summaries()
    assert (held.state, held.why) == ("paused", "shared")
    await then.slack.command("alice", "general", "/cost", "resume the digest")
    assert "shared with another workspace" in (await then.whispered("alice")).text
    assert (await then.summaries())[0].state == "paused"


async def test_a_channel_that_takes_nothing_pauses_it_until_it_is_resumed(then: Then) -> None:
    """The owner is told why, with the button that has it go on; which looks at the channel first."""
    then.slack.mention("alice", "general", EVERY_MONDAY)
    await then.said(channel="general")
    room = then.slack.workspace.channel("general")
    room.archived = True
    await then.go_to(MONDAY)
    told = (await then.said(channel=then.slack.workspace.im("alice").id))[-1]
    assert "could not be posted: the channel is archived. I have paused it" in told.text
    await then.slack.click("alice", told, "digest.resume")
    assert (await then.whispered("alice")).text == "That channel is archived."
    room.archived = False
    await then.slack.click("alice", told, "digest.resume")
    await then.slack.until(lambda: "Next: Monday, 30 November 2026" in told.text)
