"""A workspace's ledger and bills, as those use them who bring spend: record, bill, and how far a source was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.errors import UsageError
from bot.spend.billing import Billing
from bot.spend.facts import Bill
from bot.spend.intake import Taken
from bot.spend.ledger import Ledger, Outcome
from bot.spend.sources.source import Source
from bot.spend.usage import UsageEvent
from bot.storage import cursors
from bot.storage.database import Database
from bot.storage.tenants import tenants
from bot.storage.withdrawn import withdraw
from pricing import Catalog


@dataclass(frozen=True)
class Keeper:
    """Keeps what is brought for one workspace."""

    db: Database
    catalog: Catalog
    workspace: str
    clock: Clock

    async def record(self, events: Sequence[UsageEvent], *, revises: bool = False) -> Sequence[Taken]:
        """Records events; what became of each, in order.

        Raises:
            StorageError: some may not be recorded; do it again.
        """
        ledger = Ledger(self.db, self.catalog, self.clock)
        return [_taken(each) for each in await ledger.record(self.workspace, events, revise=revises)]

    async def withdraw(self, source: str, whole: Collection[datetime], told: Sequence[UsageEvent]) -> int:
        """Takes back what a source told of some instants before and tells no more; how many entries.

        Raises:
            StorageError: some may not be taken back; do it again.
        """
        keys = {event.key for event in told}
        return await withdraw(self.db, self.workspace, source, whole, keys, self.clock.now())

    async def bill(self, bills: Sequence[Bill]) -> Counter[str]:
        """Keeps what was billed; how many days were recorded, revised, known.

        Raises:
            RefusedUsage: one cannot be kept; none was.
            StorageError: none was kept.
        """
        return Counter(await Billing(self.db, self.clock).record(self.workspace, bills) if bills else ())

    async def cursor(self, source: Source) -> str:
        """How far a source was read; "" before the first time.

        Raises:
            StorageError: it is not known.
        """
        return await cursors.get(self.db, self.workspace, source.name, source.what) or ""

    async def reached(self, source: Source, cursor: str) -> None:
        """Notes from where a source is read the next time.

        Raises:
            StorageError: it may not be noted.
        """
        await cursors.put(self.db, self.workspace, source.name, source.what, cursor, self.clock.now())

    async def complete(self, source: str, until: datetime) -> None:
        """Notes that everything of a source up to an instant is in the ledger.

        Raises:
            StorageError: it may not be noted.
        """
        await Ledger(self.db, self.catalog, self.clock).complete(self.workspace, source, until)


async def team(db: Database, configured: str | None) -> str:
    """The workspace whose spend it is that is synced or imported: the one that is set, or the only one.

    Raises:
        UsageError: none is set, and there is none or more than one.
        StorageError: the workspaces cannot be read.
    """
    if configured is not None:
        return configured
    found = await tenants(db)
    if len(found) == 1:
        return found[0]
    why = "There is no workspace yet" if not found else f"There are {len(found)} workspaces"
    raise UsageError(f"{why}: set SPEND_TEAM_ID to the ID (T…) of the one whose spend this is.")


def _taken(outcome: Outcome) -> Taken:
    status = "refused" if outcome.status == "conflict" else outcome.status
    return Taken(outcome.event.key, status, outcome.why)
