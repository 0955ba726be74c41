"""One attempt at a delivery that is claimed: look, compose, post, record. The rest of it: `delivery`."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot import log
from bot.clock import Clock
from bot.digest.due import TOO_LATE, period_of, too_late
from bot.digest.ports import Absent, Channel, Composer, Content, Posted, RateLimited, Rejected, Unknown, Unreadable
from bot.digest.timing import Hooks, Timing
from bot.storage import digests, outcomes
from bot.storage.database import Database
from bot.storage.deliveries import Delivery, New
from bot.storage.people import REMOVED
from bot.storage.ticks import uptime

_LOG = log.logger("delivery")
LONGEST_BACK_OFF = timedelta(minutes=5)
MOST_BLIND = 3
"""Posts that may have been taken, where nobody can look, before there is no other: rather twice than never."""

NOT_KNOWN = "no answer, and its history may not be read"
UNREACHED = timedelta(minutes=10)
"""Between two tries to tell an owner of a workspace that gives no access."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an attempt works with."""

    _db: Database
    _channel: Channel
    _composer: Composer
    _clock: Clock
    _timing: Timing
    _hooks: Hooks

    async def run(self, held: Delivery, began: float) -> str:
        """Goes through the steps after the claim, which began at that time; what became of it.

        Raises:
            StorageError: it is not known; the lease runs out.
        """
        if held.unsure:
            ended = await self._look(held)
            if ended is not None:
                return ended
        if too_late(held.due_at, self._clock.now()):
            return await self._skip(held, TOO_LATE)
        content = Content.of(held.content) if held.content else await self._content(held)
        if not isinstance(content, Content):
            return content
        self._hooks.step("post")
        if not self._outlives(began):
            return "superseded"
        outcome = await self._channel.post(held.workspace, held.room or held.channel, content, held.key)
        self._hooks.step("sent")
        return await self._record(held, outcome)

    def _outlives(self, began: float) -> bool:
        """Whether the lease outlives a request that begins now, and what Slack may still do about it afterwards."""
        return uptime() - began + 2 * self._timing.timeout.total_seconds() <= self._timing.lease.total_seconds()

    async def _look(self, held: Delivery) -> str | None:
        """Whether an earlier attempt has posted it; None where it is to be posted."""
        self._hooks.step("look")
        since = held.first_attempt or held.due_at
        found = await self._channel.find(held.workspace, held.room or held.channel, held.key, since)
        self._hooks.step("looked")
        match found:
            case Posted():
                return await self._record(held, found)
            case RateLimited(seconds):
                return await self._later(
                    held, timedelta(seconds=seconds), "ratelimited", unsure=held.unsure, struck=True
                )
            case Unknown(reason) if not too_late(held.due_at, self._clock.now()):
                return await self._later(held, self._back_off(held), reason, unsure=held.unsure)
            case Unreadable(reason) if held.unsure >= MOST_BLIND:
                return await self._refuse(held, NOT_KNOWN, pause=False)
            case Unreadable(reason):
                log.say(_LOG, logging.WARNING, "delivery.unreadable", error=reason, **ids(held))
            case Absent() | Unknown():
                pass
        return None

    async def _content(self, held: Delivery) -> Content | str:
        """The content, composed and kept; else what became of the attempt instead."""
        subscription = await digests.get(self._db, held.workspace, held.subject)
        if subscription is None or (held.kind == "digest" and subscription.state == "paused"):
            return await self._skip(held, "no longer wanted")
        self._hooks.step("compose")
        period = period_of(subscription, _first(held.period), held.due_at, self._clock.now())
        try:
            async with asyncio.timeout(self._timing.lease.total_seconds() / 2):
                content = await self._composer.compose(subscription, period)
        except Exception as wrong:  # noqa: BLE001 - whatever is wrong with one summary, the others go on
            log.say(_LOG, logging.ERROR, "delivery.uncomposed", wrong=wrong, **ids(held))
            return await self._later(held, self._back_off(held), "could not be composed", unsure=0)
        kept = await outcomes.fix(self._db, held, content.kept(), late=period.late)
        self._hooks.step("fixed")
        return Content.of(kept) if kept else "superseded"

    async def _record(self, held: Delivery, outcome: Posted | Rejected | RateLimited | Unknown) -> str:
        now = self._clock.now()
        match outcome:
            case Posted(room, ts):
                done = await outcomes.posted(self._db, held, room, ts, now, self._hooks.step)
                return self._recorded("posted", done)
            case RateLimited(seconds):
                return await self._later(held, timedelta(seconds=seconds), "ratelimited", unsure=0, struck=True)
            case Unknown(reason):
                return await self._later(held, self._back_off(held), reason, unsure=held.unsure + 1)
            case Rejected(error, _, revoked) if revoked and held.kind == "notice":
                return await self._later(held, UNREACHED, error, unsure=0)
            case Rejected(error, gone, _):
                return await self._refuse(held, error, pause=gone and held.kind == "digest")

    async def _refuse(self, held: Delivery, reason: str, *, pause: bool) -> str:
        now = self._clock.now()
        told = self._told(held, reason, now)
        done = await outcomes.refused(self._db, held, reason, now, notice=told, pause=pause, step=self._hooks.step)
        return self._recorded("refused", done)

    def _told(self, held: Delivery, error: str, now: datetime) -> New | None:
        """What tells the owner, who cannot be told about what was said to the owner."""
        if held.kind == "notice" or held.owner in ("", REMOVED, held.channel):
            return None
        content = self._hooks.notice(held, error).kept()
        period = f"{held.kind}/{held.period}"
        return New(held.workspace, "notice", held.subject, period, held.owner, held.owner, now, content)

    async def _later(self, held: Delivery, wait: timedelta, reason: str, *, unsure: int, struck: bool = False) -> str:
        done = await outcomes.again(self._db, held, wait, reason, unsure=unsure, struck=struck, step=self._hooks.step)
        return self._recorded("limited" if struck else "unknown" if unsure else "postponed", done)

    async def _skip(self, held: Delivery, reason: str) -> str:
        return self._recorded(
            "skipped", await outcomes.skipped(self._db, held, reason, self._clock.now(), self._hooks.step)
        )

    def _recorded(self, outcome: str, done: bool) -> str:
        self._hooks.step("recorded")
        return outcome if done else "superseded"

    def _back_off(self, held: Delivery) -> timedelta:
        doubled: int = 2 ** min(held.attempt - 1, 6)
        return min(self._timing.settle * doubled, LONGEST_BACK_OFF)


def _first(period: str) -> date:
    """The week of a period's name: `2026-11-16`, or `2026-11-16/…` for one that was asked for."""
    return date.fromisoformat(period.partition("/")[0])


def ids(held: Delivery) -> dict[str, Any]:
    """What names a delivery in the log."""
    return {"kind": held.kind, "subject": held.subject, "period": held.period, "attempt": held.attempt}
