"""Asking a provider over HTTP: how often to try, how long to wait, and what went wrong.

SourceError           it could not be read; what was read so far holds, and the next time goes on from there
├── SourceRefused     the key or the address is not accepted: a person has to mend it
├── SourceBusy        too many requests, and it said to wait longer than anybody waits here
└── SourceDown        no answer, an error of its own, or an answer that makes no sense
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from bot.clock import Clock, SystemClock

MOST_BYTES = 64 * 1024 * 1024
"""Of one answer."""

PASSING = (408, 409, 425, 429)
"""Of the answers that blame the request, those that may be others the next time."""

_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)


class SourceError(Exception):
    """A source could not be read to the end; one sentence says why."""


class SourceRefused(SourceError):
    """The key or the address is not accepted."""


class SourceBusy(SourceError):
    """It asks to be left alone until `until`."""

    def __init__(self, message: str, until: datetime) -> None:
        self.until = until
        super().__init__(message)


class SourceDown(SourceError):
    """No answer, an error, or an answer that makes no sense."""


class Unanswered(Exception):
    """One request got no whole answer: refused, reset, cut off or too slow."""

    @classmethod
    def by(cls, wrong: BaseException) -> Unanswered:
        """For what a client library raised: in words, with the name that its own documents know it by."""
        name = type(wrong).__name__
        if isinstance(wrong, TimeoutError) or name.endswith("Timeout"):
            return cls(f"it took too long ({name})")
        reached = not name.startswith(("ConnectError", "ClientConnector"))
        return cls(f"{'the connection broke off' if reached else 'it cannot be reached'} ({name})")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP."""

    status: int
    body: bytes
    retry_after: str | None = None


Ask = Callable[[], Awaitable[Reply]]
Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried, and for how long one waits before the next try."""

    pauses: tuple[float, ...] = (1, 4, 15)
    longest: float = 120
    sleep: Sleep = asyncio.sleep
    clock: Clock = field(default_factory=SystemClock)

    async def ask(self, name: str, ask: Ask) -> Mapping[str, Any]:
        """The JSON object that a request is answered with, its numbers exact.

        Raises:
            SourceError: there is none; names the source.
        """
        for pause in (*self.pauses, None):
            try:
                reply = await ask()
            except Unanswered as wrong:
                problem, wait = f"{name} did not answer: {wrong}.", pause
            else:
                if reply.status == 200 and (found := _object(reply.body)) is not None:
                    return found
                problem, wait = _problem(name, reply), self._wait(name, reply, pause)
            if pause is None or wait is None:
                raise SourceDown(problem)
            await self.sleep(wait)
        raise AssertionError

    def _wait(self, name: str, reply: Reply, pause: float | None) -> float | None:
        """Seconds until the next try; what the source says wins if it is longer.

        Raises:
            SourceBusy: it says to wait for longer than one does here, or is still too busy at the last try.
            SourceRefused: no other try would do better.
        """
        if 300 <= reply.status < 500 and reply.status not in PASSING:
            raise SourceRefused(_problem(name, reply))
        asked = self._asked(reply.retry_after)
        if asked > self.longest or (pause is None and reply.status == 429):
            until = self.clock.now() + timedelta(seconds=asked)
            raise SourceBusy(f"{name} has had too many requests; it can be asked again from {_minute(until)}.", until)
        return None if pause is None else max(pause, asked)

    def _asked(self, retry_after: str | None) -> float:
        """The seconds of a Retry-After header, which may also hold a date."""
        said = (retry_after or "").strip()
        if _SECONDS.fullmatch(said):
            return float(said)
        try:
            return max(0.0, (parsedate_to_datetime(said) - self.clock.now()).total_seconds())
        except (TypeError, ValueError, OverflowError):
            return 0.0


def exact(text: str | bytes) -> Any:
    """JSON with every number as it was written: whole ones are int, the others Decimal.

    Raises:
        ValueError: it is not JSON, or holds a number that is none.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except ArithmeticError:
        raise ValueError("a number beyond all bounds") from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _object(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = exact(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _problem(name: str, reply: Reply) -> str:
    if reply.status == 200:
        return f"{name} answered with something that is cut off or is not JSON."
    if reply.status in (401, 403):
        return f"{name} does not accept the key (status {reply.status}): {_mend(name)}"
    if reply.status == 429:
        return f"{name} has had too many requests."
    return f"{name} answered with status {reply.status}{_said(reply.body)}."


def _mend(name: str) -> str:
    if name == "OpenAI":
        return "OPENAI_ADMIN_KEY takes an admin key (sk-admin-…), made by an owner of the organization."
    return "LITELLM_API_KEY takes the master key, or one that may see all spend."


def _said(body: bytes) -> str:
    """The message within an error, shortened."""
    found = _object(body) or {}
    error = found.get("error")
    message = error.get("message") if isinstance(error, dict) else found.get("detail")
    return f": {' '.join(message.split())[:200].rstrip('.')}" if isinstance(message, str) and message.strip() else ""


def _minute(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%H:%M UTC on %-d %B")
