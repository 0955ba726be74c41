"""What was spent in a range: total, change, rows, how sure each day is. Pure: `bot.spend.books` reads what it needs.

Days are the asker's. Entries fall on the day of their instant by the asker's clocks; what a bill says beyond them falls
on the day that has most of the billed UTC day. So neighbouring ranges add up, and no day is counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from bot.periods import Days
from bot.spend.facts import BILLED, EVERYTHING, READ, Arrival, Bill, Cell, Group, Only
from bot.spend.reconcile import Gap, ProviderDay, Reconciliation, gaps, together
from bot.zones import start_of, zone
from pricing.money import total

Kind = Literal["group", "others", "unexplained"]
Sure = Literal["final", "estimate", "missing"]
Arrived = Literal["yes", "not yet", "never"]
TOP = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: days of a zone, what they are grouped by, and whose entries.

    `top` groups have a row of their own, the others share one; None gives each its own.
    """

    days: Days
    zone: str
    by: Group | None = None
    only: Only = EVERYTHING
    top: int | None = TOP


@dataclass(frozen=True, slots=True)
class Found:
    """What the ledger holds about a range: cells and bills of whole UTC days, and what has arrived at all.

    `billed_since` is each provider's first billed day, `repriced` what entries of a day would cost more now.
    """

    cells: Sequence[Cell] = ()
    bills: Sequence[Bill] = ()
    arrivals: Sequence[Arrival] = ()
    billed_since: Mapping[str, date] = field(default_factory=dict)
    repriced: Mapping[ProviderDay, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One row: a group by its key ("" where entries do not say), the other groups, or what no entry explains."""

    key: str
    usd: Decimal
    kind: Kind = "group"
    entries: int = 0
    images: int = 0


@dataclass(frozen=True, slots=True)
class SpendDay:
    """A day by the asker's clocks that has begun: what was spent, and how sure that is."""

    day: date
    usd: Decimal
    sure: Sure


@dataclass(frozen=True, slots=True)
class SpendSummary:
    """What was spent. `total` is None where nothing is known, never zero for that; `previous` is the range before.

    `previous_so_far` is the part of the range before that is as long as what has passed of this one. `began` is the day
    of the earliest thing that anything told of, today where there is none.
    """

    question: Question
    total: Decimal | None
    previous: Decimal | None
    previous_so_far: Decimal | None
    rows: tuple[SpendRow, ...]
    days: tuple[SpendDay, ...]
    as_of: Mapping[str, datetime]
    arrived: Arrived
    runs: bool
    complete: bool
    entries: int
    images: int
    reconciliation: Reconciliation
    gaps: tuple[Gap, ...]
    began: date

    @property
    def start(self) -> date | None:
        """The first day."""
        return self.question.days.start


def summarize(
    question: Question, found: Found, now: datetime, before: tuple[Decimal | None, Decimal | None] = (None, None)
) -> SpendSummary:
    """The summary of a range; `before` is what was spent in the range before, in all and so far."""
    spans = _Spans(question, found, now)
    mine = [cell for cell in found.cells if cell.matches and spans.holds(cell.day)]
    here = spans.gaps()
    shares = _shares(question, here)
    usd = total((*(cell.usd for cell in mine), *(share.usd for share in shares)))
    arrived = spans.arrived(bool(mine or here))
    return SpendSummary(
        question=question,
        total=usd if arrived == "yes" else None,
        previous=before[0],
        previous_so_far=before[1],
        rows=_rows(question, mine, shares, spans),
        days=spans.days(mine, shares),
        as_of={each.source: each.as_of for each in sorted(found.arrivals, key=lambda each: each.source)},
        arrived=arrived,
        runs=spans.runs(),
        complete=spans.complete(),
        entries=sum(cell.entries for cell in mine),
        images=sum(cell.images for cell in mine),
        reconciliation=together(here.values()),
        gaps=tuple(here.values()),
        began=spans.earliest(),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """Dollars that a bill has beyond the entries, on the asker's day that has most of the billed one."""

    day: date
    usd: Decimal
    key: str | None = None


class _Spans:
    """A range in a zone, as of an instant, and what is known about it."""

    def __init__(self, question: Question, found: Found, now: datetime) -> None:
        self.found = found
        self.now = now
        self.zone = zone(question.zone)
        self.begins = question.days.start is not None
        self.first = question.days.start or self.earliest()
        self.end = question.days.end
        self.until = self._outstanding_since()
        self.unbilled = {c.day for c in found.cells if c.source in BILLED and c.provider not in found.billed_since}
        self.final = {(bill.provider, bill.day) for bill in found.bills if bill.final}

    def holds(self, day: date) -> bool:
        """Whether a day by the asker's clocks is in the range."""
        return self.first <= day < self.end

    def gaps(self) -> dict[tuple[date, ProviderDay], Gap]:
        """The gaps of the UTC days that belong to the range, with the asker's day that has most of each."""
        every = gaps(self.found.cells, self.found.bills, self.found.billed_since, self.found.repriced, self.now)
        placed = {(self.mostly(where[1]), where): gap for where, gap in every.items()}
        return {key: gap for key, gap in placed.items() if self.holds(key[0])}

    def mostly(self, utc_day: date) -> date:
        """The asker's day that has most of a UTC day."""
        return datetime.combine(utc_day, time(12), UTC).astimezone(self.zone).date()

    def arrived(self, anything: bool) -> Arrived:
        """Whether data of the range has arrived: some of it, or word that there is none."""
        if anything:
            return "yes"
        if not self.found.arrivals:
            return "never"
        begins, ends = start_of(self.first, self.zone), start_of(self.end, self.zone)
        reached = any(each.since < ends and self._told(each) > begins for each in self.found.arrivals)
        return "yes" if reached else "not yet"

    def runs(self) -> bool:
        """Whether the range is not over, though it has begun and has an end of its own."""
        return self.begins and self.now < start_of(self.end, self.zone)

    def complete(self) -> bool:
        """Whether the range is over and nothing of it is outstanding."""
        end = start_of(self.end, self.zone)
        return bool(self.found.arrivals) and end <= self.now and self.until >= end

    def days(self, mine: Sequence[Cell], shares: Sequence[_Share]) -> tuple[SpendDay, ...]:
        """Every day that has begun, with what was spent on it where the cells tell their days."""
        amounts: dict[date, list[Decimal]] = {}
        for day, usd in (*((cell.day, cell.usd) for cell in mine), *((share.day, share.usd) for share in shares)):
            amounts.setdefault(day, []).append(usd)
        today = self.now.astimezone(self.zone).date()
        count = max((min(self.end, today + ONE_DAY) - self.first).days, 0)
        every = (self.first + ONE_DAY * number for number in range(count))
        return tuple(SpendDay(day, total(amounts.get(day, ())), self._sure(day, day in amounts)) for day in every)

    def earliest(self) -> date:
        """The day of the earliest thing that anything told of."""
        begins = [each.since.astimezone(self.zone).date() for each in self.found.arrivals]
        return min([*begins, *self.found.billed_since.values()], default=self.now.astimezone(self.zone).date())

    def _told(self, each: Arrival) -> datetime:
        return each.as_of if each.source in READ else max(each.as_of, self.now)

    def _outstanding_since(self) -> datetime:
        """Up to when nothing is outstanding: sources that are read, else imports where they are all, say how far."""
        read = [each.as_of for each in self.found.arrivals if each.source in READ]
        live = [each for each in self.found.arrivals if each.source not in {*READ, "import"}]
        imported = [each.as_of for each in self.found.arrivals if each.source == "import" and not live]
        return min(read or imported, default=self.now)

    def _sure(self, day: date, anything: bool) -> Sure:
        end = start_of(day + ONE_DAY, self.zone)
        if self.until < min(end, self.now) and not anything:
            return "missing"
        if end > self.now or self.until < end:
            return "estimate"
        return "final" if self._billed(day) else "estimate"

    def _billed(self, day: date) -> bool:
        """Whether every provider that bills has billed the UTC days of a day, and will not change it.

        Where usage has come and not even a first bill, as when bills cannot be read, it has not.
        """
        if day in self.unbilled:
            return False
        utc_days = {start_of(day, self.zone).date(), (start_of(day + ONE_DAY, self.zone) - timedelta(seconds=1)).date()}
        return all(
            (provider, utc_day) in self.final
            for provider, since in self.found.billed_since.items()
            for utc_day in utc_days
            if utc_day >= since
        )


def _shares(question: Question, here: Mapping[tuple[date, ProviderDay], Gap]) -> list[_Share]:
    """What bills have beyond the entries: whose it is nobody knows, but a day without entries has the bill's models."""
    if question.only.attributed:
        return []
    shares: list[_Share] = []
    for (day, _), gap in here.items():
        if (
            gap.bill is not None
            and gap.unexplained == gap.billed
            and (question.by in ("model", None) or question.only.models)
        ):
            lines = [(line.model or None, line.usd) for line in gap.bill.lines]
        else:
            lines = [(None, gap.unexplained)]
        if question.only.models:
            lines = [(key, usd) for key, usd in lines if key is not None and question.only.has_model(key)]
        shares += [_Share(day, usd, key) for key, usd in lines if usd]
    return shares


def _rows(question: Question, mine: Sequence[Cell], shares: Sequence[_Share], spans: _Spans) -> tuple[SpendRow, ...]:
    if question.by == "day":
        return tuple(SpendRow(str(each.day), each.usd) for each in spans.days(mine, shares) if each.sure != "missing")
    grouped: dict[str, list[SpendRow]] = {}
    for cell in mine:
        grouped.setdefault(cell.key, []).append(SpendRow(cell.key, cell.usd, "group", cell.entries, cell.images))
    for share in shares:
        if share.key is not None:
            grouped.setdefault(share.key, []).append(SpendRow(share.key, share.usd))
    ranked = sorted((_sum(key, "group", same) for key, same in grouped.items()), key=lambda row: (-row.usd, row.key))
    others = ranked[question.top :] if question.top is not None else []
    unexplained = total(share.usd for share in shares if share.key is None)
    return (
        *ranked[: question.top],
        *([_sum("others", "others", others)] if others else []),
        *([SpendRow("unexplained", unexplained, "unexplained")] if unexplained else []),
    )


def _sum(key: str, kind: Kind, rows: Sequence[SpendRow]) -> SpendRow:
    usd = total(row.usd for row in rows)
    return SpendRow(key, usd, kind, sum(row.entries for row in rows), sum(row.images for row in rows))
