"""Models, their prices and their lives, and the price in force at an instant.

A `Catalog` is read from price lists (`pricing.price_list`) and never changes. Prices are append-only:
a new price is a new `SkuPrice` with a later `effective_from`, so that old usage keeps its price.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeVar

from pricing.errors import UnknownModel
from pricing.image_tokens import InputRule, OutputRule, TokenRange
from pricing.money import per_unit, times
from pricing.quality import OwnQuality
from pricing.size import Size, Sizes

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


@dataclass(frozen=True, slots=True)
class Plan:
    """A subscription plan and the fast hours that a month of it includes."""

    name: str
    fast_hours: Decimal


@dataclass(frozen=True, slots=True)
class Capacity:
    """How far a plan's fast hours go: about `images` images in `fast_hours`."""

    images: int
    fast_hours: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Subscription:
    """A model that is sold by plans instead of by use."""

    plans: tuple[Plan, ...]
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A model's dates, as far as they are known, and what its provider says to use next.

    Days are days in UTC, whatever the zone of an instant.
    """

    released: date | None = None
    deprecated: date | None = None
    shuts_down: date | None = None
    successors: tuple[str, ...] = ()
    source: Source | None = None

    def retired(self, at: datetime) -> bool:
        """Whether it is shut down: from 00:00 UTC of the shutdown day."""
        return self.shuts_down is not None and _utc_day(at) >= self.shuts_down

    def retiring(self, at: datetime) -> bool:
        """Whether its end has been announced and lies ahead."""
        announced = self.deprecated is None or _utc_day(at) >= self.deprecated
        return self.shuts_down is not None and announced and not self.retired(at)

    def released_by(self, at: datetime) -> bool:
        """Whether it was out already; an unknown release day counts as past."""
        return self.released is None or _utc_day(at) >= self.released

    def live(self, at: datetime) -> bool:
        """Whether it can be used: out already, and not shut down."""
        return self.released_by(at) and not self.retired(at)

    def last_instant(self, at: datetime) -> datetime:
        """`at`, or the last instant of the model's life where that is over."""
        if self.shuts_down is None or not self.retired(at):
            return at
        return datetime.combine(self.shuts_down, time(), UTC) - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model accepts; None where no limit is known."""

    prompt_characters: int | None = None
    references: int | None = None
    partial_images: int = 0
    partial_image_tokens: int = 0


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


@dataclass(frozen=True)
class Model:
    """One model: what it makes, what it costs, and how long it lives."""

    id: str
    name: str
    provider: str
    page: str
    prices: tuple[SkuPrice, ...]
    sizes: Sizes
    aliases: tuple[str, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    qualities: tuple[OwnQuality, ...] = ()
    auto_is_default: bool = False
    output: OutputRule | None = None
    input: InputRule | None = None
    note: str | None = None
    text_output: TokenRange | None = None
    overhead_tokens: int = 0
    limits: Limits = Limits()
    batch: tuple[BatchDiscount, ...] = ()
    subscription: Subscription | None = None

    def rate_card(self, at: datetime) -> RateCard:
        """The prices in force at an instant; on the last day of its life for a retired model."""
        return self._cards[bisect_right(self._changes, self.lifecycle.last_instant(at))]

    @property
    def named(self) -> Iterator[str]:
        """The names it goes by: its id, then its aliases."""
        yield self.id
        yield from self.aliases

    @cached_property
    def _changes(self) -> tuple[datetime, ...]:
        dated: tuple[SkuPrice | BatchDiscount, ...] = (*self.prices, *self.batch)
        return tuple(sorted({each.effective_from for each in dated if each.effective_from}))

    @cached_property
    def _cards(self) -> tuple[RateCard, ...]:
        return tuple(self._card(at) for at in (_ALWAYS, *self._changes))

    def _card(self, at: datetime) -> RateCard:
        by_sku: dict[Sku, list[SkuPrice]] = {}
        for price in self.prices:
            by_sku.setdefault(price.sku, []).append(price)
        standard = [_in_force(prices, at) for prices in by_sku.values()]
        discount = [_in_force(self.batch, at)] if self.batch else []
        batch = [each.applied_to(price) for each in discount for price in standard if not price.sku.plan]
        return RateCard({price.sku: price for price in (*standard, *batch)})


_Dated = TypeVar("_Dated", SkuPrice, BatchDiscount)


def _in_force(dated: Sequence[_Dated], at: datetime) -> _Dated:
    """The newest of what has begun by `at`, lists laid over others winning; the first to begin if nothing has."""
    begun = [each for each in dated if _began(each) <= at]
    if not begun:
        return min(dated, key=_began)
    return max(begun, key=lambda each: (each.layer, _began(each)))


def _began(dated: SkuPrice | BatchDiscount) -> datetime:
    return dated.effective_from or _ALWAYS


def _utc_day(at: datetime) -> date:
    return at.astimezone(UTC).date()


@dataclass(frozen=True)
class Catalog:
    """Every model that can be priced, by id.

    `default_models` are tried in order: the first live one is the default.
    `text_lifecycles` holds the dates of text models, whose prices come from genai-prices.
    """

    models: Mapping[str, Model]
    default_models: tuple[str, ...]
    text_lifecycles: Mapping[str, Lifecycle]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every id and alias, lower case, to the id."""
        return {name.lower(): model.id for model in self.models.values() for name in model.named}

    def model(self, name: str) -> Model:
        """The model of that id or alias.

        Raises:
            UnknownModel: there is none; names the nearest.
        """
        model_id = self.names.get(name.lower())
        if model_id is None:
            raise UnknownModel(name, self.nearest(name))
        return self.models[model_id]

    def nearest(self, name: str) -> tuple[str, ...]:
        """Up to three known ids that are spelled most like `name`."""
        from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

        matches = get_close_matches(name.lower()[:80], list(self.names), n=6, cutoff=0.5)
        return tuple(dict.fromkeys(self.names[match] for match in matches))[:3]

    def live(self, at: datetime) -> tuple[Model, ...]:
        """The models that are out and not shut down at an instant."""
        return tuple(model for model in self.models.values() if model.lifecycle.live(at))

    def successor(self, model: Model, at: datetime) -> Model | None:
        """What takes a model's place: the next live default after a default, else the provider's first live choice."""
        names = model.lifecycle.successors
        if model.id in self.default_models:
            names = (*self.default_models[self.default_models.index(model.id) + 1 :], *names)
        candidates = (self.models[name] for name in names)
        return next((other for other in candidates if other.lifecycle.live(at)), None)

    def default_model(self, at: datetime) -> Model:
        """The first configured default that is not shut down; the last one if all are."""
        candidates = [self.models[name] for name in self.default_models]
        return next((model for model in candidates if not model.lifecycle.retired(at)), candidates[-1])
