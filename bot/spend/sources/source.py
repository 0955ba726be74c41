"""What every source that is read again and again gives: batches, each with the cursor from which to go on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.spend import usage
from bot.spend.facts import Bill
from bot.spend.usage import UsageEvent


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something that a source told and that cannot be kept: where it stands, and why, in one sentence."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a source told of the time from `start` to `end`. Once it is kept, reading may go on from `cursor`.

    `events` are None from a source that tells of bills alone. `revises`: what was told before under the same key may
    have changed since, and this is how it is now. `whole` are instants of which these are all events there are: others
    that were told of them before are so no more.
    """

    cursor: str
    start: datetime
    end: datetime
    events: tuple[UsageEvent, ...] | None = None
    bills: tuple[Bill, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    revises: bool = False
    whole: frozenset[datetime] = frozenset()


class Source(Protocol):
    """A place that spend is read from: `name` as the ledger has it, and which of the things that it tells."""

    @property
    def name(self) -> usage.Source:
        """The source of its events."""
        ...

    @property
    def what(self) -> str:
        """What is read of it, each with a cursor of its own."""
        ...

    def batches(self, cursor: str, now: datetime) -> AsyncIterator[Batch]:
        """What is new since a cursor ("" for the first time), and what may have changed, oldest first.

        Raises:
            SourceError: it could not be read to the end; the batches so far hold.
        """
        ...
