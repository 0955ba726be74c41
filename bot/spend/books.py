"""The answer to "what was spent", read from the database: this range and the one before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from bot.clock import Clock
from bot.periods import Days, before, days_of
from bot.request import SpendRequest
from bot.spend.facts import EVERYTHING, Group, Only, Quoted
from bot.spend.repricing import repriced
from bot.spend.summary import Found, Question, SpendSummary, summarize
from bot.storage import quoted, spent
from bot.storage.ledger import facets_of
from bot.storage.reading import Reader
from bot.storage.spent import Range
from bot.zones import MICROSECOND, start_of, zone
from pricing import Catalog
from pricing.money import total

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about spend: `range` as in requests, and whose entries, in the names of the ledger."""

    range: str | None = None
    by: Group | None = None
    only: Only = EVERYTHING


def asked_by(request: SpendRequest, people: Collection[str] = (), channels: Collection[str] = ()) -> Asked:
    """What a request asks. `people` and `channels` are other names of its user and its channel, such as Slack's ids."""
    only = Only(
        models=(request.model,) if request.model else (),
        people=(request.user, *people) if request.user else (),
        channels=(request.channel, *channels) if request.channel else (),
    )
    return Asked(request.range, request.by, only)


@dataclass(frozen=True, slots=True)
class Books:
    """Reads the ledger of every workspace: who asks says which, and in which zone days begin."""

    db: Reader
    catalog: Catalog
    clock: Clock

    async def spend(self, workspace: str, asked: Asked, zone_name: str = "UTC") -> SpendSummary:
        """What was spent.

        Raises:
            ValueError: the range or the zone is none.
            StorageError: it cannot be read, or is damaged.
        """
        now = self.clock.now()
        today = now.astimezone(zone(zone_name)).date()
        days = days_of(asked.range, today)
        question = Question(days, zone_name, asked.by, asked.only)
        earlier = before(asked.range, days)
        questions = [question] + ([replace(question, days=earlier, by="day")] if earlier else [])
        standing = await spent.standing(self.db, workspace)
        start = _earliest(standing, today)
        ranges = [replace(_range(each, start, today), apart=each.by == "day") for each in questions]
        found = [self._named(each) for each in await spent.found(self.db, workspace, standing, ranges)]
        summaries = [summarize(each, one, now) for each, one in zip(questions, found, strict=True)]
        if summaries[0].reconciliation.unexplained:
            more = await repriced(self.db, self.catalog, workspace, summaries[0].gaps)
            summaries[0] = summarize(question, replace(found[0], repriced=more), now) if more else summaries[0]
        if earlier is None:
            return summaries[0]
        previous = summaries[1]
        return replace(summaries[0], previous=previous.total, previous_so_far=_so_far(days, previous, today))

    async def many(self, workspace: str, questions: Sequence[Question]) -> list[SpendSummary]:
        """What was spent by several questions, in one state of the ledger; `previous` is left open.

        Raises:
            StorageError: it cannot be read, or is damaged.
        """
        now = self.clock.now()
        standing = await spent.standing(self.db, workspace)
        ranges = []
        for each in questions:
            today = now.astimezone(zone(each.zone)).date()
            ranges.append(_range(each, _earliest(standing, today), today))
        found = [self._named(each) for each in await spent.found(self.db, workspace, standing, ranges)]
        return [summarize(each, one, now) for each, one in zip(questions, found, strict=True)]

    async def known(self, workspace: str, question: Question, then: datetime) -> Decimal | None:
        """What was spent as far as it was known at an earlier instant; None where nothing was.

        Raises:
            StorageError: it cannot be read, or is damaged.
        """
        now = self.clock.now()
        standing = await spent.standing(self.db, workspace)
        today = now.astimezone(zone(question.zone)).date()
        every = _range(question, _earliest(standing, today), today)
        ranges = [every, replace(every, after=then)]
        found, later = [self._named(each) for each in await spent.found(self.db, workspace, standing, ranges)]
        less = (replace(cell, usd=-cell.usd, entries=-cell.entries, images=-cell.images) for cell in later.cells)
        bills = [bill for bill in found.bills if bill.recorded_at is None or bill.recorded_at <= then]
        return summarize(question, replace(found, cells=(*found.cells, *less), bills=bills), now).total

    def _named(self, found: Found) -> Found:
        """What was found, with the models of bills under the names that entries have."""
        names = self.catalog.names
        bills = (
            replace(bill, lines=tuple(replace(o, model=names.get(o.model.lower(), o.model)) for o in bill.lines))
            for bill in found.bills
        )
        return replace(found, bills=tuple(bills))

    async def quoted(self, workspace: str, asked: Asked, zone_name: str = "UTC") -> Quoted:
        """What was quoted in a range, and what it then cost.

        Raises:
            ValueError: the range or the zone is none.
            StorageError: it cannot be read, or is damaged.
        """
        where = zone(zone_name)
        days = days_of(asked.range, self.clock.now().astimezone(where).date())
        begin = start_of(days.start, where) if days.start else datetime.fromtimestamp(0, UTC)
        return await quoted.quoted(self.db, workspace, (begin, start_of(days.end, where)), asked.only)

    async def names(self, workspace: str, kind: Literal["person", "channel", "project"]) -> frozenset[str]:
        """The people, channels or projects that usage names, as it names them.

        Raises:
            StorageError: it cannot be read, or is damaged.
        """
        return frozenset(getattr(facet, kind) for facet in (await facets_of(self.db, workspace)).values()) - {""}

    async def days(self, workspace: str) -> tuple[date, date]:
        """The UTC days that there can be anything about, both counted.

        Raises:
            StorageError: it cannot be read, or is damaged.
        """
        today = self.clock.now().astimezone(UTC).date()
        begins = _earliest(await spent.standing(self.db, workspace), today)
        return begins + ONE_DAY, today


def _earliest(standing: Found, today: date) -> date:
    """A day before which there is nothing, whatever the zone."""
    begins = [each.since.astimezone(UTC).date() for each in standing.arrivals]
    return min([*begins, *standing.billed_since.values()], default=today) - ONE_DAY


def _range(question: Question, start: date, today: date) -> Range:
    """The UTC days that a question's days lie on, as far as there can be anything."""
    where = zone(question.zone)
    first = max(question.days.start or start, start)
    last = max(min(question.days.end, today + 2 * ONE_DAY), first + ONE_DAY)
    utc_days = (start_of(first, where).date(), (start_of(last, where) - MICROSECOND).date())
    return Range(utc_days, where, question.by or "model", question.only)


def _so_far(days: Days, previous: SpendSummary, today: date) -> Decimal | None:
    """What was spent in the range before by the day that this one has come to."""
    if previous.total is None or days.start is None or today >= days.end:
        return previous.total
    passed = (today - days.start).days + 1
    return total(each.usd for each in previous.days[: max(passed, 0)])
