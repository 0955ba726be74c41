"""What a thread is about that stands under a weekly summary: its week, its zone, and whose spend it told of.

A direct conversation is about the summary that came there last, for as long as its run of questions lasts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.desk.stored import to_json
from bot.digest.gather import only_of
from bot.digest.schedule import WEEK
from bot.request import SpendRequest
from bot.spend.facts import Only
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.threads import Entry

KINDS = frozenset({"digest", "now"})
_MESSAGE = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Told:
    """The question that a summary answered, in days of `zone`; `only` are those whose spend it is about."""

    ts: str
    request: SpendRequest
    zone: str
    only: Only

    def among(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The entries of its place, with the question among them at its time."""
        mine = Entry(self.ts, "set", to_json(self.request))
        return tuple(sorted((mine, *entries), key=lambda entry: entry.message_ts))

    def followed(self, entries: Sequence[Entry]) -> bool:
        """Whether the last of the entries is about it, nothing having been asked afresh since."""
        return all(entry.kind == "followed" for entry in entries if entry.message_ts > self.ts)


async def told_in(db: Database, place: Place, since: datetime | None = None) -> Told | None:
    """What the summary told that a place is the thread of, or the last one since an instant, if that is given.

    Raises:
        StorageError: it is not known.
    """
    if since is not None:
        posted = await deliveries.last_posted(db, place.workspace, place.channel, since)
    elif _MESSAGE.fullmatch(place.thread):
        posted = await deliveries.posted_as(db, place.workspace, place.channel, place.thread)
    else:
        return None
    if posted is None or posted.kind not in KINDS or not posted.message_ts:
        return None
    held = await digests.get(db, place.workspace, posted.subject)
    if held is None:  # ended: nobody knows any more whose spend it told of
        return None
    first = date.fromisoformat(posted.period.partition("/")[0])
    last = first + WEEK - timedelta(days=1)
    return Told(posted.message_ts, SpendRequest(f"{first}..{last}"), held.timezone, only_of(held))
