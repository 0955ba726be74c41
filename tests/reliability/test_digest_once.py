"""P1: a digest is posted exactly once, wherever a process dies. Against a Slack that takes everything twice."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial

import aiohttp
import pytest

from bot.digest.delivery import Courier
from bot.digest.timing import STEPS, Hooks
from bot.slack.digest_channel import DigestChannel
from bot.storage.database import Database
from tests.digest.kit import SetClock, Weeks, client
from tests.reliability.courier import timing_of
from tests.reliability.couriers import QUICK, Post
from tests.reliability.defects import NO_LEASE, NO_LOOK

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="replicas are forks")
ONE_AT_A_TIME = QUICK | {"at_once": 1, "a_workspace": 1}
LOOKS = ("look", "looked")
"""Steps that need an earlier death."""

SOME = 20
IN_ORDER = sorted(STEPS, key=lambda step: step in LOOKS)


class Died(BaseException):
    """What ends a process that is none."""


async def die_everywhere(at: Post, die: Callable[[str], Awaitable[bool]], times: int) -> int:
    """So many deaths at each step, each on a digest of its own but for the looks; how many digests there are.

    `die` says whether it came to the step: nothing is looked for until the lease of an earlier death has run out.
    """
    for step in IN_ORDER:
        if step == LOOKS[0]:  # in many deaths all that was left to look for has been found meanwhile
            for _ in range(min(times, SOME)):
                await at.subscribed(1)
                await die("sent")
            await asyncio.sleep(QUICK["lease"])
        for _ in range(times):
            if step not in LOOKS:
                await at.subscribed(1)
            async with asyncio.timeout(60):
                while not await die(step):
                    assert step in LOOKS
                    await asyncio.sleep(QUICK["lease"] / 4)
    return at.count


async def kill(at: Post, step: str) -> bool:
    """A replica is killed at a step, if it comes to it."""
    replica = await at.replica(dies_at=step, once=True, timing=ONE_AT_A_TIME)
    status = await replica.ended()
    assert status in (-signal.SIGKILL, 0)
    return status != 0


async def raised(at: Post, times: int) -> int:
    """Deaths within this process: everything is dropped where it stands, and made anew."""

    async def die(step: str) -> bool:
        db, died = Database(at.url), False
        async with aiohttp.ClientSession() as session:
            its = client(session, at.slack.api_url, at.slack.bot_token)
            channel = DigestChannel(lambda workspace: its, QUICK["timeout"])
            hooks = Hooks(step=partial(_die_at, step))
            try:
                await Courier(db, channel, Weeks(), SetClock(), timing_of(ONE_AT_A_TIME), hooks).deliver_due()
            except Died:
                died = True
        await db.close()
        return died

    return await die_everywhere(at, die, times)


def _die_at(doomed: str, step: str) -> None:
    if step == doomed:
        raise Died


@forks
async def test_a_killed_replica_loses_and_doubles_nothing(at: Post, full: bool) -> None:
    """Three real kills at each named step, 200 in the full form; then one replica goes through."""
    count = await die_everywhere(at, partial(kill, at), 200 if full else 3)
    await at.replica()
    await at.over(count, 120)
    await at.once(count)


@forks
async def test_death_within_a_process_loses_and_doubles_nothing(at: Post, full: bool) -> None:
    """At each named step, 200 times in the full form."""
    count = await raised(at, 200 if full else 1)
    await at.replica()
    await at.over(count, 120)
    await at.once(count)


@forks
async def test_without_the_look_it_would_be_noticed(at_one: Post) -> None:
    """A message that was sent and not recorded stands there twice."""
    await at_one.subscribed(1)
    assert await kill(at_one, "sent")
    await at_one.replica(defects=[NO_LOOK])
    await at_one.over(1)
    with pytest.raises(AssertionError, match="doubled"):
        await at_one.once(1)


@forks
async def test_without_the_lease_it_would_be_noticed(at_one: Post) -> None:
    """What another replica is posting is taken away from it."""
    slow = at_one.slack.faults.add("delay", "chat.postMessage", seconds=0.2)
    await at_one.subscribed(20)
    for _ in range(2):
        await at_one.replica(defects=[NO_LEASE])
    await at_one.slack.until(lambda: slow.hits > 20)


async def test_this_slack_takes_everything_twice(at_one: Post) -> None:
    """Two posts with one client_msg_id are two messages: nothing here relies on Slack."""
    async with aiohttp.ClientSession() as session:
        its = client(session, at_one.slack.api_url, at_one.slack.bot_token)
        for _ in range(2):
            await its.chat_postMessage(channel="#general", text="Twice", client_msg_id="6f2f2b0e")
    assert [message.text for message in at_one.slack.messages("general")] == ["Twice", "Twice"]
