"""POST /usage: a team's own services report what they used, with a key that a manager made as bearer token.

Nothing of a body is read before the key is known. Refused like requests of Slack's: 401, 413, 400; over the limit, 429.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.clock import Clock
from bot.slack import guard
from bot.slack.limits import Limits
from bot.spend.intake import NotUsage, Taken, take
from bot.spend.usage import UsageEvent
from bot.storage import keys
from bot.storage.database import Database
from bot.storage.errors import StorageError

A_MINUTE = 60
"""Requests of a key in a minute; each may hold many events."""

READ_SECONDS = 10

_BEARER = re.compile(r"Bearer +(\S+)", re.ASCII | re.IGNORECASE)

Record = Callable[[str, Sequence[UsageEvent]], Awaitable[Sequence[Taken]]]


@dataclass(frozen=True)
class Reports:
    """Where usage is reported to; `record` puts a workspace's events into its ledger."""

    db: Database
    clock: Clock
    record: Record
    limits: Limits

    @classmethod
    def of(cls, db: Database, clock: Clock, record: Record) -> Reports:
        """With the limits that hold unless said otherwise."""
        return cls(db, clock, record, Limits(clock, user=A_MINUTE, workspace=keys.MOST_KEYS * A_MINUTE))

    async def receive(self, request: web.Request) -> web.Response:
        """Answers a request: what became of each event.

        Raises:
            Refused: the key, the body or the number of requests is not accepted.
        """
        bearer = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
        try:
            owner = await keys.owner(self.db, bearer[1]) if bearer else None
            if owner is None:
                raise guard.Refused(401, "not a key of a workspace")
            workspace, key = owner
            if not self.limits.allow(workspace, key):
                raise guard.Refused(429, "too many requests")
            body = await _body(request)
            taken = await take(body, lambda events: self.record(workspace, events))
        except NotUsage as wrong:
            raise guard.Refused(400, str(wrong)) from None
        except StorageError:
            raise guard.Refused(503, "the ledger cannot be written now; send the same again later") from None
        counts = Counter(each.status for each in taken)
        summary = {status: counts[status] for status in ("recorded", "known", "refused")}
        return web.json_response(summary | {"results": [each.plain for each in taken]})


async def _body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await guard.read_body(request.content.iter_any(), request.headers.get("Content-Length"))
    except TimeoutError:
        raise guard.Refused(400, "too slow") from None
