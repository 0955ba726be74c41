"""Usage that a team's own services report: a JSON object or an array of them in our own columns, each for itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.spend.sources import columns
from bot.spend.sources.values import shown
from bot.spend.sources.wire import exact
from bot.spend.usage import MalformedUsage, RefusedUsage, UsageEvent

Status = Literal["recorded", "revised", "known", "refused"]


class NotUsage(Exception):
    """A body that holds no events; says in one sentence what it should hold."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one event; `reason` says why it was refused."""

    id: str
    status: Status
    reason: str = ""

    @property
    def plain(self) -> Mapping[str, str]:
        """As it is answered."""
        return {"id": self.id, "status": self.status} | ({"reason": self.reason} if self.reason else {})


Record = Callable[[Sequence[UsageEvent]], Awaitable[Sequence[Taken]]]


async def take(body: bytes, record: Record) -> Sequence[Taken]:
    """Records the events of a body; what became of each, in order.

    An id is needed: a service that gets no answer sends the same events again, and they must be told apart from others.

    Raises:
        NotUsage: there are no events in it.
    """
    read = await asyncio.to_thread(lambda: [_read(each) for each in _objects(body)])
    events = [each for each in read if isinstance(each, UsageEvent)]
    recorded = iter(await record(events) if events else ())
    return [next(recorded) if isinstance(each, UsageEvent) else each for each in read]


def _objects(body: bytes) -> Sequence[Any]:
    try:
        found = exact(body)
    except ValueError:
        raise NotUsage("The body is not JSON.") from None
    objects = found if isinstance(found, list) else [found]
    if not any(isinstance(each, dict) for each in objects):
        raise NotUsage("The body is not a JSON object, nor an array of them; docs/spend.md has their keys.")
    return objects


def _read(found: Any) -> UsageEvent | Taken:
    if not isinstance(found, dict):
        return Taken("", "refused", "It is not a JSON object.")
    given = found.get("id")
    name = given if isinstance(given, str) else "" if given is None else shown(given)
    try:
        event = columns.event_of(found, "api")
        if not name.strip():
            raise MalformedUsage("id", "id is missing: a name of the event that no other has.")
    except RefusedUsage as wrong:
        return Taken(name[:255], "refused", str(wrong))
    return event
