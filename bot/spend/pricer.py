"""What an event cost: at the price in force on its day, or as its source states it. A missing price is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import cast

from bot.spend.usage import How, MalformedUsage, Source, UsageEvent
from pricing import Catalog, ImageJob, Model, PriceMissing, Prompt, Quote, Size, UnknownModel, quote
from pricing.money import ZERO, rounded, times, total
from pricing.quality import Quality, resolve
from pricing.sku import Meter, RateCard, SkuPrice

NANO_PLACES = 9
PROXIED = "litellm"
"""The source whose models need not be in the price lists: it states what each call cost."""

NOTHING = "It says neither what was used nor what it cost."
DEFAULT_WORDS = 30
"""Of a prompt whose length nobody knows, as in quotes."""


@dataclass(frozen=True, slots=True)
class PricedEvent:
    """An event under the names that the price lists use, its cost to the nano-dollar, and the prices of a unit."""

    event: UsageEvent
    cost: Decimal
    how: How
    rates: Mapping[Meter, Decimal] = field(default_factory=dict)


def priced(catalog: Catalog, event: UsageEvent) -> PricedEvent:
    """An event with its cost.

    Raises:
        PricingError: the model is not known, cannot be used so, or has no price for what was used.
        MalformedUsage: there is nothing to price.
    """
    model_id = catalog.names.get(event.model.lower())
    if model_id is None:
        return _priced_elsewhere(catalog, event)
    model = catalog.models[model_id]
    named = replace(event, model=model_id, provider=_provider(catalog, event.provider, model.provider))
    if event.stated is not None:
        return PricedEvent(named, rounded(event.stated, NANO_PLACES), "stated")
    if event.quantities:
        card = model.rate_card(event.at)
        return _at(named, {meter: _rate(model, card, named, meter) for meter in event.quantities})
    if not event.images:
        raise MalformedUsage("quantities", NOTHING)
    each = _as_quoted(catalog, named)
    return PricedEvent(named, rounded(times(event.images, each), NANO_PLACES), "estimated", {"image": each})


def used(made: Quote, source: Source, key: str, at: datetime) -> UsageEvent:
    """The event of a quoted job that was made: priced at the same instant, it costs what the quote says as metered."""
    quantities: dict[Meter, Decimal] = {}
    for line in made.metered_lines:
        quantity = line.quantity
        if line.price.sku.unit == "megapixel":
            quantity = Decimal(made.generations or 0)
        quantities[line.meter] = quantities.get(line.meter, ZERO) + quantity
    size = next((str(line.price.sku.size) for line in made.metered_lines if line.price.sku.size), made.size or "")
    quality = next((line.price.sku.quality for line in made.metered_lines if line.price.sku.quality), made.quality)
    return UsageEvent(
        source=source,
        key=key,
        at=at,
        model=made.model_id,
        provider=made.model.provider if made.model else "",
        quantities=quantities,
        images=made.images,
        calls=made.calls,
        quality=quality or "",
        size=size,
        batch=made.job.batch,
        plan=made.plan or "",
    )


def _provider(catalog: Catalog, said: str, ours: str = "") -> str:
    """A provider under the name that price lists and bills have for it: a bill and its usage are never added up."""
    if not said or said.casefold() == ours.casefold():
        return ours
    from pricing import text_quote  # noqa: PLC0415 - loads genai-prices, which is slow

    names = (*(model.provider for model in catalog.models.values()), *text_quote.providers())
    return next((name for name in names if name.casefold() == said.casefold()), said)


def _at(event: UsageEvent, rates: Mapping[Meter, Decimal]) -> PricedEvent:
    cost = total(times(quantity, rates[meter]) for meter, quantity in event.quantities.items())
    return PricedEvent(event, rounded(cost, NANO_PLACES), "priced", rates)


def _rate(model: Model, card: RateCard, event: UsageEvent, meter: Meter) -> Decimal:
    price = _price(model, card, event, meter)
    if price is None:
        how = " through the Batch API" if event.batch else ""
        what = " ".join(part for part in (event.quality, event.size, meter.replace("_", " ")) if part)
        raise PriceMissing(f"The price lists hold no price for {what} on {model.id}{how}.")
    if price.sku.unit == "megapixel":
        return times(Decimal(_size(model, event).pixels).scaleb(-6), price.unit_price)
    return price.unit_price


def _price(model: Model, card: RateCard, event: UsageEvent, meter: Meter) -> SkuPrice | None:
    if meter == "subscription":
        return card.plans.get((event.plan, "month"))
    if meter == "text_overhead":
        return card.find("text_input", batch=event.batch)
    if meter != "image":
        return card.find(meter, batch=event.batch)
    quality = resolve(model.id, model.qualities, cast(Quality, event.quality or "medium"))
    return card.find(meter, None if quality == "auto" else quality, _size(model, event), event.batch)


def _size(model: Model, event: UsageEvent) -> Size:
    return model.sizes.resolve(model.id, event.size or "square")


def _as_quoted(catalog: Catalog, event: UsageEvent) -> Decimal:
    """What a quote says an image costs as metered; quality and size are those of quotes where the source is silent."""
    quality = cast(Quality, event.quality or "medium")
    job = ImageJob(event.model, 1, quality, event.size or "square", Prompt.of_words(DEFAULT_WORDS), batch=event.batch)
    return quote(catalog, job, event.at, "metered").totals.metered


def _priced_elsewhere(catalog: Catalog, event: UsageEvent) -> PricedEvent:
    """A text model's event, or one of a proxy that states what it cost."""
    from pricing import text_quote  # noqa: PLC0415 - loads genai-prices, which is slow

    try:
        provider, model = text_quote.find(event.model)
    except UnknownModel:
        if event.source == PROXIED and event.stated is not None:
            named = replace(event, provider=_provider(catalog, event.provider))
            return PricedEvent(named, rounded(event.stated, NANO_PLACES), "stated")
        raise
    named = replace(event, model=model.id, provider=_provider(catalog, event.provider, provider.name))
    if event.stated is not None:
        return PricedEvent(named, rounded(event.stated, NANO_PLACES), "stated")
    if not event.quantities:
        raise MalformedUsage("quantities", NOTHING)
    return _at(named, text_quote.rates(model.id, event.quantities, event.at, calls=event.calls, batch=event.batch))
