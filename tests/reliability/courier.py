"""Replicas of the delivery as processes of their own: a line of JSON on standard input begins one, a fork of this one.

This process has imported everything and has no threads, so that many cost little. It prints {"pid"} when one begins and
{"pid", "status"} when one ends. What a line may say is `Orders`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import selectors
import signal
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot import log
from bot.clock import Clock, SystemClock
from bot.digest import timing as timings
from bot.digest.delivery import Courier
from bot.digest.timing import Hooks, Timing
from bot.slack.digest_channel import DigestChannel
from bot.storage.database import Database
from tests.digest.kit import SetClock, Weeks, client
from tests.reliability.defects import plant

assert timings.STEPS


@dataclass(frozen=True)
class Orders:
    """What a replica is to do."""

    url: str
    workspaces: dict[str, tuple[str, str]]
    """The Web API's address and the bot's token of each."""

    timing: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    """What its clock stands at; the machine's clock if empty."""

    offset: float = 0.0
    """Seconds by which its clock is ahead."""

    dies_at: str = ""
    stops_at: str = ""
    """Where it is killed or frozen, when it comes there for the first time."""

    lead: str = ""
    """A socket that says when to deliver, an instant a line; else it delivers again and again."""

    once: bool = False
    defects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ahead:
    """The machine's clock, set wrong."""

    by: timedelta

    def now(self) -> datetime:
        """What it shows."""
        return SystemClock().now() + self.by


def clock_of(orders: Orders) -> Clock:
    """The clock that a replica goes by."""
    return SetClock(datetime.fromisoformat(orders.at)) if orders.at else Ahead(timedelta(seconds=orders.offset))


def hooks_of(orders: Orders) -> Hooks:
    """Death and frost at named steps."""
    frozen = False

    def step(name: str) -> None:
        nonlocal frozen
        if name == orders.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if name == orders.stops_at and not frozen:
            frozen = True
            os.kill(os.getpid(), signal.SIGSTOP)

    return Hooks(step=step)


def timing_of(given: dict[str, Any]) -> Timing:
    """Timing from seconds."""
    lengths = ("lease", "timeout", "settle", "channel_pause")
    values: dict[str, Any] = {n: timedelta(seconds=value) if n in lengths else value for n, value in given.items()}
    return Timing(**values)


async def run(orders: Orders) -> None:
    """One replica, until it is told to stop, is led to the end or is killed."""
    db, clock, timing = Database(orders.url), clock_of(orders), timing_of(orders.timing)
    seconds = timing.timeout.total_seconds()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        clients = {name: client(session, *its) for name, its in orders.workspaces.items()}
        channel = DigestChannel(clients.__getitem__, seconds)
        courier = Courier(db, channel, Weeks(), clock, timing, hooks_of(orders))
        if orders.lead:
            await follow(orders.lead, courier, clock)
        elif orders.once:
            await courier.deliver_due()
        else:
            await serve(courier)
    await db.close()


async def follow(lead: str, courier: Courier, clock: Clock) -> None:
    """Delivers when it is told to, at the instant it is told."""
    reader, writer = await asyncio.open_unix_connection(lead)
    assert isinstance(clock, SetClock)
    async for line in reader:
        clock.instant = datetime.fromisoformat(line.decode().strip())
        await courier.deliver_due()
        writer.write(b"done\n")
        await writer.drain()
    writer.close()


async def serve(courier: Courier) -> None:
    """Is woken up again and again until SIGTERM, as in the running bot."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    while not stopping.is_set():
        await courier.wake()
        try:
            await asyncio.wait_for(stopping.wait(), 0.05)
        except TimeoutError:
            continue
    await courier.stop(10)


def begin(line: str) -> int:
    """Forks a replica; its process id."""
    orders = json.loads(line)
    child = os.fork()
    if child:
        return child
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(0)
    made = Orders(**orders)
    plant(made.defects)
    asyncio.run(run(made))
    os._exit(0)


def say(**fields: Any) -> None:
    """Tells the test something."""
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Begins replicas and says which ended, until standard input ends."""
    log.configure("error")
    for url in ("sqlite:////nowhere.db", "postgresql://nowhere"):
        Database(url)  # imports its driver, once for all
    gc.collect()
    gc.freeze()  # what all forks share stays shared, and is not looked through by each
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    waiting = selectors.DefaultSelector()
    waiting.register(0, selectors.EVENT_READ, "orders")
    waiting.register(woken, selectors.EVENT_READ, "ends")
    say(ready=True)
    unread = b""
    while True:
        for key, _ in waiting.select():
            if key.data == "ends":
                os.read(woken, 4096)
                reap()
                continue
            read = os.read(0, 65536)
            if not read:
                return
            *lines, unread = (unread + read).split(b"\n")
            for line in lines:
                say(pid=begin(line.decode()))


def reap() -> None:
    """Says which replicas have ended."""
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if child == 0:
            return
        say(pid=child, status=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
