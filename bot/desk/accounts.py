"""What was really spent and what may be: jobs that are logged, budgets that are set, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Literal, NamedTuple

from bot import zones
from bot.answer import Answer
from bot.answer.model import NOTHING_KNOWN, Known
from bot.clock import Clock
from bot.desk.scopes import linked
from bot.digest.ports import Content
from bot.request import SpendRequest
from bot.spend.books import Books, asked_by
from bot.spend.budgets import Standing, Threshold, crossed
from bot.spend.facts import EVERYTHING, Only
from bot.spend.held import budget_of, standing_at
from bot.spend.ledger import Ledger, Outcome
from bot.spend.pricer import used
from bot.spend.projects import known_of
from bot.spend.usage import LedgerEntry, Source
from bot.storage import budgets
from bot.storage.budgets import BudgetRow, NewBudget
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.quoted import of_quotes
from bot.storage.quotes import Kept
from bot.storage.threads import Entry
from pricing import Catalog
from pricing.money import total

SOURCE: Source = "slack"
Undone = Literal["taken back", "not yours", "too late", "not there"]


class Logged(NamedTuple):
    """What became of logging a quote's jobs: dollars that are in the ledger now, and sentences about the others."""

    usd: Decimal
    recorded: int
    known: int
    refused: tuple[str, ...]


class Held(NamedTuple):
    """A budget with where it stands."""

    row: BudgetRow
    standing: Standing


Worded = Callable[[Held, tuple[Threshold, ...]], Content]
"""Says what thresholds a budget has newly reached."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The money of every workspace: who asks says which."""

    db: Database
    catalog: Catalog
    clock: Clock

    @property
    def books(self) -> Books:
        """The ledger, to be read."""
        return Books(self.db, self.catalog, self.clock)

    async def log(self, kept: Kept, answer: Answer, user: str) -> Logged:
        """Records the jobs of an answer as made today, priced as metered; a second time changes nothing.

        Raises:
            StorageError: it is not known whether they were recorded; do it again.
        """
        now = self.clock.now()
        events = [
            replace(
                used(each.quote, SOURCE, key_of(kept.id, kept.version, each.job), now),
                person=user,
                channel="" if kept.place.channel.startswith("D") else kept.place.channel,  # a talk is one person's
                quote=kept.id,
            )
            for each in answer.quotes
        ]
        ledger = Ledger(self.db, self.catalog, self.clock)
        latest = await self._latest(kept.place.workspace, kept.id)
        new = [event for event in events if event.key not in latest]
        again = [event for event in events if event.key in latest and latest[event.key].takes_back]
        outcomes = await ledger.record(kept.place.workspace, new)
        outcomes += await ledger.record(kept.place.workspace, again, revise=True)
        return _logged(outcomes, len(events) - len(new) - len(again))

    async def undo(self, workspace: str, quote: str, version: int, user: str, zone: str) -> Undone:
        """Takes back what a person logged of a quote today, by the clocks of their zone.

        Raises:
            StorageError: it is not known whether it was taken back; do it again.
        """
        ledger = Ledger(self.db, self.catalog, self.clock)
        undone: Undone = "not there"
        for key, entry in (await self._latest(workspace, quote)).items():
            if not key.startswith(key_of(quote, version, "")):
                continue
            if entry.event.person != user:
                return "not yours"
            came = await ledger.undo(workspace, SOURCE, key, zone)
            undone = "too late" if came == "too late" else "taken back"
        return undone

    async def _latest(self, workspace: str, quote: str) -> dict[str, LedgerEntry]:
        """The latest entry under each key of a quote's."""
        found = await of_quotes(self.db, workspace, [quote])
        return {entry.event.key: entry for entry in found if entry.event.source == SOURCE}

    async def spent(
        self,
        workspace: str,
        request: SpendRequest,
        said: Sequence[Entry],
        zone: str,
        only: Only = EVERYTHING,
        people: Collection[str] = (),
    ) -> Known:
        """What there is to know for a question about spend, in days of a zone; a channel that is linked has its id.

        `said` are the texts that it is made of, the newest first; `only` is what it is about as long as it names no
        channel itself; `people` are other names of the person it is about.

        Raises:
            StorageError: the ledger cannot be read.
        """
        texts = [each.text for each in said]
        asked = asked_by(request, people, channels=linked(said, request.channel))
        if not request.channel:
            asked = replace(asked, only=replace(asked.only, channels=only.channels, projects=only.projects))
        where = zone if zone in zones.names() else "UTC"
        try:
            return await known_of(self.books, workspace, asked, texts, where)
        except ValueError:  # the range is none: the answer asks back
            return NOTHING_KNOWN

    async def set_budget(self, workspace: str, user: str, new: NewBudget) -> Held:
        """Sets a budget, in place of one of the same scope and period.

        Raises:
            StorageError: it may not be kept.
        """
        return await self.stand(workspace, await budgets.put(self.db, workspace, user, new, self.clock.now()))

    async def clear_budget(self, workspace: str, user: str, key: tuple[str, str, str]) -> bool:
        """Ends a budget by its scope, its id and its period; whether there was one.

        Raises:
            StorageError: it may not be ended.
        """
        return await budgets.clear(self.db, workspace, user, key, self.clock.now())

    async def held(self, workspace: str) -> tuple[Held, ...]:
        """Every budget that holds, with where it stands.

        Raises:
            StorageError: the ledger cannot be read.
        """
        return tuple([await self.stand(workspace, row) for row in await budgets.holding(self.db, workspace)])

    async def raise_alerts(self, workspace: str, worded: Worded) -> int:
        """Enqueues what budgets have newly reached, each threshold once a period, none in a quiet week; how many.

        Raises:
            StorageError: the ledger cannot be read, or it may not be noted.
        """
        found = 0
        for held in await self.held(workspace):
            row, first, reached = held.row, held.standing.window.first, crossed(held.standing)
            if not await budgets.quiet(self.db, workspace, row.id, first, self.clock.now()):
                new = partial(self._alert, workspace, held, worded)
                found += bool(await budgets.reach(self.db, workspace, row.id, first, reached, self.clock.now(), new))
        return found

    def _alert(self, workspace: str, held: Held, worded: Worded, new: tuple[str, ...]) -> New:
        """What is delivered about thresholds that were newly reached; else who set the budget is told."""
        row, reached = held.row, tuple(each for each in crossed(held.standing) if each in new)
        period = f"{held.standing.window.first}/{'+'.join(reached)}"
        content = worded(held, reached).kept()
        return New(workspace, "alert", row.id, period, row.notify, row.set_by, self.clock.now(), content)

    async def stand(self, workspace: str, row: BudgetRow) -> Held:
        """Where a budget stands now.

        Raises:
            StorageError: the ledger cannot be read.
        """
        return Held(row, await standing_at(self.books, workspace, budget_of(row), self.clock.now()))


def key_of(quote: str, version: int, job: int | str) -> str:
    """The ledger's key of a quote's job: the same quote is logged once."""
    return f"{quote}:{version}:{job}"


def _logged(outcomes: Sequence[Outcome], known: int) -> Logged:
    done = [each for each in outcomes if each.status in ("recorded", "revised")]
    costs = [each.cost for each in done if each.cost is not None]
    again = sum(each.status in ("known", "conflict") for each in outcomes)  # whoever else logged it at the same moment
    refused = tuple(each.why for each in outcomes if each.status == "refused")
    return Logged(total(costs), len(done), known + again, refused)
