"""Everything that recurs: APScheduler wakes it up, and nothing more is left to it.

One job a task, `coalesce` and `max_instances=1`, no grace time: what is late runs once. When the clock is set
back, APScheduler stands still until the old time comes again: a watchdog on the monotonic clock notices and
counts every interval from now.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import log

_LOG = log.logger("scheduler")
TICK = 5
"""Seconds between two ticks, which show that the scheduler runs."""

STILL = 60
"""Seconds without a tick after which it does not."""

STOP_SECONDS = 2
"""For how long a task under way may go on at the end."""

Task = Callable[[], Awaitable[object]]


class Scheduler:
    """Runs tasks at intervals until stopped."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._seconds: dict[str, float] = {}
        self._ticked = monotonic()
        self._watchdog: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Future[object]] = set()
        self._add("tick", TICK, self._tick)

    def every(self, interval: timedelta, name: str, task: Task, *, at_once: bool = False) -> None:
        """Registers a task, to begin with at the end of the first interval, or `at_once` too.

        One that fails is logged and runs again the next time.
        """

        async def run() -> None:
            working = asyncio.ensure_future(task())
            self._under_way.add(working)
            try:
                await working
            except Exception as wrong:  # noqa: BLE001 - a task's boundary: the next run gets its chance
                log.say(_LOG, logging.ERROR, "task.failed", wrong=wrong, task=name)
            finally:
                self._under_way.discard(working)

        self._add(name, interval.total_seconds(), run)
        if at_once:
            self._scheduler.add_job(run, id=f"{name}.first")

    def start(self) -> None:
        """Starts ticking."""
        self._ticked = self._monotonic()
        self._scheduler.start()
        self._watchdog = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Starts no task any more, and lets those under way end: APScheduler would cancel them."""
        if self._watchdog is not None:
            self._watchdog.cancel()
            await asyncio.gather(self._watchdog, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.pause()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=STOP_SECONDS)
            self._scheduler.shutdown(wait=False)

    @property
    def ticking(self) -> bool:
        """Whether it runs."""
        return self._scheduler.running and self._monotonic() - self._ticked < STILL

    async def _tick(self) -> None:
        self._ticked = self._monotonic()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            if self._monotonic() - self._ticked > 3 * TICK:
                log.say(_LOG, logging.WARNING, "scheduler.stood_still")
                self._restart()

    def _add(self, name: str, seconds: float, task: Task) -> None:
        self._seconds[name] = seconds
        self._scheduler.add_job(task, "interval", seconds=seconds, id=name)

    def _restart(self) -> None:
        for name, seconds in self._seconds.items():
            self._scheduler.reschedule_job(name, trigger="interval", seconds=seconds)
        self._ticked = self._monotonic()
