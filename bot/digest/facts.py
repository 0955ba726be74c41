"""What a weekly summary is made of, looked up: `bot.digest.gather` reads it, `bot.digest.compose` makes words of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bot.digest.ports import Period
from bot.spend.budgets import Standing
from bot.spend.facts import Group, Quoted
from bot.spend.summary import SpendDay, SpendSummary
from bot.storage.digests import Subscription


@dataclass(frozen=True, slots=True)
class Retiring:
    """A model in use whose end is announced, or behind it.

    `today` and `moved` are quotes for the images of the week, on it and on `successor`; None where there is none.
    """

    model: str
    ends: date
    over: bool
    images: int
    successor: str | None = None
    today: Decimal | None = None
    moved: Decimal | None = None
    advised: tuple[str, ...] = ()
    """What its provider says to use next, where there is no successor to quote."""


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A list price that changed: dollars for so many units, and how many more of the model's changed with it."""

    model: str
    what: str
    before: Decimal
    after: Decimal
    per: int
    unit: str
    since: date | None
    used: bool
    more: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A budget in a period: where it stands, or stood at the end if it is `over`."""

    standing: Standing
    over: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A week by a group, every key in it, beside the week before."""

    week: SpendSummary
    before: SpendSummary


@dataclass(frozen=True, slots=True)
class OddDay:
    """A day that is far above the usual, by model and by channel, beside all the earlier days by the same."""

    day: date
    groups: Mapping[Group, tuple[SpendSummary, SpendSummary]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """Everything about a week of a scope.

    `total` is the week and the one before by day. `earlier` are the days before the week, the oldest first. `told` is
    what the summary a week ago said that the week before came to, where there was one.
    """

    subscription: Subscription
    period: Period
    now: datetime
    total: Pair
    models: Pair | None = None
    people: Pair | None = None
    channels: Pair | None = None
    earlier: tuple[SpendDay, ...] = ()
    odd: tuple[OddDay, ...] = ()
    quoted: Quoted = field(default_factory=Quoted)
    budgets: tuple[Held, ...] = ()
    retiring: tuple[Retiring, ...] = ()
    prices: tuple[PriceChange, ...] = ()
    by_person: bool = False
    told: Decimal | None = None
    next_at: datetime | None = None
