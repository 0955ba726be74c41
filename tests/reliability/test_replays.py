"""P11: a replay has one effect, on two replicas with one database, on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.playground import Delivery, Message
from bot.playground.deliveries import encoded
from bot.playground.signing import signature
from bot.slack.blocks import ids
from bot.storage import quotes
from tests.reliability.replicas import SAMPLE, Replicas, replicas

Deed = Callable[[Replicas], Awaitable[Delivery]]
Effect = Callable[[Replicas], Awaitable[int]]


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[Replicas]:
    """Two replicas on each engine in turn."""
    async with replicas(database_url) as made:
        yield made


async def quote(here: Replicas) -> Message:
    """A quote that stands in the channel."""
    here.slack.mention("bob", "general", SAMPLE)
    await here.idle()
    return here.said()[-1]


async def command(here: Replicas) -> Delivery:
    """A command."""
    here.none()
    return await here.slack.command("bob", "general", "/cost", SAMPLE)


async def tap(here: Replicas) -> Delivery:
    """A tap that changes a quote."""
    message = await quote(here)
    here.none()
    return await here.slack.click("bob", message, "change.quality", "0|quality|high")


async def share(here: Replicas) -> Delivery:
    """A tap that shows an answer to everybody."""
    await here.slack.command("bob", "general", "/cost", SAMPLE)
    await here.idle()
    answer = here.slack.ephemerals("bob")[-1]
    here.none()
    return await here.slack.click("bob", answer, ids.SHARE)


async def form(here: Replicas) -> Delivery:
    """A form that changes a quote."""
    message = await quote(here)
    await here.slack.click("bob", message, ids.OPEN_COUNT)
    await here.idle()
    view = here.slack.modal("bob")
    here.none()
    return await here.slack.submit("bob", view, {"count": "250"})


async def shortcut(here: Replicas) -> Delivery:
    """A shortcut that opens a form; without a second one, and without a word that it could not be opened."""
    here.none()
    return await here.slack.shortcut("bob", "build_quote")


async def whispers(here: Replicas) -> int:
    """Answers that bob alone sees."""
    return len([each for each in here.slack.ephemerals("bob") if each.user == here.slack.bot.id])


async def changes(here: Replicas) -> int:
    """How often the quote was changed."""
    block = next(block for block in here.said()[-1].blocks if block["block_id"].startswith("quote|"))
    kept = await quotes.get(here.bots[0].service.desk.db, here.slack.workspace.team, block["block_id"].split("|")[1])
    assert kept
    return kept.version - 1


async def posts(here: Replicas) -> int:
    """What was posted in the channel."""
    return len(here.said())


async def opened(here: Replicas) -> int:
    """Forms that were opened, and messages to bob in their stead."""
    return len(here.slack.calls("views.open")) + len(here.slack.messages(here.slack.workspace.im("bob")))


DEEDS = [(command, whispers), (tap, changes), (share, posts), (form, changes), (shortcut, opened)]
EVERY = pytest.mark.parametrize(("deed", "effect"), DEEDS, ids=[deed.__name__ for deed, _ in DEEDS])


@EVERY
async def test_a_signed_request_sent_a_hundred_times_has_one_effect(two: Replicas, deed: Deed, effect: Effect) -> None:
    """Every one of the hundred is acknowledged, on both replicas at once, and one does something."""
    assert await two.replay(await deed(two)) == {200: 100}
    assert await effect(two) == 1


@EVERY
async def test_without_the_look_whether_it_is_new_it_has_several(
    tmp_path: Path, deed: Deed, effect: Effect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test before this one can fail."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}") as two:
        delivery = await deed(two)
        forget_what_was_seen(monkeypatch)
        await two.replay(delivery, 3)
        assert await effect(two) > 1


def forget_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defect: everything is new."""

    async def always(*_: object) -> bool:
        return True

    monkeypatch.setattr("bot.slack.pipeline.seen.first_sight", always)


@pytest.mark.parametrize(("age", "status"), [(301, 401), (270, 200), (-270, 200), (-330, 401)])
async def test_a_request_older_than_five_minutes_is_refused(tmp_path: Path, age: int, status: int) -> None:
    """So is one from the future."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}") as two:
        body, content_type = encoded(await command(two))
        stamp = str(int((SystemClock().now() - timedelta(seconds=age)).timestamp()))
        signed = signature(two.slack.signing_secret, stamp, body)
        headers = {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
        assert await two.send(body, headers, 2) == {status: 2}
        assert await whispers(two) == (status == 200)


def event_of(here: Replicas, text: str, channel: str = "general") -> list[dict[str, Any]]:
    """What Slack would tell of a message, the envelopes of all events."""
    here.slack.outbox.held = True
    before = len(here.slack.outbox.deliveries)
    here.slack.say("bob", channel, text)
    return [each.body for each in list(here.slack.outbox.deliveries)[before:]]


async def test_an_event_that_slack_sends_again_has_one_effect(two: Replicas) -> None:
    """Each retry is signed anew; the event's id tells."""
    mention = event_of(two, f"<@{two.slack.bot.id}> {SAMPLE}")[-1]
    assert mention["event"]["type"] == "app_mention"
    for number in range(4):
        assert await two.tell(mention, 2, retry=number) == {200: 2}
    assert await posts(two) == 1


async def test_a_retry_may_be_the_first_that_arrives(two: Replicas) -> None:
    """It is answered."""
    mention = event_of(two, f"<@{two.slack.bot.id}> {SAMPLE}")[-1]
    await two.tell(mention, retry=1)
    assert await posts(two) == 1


async def test_a_mention_told_as_two_events_is_answered_once(two: Replicas) -> None:
    """As a message in the channel and as a mention, in either order, on one replica each."""
    message, mention = event_of(two, f"<@{two.slack.bot.id}> {SAMPLE}")
    assert [message["event"]["type"], mention["event"]["type"]] == ["message", "app_mention"]
    for each in (message, mention, message):
        await two.tell(each, 2)
    assert await posts(two) == 1


async def test_a_message_told_twice_with_two_stamps_is_answered_once(two: Replicas) -> None:
    """What the client sent once has one client_msg_id, whatever its `ts` (typeclaw issue 49)."""
    told = event_of(two, f"<@{two.slack.bot.id}> {SAMPLE}")[-1]
    stamp = two.slack.say("carol", "general", "meanwhile").ts
    again = {**told, "event_id": "Ev0AGAIN", "event": {**told["event"], "ts": stamp, "event_ts": stamp}}
    await two.tell(told)
    await two.tell(again)
    assert await posts(two) == 1


async def test_the_same_words_twice_are_answered_twice(two: Replicas) -> None:
    """A repetition is told by its ids, not by its words."""
    for _ in range(2):
        await two.tell(event_of(two, f"<@{two.slack.bot.id}> {SAMPLE}")[-1])
    assert await posts(two) == 2


async def test_events_are_answered_several_times_without_the_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests of events can fail."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}") as two:
        forget_what_was_seen(monkeypatch)
        await two.tell(event_of(two, f"<@{two.slack.bot.id}> {SAMPLE}")[-1], 2)
        assert await posts(two) == 2
