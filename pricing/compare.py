"""The same jobs on several models, cheapest first, and when a subscription pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from pricing.afford import break_even
from pricing.catalog import Catalog
from pricing.errors import InvalidQuantity, PriceMissing, PricingError, PromptTooLong, UnsupportedOption
from pricing.job import ImageJob, TextJob
from pricing.money import ZERO, ratio, shown, total
from pricing.plan_quote import share_plans
from pricing.quote import Basis, Quote
from pricing.quoting import quote


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A job that a model cannot do: why, and the nearest that it can."""

    job: int
    model: str
    reason: str
    nearest: str | None

    @classmethod
    def because(cls, index: int, model: str, wrong: PricingError) -> Unavailable:
        """What an error of pricing means for a job."""
        return cls(index, model, str(wrong), getattr(wrong, "nearest", None))


@dataclass(frozen=True, slots=True)
class Entry:
    """One model in a comparison: a quote for each job, and their sum.

    Savings are per cent of the dearest model's sum, and of that of the model asked for (negative: dearer).
    `break_even_images` is the fewest images kept a month that cost as much here as the subscription compared
    with; whether its plan gives as many its quote says.
    """

    model: str
    quotes: tuple[Quote, ...]
    total: Decimal
    savings_against_dearest: Decimal = Decimal(0)
    savings_against_asked: Decimal | None = None
    break_even_images: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Models cheapest first, and what cannot do the jobs."""

    entries: tuple[Entry, ...]
    unavailable: tuple[Unavailable, ...]


def compare(
    catalog: Catalog,
    jobs: Sequence[ImageJob | TextJob],
    models: Sequence[str],
    at: datetime,
    basis: Basis | None = None,
) -> Comparison:
    """Jobs on each of the models; no models means every live one.

    Raises:
        UnknownModel: a model that is named does not exist.
    """
    if not jobs:
        return Comparison((), ())
    ids = tuple(dict.fromkeys(models)) or tuple(model.id for model in catalog.live(at))
    entries: list[Entry] = []
    unavailable: list[Unavailable] = []
    for model in ids:
        quotes, cannot = _on(catalog, jobs, model, at, basis)
        unavailable += cannot
        if not cannot:
            entries.append(Entry(model, quotes, total(each.total for each in quotes)))
    entries.sort(key=lambda entry: entry.total)
    asked = models[0] if models else None
    return Comparison(tuple(_with_savings(catalog, entries, asked, at, basis)), tuple(unavailable))


def savings_pct(cheaper: Decimal, dearer: Decimal) -> Decimal:
    """How much less one amount is than another, in per cent to one decimal; nothing is saved on nothing."""
    if not dearer:
        return ZERO
    return ratio((dearer - cheaper) * 100, dearer, places=1)


def _on(
    catalog: Catalog, jobs: Sequence[ImageJob | TextJob], model: str, at: datetime, basis: Basis | None
) -> tuple[tuple[Quote, ...], list[Unavailable]]:
    quotes: list[Quote] = []
    cannot: list[Unavailable] = []
    for index, job in enumerate(jobs):
        if isinstance(job, TextJob) and model in catalog.models:
            cannot.append(Unavailable(index, model, f"{model} makes images, not text.", None))
            continue
        try:
            made = quote(catalog, replace(job, model=model), at, basis)
        except (UnsupportedOption, PromptTooLong, PriceMissing, InvalidQuantity) as wrong:
            cannot.append(Unavailable.because(index, model, wrong))
            continue
        if made.per == job.per:
            quotes.append(made)
        else:
            cannot.append(Unavailable(index, model, _sold_by_the_month(made), f"{made.images} a month"))
    return share_plans(quotes, at), cannot


def _sold_by_the_month(made: Quote) -> str:
    return (
        f"{made.model_id} is sold by the month: {made.images:,} images a month take {made.plan}, {shown(made.total)}."
    )


def _with_savings(
    catalog: Catalog, entries: list[Entry], asked: str | None, at: datetime, basis: Basis | None
) -> list[Entry]:
    asked_total = next((entry.total for entry in entries if entry.model == asked), None)
    subscribed = next((entry for entry in entries if entry.quotes[0].plan), None)
    return [
        replace(
            entry,
            savings_against_dearest=savings_pct(entry.total, entries[-1].total),
            savings_against_asked=None if asked_total is None else savings_pct(entry.total, asked_total),
            break_even_images=_break_even(catalog, entry, subscribed, at, basis),
        )
        for entry in entries
    ]


def _break_even(
    catalog: Catalog, entry: Entry, subscribed: Entry | None, at: datetime, basis: Basis | None
) -> int | None:
    job = entry.quotes[0].job
    if subscribed is None or entry is subscribed or len(entry.quotes) > 1 or isinstance(job, TextJob):
        return None
    if job.per != "month":
        return None
    try:
        return break_even(catalog, job, subscribed.total, at, basis)
    except InvalidQuantity:  # more images than a job can have
        return None
