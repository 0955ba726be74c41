"""The tables of the guide that this project started from, computed from the catalog.

The guide: https://www.eesel.ai/blog/gpt-image-1-mini-pricing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pricing.afford import break_even
from pricing.catalog import Catalog, Model, Plan
from pricing.compare import savings_pct
from pricing.errors import PriceMissing
from pricing.job import ImageJob
from pricing.money import ratio
from pricing.plan_quote import images_a_month, monthly_prices
from pricing.quality import AUTO, OwnQuality, resolve
from pricing.size import Size
from pricing.sku import Meter

SQUARE = Size(1024, 1024)
QUALITIES: tuple[OwnQuality, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class RateRow:
    """One list price on two models: dollars for an image or for a million tokens, and the saving in per cent."""

    what: str
    cheaper: Decimal
    dearer: Decimal

    @property
    def saving_pct(self) -> Decimal:
        """How much less the cheaper one is, in per cent to one decimal."""
        return savings_pct(self.cheaper, self.dearer)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A subscription plan beside a metered model.

    `images` are those kept of the ones the plan makes, `per_image` is the plan's month over them; `break_even` the
    fewest images kept a month that cost as much as the plan on the metered model, maybe more than it makes.
    """

    plan: Plan
    usd_a_month: Decimal
    images: int
    per_image: Decimal
    break_even: int

    @property
    def pays_off(self) -> bool:
        """Whether the plan makes enough images to reach the break-even."""
        return self.break_even <= self.images


def rate_rows(catalog: Catalog, cheaper: str, dearer: str, at: datetime) -> Iterator[RateRow]:
    """Square images at each quality both list a price for, then the token rates that both have.

    Source: the guide's comparison of gpt-image-1-mini with gpt-image-1, and of both with DALL-E 3.
    """
    models = (catalog.model(cheaper), catalog.model(dearer))
    cards = [model.rate_card(at) for model in models]
    for quality in QUALITIES:
        own = [_own(model, quality) for model in models]
        found = [card.find("image", name, SQUARE) for card, name in zip(cards, own, strict=True)]
        if found[0] and found[1]:
            yield RateRow(f"{quality} square image", found[0].price, found[1].price)
    meters: tuple[tuple[Meter, str], ...] = (
        ("text_input", "1M text input tokens"),
        ("image_output", "1M image output tokens"),
    )
    for meter, what in meters:
        found = [card.find(meter) for card in cards]
        if found[0] and found[1]:
            yield RateRow(what, found[0].price, found[1].price)


def plan_rows(catalog: Catalog, subscription: str, job: ImageJob, at: datetime) -> Iterator[PlanRow]:
    """Each plan of a subscription beside the same job on the job's own, metered model.

    Raises:
        PriceMissing: the model named is not a subscription.
    """
    model = catalog.model(subscription)
    if model.subscription is None:
        raise PriceMissing(f"{model.id} is not sold by plans.")
    for plan, price in monthly_prices(model, model.subscription, at):
        images = int(images_a_month(model.subscription, plan) / job.attempts)
        each = ratio(price.price, Decimal(images))
        yield PlanRow(plan, price.price, images, each, break_even(catalog, job, price.price, at))


def _own(model: Model, quality: OwnQuality) -> OwnQuality | None:
    """What a model calls a quality."""
    own = resolve(model.id, model.qualities, quality)
    return None if own == AUTO else own
