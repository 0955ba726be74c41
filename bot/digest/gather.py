"""Reads what a weekly summary tells of, and has it written: the `Composer` of the delivery."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.digest.closer import closer, used
from bot.digest.compose import compose, wanted
from bot.digest.due import schedule_of
from bot.digest.facts import DigestFacts, Held, Pair
from bot.digest.market import price_changes
from bot.digest.model import Digest
from bot.digest.ports import Content, Period
from bot.digest.schedule import WEEK, zone_of
from bot.digest.subscriptions import SECTIONS
from bot.periods import Days
from bot.spend.books import Books
from bot.spend.budgets import Budget, Standing, standing, window_of
from bot.spend.facts import EVERYTHING, Group, Only
from bot.spend.held import budget_of, standings
from bot.spend.held import only_of as only_of_scope
from bot.spend.summary import Question, SpendDay
from bot.storage import budgets, deliveries, workspaces
from bot.storage.database import Database
from bot.storage.digests import Subscription
from bot.storage.quoted import quoted
from bot.storage.reading import Reader, in_one_state
from bot.zones import start_of
from pricing import Catalog
from pricing.money import ZERO

EARLIER = 8 * WEEK
"""How far back days are looked at to know what is usual."""

MOMENT = timedelta(microseconds=1)
ZONES = timedelta(hours=12)
"""By how much a budget's days may begin before or after those of the summary."""

Draw = Callable[[Digest, str], Content]
Names = Callable[[str, Collection[str]], Awaitable[Mapping[str, str]]]


async def no_names(workspace: str, people: Collection[str]) -> Mapping[str, str]:
    """Where nobody knows what people are called."""
    return {}


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Composes summaries: `draw` makes the message, `names` says what people are called by their ids.

    `past` says that the clock stands at an earlier instant: what came since is in the ledger, and left out.
    """

    db: Database
    catalog: Catalog
    clock: Clock
    draw: Draw
    names: Names = no_names
    past: bool = False

    async def compose(self, subscription: Subscription, period: Period) -> Content:
        """The message of a week.

        Raises:
            StorageError: the ledger cannot be read.
        """
        return self.draw(await self.digest(subscription, period), subscription.id)

    async def digest(self, subscription: Subscription, period: Period) -> Digest:
        """What is said of a week.

        Raises:
            StorageError: the ledger cannot be read.
        """
        made = compose(await self.facts(subscription, period))
        people = tuple(made.people)
        return replace(made, names=await self.names(subscription.workspace, people)) if people else made

    async def facts(self, subscription: Subscription, period: Period) -> DigestFacts:
        """What a week's summary is made of.

        Raises:
            StorageError: the ledger cannot be read.
        """
        return await in_one_state(self.db, lambda state: self._facts(state, subscription, period))

    async def _facts(self, db: Reader, subscription: Subscription, period: Period) -> DigestFacts:
        workspace, books = subscription.workspace, Books(db, self.catalog, self.clock)
        settings = await workspaces.get(db, workspace)
        facts = await closer(await self._spend(books, subscription, period, settings.by_person), books, self.catalog)
        return replace(
            facts,
            quoted=await quoted(db, workspace, (period.week.start, period.week.end), only_of(subscription)),
            budgets=tuple(await self._budgets(books, facts)) if wanted(facts, "budgets") else (),
            prices=price_changes(self.catalog, period.due - WEEK, period.due, used(facts))
            if wanted(facts, "prices")
            else (),
            told=await self._told(books, facts),
            next_at=_next_at(replace(subscription, next_at=None) if self.past else subscription, self.clock.now()),
        )

    async def _spend(self, books: Books, subscription: Subscription, period: Period, by_person: bool) -> DigestFacts:
        """The week and the one before in every way that they are looked at, in one state of the ledger."""
        only = only_of(subscription)
        groups: list[Group] = ["day", "model"]
        shown = subscription.sections or SECTIONS
        groups += ["user"] if by_person and "people" in shown else []
        groups += ["channel"] if not only.channels and "channels" in shown else []
        asked = [
            Question(Days(first, first + WEEK), subscription.timezone, group, only, None)
            for group in groups
            for first in (period.first, period.first - WEEK)
        ]
        before = Days(period.first - EARLIER, period.first)
        asked.append(Question(before, subscription.timezone, "day", only))
        found = await books.many(subscription.workspace, asked)
        pairs = dict(zip(groups, (Pair(*found[at : at + 2]) for at in range(0, len(found) - 1, 2)), strict=True))
        return DigestFacts(
            subscription,
            period,
            self.clock.now(),
            total=pairs["day"],
            models=pairs["model"],
            people=pairs.get("user"),
            channels=pairs.get("channel"),
            earlier=_since_begun(found[-1].days),
            by_person=by_person,
        )

    async def _budgets(self, books: Books, facts: DigestFacts) -> list[Held]:
        """The budgets that concern the scope, in the period that ended in the week and in the month that runs.

        Those of which most is spent come first.
        """
        workspace = facts.subscription.workspace
        holding = [(budget_of(row), row.at) for row in await budgets.holding(books.db, workspace)]
        asked = [
            (budget, at, over)
            for budget, since in holding
            if _concerns(budget, facts)
            for at, over in _instants(budget, since, facts)
        ]
        found = await standings(books, workspace, [(budget, at) for budget, at, _ in asked]) if asked else []
        if self.past:
            found = [
                each if over else await _before_today(books, workspace, budget, at)
                for each, (budget, at, over) in zip(found, asked, strict=True)
            ]
        held = [Held(each, over) for each, (_, _, over) in zip(found, asked, strict=True)]
        return sorted(held, key=lambda each: (-each.standing.share, str(each.standing.budget.scope), each.over))

    async def _told(self, books: Books, facts: DigestFacts) -> Decimal | None:
        """What the summary a week ago said about the week before, if one was posted."""
        subscription, before = facts.subscription, facts.total.before
        first = facts.period.first - WEEK
        posted = await deliveries.of_period(books.db, subscription.workspace, subscription.id, first)
        if posted is None or posted.first_attempt is None or before.total is None:
            return None
        question = before.question
        return await books.known(subscription.workspace, question, posted.first_attempt)


def only_of(subscription: Subscription) -> Only:
    """Whose entries a summary tells of; a person's own, without a channel named, is of the whole workspace."""
    of = subscription.scope_id or subscription.channel
    if subscription.scope == "project":
        return Only(projects=(of,))
    if subscription.scope == "channel" and (subscription.scope_id or of[:1] not in ("U", "W", "D")):
        return Only(channels=(of,))
    return EVERYTHING


