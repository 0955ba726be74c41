"""P4: a replica that stands still for longer than its lease does no harm when it goes on. Real SIGSTOPs."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import pytest

from tests.reliability.couriers import QUICK, Post
from tests.reliability.defects import NO_GUARD

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="replicas are forks")

BETWEEN = ("claimed", "compose", "fixed", "post", "sent")
"""Where it stands still: between two transactions, holding a claim. Within one it would hold up a SQLite file."""

ONE = QUICK | {"at_once": 1, "a_workspace": 1}


async def freeze(at: Post, times: int, steps: tuple[str, ...], **more: Any) -> None:
    """So many replicas stand still, each with a claim; another delivers; then they go on to their end."""
    frozen = []
    for number in range(times):
        await at.subscribed(1)
        replica = await at.replica(stops_at=steps[number % len(steps)], once=True, timing=ONE, **more)
        await replica.frozen()
        frozen.append(replica)
    await at.replica()
    await at.over(times, 60)
    for replica in frozen:
        replica.kill(signal.SIGCONT)
    await asyncio.gather(*(replica.ended() for replica in frozen))


async def test_a_frozen_replica_does_no_harm(at: Post, full: bool) -> None:
    """50 freezes past the lease, 10 in the ordinary run, at every step between a claim and its end: 0 doubled."""
    times = 50 if full else 10
    await freeze(at, times, BETWEEN)
    await at.once(times)


async def test_without_the_guard_it_would_be_noticed(at_one: Post) -> None:
    """Whoever wakes up before the post posts what another has posted meanwhile."""
    await freeze(at_one, 2, ("post",), defects=[NO_GUARD])
    with pytest.raises(AssertionError, match="doubled"):
        await at_one.once(2)
