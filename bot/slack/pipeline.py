"""What everything that people do in Slack goes through once it is acknowledged: each once, not too often, with one
place where errors end.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot import log
from bot.clock import Clock
from bot.errors import UsageError
from bot.metrics import Metrics
from bot.slack import blocks
from bot.slack.blocks import Message
from bot.slack.limits import Limits
from bot.storage import seen
from bot.storage.database import Database

_LOG = log.logger("slack")

Tell = Callable[[Message], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody did something in Slack.

    `keys` tell a repetition from something new: the same request may come again over any wire, and one text as
    two events. `tell` says something to that person alone.
    """

    surface: str
    workspace: str
    user: str
    keys: tuple[str, ...]
    tell: Tell


class Pipeline:
    """Serves visits; knows how many are under way."""

    def __init__(self, db: Database, clock: Clock, limits: Limits, metrics: Metrics) -> None:
        self._db = db
        self._clock = clock
        self._limits = limits
        self._metrics = metrics
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def serve(self, visit: Visit, work: Callable[[], Awaitable[None]]) -> None:
        """Does the work of a visit, unless it was done before or there are too many."""
        started = asyncio.get_running_loop().time()
        outcome = "failed"
        with self.busy():
            try:
                outcome = await self._served(visit, work)
            except Exception as wrong:  # noqa: BLE001 - the one boundary: people get a sentence and an id, the log the rest
                await self._failed(visit, wrong)
            finally:
                self._metrics.requests.labels(visit.surface, outcome).inc()
                self._metrics.seconds.labels(visit.surface).observe(asyncio.get_running_loop().time() - started)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Counts what happens meanwhile as under way: the bot does not stop before it has ended."""
        self._under_way += 1
        self._idle.clear()
        self._metrics.under_way.set(self._under_way)
        try:
            yield
        finally:
            self._under_way -= 1
            self._metrics.under_way.set(self._under_way)
            if not self._under_way:
                self._idle.set()

    async def drained(self, seconds: float) -> bool:
        """Waits until nothing is under way; False when that takes longer."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _served(self, visit: Visit, work: Callable[[], Awaitable[None]]) -> str:
        now = self._clock.now()
        first = (seen.first_sight(self._db, visit.workspace, key, now) for key in visit.keys)
        if not all(await asyncio.gather(*first)):
            return "repeated"
        if not self._limits.allow(visit.workspace, visit.user):
            seconds = self._limits.warning(visit.workspace, visit.user)
            if seconds is not None:
                await visit.tell(blocks.too_many(seconds))
            return "limited"
        try:
            await work()
        except UsageError as mistake:
            await visit.tell(blocks.sentence(str(mistake)))
            return "mistaken"
        return "served"

    async def _failed(self, visit: Visit, wrong: Exception) -> None:
        number = secrets.token_hex(4)
        log.say(
            _LOG,
            logging.ERROR,
            "visit.failed",
            wrong=wrong,
            id=number,
            surface=visit.surface,
            workspace=visit.workspace,
        )
        try:
            await visit.tell(blocks.failed(number))
        except Exception as again:  # noqa: BLE001 - part of the same boundary: there is nobody left to tell
            log.say(_LOG, logging.ERROR, "visit.untold", wrong=again, id=number)
