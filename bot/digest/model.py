"""A weekly summary as it is said: figures and sentences, before anything of it is drawn.

Text that came from people (names of channels, persons, projects, models) stands apart as `Name`: whoever draws it
decides how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.spend.summary import Arrived, SpendDay

NameKind = Literal["model", "person", "channel", "project"]
RowKind = Literal["group", "others", "unsaid", "unexplained"]
"""A group, the other groups, what names no group, and what is billed and no entry explains."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that came from outside, or Slack's id; "" is where the entries do not say."""

    kind: NameKind
    key: str


Said = tuple[str | Name, ...]
"""A sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a breakdown: dollars of the week and of the one before; `before` is None where that is not known."""

    kind: RowKind
    name: Name
    usd: Decimal
    before: Decimal | None = None
    groups: int = 1
    """How many keys are in it."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The week by model, person or channel; the rows add up to the week. `moved` are what else moved most."""

    by: NameKind
    rows: tuple[Row, ...]
    moved: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """A budget in a period: `share` of it is spent; `said` tells the rest in words."""

    name: Name | None
    share: Decimal
    said: Said


@dataclass(frozen=True, slots=True)
class Digest:
    """A weekly summary.

    `spent` is None where nothing is known, and then `sentence` and `lead` say what is. `days` and `days_before` are
    of the same weekdays. `names` are those of people, by their ids, as far as they are known.
    """

    first: date
    last: date
    timezone: str
    scope: Name | None
    arrived: Arrived
    sentence: Said
    spent: Decimal | None
    before: Decimal | None
    partial: bool = False
    """Whether days are missing, so that nothing is compared with the week before."""

    lead: tuple[str, ...] = ()
    """What belongs to the sentence: whether it is late or nothing has arrived, what an image cost, what was revised."""

    days: tuple[SpendDay, ...] = ()
    days_before: tuple[SpendDay, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    budgets: tuple[BudgetBar, ...] = ()
    quoted: str = ""
    odd: tuple[Said, ...] = ()
    ahead: tuple[Said, ...] = ()
    """Models that retire, and prices that changed."""

    notes: tuple[str, ...] = ()
    """Small print: estimate or final, as of when, and when the next one comes."""

    by_person: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def people(self) -> Iterator[str]:
        """The persons who are named."""
        said = (self.sentence, *self.odd, *(bar.said for bar in self.budgets))
        every = [part for sentence in said for part in sentence if isinstance(part, Name)]
        every += [row.name for breakdown in self.breakdowns for row in (*breakdown.rows, *breakdown.moved)]
        every += [bar.name for bar in self.budgets if bar.name]
        yield from dict.fromkeys(name.key for name in every if name.kind == "person" and name.key)