def _since_begun(days: tuple[SpendDay, ...]) -> tuple[SpendDay, ...]:
    """Days from the first one with spend on."""
    first = next((at for at, each in enumerate(days) if each.usd), len(days))
    return tuple(each for each in days[first:] if each.sure != "missing")


async def _before_today(books: Books, workspace: str, budget: Budget, at: datetime) -> Standing:
    """Where a budget stood when the day of an instant began: the days of its period until then, and none since."""
    where = zone_of(budget.timezone)
    window, today = window_of(budget, at), at.astimezone(where).date()
    if window.first == today:
        return standing(budget, ZERO, window.start)
    question = Question(Days(window.first, today), budget.timezone, None, only_of_scope(budget.scope))
    (found,) = await books.many(workspace, [question])
    return standing(budget, found.total or ZERO, start_of(today, where))


def _concerns(budget: Budget, facts: DigestFacts) -> bool:
    """Whether a budget is that of the scope or of the workspace; a person's only where people are shown."""
    scope = budget.scope
    if scope.kind == "workspace":
        return True
    if scope.kind == "person":
        return facts.subscription.channel == scope.id or (facts.by_person and wanted(facts, "people"))
    only = facts.total.week.question.only
    names = only.channels if scope.kind == "channel" else only.projects
    return only == EVERYTHING or scope.id in names


def _instants(budget: Budget, since: datetime, facts: DigestFacts) -> list[tuple[datetime, bool]]:
    """As of when a budget is looked at, and whether its period is over then."""
    week = facts.period.week
    windows = {window_of(budget, at) for at in (week.start + ZONES, week.end - MOMENT)}
    ended = [each.end for each in windows if week.start + ZONES < each.end <= min(week.end + ZONES, facts.now)]
    found = [(end - MOMENT, True) for end in ended if since < end]
    return [*found, (facts.now, False)] if budget.period == "month" else found


def _next_at(subscription: Subscription, now: datetime) -> datetime | None:
    """When the next one comes, if one does."""
    if subscription.state == "paused":
        return None
    planned = subscription.next_at
    return planned if planned and planned > now else schedule_of(subscription).next(now).at
