"""What a thread is about that stands under a weekly summary: its week, its zone, and whose spend it told of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.digest.gather import only_of
from bot.digest.schedule import WEEK
from bot.request import SpendRequest
from bot.spend.facts import Only
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.places import Place

KINDS = frozenset({"digest", "now"})
_MESSAGE = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Told:
    """The question that a summary answered, in days of `zone`; `only` are those whose spend it is about."""

    request: SpendRequest
    zone: str
    only: Only


async def told_in(db: Database, place: Place) -> Told | None:
    """What the summary told that a place is the thread of; None where it is no such thread.

    Raises:
        StorageError: it is not known.
    """
    if not _MESSAGE.fullmatch(place.thread):
        return None
    posted = await deliveries.posted_as(db, place.workspace, place.channel, place.thread)
    if posted is None or posted.kind not in KINDS:
        return None
    held = await digests.get(db, place.workspace, posted.subject)
    if held is None:  # ended: nobody knows any more whose spend it told of
        return None
    first = date.fromisoformat(posted.period.partition("/")[0])
    last = first + WEEK - timedelta(days=1)
    return Told(SpendRequest(f"{first}..{last}"), held.timezone, only_of(held))
