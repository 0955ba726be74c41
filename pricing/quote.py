"""A quote: itemized, exact, with the three ways of adding it up. How one is made: `pricing.quoting`.

`metered` is how the bill is made; `listed` the provider's price per image plus the input; `additive` the
way the guide this project started from counts, which has the image twice. The headline covers both
honest ones. docs/prices.md explains them for people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pricing.catalog import Model
from pricing.job import ImageJob, Per, TextJob
from pricing.money import ratio, shown, times, total
from pricing.quality import Quality
from pricing.sku import Meter, SkuPrice

Basis = Literal["metered", "listed", "additive"]
BASES: tuple[Basis, ...] = ("metered", "listed", "additive")


@dataclass(frozen=True, slots=True)
class LineItem:
    """One line of a quote: `amount` is quantity times the price of a unit, exactly."""

    meter: Meter
    quantity: Decimal
    price: SkuPrice
    amount: Decimal

    @classmethod
    def of(cls, meter: Meter, quantity: Decimal | int, price: SkuPrice) -> LineItem:
        """A line for a quantity at a price."""
        return cls(meter, Decimal(quantity), price, times(quantity, price.unit_price))


def sum_of(lines: Iterable[LineItem]) -> Decimal:
    """What lines come to."""
    return total(line.amount for line in lines)


@dataclass(frozen=True, slots=True)
class Totals:
    """The three ways of adding a quote up, in US dollars; None where the model has no list price."""

    metered: Decimal
    listed: Decimal | None = None
    additive: Decimal | None = None

    def headline(self, basis: Basis | None = None) -> tuple[Decimal, Basis]:
        """The amount on a basis; without one, or where it does not exist, the higher honest one."""
        wanted = getattr(self, basis) if basis else None
        if basis and wanted is not None:
            return wanted, basis
        if basis is None and self.listed is not None and self.listed > self.metered:
            return self.listed, "listed"
        return self.metered, "metered"


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a headline can turn out to be."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """What a job costs: `lines` sum to `total`, `metered_lines` to `totals.metered`.

    `range` is set where the cost is not known in advance; the lines then show its high end.
    `plan` names a subscription's plan, `plan_images` about how many images kept it gives a month; `text_model` and
    `calls` belong to a text model.
    """

    job: ImageJob | TextJob
    model: Model | None
    images: int | None
    generations: int | None
    quality: Quality | None
    size: str | None
    per: Per | None
    lines: tuple[LineItem, ...]
    metered_lines: tuple[LineItem, ...]
    totals: Totals
    total: Decimal
    basis: Basis
    range: Range | None = None
    plan: str | None = None
    plan_images: int | None = None
    text_model: str | None = None
    calls: int | None = None

    @property
    def model_id(self) -> str:
        """The model's catalog id, or a text model's name."""
        return self.model.id if self.model else self.text_model or self.job.model

    @property
    def cost(self) -> str:
        """What it costs as people read it, a range as one: "$3.97 to $5.62"."""
        return f"{shown(self.range.low)} to {shown(self.range.high)}" if self.range else shown(self.total)

    @property
    def per_image(self) -> Decimal | None:
        """Dollars per image kept, to 12 decimals; None where no image is."""
        return ratio(self.total, Decimal(self.images)) if self.images else None
