"""Slack as the delivery's channel: what is posted, what an answer means, and the look for a message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.digest.ports import Absent, Content, Posted, RateLimited, Rejected, Unknown, Unreadable
from bot.playground import Slack
from bot.slack import digest_channel
from bot.slack.digest_channel import DigestChannel
from tests.digest.kit import client
from tests.reliability.couriers import reading_manifest

HELLO = Content("Hello", ({"type": "divider"},))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Line:
    """A channel of a workspace."""

    slack: Slack
    channel: DigestChannel

    @property
    def general(self) -> str:
        """A channel's id."""
        return self.slack.workspace.channel("general").id

    async def post(self, content: Content = HELLO, key: str = "key1") -> Any:
        """Posts there."""
        return await self.channel.post("T0ACME", self.general, content, key)

    async def find(self, key: str = "key1", since: datetime = LONG_AGO) -> Any:
        """Looks there."""
        return await self.channel.find("T0ACME", self.general, key, since)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """A channel of a workspace whose app may read history."""
    async with Slack(reading_manifest()) as slack, aiohttp.ClientSession() as session:
        slack.limits.tiers = False
        its = client(session, slack.api_url, slack.bot_token)
        yield Line(slack, DigestChannel(lambda workspace: its, 2))


async def test_a_message_carries_its_key_and_opens_nothing(line: Line) -> None:
    """Text, blocks, the key as metadata, a client_msg_id that follows from it; no link is unfurled, no name linked."""
    outcome = await line.post()
    (message,) = line.slack.messages("general")
    assert outcome == Posted(line.general, message.ts)
    assert (message.text, [block["type"] for block in message.blocks]) == ("Hello", ["divider"])
    assert message.metadata == {"event_type": "pennyworth_delivery", "event_payload": {"key": "key1"}}
    (call,) = line.slack.calls("chat.postMessage")
    assert [call.args[name] for name in ("unfurl_links", "unfurl_media", "link_names")] == [False] * 3
    await line.post()
    await line.post(key="key2")
    ids = [each.args["client_msg_id"] for each in line.slack.calls("chat.postMessage")]
    assert ids[0] == ids[1] != ids[2]


async def test_a_message_is_found_by_its_key(line: Line) -> None:
    """Among others, of people and of the bot."""
    await line.post(key="other")
    posted = await line.post()
    line.slack.say("bob", "general", "key1")
    assert await line.find() == posted
    assert await line.find("key3") == Absent()


