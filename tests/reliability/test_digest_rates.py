"""P7 and P8: a channel and a workspace get no more than Slack takes, and one that is told to wait holds up no other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

import aiohttp
from sqlalchemy import insert

from bot.digest.delivery import Courier
from bot.playground import Slack
from bot.slack.digest_channel import DigestChannel
from bot.storage.database import Database
from bot.storage.tables import digests
from tests.digest.kit import SetClock, Weeks, client
from tests.reliability.courier import timing_of
from tests.reliability.couriers import MONDAY, QUICK, reading_manifest, subscription

PATIENT = QUICK | {"timeout": 10.0, "lease": 120.0}
STRICT = PATIENT | {"channel_pause": 1.0, "per_second": 4.0}


@asynccontextmanager
async def workspaces(*teams: str) -> AsyncIterator[list[Slack]]:
    """Workspaces, each with a server of its own."""
    found = [Slack(reading_manifest(), team=team) for team in teams]
    async with AsyncExitStack() as stack:
        for slack in found:
            slack.limits.tiers = False
            await stack.enter_async_context(slack)
        yield found


@asynccontextmanager
async def couriers(url: str, found: list[Slack], count: int, timing: dict[str, float]) -> AsyncIterator[list[Courier]]:
    """So many couriers of those workspaces, each on connections of its own."""
    dbs = [Database(url) for _ in range(count)]
    async with aiohttp.ClientSession() as session:
        clients = {each.workspace.team: client(session, each.api_url, each.bot_token) for each in found}
        channel = DigestChannel(clients.__getitem__)
        yield [Courier(db, channel, Weeks(), SetClock(MONDAY), timing_of(timing)) for db in dbs]
    for db in dbs:
        await db.close()


async def subscribed(url: str, slack: Slack, count: int, channels: int) -> None:
    """So many digests that are due, in so many channels."""
    rooms = [slack.add_channel(f"room{number}", []).id for number in range(channels)]
    db = Database(url)
    async with db.writing() as connection:
        rows = [subscription(slack.workspace.team, rooms[n % channels], n, MONDAY) for n in range(count)]
        await connection.execute(insert(digests), rows)
    await db.close()


def posts(slack: Slack, status: int = 200) -> list[datetime]:
    """When posts were asked for that had a status."""
    return [call.at for call in slack.calls("chat.postMessage") if call.status == status]


async def deliver(couriers: list[Courier]) -> None:
    """All of them deliver what they can."""
    await asyncio.gather(*(courier.deliver_due() for courier in couriers))
    await asyncio.sleep(0.05)


async def test_a_channel_gets_one_a_second_and_a_workspace_its_rate(one_url: str, full: bool) -> None:
    """Two replicas: Slack, which takes one a second and channel, never says no. One a second and channel, 4 in all."""
    count, channels = (60, 10) if full else (6, 3)
    async with workspaces("T1") as found, couriers(one_url, found, 2, STRICT) as two:
        (slack,) = found
        slack.limits.posting = True
        await subscribed(one_url, slack, count, channels)
        while len(posts(slack)) < count:
            await deliver(two)
        assert Counter(call.status for call in slack.calls("chat.postMessage")) == {200: count}
        begun = sorted(posts(slack))
        assert max(sum(1 for each in begun if 0 <= (each - first).total_seconds() < 1) for first in begun) <= 2 * 4


async def test_a_workspace_that_has_to_wait_holds_up_no_other(one_url: str, full: bool) -> None:
    """One workspace gets 429s for 10 minutes, 2 seconds in the ordinary run: one request a Retry-After, nothing lost.

    The other has all of its digests meanwhile.
    """
    lasting, seconds = (600, 30) if full else (2, 1)
    async with workspaces("T1", "T2") as found, couriers(one_url, found, 2, PATIENT) as two:
        limited, other = found
        limited.faults.add("rate", seconds=seconds)
        for slack in found:
            await subscribed(one_url, slack, 30, 30)
        began = asyncio.get_running_loop().time()
        async with asyncio.timeout(lasting + 60):
            while (passed := asyncio.get_running_loop().time() - began) < lasting or len(posts(other)) < 30:
                await deliver(two)
            limited.faults.clear()
            while len(posts(limited)) < 30:
                await deliver(two)
        under_way = 2 * timing_of(PATIENT).a_workspace
        assert len(posts(limited, 429)) <= under_way + passed / seconds + 1
        for slack in found:
            assert {len(room) for room in slack.workspace.messages.values()} == {0, 1}
