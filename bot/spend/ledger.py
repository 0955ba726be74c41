"""Recording what was used: checked, priced at the price of its day, and kept once.

What becomes of an event is a value, never an exception: one bad line of a file does not keep the others out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.clock import Clock
from bot.spend.pricer import PricedEvent, priced
from bot.spend.usage import LedgerEntry, RefusedUsage, UsageEvent, check, check_cost
from bot.storage import arrivals
from bot.storage import ledger as rows
from bot.storage.database import Database
from bot.storage.ledger import Arriving, Undone
from bot.zones import start_of, zone
from pricing import Catalog, PricingError

Status = Literal["recorded", "known", "conflict", "revised", "refused"]
AT_ONCE = 1_000
"""Events of one transaction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an event: `cost` where it is in the ledger now, `why` where it is not."""

    event: UsageEvent
    status: Status
    cost: Decimal | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of every workspace: who writes says which."""

    db: Database
    catalog: Catalog
    clock: Clock

    async def record(self, workspace: str, events: Sequence[UsageEvent], *, revise: bool = False) -> list[Outcome]:
        """Adds what is new; of each event, in order, what became of it.

        An event with a key that is there already is `known` where it says the same. Where it says something else it is
        a `conflict` and changes nothing; with `revise`, for sources that correct themselves, the old entry is taken
        back and the new one stands (`revised`). Done again it changes nothing.

        Raises:
            StorageError: those after the last thousand that were acknowledged may be missing; record them again.
        """
        now = self.clock.now()
        found: list[Outcome] = []
        for first in range(0, len(events), AT_ONCE):
            found += await self._record(workspace, events[first : first + AT_ONCE], now, revise)
        return found

    async def undo(self, workspace: str, source: str, key: str, where: str = "UTC") -> Undone:
        """Takes an entry back that was recorded today, by the clocks of a zone.

        Raises:
            StorageError: it was not taken back, unless the connection was lost at the end.
        """
        now = self.clock.now()
        since = start_of(now.astimezone(zone(where)).date(), zone(where))
        return await rows.take_back(self.db, workspace, (source, key), now, since)

    async def complete(self, workspace: str, source: str, as_of: datetime) -> None:
        """Notes that everything that a source has up to an instant is in the ledger.

        Raises:
            StorageError: it may not be noted.
        """
        await arrivals.complete(self.db, workspace, source, as_of)

    async def history(self, workspace: str, source: str, key: str) -> tuple[LedgerEntry, ...]:
        """The entries under a key, corrections included, oldest first.

        Raises:
            StorageError: they cannot be read, or are damaged.
        """
        return await rows.history(self.db, workspace, (source, key))

    def entries(self, workspace: str, first: date, last: date) -> AsyncIterator[LedgerEntry]:
        """Every entry of UTC days, both counted, in the order of their instants.

        Raises:
            StorageError: they cannot be read, or are damaged.
        """
        return rows.of_days(self.db, workspace, first, last)

    async def _record(self, workspace: str, events: Sequence[UsageEvent], now: datetime, revise: bool) -> list[Outcome]:
        taken = await asyncio.to_thread(lambda: [self._taken(event, now) for event in events])  # a name may be slow
        arriving = [each for each in taken if isinstance(each, Arriving)]
        kept = iter(await rows.put(self.db, workspace, arriving, now, revise=revise) if arriving else ())
        return [
            _outcome(event, next(kept), each.priced) if isinstance(each, Arriving) else each
            for event, each in zip(events, taken, strict=True)
        ]

    def _taken(self, event: UsageEvent, now: datetime) -> Arriving | Outcome:
        try:
            check(event, now)
            made = priced(self.catalog, event)
            check_cost(made.cost)
            return Arriving(made, event.content)
        except (RefusedUsage, PricingError) as wrong:
            return Outcome(event, "refused", why=str(wrong))


def _outcome(event: UsageEvent, kept: rows.Kept, made: PricedEvent) -> Outcome:
    if kept == "conflict":
        return Outcome(event, kept, why=f"{event.key!r} is in the ledger already, with other content.")
    return Outcome(event, kept, made.cost)
