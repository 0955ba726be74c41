"""Faults, limits and clocks: what goes wrong is what was ordered."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Fault, ManualClock, ScaledClock, Slack
from tests.playground import kit
from tests.playground.conftest import Api


def client(slack: Slack, **more: Any) -> AsyncWebClient:
    """The SDK's client without its retries."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=0.3, **more)  # type: ignore[arg-type]


def texts(slack: Slack) -> list[str]:
    """What stands in #general."""
    return [message.text for message in slack.messages("general")]


async def post(slack: Slack, text: str = "a", **more: Any) -> Any:
    """Posts with the SDK."""
    return await client(slack).chat_postMessage(channel=slack.workspace.channel("general").id, text=text, **more)


BROKEN = (aiohttp.ClientError, ConnectionError, TimeoutError)


@pytest.mark.parametrize("fault", ["lost", "reset_after", "status_after"])
async def test_accepted_and_no_answer(slack: Slack, fault: str) -> None:
    """The message stands there, and its sender does not know."""
    rule = slack.faults.add(fault, "chat.postMessage", times=1)
    with pytest.raises((*BROKEN, SlackApiError)):
        await post(slack, "a")
    await post(slack, "b")
    assert texts(slack) == ["a", "b"]
    assert rule.hits == 1
    assert [call.status for call in slack.calls("chat.postMessage")] == [200, 200]


@pytest.mark.parametrize("fault", ["reset", "status", "rate", "error"])
async def test_not_accepted(slack: Slack, fault: str) -> None:
    """Nothing was posted."""
    slack.faults.add(fault, "chat.postMessage", times=1)
    with pytest.raises((*BROKEN, SlackApiError)):
        await post(slack, "a")
    await post(slack, "b")
    assert texts(slack) == ["b"]


async def test_the_sdks_default_retry_posts_twice(slack: Slack) -> None:
    """Its handler of connection errors sends an accepted message again: why the bot posts without it."""
    slack.faults.add("reset_after", "chat.postMessage", times=1)
    web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    await web.chat_postMessage(channel=slack.workspace.channel("general").id, text="a")
    assert texts(slack) == ["a", "a"]


async def test_rate_storm(slack: Slack, api: Api, clock: ManualClock) -> None:
    """429 with Retry-After for as long as it lasts, in the channel that is meant."""
    general = slack.workspace.channel("general").id
    slack.faults.add(Fault.RATE, "chat.postMessage", seconds=30, lasting=600, channel=general)
    answer = await api("chat.postMessage", channel=general, text="a")
    assert (api.status, answer["error"], api.headers["Retry-After"]) == (429, "ratelimited", "30")
    assert (await api("chat.postMessage", channel=slack.workspace.channel("design").id, text="a"))["ok"]
    await clock.advance(601)
    assert (await api("chat.postMessage", channel=general, text="a"))["ok"]


async def test_blocks_of_a_type_are_refused(slack: Slack, api: Api) -> None:
    """A rollout that is not there yet: charts are invalid_blocks, the same without them passes."""
    slack.faults.add("block", block="data_visualization")
    place = {"channel": slack.workspace.channel("general").id, "text": "a"}
    assert (await api("chat.postMessage", **place, blocks=[kit.section(), kit.chart()]))["error"] == "invalid_blocks"
    assert (await api("chat.postMessage", **place, blocks=[kit.section()]))["ok"]


async def test_delay_by_the_clock(slack: Slack, api: Api, clock: ManualClock) -> None:
    """A slow call is answered when the clock has moved."""
    slack.faults.add("delay", "auth.test", seconds=5)
    running = asyncio.ensure_future(api("auth.test"))
    await slack.until(lambda: clock.sleeping)
    await clock.advance(4)
    assert not running.done()
    await clock.advance(1)
    assert (await running)["ok"]


async def test_chance_and_order(slack: Slack, api: Api) -> None:
    """Rules may skip calls and hit by chance, the same with the same seed; clearing ends them."""
    slack.limits.tiers = False
    slack.faults.add("error", "auth.test", error="late", skip=1, times=1)
    assert [(await api("auth.test")).get("error") for _ in range(3)] == [None, "late", None]
    slack.faults.clear()
    rule = slack.faults.add("error", "auth.test", error="chance", probability=0.5)
    for _ in range(100):
        await api("auth.test")
    assert 30 < rule.hits < 70
    with pytest.raises(TypeError):
        slack.faults.add("error", "auth.test", typo=1)


async def test_response_urls_and_downloads_fail_too(slack: Slack, api: Api) -> None:
    """They go by the names response_url and download."""
    slack.faults.add("status", "response_url", times=1)
    url = slack.responses.give(slack.workspace.channel("general").id, slack.workspace.user("bob").id)
    async with api.session.post(url, json={"text": "a"}) as response:
        assert response.status == 503
    assert slack.ephemerals("bob") == []
    message = slack.upload("bob", "general", "a.txt", b"text")
    info = (await api("files.info", file=message.files[0]))["file"]
    slack.faults.add("status", "download", status=500)
    async with api.session.get(info["url_private"], headers={"Authorization": f"Bearer {api.token}"}) as response:
        assert response.status == 500


async def test_tiers(slack: Slack, api: Api, clock: ManualClock) -> None:
    """20 calls a minute of a method of tier 2; the window slides; other methods have their own."""
    for _ in range(20):
        assert (await api("users.list"))["ok"]
    await clock.advance(20)
    answer = await api("users.list")
    assert (api.status, answer["error"], api.headers["Retry-After"]) == (429, "ratelimited", "40")
    assert (await api("users.info", user=slack.bot.id))["ok"]
    await clock.advance(40)
    assert (await api("users.list"))["ok"]
    slack.limits.tiers = False
    assert [(await api("users.list"))["ok"] for _ in range(30)] == [True] * 30


async def test_one_post_a_second_and_channel(slack: Slack, api: Api, clock: ManualClock) -> None:
    """Only where it is turned on."""
    general, design = (slack.workspace.channel(name).id for name in ("general", "design"))
    for _ in range(3):
        assert (await api("chat.postMessage", channel=general, text="a"))["ok"]
    slack.limits.posting = True
    assert (await api("chat.postMessage", channel=general, text="a"))["ok"]
    assert (await api("chat.postMessage", channel=general, text="a"))["error"] == "ratelimited"
    assert api.headers["Retry-After"] == "1"
    assert (await api("chat.postMessage", channel=design, text="a"))["ok"]
    await clock.advance(1)
    assert (await api("chat.postMessage", channel=general, text="a"))["ok"]


async def test_clocks() -> None:
    """A scaled clock runs fast; a manual one wakes sleepers in their order, at their times."""
    fast = ScaledClock(1000)
    begun, before = time.monotonic(), fast.now()
    await fast.sleep(60)
    assert time.monotonic() - begun < 1
    assert (fast.now() - before).total_seconds() >= 60
    clock = ManualClock()
    start, woken = clock.now(), []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((seconds, (clock.now() - start).total_seconds()))

    tasks = [asyncio.ensure_future(sleeper(seconds)) for seconds in (30, 10, 20, 0)]
    await asyncio.sleep(0.01)
    await clock.advance(25)
    assert woken == [(0, 0), (10, 10), (20, 20)]
    assert (clock.now() - start).total_seconds() == 25
    await clock.advance(5)
    await asyncio.gather(*tasks)
