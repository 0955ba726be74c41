"""The times the stand-in can live in: the machine's, a faster one, one that a test moves by hand, and one that runs
and can be moved forward: the demo's.
"""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.clock import SystemClock


class Clock(Protocol):
    """What time it is, and waiting for a later one."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Returns when so many of this clock's seconds have passed."""
        ...


class RealClock(SystemClock):
    """The machine's clock."""

    async def sleep(self, seconds: float) -> None:
        """Returns when so many seconds have passed."""
        await asyncio.sleep(seconds)


class ScaledClock:
    """A clock that runs a number of times as fast as the machine's."""

    def __init__(self, factor: float, start: datetime | None = None) -> None:
        self.factor = factor
        self._machine = SystemClock()
        self._begun = self._machine.now()
        self._start = start or self._begun

    def now(self) -> datetime:
        """This instant of the fast time, in UTC."""
        return self._start + (self._machine.now() - self._begun) * self.factor

    async def sleep(self, seconds: float) -> None:
        """Returns when so many fast seconds have passed."""
        await asyncio.sleep(seconds / self.factor)


class ManualClock:
    """A clock that stands still until it is moved; whoever sleeps on it wakes up in order."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> datetime:
        """The instant it stands at."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Returns when the clock has been moved so far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        self._count += 1
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + timedelta(seconds=seconds), self._count, future))
        await future

    async def advance(self, seconds: float) -> None:
        """Moves the clock, through the instant of each sleeper, and lets what wakes up run."""
        end = self._now + timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                self._now = max(self._now, due)
                future.set_result(None)
                await asyncio.sleep(0.01)
        self._now = end
        await asyncio.sleep(0)

    @property
    def sleeping(self) -> int:
        """How many wait for it now."""
        return sum(not future.done() for _, _, future in self._sleepers)


class MovableClock:
    """A clock that runs like the machine's, from an instant of its own, and can be moved forward; never back.

    Whoever sleeps on it is woken when it is moved past their time. `still` is for tests: it only moves by hand.
    """

    def __init__(self, start: datetime | None = None, *, still: bool = False) -> None:
        self._machine = SystemClock()
        self._begun = self._machine.now()
        self._shift = (start - self._begun) if start else timedelta()
        self._still = still
        self._moved = asyncio.Event()

    @property
    def running(self) -> bool:
        """Whether it goes on by itself."""
        return not self._still

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of the machine's clock, while it runs."""
        return self._shift

    def now(self) -> datetime:
        """This instant, in UTC."""
        return (self._begun if self._still else self._machine.now()) + self._shift

    def move_to(self, instant: datetime) -> None:
        """Moves it to a later instant; to an earlier one it does not go."""
        self._shift += max(instant - self.now(), timedelta())
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Returns when so many of its seconds have passed."""
        until = self.now() + timedelta(seconds=seconds)
        while (left := (until - self.now()).total_seconds()) > 0:
            moved = asyncio.ensure_future(self._moved.wait())
            try:
                await asyncio.wait({moved}, timeout=None if self._still else left)
            finally:
                moved.cancel()
