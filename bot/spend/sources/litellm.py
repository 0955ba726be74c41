"""The spend log of a LiteLLM proxy: a row a request, with what the proxy says it cost.

Rows come in pages by start time. The next page is asked for from the last row's second on, not by number: rows that
arrive meanwhile shift pages, and the ledger knows a row that comes twice. Versions that know no order give the newest
first: their pages are asked for by number, and reading has reached something only at the last.
Endpoint: /spend/logs/v2, https://docs.litellm.ai/docs/proxy/cost_tracking
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import aiohttp
from pydantic import SecretStr

from bot.spend.sources.litellm_rows import event_of, started
from bot.spend.sources.source import Batch, Unusable
from bot.spend.sources.wire import MOST_BYTES, Patience, Reply, SourceDown, Unanswered
from bot.spend.usage import RefusedUsage, UsageEvent

NAME = "LiteLLM"
TIMEOUT = 60
PAGE = 1000
"""Rows in an answer: the most that the proxy gives."""

HISTORY = timedelta(days=400)
"""How far the first reading goes back."""

LATE = timedelta(days=1)
"""How long a row is looked for again: the proxy writes it when the request has ended, under the time it began."""

MOST_PAGES = 1000
"""Full pages of rows that began in one second; more are no log."""

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class SpendLog:
    """A proxy's spend log, with a key that may see all of it."""

    session: aiohttp.ClientSession
    base_url: str
    patience: Patience = field(default_factory=Patience)
    page: int = PAGE
    name: Literal["litellm"] = "litellm"
    what: str = "log"

    async def batches(self, cursor: str, now: datetime) -> AsyncIterator[Batch]:
        """Rows since a day before the last one read."""
        start, number = _start(cursor, now), 1
        while True:
            rows = await self._rows(start, now, number)
            times = [at for row in rows if (at := started(row)) is not None]
            rising = times == sorted(times) and min(times, default=now) < max(times, default=now)
            over = len(rows) < self.page
            reached = now if over else max([start, *times]) if rising else start
            events, unusable = _read(rows)
            yield Batch(_later(cursor, reached), start, reached, events, unusable=unusable)
            if over:
                return
            second = reached.replace(microsecond=0)
            start, number = (second, 1) if start < second <= now else (start, number + 1)
            if number > MOST_PAGES:
                raise SourceDown(f"{NAME} goes on answering for {_written(start)}.")

    async def _rows(self, start: datetime, end: datetime, number: int) -> Sequence[Mapping[str, Any]]:
        asked = {
            "start_date": _written(start),
            "end_date": _written(end + SECOND),
            "page": str(number),
            "page_size": str(self.page),
            "sort_by": "startTime",
            "sort_order": "asc",
        }
        answer = await self.patience.ask(NAME, lambda: self._asked(asked))
        rows = answer.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise SourceDown(f"{NAME} answered with something that is not a page of spend logs.")
        return rows

    async def _asked(self, query: Mapping[str, str]) -> Reply:
        address = f"{self.base_url.rstrip('/')}/spend/logs/v2"
        try:
            async with self.session.get(address, params=query, allow_redirects=False) as answer:
                body = bytearray()
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise Unanswered("its answer has no end")
                return Reply(answer.status, bytes(body), answer.headers.get("Retry-After"))
        except (TimeoutError, aiohttp.ClientError, OSError) as wrong:
            raise Unanswered.by(wrong) from None


@asynccontextmanager
async def spend_log(
    base_url: str, key: SecretStr | None, patience: Patience | None = None, timeout: float = TIMEOUT
) -> AsyncIterator[SpendLog]:
    """A proxy's spend log, until the end of the block."""
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key is not None else {}
    async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=timeout)) as session:
        yield SpendLog(session, base_url, patience or Patience())


def _read(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[UsageEvent, ...], tuple[Unusable, ...]]:
    events, unusable = [], []
    for row in rows:
        try:
            event = event_of(row)
        except RefusedUsage as wrong:
            unusable.append(Unusable(f"request {str(row.get('request_id'))[:60]}", str(wrong)))
        else:
            events += [event] if event else []
    return tuple(events), tuple(unusable)


def _start(cursor: str, now: datetime) -> datetime:
    begun = min(datetime.fromisoformat(cursor), now) - LATE if cursor else now - HISTORY
    return begun.replace(microsecond=0)


def _later(cursor: str, reached: datetime) -> str:
    return max(datetime.fromisoformat(cursor), reached).isoformat() if cursor else reached.isoformat()


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
