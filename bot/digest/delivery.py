"""Posts everything that is posted by itself, exactly once: the state machine, step by step.

enqueue   what is due becomes a row (digest, week); whoever inserts it has decided, everybody else finds it there
claim     a row is taken on for the length of a lease: nobody else works on it meanwhile
look      after an attempt of which nobody knows the end: is the message in the channel already?
compose   the content is written once, and kept before anything is sent
post      only if the lease outlives the request, so that nobody else has taken the row on before it is over
record    what became of it, by the attempt's number: whoever lost the claim changes nothing

A process may die at each step and clocks may jump: docs/promises.md has what holds, and what does not.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from secrets import token_hex

from bot import log
from bot.clock import Clock
from bot.digest.attempt import Attempt, ids
from bot.digest.due import plan
from bot.digest.ports import Channel, Composer
from bot.digest.timing import Hooks, Timing
from bot.storage import claims, deliveries
from bot.storage.claims import Terms
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.storage.ticks import SECOND, uptime

_LOG = log.logger("delivery")
Mine = Callable[[], Awaitable[str | None]]
"""The workspace whose access this process has; None while nobody says."""

ROUND = "deliveries"
"""What the task is called that looks for what is due, in every workspace at once."""

EVENLY = 2.0
"""Seconds by which the database's time may depart from this machine's before leases are not held against it."""


class Courier:
    """Delivers for one process. Several on one database share the work; `mine` names the one workspace of this one.

    The scheduler calls `wake`; tests and the command line `deliver_due`.
    """

    def __init__(
        self,
        db: Database,
        channel: Channel,
        composer: Composer,
        clock: Clock,
        timing: Timing = Timing(),  # noqa: B008 - frozen
        hooks: Hooks = Hooks(),  # noqa: B008 - frozen
        mine: Mine | None = None,
    ) -> None:
        self._db, self._clock, self._timing, self._hooks = db, clock, timing, hooks
        self._mine = mine
        self._attempt = Attempt(db, channel, composer, clock, timing, hooks)
        self._run: asyncio.Task[None] | None = None
        self._stopping = False
        self._tasks: dict[asyncio.Task[None], Delivery] = {}
        self._watched: dict[str, float] = {}
        self._ticks: tuple[int, float] | None = None
        self._distrust_until = 0.0
        self._surveyed = 0.0

    async def wake(self) -> None:
        """Has what is due delivered in the background, unless that is under way. For the scheduler."""
        if not self._stopping and (self._run is None or self._run.done()):
            self._run = asyncio.create_task(self._guarded(), name=ROUND)

    async def deliver_due(self) -> None:
        """Delivers what is due now, and returns when nothing is left that could go out.

        Raises:
            StorageError: the rest is delivered the next time.
        """
        self._surveyed = 0.0
        try:
            while not self._stopping:
                await self._survey()
                resting = not self._tasks
                blocked = await self._start()
                if resting and not self._tasks and not blocked:
                    return
                await self._beat()
                self._reap()
            while self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
                self._reap()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._tasks.clear()

    def claim_no_more(self) -> None:
        """What is under way goes on, nothing else begins."""
        self._stopping = True

    async def stop(self, seconds: float) -> bool:
        """Claims nothing any more and lets what is under way end; whether it did in time.

        What did not is left to whoever comes next: it is looked for before it is posted again.
        """
        self.claim_no_more()
        if self._run is None or self._run.done():
            return True
        done, _ = await asyncio.wait([self._run], timeout=seconds)
        if not done:
            self._run.cancel()
            await asyncio.gather(self._run, return_exceptions=True)
        return bool(done)

    async def _guarded(self) -> None:
        try:
            await self.deliver_due()
        except Exception as wrong:  # noqa: BLE001 - a task's boundary: the next wake-up gets its chance
            log.say(_LOG, logging.ERROR, "delivery.interrupted", wrong=wrong)

    async def _beat(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._timing.beat)
        else:
            await asyncio.sleep(self._timing.beat)

    async def _survey(self) -> None:
        """Once a second: enqueues what has become due, and watches who has claimed what for how long."""
        now = uptime()
        if self._surveyed and now - self._surveyed < 1:
            return
        await deliveries.revive(self._db, self._clock.now())
        while await self._enqueue() == deliveries.AT_ONCE:
            pass
        held = await claims.held(self._db)
        self._watched = {claim: self._watched.get(claim, now) for claim in held}
        await self._compare_clocks()
        self._surveyed = now

    async def _enqueue(self) -> int:
        now = self._clock.now()
        found = await deliveries.enqueue_due(self._db, now, partial(plan, now=now), self._hooks.step)
        if found:
            self._hooks.step("enqueued")
        return found

    async def _compare_clocks(self) -> None:
        """Where the database's time jumps, leases seem to have run out: none is believed for the length of one."""
        before = uptime()
        tick = await claims.tick(self._db)
        after = uptime()
        if self._ticks is not None:
            passed = (tick - self._ticks[0]) / SECOND
            if not before - self._ticks[1] - EVENLY <= passed <= after - self._ticks[1] + EVENLY:
                log.say(_LOG, logging.WARNING, "delivery.clock_jumped")
                self._distrust_until = after + self._timing.lease.total_seconds()
        self._ticks = tick, after

    def _terms(self) -> Terms:
        now = uptime()
        length = self._timing.lease.total_seconds()
        mine = {held.claim or "" for held in self._tasks.values()}
        tick, then = self._ticks or (0, now)
        trusted = now >= self._distrust_until
        return Terms(
            now=self._clock.now(),
            lease=self._timing.lease,
            channel_pause=self._timing.channel_pause,
            per_second=self._timing.per_second,
            horizon=tick + int((now - then + EVENLY) * SECOND) if trusted else 0,
            stale=[claim for claim, since in self._watched.items() if now - since >= length and claim not in mine],
            mine=mine,
        )

    async def _start(self) -> bool:
        """Claims what there is room for and sets to work on it; whether something waits for a rate or a replica."""
        blocked = False
        room = self._timing.at_once - len(self._tasks)
        busy = Counter(held.workspace for held in self._tasks.values())
        full = [workspace for workspace, count in busy.items() if count >= self._timing.a_workspace]
        if room <= 0:
            return True
        only = await self._mine() if self._mine else None
        if self._mine and only is None:
            return False
        for workspace in await claims.workspaces_with_work(self._db, self._terms(), full, only):
            most = min(room, self._timing.a_workspace - busy[workspace])
            began = uptime()
            held = await claims.claim(self._db, workspace, token_hex(8), most, self._terms(), self._hooks.step)
            if held:
                self._hooks.step("claimed")
            for each in held:
                self._tasks[asyncio.create_task(self._deliver(each, began))] = each
            blocked = blocked or not held
            room -= len(held)
            if room <= 0 or self._stopping:
                break
        return blocked

    def _reap(self) -> None:
        for task in [task for task in self._tasks if task.done()]:
            del self._tasks[task]
            task.result()

    async def _deliver(self, held: Delivery, began: float) -> None:
        try:
            outcome = await self._attempt.run(held, began)
        except Exception as wrong:  # noqa: BLE001 - one delivery's boundary: its lease runs out, others go on
            log.say(_LOG, logging.ERROR, "delivery.failed", wrong=wrong, **ids(held))
            outcome = "interrupted"
        late = (self._clock.now() - held.due_at).total_seconds()
        log.say(_LOG, logging.INFO, "delivery.attempted", outcome=outcome, late=round(late, 3), **ids(held))
        self._hooks.watch(held.kind, outcome, late)
