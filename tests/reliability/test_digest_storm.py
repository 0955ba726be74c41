"""P2 and P3: replicas that are killed all the time while Slack loses answers, and replicas that race."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.couriers import MONDAY, QUICK, Post

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="replicas are forks")

STORMY = QUICK | {"at_once": 4, "channel_pause": 0.02}


async def storm(at: Post, count: int, kills: int, seed: int) -> int:
    """Three replicas deliver while one after the other is killed and replaced; how many kills there were."""
    rng = random.Random(seed)
    for fault in ("lost", "reset_after", "status_after"):  # a fifth of the answers in all
        at.slack.faults.add(fault, "chat.postMessage", probability=0.07)
    at.slack.faults.add("rate", "chat.postMessage", probability=0.02, seconds=1)
    at.slack.faults.add("reset", probability=0.02)
    at.slack.faults.add("delay", "chat.postMessage", probability=0.3, seconds=0.05)
    await at.subscribed(count, channels=max(10, count // 10))
    replicas = [await at.replica(timing=STORMY) for _ in range(3)]
    killed = 0
    while killed < kills:
        await asyncio.sleep(rng.uniform(0.02, 0.25))
        doomed = rng.randrange(3)
        replicas[doomed].kill()
        await replicas[doomed].ended()
        replicas[doomed] = await at.replica(timing=STORMY)
        killed += 1
    await at.over(count, 300)
    return killed


async def test_a_storm_loses_and_doubles_nothing(at: Post, full: bool) -> None:
    """400 digests, 3 replicas, 150 kills, a fifth of the answers lost after Slack took the message, and 429s.

    In the ordinary run 50 digests and 12 kills.
    """
    count, kills = (400, 150) if full else (50, 12)
    assert await storm(at, count, kills, seed=random.randrange(10**6) if full else 2) == kills
    await at.once(count)


@dataclass
class Barrier:
    """Replicas that wait for each other and begin at the same moment."""

    path: str
    _ends: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def together(self, instant: datetime) -> None:
        """All deliver what is due at an instant."""
        for _, writer in self._ends:
            writer.write(f"{instant.isoformat()}\n".encode())
        for reader, _ in self._ends:
            assert await reader.readline() == b"done\n"

    async def complete(self, count: int) -> None:
        """Waits until so many are there."""
        async with asyncio.timeout(10):
            while len(self._ends) < count:
                await asyncio.sleep(0.01)

    def met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One is there."""
        self._ends.append((reader, writer))

    def open(self) -> None:
        """Lets them go."""
        for _, writer in self._ends:
            writer.close()


@asynccontextmanager
async def barrier(folder: Path) -> AsyncIterator[Barrier]:
    """A barrier at a socket in a folder."""
    made = Barrier(str(folder / "lead"))
    server = await asyncio.start_unix_server(made.met, made.path)
    try:
        yield made
    finally:
        made.open()
        server.close()


async def race(at: Post, folder: Path, rounds: int, **more: Any) -> Counter[str]:
    """Two replicas from a barrier on the same due digest, so many times; how many messages there are of each."""
    async with barrier(folder) as gate:
        for _ in range(2):
            await at.replica(lead=gate.path, **more)
        await gate.complete(2)
        for number in range(rounds):
            instant = MONDAY + timedelta(seconds=number)
            await at.subscribed(1, channels=1, at=instant)
            await gate.together(instant)
    return at.messages()


async def test_two_replicas_do_not_race(at: Post, full: bool, tmp_path: Path) -> None:
    """From a barrier on the same due digest a thousand times, 25 in the ordinary run: as many messages."""
    rounds = 1_000 if full else 25
    assert Counter((await race(at, tmp_path, rounds)).values()) == {1: rounds}
    await at.once(rounds)
