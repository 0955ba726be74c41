"""Days that stand out: far above what a day with spend usually comes to. Pure.

Usual is the median of the earlier days with spend, and how far days stray from it the median of their distances: one
wild day moves neither. Few and large, or none: a week is not a list of alarms.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.spend.summary import SpendDay
from pricing.money import ZERO, ratio, times

LEAST_DAYS = 8
"""Earlier days with spend, without which nothing is usual."""

LEAST = Decimal(1)
"""Dollars above the usual that are worth a line."""

TWICE = 2
SPREADS = Decimal("3.5")
NORMAL = Decimal("1.4826")
"""The median distance times this is the standard deviation, were days normally distributed."""

LEAST_SPREAD = Decimal("0.1")
"""Of the usual; days that are all alike would make a cent stand out."""

MOST = 2


@dataclass(frozen=True, slots=True)
class Odd:
    """A day that stands out, and what a day usually comes to."""

    day: date
    usd: Decimal
    usual: Decimal


def odd_days(week: Sequence[SpendDay], earlier: Sequence[SpendDay]) -> tuple[Odd, ...]:
    """The days of a week that stand out against earlier ones; of many the largest, in order of time."""
    known = [each.usd for each in earlier if each.usd > 0]
    if len(known) < LEAST_DAYS:
        return ()
    usual = median(known)
    distance = median([abs(usd - usual) for usd in known])
    spread = max(times(NORMAL, distance), times(LEAST_SPREAD, usual))
    found = [
        Odd(each.day, each.usd, usual)
        for each in week
        if each.usd > usual + times(SPREADS, spread) and each.usd >= times(TWICE, usual) and each.usd - usual >= LEAST
    ]
    largest = sorted(found, key=lambda each: (-each.usd, each.day))[:MOST]
    return tuple(sorted(largest, key=lambda each: each.day))


def median(amounts: Collection[Decimal]) -> Decimal:
    """The middle one of amounts, or half-way between the middle two; nothing has the median zero."""
    ranked = sorted(amounts)
    if not ranked:
        return ZERO
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return ranked[middle]
    return ratio(ranked[middle - 1] + ranked[middle], Decimal(2), 9)
