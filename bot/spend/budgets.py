"""Budgets, without a database: the period they are in, where they stand, where they head, what is to be said.

A budget is not a cap: nothing is stopped by it. Each threshold is said once a period, whatever way spend went
past it; several crossed at once are one message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from bot.zones import start_of
from bot.zones import zone as zone_of
from pricing import Caution
from pricing.cautions import day
from pricing.money import ZERO, ratio, shown

ScopeKind = Literal["workspace", "channel", "person", "project"]
BudgetPeriod = Literal["week", "month"]
Threshold = Literal["50", "80", "100", "forecast"]

THRESHOLDS: tuple[tuple[Threshold, Decimal], ...] = (
    ("50", Decimal("0.5")),
    ("80", Decimal("0.8")),
    ("100", Decimal(1)),
)
EARLY = Decimal("0.2")
"""Share of a period that must have passed before a forecast is made: one big day says little about a month."""

NOT_A_CAP = "A budget warns; it is not a cap."


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose spend a budget counts: everybody's, or that of a channel, a person or a project by its id."""

    kind: ScopeKind = "workspace"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """So many dollars a week or month, in days of a time zone; `notify` is the channel or person that is told."""

    id: str
    scope: Scope
    period: BudgetPeriod
    amount: Decimal
    timezone: str
    notify: str
    set_by: str


@dataclass(frozen=True, slots=True)
class Window:
    """One period: from `start` up to `end`; `first` is its first local day and names it."""

    start: datetime
    end: datetime
    first: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a budget stands in a period: what is spent, what it heads for, and the day it would be used up.

    `forecast` is None while too little of the period has passed; `ends_on` is None where it lasts, or is gone.
    """

    budget: Budget
    window: Window
    spent: Decimal
    forecast: Decimal | None
    ends_on: date | None

    @property
    def left(self) -> Decimal:
        """Dollars that remain; negative beyond the budget."""
        return self.budget.amount - self.spent

    @property
    def share(self) -> Decimal:
        """Spent by budget, to four decimals."""
        return ratio(self.spent, self.budget.amount, 4)


def window_of(budget: Budget, at: datetime) -> Window:
    """The period of a budget that an instant is in: weeks from Monday, months from the 1st, at midnight there."""
    zone = zone_of(budget.timezone)
    today = at.astimezone(zone).date()
    if budget.period == "week":
        first = today - timedelta(days=today.weekday())
        after = first + timedelta(days=7)
    else:
        first = today.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    return Window(start_of(first, zone), start_of(after, zone), first)


def standing(budget: Budget, spent: Decimal, at: datetime) -> Standing:
    """Where a budget stands at an instant with that much spent in its period so far."""
    window = window_of(budget, at)
    whole = _seconds(window.end - window.start)
    gone = min(max(_seconds(at - window.start), ZERO), whole)
    if gone < EARLY * whole:
        return Standing(budget, window, spent, None, None)
    forecast = ratio(spent * whole, gone, 9)
    return Standing(budget, window, spent, forecast, _ends_on(budget, window, spent, gone, forecast))


def crossed(now: Standing) -> tuple[Threshold, ...]:
    """The thresholds that are reached; the forecast is one while the budget itself is not used up."""
    reached: list[Threshold] = [name for name, share in THRESHOLDS if now.spent >= share * now.budget.amount]
    if now.forecast is not None and now.forecast > now.budget.amount > now.spent:
        reached.append("forecast")
    return tuple(reached)


def alert_text(now: Standing, thresholds: Collection[Threshold], name: str) -> str:
    """What is said when thresholds were newly reached; one sentence names them all. `name` is the scope in words."""
    reached = [f"{threshold} %" for threshold, _ in THRESHOLDS if threshold in thresholds]
    what = f"The {now.budget.period}ly budget of {shown(now.budget.amount)} for {name}"
    parts = []
    if reached:
        listed = reached[0] if len(reached) == 1 else f"{', '.join(reached[:-1])} and {reached[-1]}"
        parts.append(f"{what} has reached {listed}: {shown(now.spent)} is spent.")
    if now.forecast is not None and now.left > 0:
        verb = "It" if reached else what
        rate = f"{verb} heads for {shown(now.forecast)}"
        parts.append(f"{rate}; at this rate it ends on {day(now.ends_on)}." if now.ends_on else f"{rate}.")
    return " ".join((*parts, NOT_A_CAP))


def over(standings: Iterable[Standing], total: Decimal, name_of: Collection[tuple[str, str]] = ()) -> Caution | None:
    """The warning on a quote that costs more than a budget has left; of several, the tightest.

    `name_of` pairs budget ids with their scopes in words.
    """
    short = [each for each in standings if total > each.left]
    if not short:
        return None
    tightest = min(short, key=lambda each: each.left)
    name = dict(name_of).get(tightest.budget.id, "this workspace")
    what = f"left of the {tightest.budget.period}ly budget for {name}"
    said = f"This is more than what is {what}: {shown(tightest.left)}." if tightest.left > 0 else f"Nothing is {what}."
    return Caution("over_budget", (), f"{said} {NOT_A_CAP}")


def _ends_on(budget: Budget, window: Window, spent: Decimal, gone: Decimal, forecast: Decimal) -> date | None:
    if forecast <= budget.amount or spent >= budget.amount or not spent:
        return None
    seconds = ratio(budget.amount * gone, spent, 0)
    return (window.start + timedelta(seconds=int(seconds))).astimezone(zone_of(budget.timezone)).date()


def _seconds(span: timedelta) -> Decimal:
    return Decimal(span // timedelta(seconds=1))
