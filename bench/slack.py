"""The bot over HTTP against a bare AsyncApp that acknowledges and posts one message, in one run; and its memory.

python3 dev.py bench slack [--rounds 9] [--seconds 8] [--requests 100000]

Three processes: the bot (`pennyworth run` with SQLite), the bare app, and this one, which sends and is the Slack that
answers 300 ms late. The bot's limits of so many requests a minute are raised out of the way: with the usual ones it
would refuse most of what is sent here.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.wire.http import SECRET, Commands, Sender, Slack

ROOT = Path(__file__).parent.parent
AT_ONCE = 200
PEOPLE = 32
"""Who ask in the closed loop, each the next question once the last one was answered."""
CROWD = 200
EARLY = 10_000
"""Requests after which memory is looked at first."""
MEGABYTE = 2**20
RAISED = "1000000000"


@dataclass
class App:
    """An app in a process of its own."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    slack: Slack
    commands: Commands

    @property
    def memory(self) -> int:
        """Bytes of memory that it holds."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) * 1_024

    async def senders(self, number: int) -> list[Sender]:
        """So many connections to it."""
        loop = asyncio.get_running_loop()
        return [(await loop.create_connection(Sender, "127.0.0.1", self.port))[1] for _ in range(number)]

    async def burst(self, number: int) -> list[float]:
        """The seconds until each of so many commands, sent at once, was acknowledged; ends when all are answered."""
        senders = await self.senders(number)
        requests = [self.commands.next() for _ in senders]
        before = self.slack.posts
        seconds = await asyncio.gather(*[each.send(request) for each, request in zip(senders, requests, strict=True)])
        while self.slack.posts < before + number:
            await asyncio.sleep(0.01)
        for each in senders:
            each.close()
        return sorted(seconds)

    async def closed_loop(self, people: int, number: int | None = None, seconds: float = 0) -> float:
        """Answers a second to so many people, who each ask again when an answer came: so many, or for so long."""
        loop = asyncio.get_running_loop()
        waiting: list[asyncio.Future[None]] = []
        done, end = 0, loop.time() + seconds
        self.slack.said = lambda: waiting.pop(0).set_result(None) if waiting else None

        async def person(sender: Sender) -> None:
            nonlocal done
            while done < number if number is not None else loop.time() < end:
                done += 1
                answered = loop.create_future()
                waiting.append(answered)
                await sender.send(self.commands.next())
                await answered
            sender.close()

        begun = loop.time()
        await asyncio.gather(*[person(sender) for sender in await self.senders(people)])
        self.slack.said = lambda: None
        return done / (loop.time() - begun)


@asynccontextmanager
async def app(name: str, program: Sequence[str], slack: Slack, port: int) -> AsyncIterator[App]:
    """An app that listens on a port, warm."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "SLACK_API_URL": f"{slack.url}/api/",
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "PENNYWORTH_USER_LIMIT": RAISED,
            "PENNYWORTH_WORKSPACE_LIMIT": RAISED,
        }
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            [sys.executable, *program], cwd=ROOT, env=os.environ | given, stdout=quiet, stderr=quiet
        )
        try:
            made = App(name, process, port, slack, Commands(slack.url, time.time))
            await _listening(made)
            await made.closed_loop(8, number=100)
            yield made
        finally:
            process.kill()
            process.wait()


async def _listening(made: App) -> None:
    while made.process.poll() is None:
        try:
            for sender in await made.senders(1):
                sender.close()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            return
    sys.exit(f"{made.name} did not start")


async def compare(ours: App, bare: App, rounds: int, seconds: float) -> None:
    """Acknowledgements and throughput, in turns, so that both see the same machine."""
    acks: dict[str, list[float]] = {ours.name: [], bare.name: []}
    for _ in range(rounds):
        for each in (ours, bare):
            times = await each.burst(AT_ONCE)
            acks[each.name].append(times[round(len(times) * 0.99) - 1])
    mine, theirs = (median(acks[each.name]) * 1_000 for each in (ours, bare))
    print(
        f"p99 of the acknowledgement, {AT_ONCE} commands at once, median of {rounds} rounds: "
        f"{mine:.0f} ms; a bare AsyncApp: {theirs:.0f} ms; ours / theirs {mine / theirs:.2f} (goal: 1.3 at most)"
    )
    for people, goal in ((PEOPLE, " (goal: 0.7 at least)"), (CROWD, "")):
        mine, theirs = [await each.closed_loop(people, seconds=seconds) for each in (ours, bare)]
        print(
            f"answers a second, closed loop of {people} people: {mine:.0f}; a bare AsyncApp: {theirs:.0f}; "
            f"ours / theirs {mine / theirs:.2f}{goal}"
        )


async def remember(ours: App, requests: int) -> None:
    """Memory early and late."""
    ours.slack.delay = 0
    await ours.closed_loop(PEOPLE, number=EARLY)
    early = ours.memory
    await ours.closed_loop(PEOPLE, number=max(0, requests - EARLY))
    late = ours.memory
    print(
        f"memory after {EARLY:,} requests: {early / MEGABYTE:.1f} MB, after {requests:,}: {late / MEGABYTE:.1f} MB, "
        f"{(late - early) / MEGABYTE:+.1f} MB (goal: 10 at most)"
    )


async def run(chosen: argparse.Namespace) -> None:
    """All of it."""
    slack = Slack()
    await slack.start()
    async with (
        app("the bot", ["-P", "-m", "bot", "run"], slack, chosen.port) as ours,
        app("a bare AsyncApp", ["-m", "bench.wire.bare", str(chosen.port + 1)], slack, chosen.port + 1) as bare,
    ):
        print(f"Slack's API answers after {slack.delay * 1_000:.0f} ms; limits a minute are raised to {int(RAISED):,}.")
        if chosen.rounds:
            await compare(ours, bare, chosen.rounds, chosen.seconds)
        bare.process.kill()
        await remember(ours, chosen.requests)


def main() -> None:
    """Runs it with what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="0 looks at memory alone")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=43_100)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
