"""What the price lists mean for a week: what the end of models in use costs, and which prices changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from bot.digest.facts import PriceChange, Retiring
from bot.spend.summary import SpendSummary
from pricing import Catalog, ImageJob, Model, PricingError, Prompt, SkuPrice, quote
from pricing.money import times, total
from pricing.quality import Quality

WORDS = 30
"""Of a prompt whose length nobody knows, as in quotes."""

MAIN = ("image_output", "image", "subscription", "text_output", "text_input")
"""Meters in the order in which one of them stands for a model."""


def ends(catalog: Catalog, model: str, now: datetime) -> bool:
    """Whether a model's end is announced, or behind it."""
    life = catalog.lifecycle(model)
    return life.retiring(now) or life.retired(now)


def retiring(catalog: Catalog, model: str, by_quality: SpendSummary, now: datetime) -> Retiring:
    """A model that retires, with quotes for its images of a week on it and on what takes its place."""
    life = catalog.lifecycle(model)
    images = {row.key: row.images for row in by_quality.rows if row.images > 0}
    known = catalog.models.get(model)
    following = catalog.successor(known, now) if known else None
    today = _quoted(catalog, model, images, now) if following else None
    moved = _quoted(catalog, following.id, images, now) if following else None
    return Retiring(
        model=model,
        ends=life.shuts_down or now.date(),
        over=life.retired(now),
        images=sum(images.values()),
        successor=following.id if following else None,
        today=today,
        moved=moved,
        advised=life.successors,
    )


def price_changes(catalog: Catalog, since: datetime, now: datetime, used: Sequence[str]) -> tuple[PriceChange, ...]:
    """List prices that changed from `since` up to `now`: of the models used first, one price a model."""
    found = [change for model in catalog.models.values() for change in _changes(model, since, now, model.id in used)]
    return tuple(sorted(found, key=lambda change: (not change.used, change.model)))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A price as it was and as it is."""

    before: SkuPrice
    after: SkuPrice

    @property
    def rank(self) -> int:
        meter = self.after.sku.meter
        return MAIN.index(meter) if meter in MAIN else len(MAIN)


def _changes(model: Model, since: datetime, now: datetime, used: bool) -> Iterator[PriceChange]:
    """The main one of a model's prices that changed, with how many others did; batch prices follow from theirs."""
    before, after = model.rate_card(since).prices, model.rate_card(now).prices
    changed = [
        _Pair(before[sku], price)
        for sku, price in after.items()
        if not sku.batch and sku in before and before[sku].unit_price != price.unit_price
    ]
    if changed:
        main = min(changed, key=lambda pair: pair.rank)
        price = main.after
        yield PriceChange(
            model=model.id,
            what=_what(price),
            before=times(price.per, main.before.unit_price),
            after=price.price,
            per=price.per,
            unit=price.sku.unit,
            since=price.effective_from.date() if price.effective_from else None,
            used=used,
            more=len(changed) - 1,
        )


def _what(price: SkuPrice) -> str:
    parts = [str(part) for part in (price.sku.plan, price.sku.quality, price.sku.size) if part]
    return " ".join((*parts, price.sku.meter.replace("_", " ")))


def _quoted(catalog: Catalog, model: str, images: dict[str, int], now: datetime) -> Decimal | None:
    """What so many images of each quality are quoted at; None where there are none, or it makes no such images."""
    try:
        made = [
            quote(catalog, ImageJob(model, count, _quality(quality), "square", Prompt.of_words(WORDS)), now, "metered")
            for quality, count in images.items()
        ]
    except PricingError:
        return None
    return total(each.totals.metered for each in made) if made else None


def _quality(said: str) -> Quality:
    return cast(Quality, said or "medium")
