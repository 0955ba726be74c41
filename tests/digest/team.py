"""A team whose money goes through the real ledger, books, quotes and budgets, and what its summaries say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.digest import due, subscriptions
from bot.digest.gather import Gatherer
from bot.digest.model import Digest
from bot.digest.ports import Content
from bot.digest.subscriptions import Wanted
from bot.slack import blocks
from bot.spend.billing import Billing
from bot.spend.facts import Bill, BilledLine
from bot.spend.ledger import Ledger
from bot.spend.usage import UsageEvent
from bot.storage import budgets, quotes, workspaces
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.digests import Subscription
from bot.storage.places import Place
from bot.storage.quotes import Kept
from pricing import Catalog, built_in
from tests.digest.kit import BERLIN, MONDAY, NINE, SetClock

TEAM = "T1"
OWNER = "U0MAYA"
DESIGN, MARKETING, COSTS = "C0DESIGN", "C0MARKET", "C0COSTS"
NAMES = {"U0MAYA": "Maya", "U0JONAS": "Jonas", "U0AMARA": "Amara"}
DAY = timedelta(days=1)
ID = "weekly"
"""A subscription's id, which is random otherwise."""


async def known(workspace: str, people: Collection[str]) -> Mapping[str, str]:
    """What the people of the team are called."""
    return {person: NAMES[person] for person in people if person in NAMES}


@dataclass
class Team:
    """What it does, at the time that its clock shows."""

    db: Database
    clock: SetClock = field(default_factory=SetClock)
    spent: int = 0
    catalog: Catalog = field(default_factory=built_in)

    @property
    def gatherer(self) -> Gatherer:
        """Who composes its summaries."""
        return Gatherer(self.db, self.catalog, self.clock, blocks.digest, known)

    @property
    def ledger(self) -> Ledger:
        """Its ledger."""
        return Ledger(self.db, self.catalog, self.clock)

    def event(self, at: datetime, **fields: Any) -> UsageEvent:
        """Something that was used; without a cost it is priced."""
        self.spent += 1
        usd = fields.pop("usd", None)
        given: dict[str, Any] = {"source": "api", "key": f"event-{self.spent}", "at": at, "model": "gpt-image-2"}
        return UsageEvent(**given | ({} if usd is None else {"stated": Decimal(usd)}) | fields)

    async def record(self, *events: UsageEvent) -> None:
        """Records what was used; every event is taken."""
        outcomes = await self.ledger.record(TEAM, events)
        assert [each.why for each in outcomes if each.why] == []

    async def bill(self, days: Mapping[date, str], as_of: datetime) -> None:
        """OpenAI bills days."""
        bills = [Bill("openai", "OpenAI", day, (BilledLine(Decimal(usd)),), as_of) for day, usd in days.items()]
        await Billing(self.db, self.clock).record(TEAM, bills)

    async def quote(self, usd: str, channel: str = DESIGN, *, days_ago: int = 4, thread: str = "") -> Kept:
        """Somebody asks what something costs."""
        content = quotes.Content("{}", "100 squares", Decimal(usd), model="gpt-image-2", images=100)
        at = self.clock.instant - days_ago * DAY
        return await quotes.save(self.db, Place(TEAM, channel, thread), OWNER, content, at)

    async def budget(self, usd: int, period: str, scope: str = "workspace", of: str = "") -> None:
        """A manager sets a budget, long ago."""
        new = NewBudget(scope, of, period, Decimal(usd), BERLIN, DESIGN)
        await budgets.put(self.db, TEAM, OWNER, new, datetime(2026, 1, 1, tzinfo=UTC))

    async def by_person(self) -> None:
        """A manager turns figures by person on."""
        await workspaces.change(self.db, TEAM, OWNER, {"by_person": True}, self.clock.instant)

    async def subscribed(self, scope: str = "workspace", **more: Any) -> Subscription:
        """A summary for a channel, Mondays at nine in Berlin."""
        wanted = Wanted(more.pop("channel", DESIGN), OWNER, 0, more.pop("at", NINE), BERLIN, scope, **more)
        return await subscriptions.subscribe(self.db, TEAM, wanted, self.clock.instant - 3 * DAY)

    async def said(self, subscription: Subscription, *, late: timedelta = timedelta()) -> tuple[Digest, Content]:
        """The summary of the last whole week, as it is said and as it is posted."""
        now = self.clock.instant
        first = due.last_whole_week(subscription.timezone, now)
        made = await self.gatherer.digest(subscription, due.period_of(subscription, first, now - late, now))
        return made, blocks.digest(made, ID)


def noon(day: date) -> datetime:
    """Twelve o'clock UTC of a day."""
    return datetime.combine(day, time(12), UTC)


def weekdays(first: date, weeks: int) -> list[date]:
    """The working days of weeks that begin on a Monday."""
    return [first + DAY * (7 * week + day) for week in range(weeks) for day in range(5)]


WEEK = date(2026, 11, 16)
"""The week that the summary of `MONDAY` tells of."""

assert noon(WEEK) < MONDAY