async def test_a_message_is_found_far_back(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page, until those before the first attempt."""
    monkeypatch.setattr(digest_channel, "PAGE", 10)
    posted = await line.post()
    for number in range(35):
        line.slack.say("bob", "general", f"{number}")
    assert await line.find() == posted
    assert len(line.slack.calls("conversations.history")) == 4


async def test_no_more_is_read_than_has_to_be(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is before the first attempt, with a margin for clocks, is not looked at; nor endless history."""
    monkeypatch.setattr(digest_channel, "PAGE", 10)
    for number in range(100):
        line.slack.say("bob", "general", f"{number}")
    assert await line.find(since=line.slack.clock.now() + timedelta(hours=1)) == Absent()
    assert len(line.slack.calls("conversations.history")) == 1
    assert await line.find() == Absent()
    assert len(line.slack.calls("conversations.history")) == 1 + digest_channel.MOST_PAGES


async def test_a_clock_that_was_ahead_does_not_hide_it(line: Line) -> None:
    """The first attempt was noted as ten days from now: the newest messages are looked at all the same."""
    posted = await line.post()
    assert await line.find(since=line.slack.clock.now() + timedelta(days=10)) == posted


@pytest.mark.parametrize(
    ("fault", "more", "outcome"),
    [
        ("rate", {"seconds": 7}, RateLimited(7)),
        ("status", {"status": 503}, Unknown("http_503")),
        ("status", {"status": 404}, Unknown("http_404")),
        ("status", {"status": 200}, Unknown("http_200")),
        ("reset", {}, Unknown("ServerDisconnectedError")),
        ("reset_after", {}, Unknown("ServerDisconnectedError")),
        ("error", {"error": "internal_error"}, Unknown("internal_error")),
        ("error", {"error": "fatal_error"}, Unknown("fatal_error")),
        ("error", {"error": "service_unavailable"}, Unknown("service_unavailable")),
        ("error", {"error": "is_archived"}, Rejected("is_archived", gone=True)),
        ("error", {"error": "not_in_channel"}, Rejected("not_in_channel", gone=True)),
        ("error", {"error": "token_revoked"}, Rejected("token_revoked", gone=True, revoked=True)),
        ("error", {"error": "rate_limited"}, RateLimited(30)),
        ("error", {"error": "msg_too_long"}, Rejected("msg_too_long")),
    ],
)
async def test_what_an_answer_means(line: Line, fault: str, more: dict[str, Any], outcome: Any) -> None:
    """Refused for good, for now, or not known; what is not Slack's own word is not known."""
    line.slack.faults.add(fault, "chat.postMessage", **more)
    found = await line.post()
    if fault in ("reset", "reset_after"):
        assert isinstance(found, Unknown)
    else:
        assert found == outcome


async def test_a_post_takes_no_longer_than_it_may(line: Line) -> None:
    """Its plainer form included: an answer that does not come is none."""
    line.slack.faults.add("lost", "chat.postMessage")
    assert await replace_seconds(line, 0.1).post() == Unknown("TimeoutError")
    line.slack.faults.add("lost", "conversations.history")
    assert await replace_seconds(line, 0.1).find() == Unknown("TimeoutError")


def replace_seconds(line: Line, seconds: float) -> Line:
    """The same channel with less patience."""
    return replace(line, channel=DigestChannel(line.channel._client_of, seconds))


@pytest.mark.parametrize(
    ("fault", "more", "outcome"),
    [
        ("rate", {"seconds": 3}, RateLimited(3)),
        ("status", {"status": 500}, Unknown("http_500")),
        ("error", {"error": "internal_error"}, Unknown("internal_error")),
        ("error", {"error": "missing_scope"}, Unreadable("missing_scope")),
        ("error", {"error": "not_in_channel"}, Unreadable("not_in_channel")),
    ],
)
async def test_what_looking_gives(line: Line, fault: str, more: dict[str, Any], outcome: Any) -> None:
    """It may be read later, or not at all."""
    line.slack.faults.add(fault, "conversations.history", **more)
    assert await line.find() == outcome


async def test_the_plainer_form_is_tried_and_then_the_text_alone(line: Line) -> None:
    """Each once, while Slack refuses the blocks; whatever it takes, the figures are there."""
    line.slack.faults.add("error", "chat.postMessage", error="invalid_blocks", times=2)
    plainer = ({"type": "divider"}, {"type": "divider"})
    assert isinstance(await line.post(replace(HELLO, plainer=plainer)), Posted)
    tried = [len(call.args["blocks"]) for call in line.slack.calls("chat.postMessage")]
    assert tried == [1, 2, 0]


async def test_what_is_refused_in_every_form_is_refused(line: Line) -> None:
    """As blocks and as text, where there is no plainer form."""
    line.slack.faults.add("error", "chat.postMessage", error="invalid_blocks")
    assert await line.post() == Rejected("invalid_blocks")
    assert len(line.slack.calls("chat.postMessage")) == 2


CHART = {
    "type": "data_visualization",
    "title": "Spend by day",
    "chart": {
        "type": "bar",
        "series": [{"name": "Week", "data": [{"label": "Mon", "value": 3.5}]}],
        "axis_config": {"categories": ["Mon"]},
    },
}


async def test_a_chart_that_is_refused_follows_as_a_picture(line: Line) -> None:
    """In the thread of the message that has its figures; one that is taken does not."""
    assert isinstance(await line.post(Content("Hello", (CHART,), ()), "key2"), Posted)
    assert not line.slack.calls("files.completeUploadExternal")
    line.slack.faults.add("error", "chat.postMessage", error="invalid_blocks", times=1)
    posted = await line.post(Content("Hello", (CHART,), ({"type": "divider"},)))
    assert isinstance(posted, Posted)
    (file,) = line.slack.workspace.files.values()
    picture = line.slack.messages("general")[-1]
    assert (picture.thread_ts, picture.files, file.name) == (posted.ts, [file.id], "spend-by-day.png")
    assert "message has the figures" in file.alt_text


async def test_a_picture_that_fails_changes_nothing(line: Line) -> None:
    """The message is there; whatever becomes of the picture, it is posted once."""
    line.slack.faults.add("error", "chat.postMessage", error="invalid_blocks", times=1)
    line.slack.faults.add("error", "files.getUploadURLExternal", error="missing_scope")
    posted = await line.post(Content("Hello", (CHART,), ({"type": "divider"},)))
    assert await line.find() == posted
