"""`pennyworth run` as a process of its own, as it runs in production: its environment, its log, its end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.playground import Slack

ROOT = Path(__file__).parents[2]
KILOBYTE = 1024
RUN = (sys.executable, "-P", "-m", "bot", "run")


@dataclass
class Running:
    """A process of the bot."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    """What it wrote to standard error so far."""
    reading: asyncio.Task[None] | None = None

    @property
    def log(self) -> list[dict[str, Any]]:
        """The lines of its log, all of which are JSON."""
        return [json.loads(line) for line in self.lines]

    def logged(self, event: str) -> list[dict[str, Any]]:
        """The lines of one event."""
        return [line for line in self.log if line["event"] == event]

    @property
    def memory(self) -> int:
        """Bytes of memory that it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * KILOBYTE

    @property
    def port(self) -> int:
        """Where it listens, by what it logged when it had started."""
        return int(self.logged("started")[0]["port"])

    @property
    def url(self) -> str:
        """Where it takes Slack's requests."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    async def until(self, event: str, seconds: float = 15) -> None:
        """Waits for an event in its log."""
        async with asyncio.timeout(seconds):
            while not self.logged(event):
                await asyncio.sleep(0.01)

    async def ended(self, seconds: float = 15) -> int | None:
        """Waits until it has ended and its log is read; its exit status."""
        async with asyncio.timeout(seconds):
            await self.process.wait()
            assert self.reading
            await self.reading
        return self.process.returncode


def environment(slack: Slack, database_url: str, *, socket: bool = False, **more: str) -> dict[str, str]:
    """What a person would set to run the bot in that workspace, without their own limits in the way."""
    given = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PENNYWORTH_USER_LIMIT": "1000000",
        "PENNYWORTH_WORKSPACE_LIMIT": "1000000",
    }
    return given | ({"SLACK_APP_TOKEN": slack.app_token} if socket else {"PORT": "0"}) | more


@asynccontextmanager
async def process(given: Mapping[str, str], program: Sequence[str] = RUN) -> AsyncIterator[Running]:
    """A process of the bot in that environment; it is killed at the end if it still runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PENNYWORTH_"))}
    started = await asyncio.create_subprocess_exec(
        *program,
        cwd=ROOT, env=kept | dict(given),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    running = Running(started)
    running.reading = asyncio.create_task(_read(running))
    try:
        yield running
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()
        await running.reading


async def _read(running: Running) -> None:
    stream = running.process.stderr
    assert stream
    async for line in stream:
        running.lines.append(line.decode().rstrip("\n"))
