"""Two replicas of the bot on one database, and the same request sent to both again and again."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.app import Bot, running
from bot.clock import SystemClock
from bot.playground import Delivery, Message, Slack
from bot.playground.deliveries import encoded
from bot.slack.manifest import manifest
from pricing import built_in
from tests.slack.conftest import settings

SAMPLE = "100 medium square images with 30-word prompts"


@dataclass(frozen=True)
class Replicas:
    """A workspace that is answered by several bots by HTTP."""

    slack: Slack
    bots: tuple[Bot, ...]

    @property
    def urls(self) -> list[str]:
        """Where they take Slack's requests."""
        return [f"http://127.0.0.1:{bot.port}/slack/events" for bot in self.bots]

    def one(self) -> None:
        """What people do goes to the first of them, as usual."""
        self.slack.deliver_to(self.urls[0])

    def none(self) -> None:
        """What people do goes nowhere, so that it can be sent by hand."""
        self.slack.deliver_to("http://127.0.0.1:9/")

    async def idle(self) -> None:
        """Waits until nothing is under way on any of them."""
        await self.slack.settled()
        for bot in self.bots:
            assert await bot.service.pipeline.drained(10)

    def said(self, channel: str = "general") -> list[Message]:
        """What the bots said in a channel."""
        return [each for each in self.slack.messages(channel) if each.user == self.slack.bot.id]

    async def send(self, body: bytes, headers: Mapping[str, str], times: int = 1) -> Counter[int]:
        """Sends a request as often to every one of them in turn, all at once; how many got which status."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

            async def sent(number: int) -> int:
                url = self.urls[number % len(self.urls)]
                async with session.post(url, data=body, headers=headers) as response:
                    return response.status

            found = Counter(await asyncio.gather(*(sent(number) for number in range(times))))
        await self.idle()
        return found

    async def send_each(self, requests: Iterable[tuple[bytes, Mapping[str, str]]]) -> Counter[int]:
        """Sends different requests to the first of them, several at a time; how many got which status."""
        left, found = iter(requests), Counter[int]()
        async with aiohttp.ClientSession() as session:

            async def worker() -> None:
                for body, headers in left:
                    async with session.post(self.urls[0], data=body, headers=headers) as response:
                        found[response.status] += 1

            await asyncio.gather(*(worker() for _ in range(16)))
        await self.idle()
        return found

    async def replay(self, delivery: Delivery, times: int = 100) -> Counter[int]:
        """Sends what did not arrive as it was signed, again and again."""
        body, _ = encoded(delivery)
        return await self.send(body, delivery.attempts[-1].headers, times)

    async def tell(self, event: Mapping[str, Any], times: int = 1, *, retry: int = 0) -> Counter[int]:
        """Sends an event's envelope, signed now, as the retry of that number."""
        body = json.dumps(event).encode()
        more = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        return await self.send(body, self.slack.http.signed(body, "application/json") | more, times)


@asynccontextmanager
async def replicas(database_url: str, number: int = 2, **more: Any) -> AsyncIterator[Replicas]:
    """So many bots at work in one workspace."""
    async with Slack(manifest("https://bot.test", threads=True)) as slack, AsyncExitStack() as stack:
        slack.limits.tiers = False
        made = settings(slack, socket=False, **more)
        bots = [
            await stack.enter_async_context(running(made, database_url, built_in(), SystemClock()))
            for _ in range(number)
        ]
        here = Replicas(slack, tuple(bots))
        here.one()
        yield here
