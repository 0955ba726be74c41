"""P17, for what is posted by itself: on SIGTERM nothing new is claimed, and what is under way ends or is looked for."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter

import pytest

from tests.reliability.couriers import QUICK, Post

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="replicas are forks")

MOST_SECONDS = 15
PATIENT = QUICK | {"timeout": 5.0, "lease": 20.0, "at_once": 2, "a_workspace": 2}
AS_IN_PRODUCTION = QUICK | {"timeout": 10.0, "lease": 25.0, "settle": 1.0}


async def test_posts_under_way_end_and_no_others_begin(at_one: Post) -> None:
    """Two of ten are being posted: they are posted and recorded, the other eight are left to the next replica."""
    slow = at_one.slack.faults.add("delay", "chat.postMessage", seconds=0.5)
    await at_one.subscribed(10)
    replica = await at_one.replica(timing=PATIENT)
    await at_one.slack.until(lambda: slow.hits == 2)
    replica.kill(signal.SIGTERM)
    assert await replica.ended(MOST_SECONDS) == 0
    assert Counter((row.state, row.attempt) for row in await at_one.rows()) == {("posted", 1): 2, ("due", 0): 8}
    assert len(at_one.messages()) == 2
    at_one.slack.faults.clear()
    await at_one.replica(timing=PATIENT)
    await at_one.over(10)
    await at_one.once(10)


async def test_a_post_that_never_ends_does_not_keep_it(at: Post, full: bool) -> None:
    """In the full form: gone within 15 s, and the message, which Slack took, is found by the next replica."""
    if not full:
        pytest.skip("takes ten seconds: RELIABILITY=full")
    lost = at.slack.faults.add("lost", "chat.postMessage", times=1)
    await at.subscribed(1)
    replica = await at.replica(timing=AS_IN_PRODUCTION)
    await at.slack.until(lambda: lost.hits)
    began = asyncio.get_running_loop().time()
    replica.kill(signal.SIGTERM)
    assert await replica.ended(MOST_SECONDS) == 0
    assert asyncio.get_running_loop().time() - began < MOST_SECONDS
    await at.replica(timing=AS_IN_PRODUCTION)
    await at.over(1, 60)
    await at.once(1)
