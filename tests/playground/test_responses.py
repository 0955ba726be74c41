"""response_url: five uses in thirty minutes; what replaces, deletes and posts, and where."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import ManualClock, Message, Slack
from tests.playground import kit
from tests.playground.conftest import Api


async def send(api: Api, url: str, **body: Any) -> tuple[int, str]:
    """Sends an answer to a response_url; the status and the error."""
    async with api.session.post(url, json=body) as response:
        text = await response.text()
        return response.status, "" if text == "ok" else (await response.json())["error"]


@pytest.fixture
async def posted(slack: Slack, api: Api) -> Message:
    """A message of the app in #general."""
    await api("chat.postMessage", channel=slack.workspace.channel("general").id, text="old", blocks=[kit.section()])
    return slack.messages("general")[0]


def given(slack: Slack, source: Message | None = None, channel: str = "general") -> str:
    """A response_url for bob."""
    return slack.responses.give(slack.workspace.channel(channel).id, slack.workspace.user("bob").id, source)


async def test_five_uses(slack: Slack, api: Api) -> None:
    """The sixth is refused; what is refused costs nothing."""
    url = given(slack)
    assert await send(api, url, text="") == (400, "no_text")
    assert [await send(api, url, text=str(i)) for i in range(5)] == [(200, "")] * 5
    assert await send(api, url, text="6") == (404, "used_url")
    assert [message.text for message in slack.ephemerals("bob")] == ["0", "1", "2", "3", "4"]


async def test_thirty_minutes(slack: Slack, api: Api, clock: ManualClock) -> None:
    """It works to the end of the half hour."""
    url = given(slack)
    await clock.advance(30 * 60)
    assert await send(api, url, text="a") == (200, "")
    await clock.advance(1)
    assert await send(api, url, text="a") == (404, "expired_url")
    assert await send(api, slack.url + "/response/T/1/2", text="a") == (404, "invalid_url")


async def test_it_needs_no_membership(slack: Slack, api: Api) -> None:
    """It answers in channels without the app, but not in an archive, and holds blocks to the rules."""
    url = given(slack, channel="random")
    assert await send(api, url, text="a", response_type="in_channel") == (200, "")
    assert [message.text for message in slack.messages("random")] == ["a"]
    assert await send(api, url, text="a", blocks=[kit.section("a" * 3001)]) == (400, "invalid_blocks")
    slack.archive("random")
    assert await send(api, url, text="a", response_type="in_channel") == (400, "channel_is_archived")


async def test_replacing_and_deleting(slack: Slack, api: Api, posted: Message) -> None:
    """replace_original changes the message in its place, delete_original takes it away."""
    url = given(slack, posted)
    assert await send(api, url, text="new", replace_original=True) == (200, "")
    assert slack.messages("general") == [posted]
    assert (posted.text, posted.blocks) == ("new", [])
    assert await send(api, url, delete_original=True) == (200, "")
    assert slack.messages("general") == []


async def test_an_ephemeral_message_can_be_changed_this_way_alone(slack: Slack, api: Api) -> None:
    """Replaced and deleted through its response_url."""
    await send(api, given(slack), text="old")
    [message] = slack.ephemerals("bob")
    url = given(slack, message)
    await send(api, url, text="new", replace_original=True)
    assert [each.text for each in slack.ephemerals("bob")] == ["new"]
    await send(api, url, delete_original=True)
    assert slack.ephemerals("bob") == []


async def test_a_commands_url_cannot_replace_what_it_posted(slack: Slack, api: Api) -> None:
    """There is no original: a second message appears."""
    url = given(slack)
    await send(api, url, text="counting")
    await send(api, url, text="done", replace_original=True)
    assert [message.text for message in slack.ephemerals("bob")] == ["counting", "done"]


async def test_leaving_replace_original_out_is_noted(slack: Slack, api: Api, posted: Message) -> None:
    """It replaces, and the trap is noted; with false it is a new message."""
    url = given(slack, posted)
    await send(api, url, text="second", replace_original=False, response_type="in_channel")
    assert [message.text for message in slack.messages("general")] == ["old", "second"]
    assert slack.oddities == []
    await send(api, url, text="third")
    assert posted.text == "third"
    assert len(slack.oddities) == 1


async def test_threads_are_named(slack: Slack, api: Api, posted: Message) -> None:
    """An answer goes into a thread only with thread_ts."""
    url = given(slack, posted)
    more = {"replace_original": False, "response_type": "in_channel"}
    await send(api, url, text="in", thread_ts=posted.ts, **more)
    await send(api, url, text="out", **more)
    assert [message.text for message in slack.thread(posted)] == ["old", "in"]
    assert await send(api, url, text="lost", thread_ts="1.1", **more) == (400, "thread_not_found")


async def test_junk(slack: Slack, api: Api) -> None:
    """What is no JSON object is an invalid payload."""
    for data in (b"{", b"[]"):
        async with api.session.post(given(slack), data=data) as response:
            assert (response.status, (await response.json())["error"]) == (400, "invalid_payload")
