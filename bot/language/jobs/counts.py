"""How many images a job has: sums, products, rates and stretches of time worked out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from bot.language import noted, say
from bot.language.facts.fact import Fact
from bot.request import Per, Problem

_ONLOOKERS = frozenset(
    "guest visitor participant attendee customer reader follower player viewer student pupil child user member".split()
)
PERS: dict[str, Per] = {"day": "day", "week": "week", "workweek": "week", "month": "month"}
_IN = {
    "minute": {"minute": 1, "hour": 60},
    "hour": {"hour": 1},
    "day": {"day": 1, "workday": 1, "week": 7, "workweek": 5, "month": 30, "quarter": 91, "year": 365},
    "week": {"week": 1, "workweek": 1, "quarter": 13, "year": 52},
    "month": {"month": 1, "quarter": 3, "year": 12},
    "quarter": {"quarter": 1, "year": 4},
    "year": {"year": 1},
}


class Factor(NamedTuple):
    """A number that multiplies: 12 products, 5 images, 30 days."""

    lemma: str
    number: Decimal


@dataclass(slots=True)
class Tally:
    """The counts of one job by what they do: count images, count subjects, state a total, stretch over time."""

    images: list[Fact] = field(default_factory=list[Fact])
    subjects: list[Fact] = field(default_factory=list[Fact])
    totals: list[Fact] = field(default_factory=list[Fact])
    periods: list[str] = field(default_factory=list[str])
    durations: list[Fact] = field(default_factory=list[Fact])
    each: bool = False
    bare_each: bool = False
    prompted: bool = False
    named: str = ""
    of_all: bool = False
    for_each: bool = False
    singles: int = 0
    workdays: int = 0
    vague: str = ""
    nouns: list[str] = field(default_factory=list[str])


CALENDAR = {
    frozenset(("week", "month")): "52 weeks and 12 months a year",
    frozenset(("day", "month")): "30 days a month",
    frozenset(("day", "week")): "7 days a week",
    frozenset(("day", "year")): "365 days a year",
    frozenset(("week", "year")): "52 weeks a year",
    frozenset(("month", "year")): "12 months a year",
    frozenset(("week", "quarter")): "13 weeks a quarter",
    frozenset(("month", "quarter")): "3 months a quarter",
}


class Count(NamedTuple):
    """The images of a job, or the problem with them."""

    images: int | None = None
    per: Per | None = None
    factors: tuple[Factor, ...] = ()
    problem: Problem | None = None
    notes: tuple[str, ...] = ()


def periods_in(stretch: str, per: str, number: Decimal) -> Decimal | None:
    """How many periods a stretch of time holds; None when the two do not divide (weeks in a month)."""
    known = _IN.get(per, {}).get(stretch)
    if known is not None:
        return number * known
    if per == "week" and stretch == "month":
        return number * 52 / 12
    if per == "week" and stretch in ("day", "workday"):
        return number / (7 if stretch == "day" else 5)
    if per == "month" and stretch in ("day", "week"):
        return number / 30 if stretch == "day" else number * 12 / 52
    return None


def count(tally: Tally) -> Count:
    """The number of images that these counts make together."""
    if tally.vague:
        return Count(per=_per(tally.periods), problem=say.vague(tally.vague))
    unread = next((f for f in [*tally.images, *tally.subjects, *tally.totals] if f.number is None), None)
    if unread is not None:
        return Count(per=_per(tally.periods), problem=say.unreadable("images", unread.raw))
    return _Counting(tally).work()


def _per(periods: list[str]) -> Per | None:
    return PERS.get(periods[0]) if periods else None


class _Counting:
    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.notes: list[str] = []
        self.factors: list[Factor] = []
        self.problem: Problem | None = None

    def work(self) -> Count:
        base = self._base()
        for fact in (*self.tally.images, *self.tally.subjects, *self.tally.totals):
            if " " in fact.raw and fact.number and fact.raw.replace(" ", "").isdigit():
                self.notes.append(noted.grouped(fact.raw, fact.number))
        per = self.tally.periods[0] if self.tally.periods else ""
        if base is not None:
            base, per = self._over_time(base, per)
        total = self.tally.totals[-1].number if self.tally.totals else None
        if total is not None and base is not None and total != base:
            return Count(None, _per([per]), problem=say.contradiction("images", _plain(total), _plain(base)))
        base = base if base is not None else total
        if per in ("hour", "minute"):
            self.problem = self.problem or say.bad("per", f"per {per}")
        if base is None:
            return Count(None, _per([per]), tuple(self.factors), notes=tuple(self.notes))
        problem = self.problem or say.bad_count(base)
        if problem is not None:
            known = int(base) if problem.field == "per" else None
            return Count(known, _per([per]), problem=problem)
        if per in ("quarter", "year"):
            self.notes.append(f"I read this as the images of one {per}.")
        return Count(int(base), _per([per]), tuple(self.factors), notes=tuple(self.notes))

    def _base(self) -> Decimal | None:
        tally = self.tally
        subjects = [s for s in tally.subjects if s.noun == "subject" or tally.each or not tally.images]
        times = [s for s in subjects if s.lemma == "time"]
        if tally.each:
            self._named_otherwise(subjects)
            subjects = self._without_onlookers(subjects)
        if not tally.images:
            if tally.each and tally.singles and subjects:
                return self._product(Decimal(tally.singles), subjects)
            if any(s.link == "x" for s in subjects) or (tally.each and len(subjects) > 1 and subjects[-1].each):
                return self._product(Decimal(1), subjects)
            weak = [s for s in tally.subjects if s.noun in ("weak", "unknown")]
            if not weak:
                self.factors += [Factor(s.lemma, s.number) for s in subjects if s.number is not None]
                return Decimal(1) if tally.singles and not subjects else None
            return self._weak(weak, [s for s in subjects if s not in weak])
        base = self._sum(tally.images)
        if tally.prompted and base != 1 and len(tally.images) == 1 and not subjects:
            self.problem = say.each_of_what(base)
        if tally.each:
            if (tally.bare_each and not subjects and len(tally.images) == 1) or (
                tally.named and not subjects and tally.of_all
            ):
                self.problem = say.each_of_what(base)
            elif tally.named and not subjects:
                self.notes.append(noted.of_one(tally.named))
            return self._product(base, subjects)
        left = [s for s in tally.subjects if s not in times]
        self.notes += [noted.not_multiplied(base, fact.number or Decimal(0), fact.lemma) for fact in left]
        return self._product(base, times)

    def _without_onlookers(self, subjects: list[Fact]) -> list[Fact]:
        """150 guests, 15 tables, one picture per table: the guests get none, which a note says."""
        named = any(s.lemma == self.tally.named for s in subjects)
        idle = [s for s in subjects if named and s.lemma in _ONLOOKERS and s.lemma != self.tally.named and not s.link]
        self.notes += [noted.left_out(s.raw) for s in idle]
        return [s for s in subjects if s not in idle]

    def _named_otherwise(self, subjects: list[Fact]) -> None:
        """24 pages, one on every spread: what is multiplied goes by another name, which is said."""
        named = self.tally.named
        if named and subjects and not any(s.lemma in (named, "time") for s in subjects):
            self.notes.append(noted.taken_as(named, subjects[-1].number or Decimal(0), subjects[-1].lemma))

    def _weak(self, weak: list[Fact], others: list[Fact]) -> Decimal | None:
        first = weak[0]
        if self.tally.for_each and len(weak) == 1 and not others:
            self.problem = say.how_many_each(first.number or Decimal(0), first.lemma)
        if first.noun == "unknown":
            self.notes.append(noted.counted_as_images(first.number or Decimal(0), first.lemma))
        base = self._product(first.number or Decimal(0), weak[1:] if self.tally.each else [])
        if others and self.tally.each:
            base = self._product(base, others)
        return base

    def _sum(self, images: list[Fact]) -> Decimal:
        total = Decimal(0)
        for fact in images:
            value = fact.number or Decimal(0)
            total = total * value if fact.link == "x" and total else total + value
        self.factors.append(Factor("image", total))
        return total

    def _product(self, base: Decimal, subjects: list[Fact]) -> Decimal:
        groups: list[Decimal] = []
        for fact in subjects:
            value = fact.number or Decimal(0)
            self.factors.append(Factor(fact.lemma, value))
            if fact.link == "+" and groups:
                groups[-1] += value
            else:
                groups.append(value)
        for value in groups:
            base *= value
        return base

    def _over_time(self, base: Decimal, per: str) -> tuple[Decimal, str]:
        periods, durations = self.tally.periods, list(self.tally.durations)
        if self.tally.workdays and not any(d.value in ("day", "workday") for d in durations):
            base, per, periods = self._on_workdays(base, per, periods)
        inner = next((d for d in durations if d.each), None)
        if inner is not None and per and inner.number is not None:
            durations.remove(inner)
            base, per = base * inner.number, inner.period
            self.factors.append(Factor(inner.value, inner.number))
        elif len(set(periods)) > 1:
            base, per = self._converted(base, per, next(p for p in periods if p != per))
        timed = bool(self.tally.periods)
        for stretch in durations:
            if self.problem:
                break
            if not per or stretch.number is None:
                self._unused(stretch, timed)
                continue
            times = periods_in(stretch.value, per, stretch.number)
            if times is None:
                self.problem = say.no_calendar(stretch.raw, per)
                break
            self.factors.append(Factor(stretch.value, times))
            base, per = base * times, ""
        return base, per

    def _unused(self, stretch: Fact, timed: bool) -> None:
        """A stretch of time that nothing was counted over: asked back where the images repeat."""
        if timed:
            self.problem = say.unused_stretch(stretch.raw)
        else:
            self.notes.append(noted.left_out(stretch.raw))

    def _on_workdays(self, base: Decimal, per: str, periods: list[str]) -> tuple[Decimal, str, list[str]]:
        """20 a day from Monday to Friday are 100 a week."""
        days = self.tally.workdays
        if per != "day":
            if not per:
                self.problem = say.unclear_workdays(days)
            return base, per, periods
        self.factors.append(Factor("day", Decimal(days)))
        self.notes.append(f"I counted {days} days a week.")
        return base * days, "week", ["week", *(p for p in periods if p != "day")]

    def _converted(self, base: Decimal, per: str, asked: str) -> tuple[Decimal, str]:
        """1,000 a month; what would a year cost?"""
        times = periods_in(asked, per, Decimal(1))
        if times is None or base * times != (base * times).to_integral_value():
            held = periods_in(per, asked, Decimal(1))
            part = base / held if held else Decimal("0.5")
            self.problem = say.no_calendar(f"a {asked}", per, part if part == part.to_integral_value() else None)
            return base, per
        self.factors.append(Factor(per, times))
        self.notes.append(
            f"I counted {CALENDAR[frozenset((per, asked))]}."
            if frozenset((per, asked)) in CALENDAR
            else f"I counted per {asked}."
        )
        return base * times, {"workweek": "week", "week": "week", "month": "month"}.get(asked, "")


def _plain(value: Decimal) -> str:
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:f}"
