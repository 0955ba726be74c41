"""Replicas in processes of their own, begun, killed, frozen and stopped by tests; and what must be true at the end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import insert, select

from bot.playground import Slack
from bot.slack.manifest import manifest
from bot.storage.database import Database
from bot.storage.deliveries import Delivery, delivery_of
from bot.storage.tables import deliveries, digests
from tests.digest.kit import key_of

HERE = Path(__file__).parent
QUICK = {"lease": 1.0, "timeout": 0.25, "settle": 0.2, "channel_pause": 0.0, "per_second": 1_000.0, "beat": 0.01}
"""Seconds that wait for a killed replica's lease, not two minutes."""

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass
class Replica:
    """A process."""

    pid: int
    status: asyncio.Future[int]

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Sends it a signal, unless it has ended."""
        with suppress(ProcessLookupError):  # it has ended, and the word is on its way
            os.kill(self.pid, number)

    async def ended(self, seconds: float = 30) -> int:
        """Waits for its end: its status, a signal's number below zero."""
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self.status)

    async def frozen(self, seconds: float = 20) -> None:
        """Waits until it has stopped."""
        async with asyncio.timeout(seconds):
            while Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
                await asyncio.sleep(0.01)


@dataclass
class Nursery:
    """Where the replicas of a test come from: a process that forks them, which serves one test after the other."""

    process: subprocess.Popen[bytes]
    replicas: dict[int, Replica] = field(default_factory=dict)
    _begun: asyncio.Queue[Replica] = field(default_factory=asyncio.Queue)
    _unread: bytes = b""

    async def replica(self, **orders: Any) -> Replica:
        """Begins one."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(orders).encode() + b"\n")
        self.process.stdin.flush()
        async with asyncio.timeout(20):
            return await self._begun.get()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Self]:
        """Hears what the process says; all replicas that still run at the end are killed."""
        assert self.process.stdout
        loop, pipe = asyncio.get_running_loop(), self.process.stdout.fileno()
        loop.add_reader(pipe, self._hear, pipe)
        try:
            yield self
        finally:
            for replica in self.replicas.values():
                if not replica.status.done():
                    replica.kill()
            for replica in self.replicas.values():
                await replica.ended()
            loop.remove_reader(pipe)

    def _hear(self, pipe: int) -> None:
        *lines, self._unread = (self._unread + os.read(pipe, 65536)).split(b"\n")
        for said in map(json.loads, lines):
            if "status" in said:
                self.replicas[said["pid"]].status.set_result(said["status"])
            elif "pid" in said:
                made = Replica(said["pid"], asyncio.get_running_loop().create_future())
                self.replicas[made.pid] = made
                self._begun.put_nowait(made)


@contextmanager
def forker() -> Iterator[subprocess.Popen[bytes]]:
    """The process that forks replicas."""
    with subprocess.Popen(
        [sys.executable, str(HERE / "courier.py")],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        os.set_blocking(process.stdout.fileno(), False)
        yield process


@dataclass
class Post:
    """A database, a workspace and the replicas that deliver from one into the other."""

    db: Database
    url: str
    slack: Slack
    nursery: Nursery
    count: int = 0

    async def replica(self, *, timing: dict[str, Any] = QUICK, at: datetime | None = MONDAY, **more: Any) -> Replica:
        """Begins a replica."""
        workspaces = {self.slack.workspace.team: (self.slack.api_url, self.slack.bot_token)}
        instant = at.isoformat() if at else ""
        return await self.nursery.replica(url=self.url, workspaces=workspaces, timing=timing, at=instant, **more)

    async def subscribed(self, count: int, *, channels: int = 0, at: datetime = MONDAY) -> None:
        """So many subscriptions that are due at an instant, in so many channels, one each unless it is said."""
        first, self.count = self.count, self.count + count
        rooms = [self._room(number) for number in (range(channels) if channels else range(first, self.count))]
        rows = [
            subscription(self.slack.workspace.team, rooms[number % len(rooms)], number, at)
            for number in range(first, self.count)
        ]
        async with self.db.writing() as connection:
            await connection.execute(insert(digests), rows)

    def _room(self, number: int) -> str:
        name = f"room{number}"
        workspace = self.slack.workspace
        known = next((each for each in workspace.channels.values() if each.name == name), None)
        return (known or self.slack.add_channel(name, [])).id

    async def rows(self) -> Sequence[Delivery]:
        """Every delivery."""
        return [delivery_of(row) for row in await self.db.fetch(select(deliveries))]

    async def over(self, count: int, seconds: float = 30) -> None:
        """Waits until so many are posted and none is left."""
        async with asyncio.timeout(seconds):
            while Counter(row.state for row in await self.rows()) != {"posted": count}:
                await asyncio.sleep(0.05)

    def messages(self) -> Counter[str]:
        """How many messages there are of each key."""
        every = (message for room in self.slack.workspace.messages.values() for message in room.values())
        return Counter(key for message in every if (key := key_of(message)))

    async def once(self, count: int) -> None:
        """Holds what stands in the channels against what was due: 0 lost, 0 doubled, and the rows know it."""
        rows, found = await self.rows(), self.messages()
        doubled = {key: number for key, number in found.items() if number > 1}
        assert not doubled, f"{len(doubled)} of {count} doubled"
        assert len(found) == count, f"{count - len(found)} of {count} lost, or {len(found) - count} too many"
        assert {row.key for row in rows} == set(found)
        assert Counter(row.state for row in rows) == {"posted": count}
        for row in rows:
            assert str(row.message_ts) in self.slack.workspace.messages[row.channel]


def subscription(workspace: str, channel: str, number: int, at: datetime) -> dict[str, Any]:
    """A row of `digests`: Mondays at nine in Berlin."""
    return {
        "workspace": workspace, "id": f"digest{number}", "channel": channel, "weekday": 0, "minute": 540,
        "timezone": "Europe/Berlin", "scope": "project", "scope_id": str(number), "sections": "[]",
        "owner": "U1", "state": "active", "next_at": at, "next_period": "2026-11-16",
        "planned_at": at - timedelta(days=3), "at": at - timedelta(days=3),
    }  # fmt: skip


@asynccontextmanager
async def post(url: str, process: subprocess.Popen[bytes]) -> AsyncIterator[Post]:
    """A workspace whose app may read history, a database and a nursery."""
    db = Database(url)
    async with Slack(reading_manifest()) as slack, Nursery(process).listening() as made:
        slack.limits.tiers = False
        yield Post(db, url, slack, made)
    await db.close()


def reading_manifest() -> dict[str, Any]:
    """The bot's manifest with the scopes to find its own messages in channels."""
    made = manifest("https://bot.test")
    made["oauth_config"]["scopes"]["bot"] += ["channels:history", "groups:history"]
    return made
