"""Models: what they make, how they are sold, how long they live. Their prices: `pricing.sku`.

A `Catalog` is read from price lists (`pricing.price_list`) and never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from pricing.errors import UnknownModel
from pricing.image_tokens import InputRule, OutputRule, TokenRange
from pricing.quality import OwnQuality
from pricing.size import Sizes
from pricing.sku import BatchDiscount, PriceHistory, RateCard, SkuPrice, Source


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
        return self._history.at(self.lifecycle.last_instant(at))

    @property
    def named(self) -> Iterator[str]:
        """The names it goes by: its id, then its aliases."""
        yield self.id
        yield from self.aliases

    @cached_property
    def _history(self) -> PriceHistory:
        return PriceHistory(self.prices, self.batch)


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

    def lifecycle(self, *names: str) -> Lifecycle:
        """The dates of the image or text model that goes by the first known of these ids, as far as there are any."""
        for name in names:
            if name in self.models:
                return self.models[name].lifecycle
            if name in self.text_lifecycles:
                return self.text_lifecycles[name]
        return Lifecycle()

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
