"""Several things at once: double clicks, two people at one quote, talk beside it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.playground import Message
from tests.slack.conftest import Office, office
from tests.slack.test_quoting import SAMPLE
from tests.slack.test_surfaces import follow_ups_on


async def private(at: Office, channel: str = "general") -> Message:
    """A quote that bob alone sees."""
    await at.slack.command("bob", channel, "/cost", SAMPLE)
    return await at.whispered("bob")


async def done(at: Office) -> None:
    """Waits until the bot has nothing more to do."""
    await at.slack.settled()
    assert await at.bot.service.pipeline.drained(5)


async def test_a_double_click_shares_once(at: Office) -> None:
    """Each click is a tap of its own for Slack."""
    quote = await private(at)
    await asyncio.gather(*(at.slack.click("bob", quote, "quote.share") for _ in range(3)))
    await done(at)
    assert len(await at.said(channel="general")) == 1
    assert at.slack.ephemerals("bob") == []


async def test_what_could_not_be_shared_is_not_lost(at: Office) -> None:
    """In an archived channel it stays where it is, and the person is told."""
    quote = await private(at)
    at.slack.archive("general")
    await at.slack.click("bob", quote, "quote.share")
    await done(at)
    [kept] = at.slack.ephemerals("bob")
    assert kept.text.startswith("Plan for $1.11")
    [told] = await at.said(channel=at.slack.workspace.im("bob").id)
    assert told.text == "Slack does not let me share this here."


async def test_what_may_have_been_shared_is_not_shared_again(at: Office) -> None:
    """Slack took it and did not say so: there is one, and the person is told to look."""
    quote = await private(at)
    at.slack.faults.add("reset_after", "chat.postMessage", times=1)
    await at.slack.click("bob", quote, "quote.share")
    await done(at)
    assert len(await at.said(channel="general")) == 1
    assert at.slack.ephemerals("bob")[-1].text.startswith("Slack did not say whether this arrived.")


async def test_two_people_change_one_quote_at_once(at: Office) -> None:
    """Both changes are made, and the message shows both in the end."""
    at.slack.mention("bob", "general", SAMPLE)
    quote = (await at.said(channel="general"))[0]
    await asyncio.gather(
        at.slack.click("bob", quote, "change.quality", "0|quality|high"),
        at.slack.click("carol", quote, "change.model", "0|model|gpt-image-2"),
        at.slack.click("alice", quote, "change.size", "0|size|1536x1024"),
    )
    await done(at)
    assert "100 high 1536x1024 images on gpt-image-2" in quote.text


async def test_talk_in_a_thread_is_no_question(tmp_path: Path) -> None:
    """Where threads are followed, people who talk with each other are not told that they ask too much."""
    async with office(tmp_path) as at:
        asked = at.slack.mention("bob", "general", SAMPLE)
        await at.said(channel="general")
        await follow_ups_on(at, "general")
        at.bot.service.pipeline._limits.user = 1
        for _ in range(3):
            at.slack.say("carol", "general", "looks good", thread_ts=asked.ts)
        await done(at)
        assert at.slack.ephemerals("carol") == []
