"""What has a price, its prices over time, and the rate card at an instant.

Prices are append-only: a new price is a new `SkuPrice` with a later `effective_from`, so that old usage keeps
its price.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal, TypeVar

from pricing.money import per_unit, times
from pricing.quality import OwnQuality
from pricing.size import Size

Meter = Literal[
    "text_input",
    "text_input_cached",
    "text_overhead",
    "image_input",
    "image_input_cached",
    "image_output",
    "text_output",
    "image",
    "subscription",
]
Unit = Literal["token", "image", "megapixel", "month", "year"]

_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands, the day it was last checked, and whether the provider says it itself."""

    url: str
    checked: date
    official: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Sku:
    """What a price is for, within its model; None where it makes no difference."""

    meter: Meter
    quality: OwnQuality | None = None
    size: Size | None = None
    batch: bool = False
    plan: str | None = None
    unit: Unit = "token"


@dataclass(frozen=True, slots=True)
class SkuPrice:
    """One list price: `price` US dollars for `per` units of a SKU, from `effective_from` on.

    `effective_from` is None where the first day is not known: the price is then open to the past.
    `layer` is 0 for the lists on board and 1 for a list laid over them.
    """

    sku: Sku
    price: Decimal
    per: int
    source: Source
    effective_from: datetime | None = None
    layer: int = 0
    unit_price: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit_price", per_unit(self.price, self.per))


@dataclass(frozen=True, slots=True)
class BatchDiscount:
    """The batch API's factor on every rate and list price of a model."""

    factor: Decimal
    source: Source
    effective_from: datetime | None = None
    layer: int = 0

    def applied_to(self, price: SkuPrice) -> SkuPrice:
        """The same price through the batch API."""
        sku = replace(price.sku, batch=True)
        began = max(filter(None, (price.effective_from, self.effective_from)), default=None)
        return SkuPrice(sku, times(price.price, self.factor), price.per, self.source, began, price.layer)


class RateCard:
    """One model's prices at one instant; a first known price that begins later stands in where none has begun."""

    def __init__(self, prices: Mapping[Sku, SkuPrice]) -> None:
        self.prices = prices
        self.plans = {(sku.plan, sku.unit): price for sku, price in prices.items() if sku.plan}
        self._meters = frozenset((sku.meter, sku.batch) for sku in prices)
        self._index = {
            (sku.meter, sku.quality, sku.size, sku.batch): price for sku, price in prices.items() if not sku.plan
        }

    def bills(self, meter: Meter, batch: bool = False) -> bool:
        """Whether the model has any price on this meter."""
        return (meter, batch) in self._meters

    def find(
        self, meter: Meter, quality: OwnQuality | None = None, size: Size | None = None, batch: bool = False
    ) -> SkuPrice | None:
        """The price for exactly this quality and size, or for any of either; None without one."""
        index = self._index
        return (
            index.get((meter, quality, size, batch))
            or index.get((meter, quality, None, batch))
            or index.get((meter, None, size, batch))
            or index.get((meter, None, None, batch))
        )


class PriceHistory:
    """All prices and batch discounts of a model, as rate cards from one change of price to the next."""

    def __init__(self, prices: Sequence[SkuPrice], batch: Sequence[BatchDiscount]) -> None:
        dated: tuple[SkuPrice | BatchDiscount, ...] = (*prices, *batch)
        self._changes = sorted({each.effective_from for each in dated if each.effective_from})
        self._cards = [_card(prices, batch, at) for at in (_ALWAYS, *self._changes)]

    def at(self, instant: datetime) -> RateCard:
        """The prices in force at an instant."""
        return self._cards[bisect_right(self._changes, instant)]


def _card(prices: Sequence[SkuPrice], batch: Sequence[BatchDiscount], at: datetime) -> RateCard:
    """The prices at an instant; a list price per image gives way to a meter's price that is laid over it."""
    by_sku: dict[Sku, list[SkuPrice]] = {}
    for price in prices:
        by_sku.setdefault(price.sku, []).append(price)
    standard = [_in_force(same, at) for same in by_sku.values()]
    metered = max((price.layer for price in standard if price.sku.meter == "image_output"), default=0)
    standard = [price for price in standard if price.sku.meter != "image" or price.layer >= metered]
    discount = [_in_force(batch, at)] if batch else []
    discounted = [each.applied_to(price) for each in discount for price in standard if not price.sku.plan]
    return RateCard({price.sku: price for price in (*standard, *discounted)})


_Dated = TypeVar("_Dated", SkuPrice, BatchDiscount)


def _in_force(dated: Sequence[_Dated], at: datetime) -> _Dated:
    """The newest of what has begun by `at`, lists laid over others winning; the first to begin if nothing has."""
    begun = [each for each in dated if _began(each) <= at]
    if not begun:
        return min(dated, key=_began)
    return max(begun, key=lambda each: (each.layer, _began(each)))


def _began(dated: SkuPrice | BatchDiscount) -> datetime:
    return dated.effective_from or _ALWAYS
