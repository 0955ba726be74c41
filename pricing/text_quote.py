"""Quoting text models, at the rates of the genai-prices package. Their dates stand in our price lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from importlib.metadata import version

from genai_prices import Usage
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelInfo, Provider, StartDateConstraint, TieredPrices

from pricing.errors import PriceMissing, UnknownModel, UnsupportedOption
from pricing.job import TextJob
from pricing.money import ZERO, per_unit, ratio, times, total
from pricing.quote import LineItem, Quote, Totals, sum_of
from pricing.sku import Meter, Sku, SkuPrice, Source

_BATCH = {"processing": "batch"}
_RATES_CHECKED = date(2026, 10, 14)
"""The day that genai-prices 0.2.3 says its OpenAI rates were verified."""

_SENT: tuple[Meter, ...] = ("text_input", "text_input_cached")
_USAGES: dict[Meter, tuple[str, ...]] = {
    "text_input": ("input_tokens", "output_tokens"),
    "text_output": ("input_tokens", "output_tokens"),
    "text_input_cached": ("input_tokens", "cache_read_tokens"),
}
"""What genai-prices calls the tokens that a meter counts, and those whose number chooses the rate."""

_REMEMBERED = 4_096
"""Names whose models are remembered: usage comes by the thousand with the same few."""

_ORDINARY_CALL = 1_000
"""Tokens of a call that no model bills at a long-context rate."""


def quote_text(job: TextJob, at: datetime) -> Quote:
    """What calls of a text model cost at an instant.

    Raises:
        UnknownModel: genai-prices does not know it.
        UnsupportedOption: it has no batch price, or a call is longer than it takes.
        PriceMissing: genai-prices has no rate for its tokens.
    """
    provider, model = find(job.model)
    began = _batch_began(model, at) if job.batch else None
    window = model.context_window
    if job.calls is not None and window is not None and job.input_tokens > window:
        raise UnsupportedOption(
            f"A call of {model.id} takes up to {window:,} tokens, not {job.input_tokens:,}.",
            nearest=f"{window} tokens",
        )
    lines = tuple(_lines(provider, model, job, at, began))
    amount = sum_of(lines)
    return Quote(
        job=job,
        model=None,
        text_model=model.id,
        images=None,
        generations=None,
        quality=None,
        size=None,
        per=job.per,
        lines=lines,
        metered_lines=lines,
        totals=Totals(amount),
        total=amount,
        basis="metered",
        calls=job.calls or 1,
    )


def find(name: str) -> tuple[Provider, ModelInfo]:
    """The text model of that name and its provider.

    Raises:
        UnknownModel: genai-prices does not know it; names the nearest.
    """
    found, nearest = _found(name)
    if found is None:
        raise UnknownModel(name, nearest)
    return found


@lru_cache(_REMEMBERED)
def _found(name: str) -> tuple[tuple[Provider, ModelInfo] | None, tuple[str, ...]]:
    """The model of that name, or the names most like it: to look takes a millisecond, to look in vain ten."""
    try:
        return get_snapshot().find_provider_model(name, None, None, None), ()
    except LookupError:
        known = [model.id for provider in get_snapshot().providers for model in provider.models]
        return None, tuple(dict.fromkeys(get_close_matches(name.lower()[:80], known, n=5)))[:3]


@lru_cache(1)
def providers() -> tuple[str, ...]:
    """The names of the providers that genai-prices knows."""
    return tuple(provider.name for provider in get_snapshot().providers)


def token_prices(name: str, at: datetime) -> list[SkuPrice]:
    """The prices of a text model's tokens for calls of ordinary length, those through the Batch API last.

    Raises:
        UnknownModel: genai-prices does not know it.
        PriceMissing: genai-prices has no rate for its tokens.
    """
    provider, model = find(name)
    job = TextJob(model.id, _ORDINARY_CALL, _ORDINARY_CALL)
    prices = [line.price for line in _lines(provider, model, job, at, None)]
    with suppress(UnsupportedOption):
        began = _batch_began(model, at)
        prices += [line.price for line in _lines(provider, model, replace(job, batch=True), at, began)]
    return prices


def token_rate(name: str, meters: tuple[str, ...], at: datetime) -> Decimal | None:
    """The rate for a million tokens that genai-prices has under the first of these names of its own.

    Raises:
        UnknownModel: genai-prices does not know the model.
    """
    prices = find(name)[1].get_prices(at)
    found = next((rate for meter in meters if (rate := getattr(prices, meter)) is not None), None)
    return found.base if isinstance(found, TieredPrices) else found


def rates(
    name: str, quantities: Mapping[Meter, Decimal], at: datetime, *, calls: int | None = None, batch: bool = False
) -> dict[Meter, Decimal]:
    """What a token of each meter costs at an instant; a call is of ordinary length where `calls` is not known.

    Raises:
        UnknownModel: genai-prices does not know it.
        UnsupportedOption: it has no batch price.
        PriceMissing: genai-prices has no rate for what is counted.
    """
    provider, model = find(name)
    sent = total(quantities.get(meter, ZERO) for meter in _SENT)
    length = max(int(sent) // calls, 1) if calls else _ORDINARY_CALL
    when = (_batch_began(model, at) if batch else None) or at
    return {meter: per_unit(_rate(provider, model, meter, length, when, batch), 1_000_000) for meter in quantities}


def _batch_began(model: ModelInfo, at: datetime) -> datetime | None:
    """When the first batch price began, if that is later than `at`; None where one is in force.

    Raises:
        UnsupportedOption: the model has no batch price.
    """
    constraints = [variant.constraint for variant in model.price_variants or () if variant.when == _BATCH]
    if not constraints:
        raise UnsupportedOption(f"{model.id} has no Batch API price.", nearest="without batch")
    days = [each.start_date for each in constraints if isinstance(each, StartDateConstraint)]
    if len(days) < len(constraints):
        return None
    began = datetime.combine(min(days), time(), UTC)
    return began if began > at else None


def _lines(
    provider: Provider, model: ModelInfo, job: TextJob, at: datetime, began: datetime | None
) -> Iterator[LineItem]:
    sizes: tuple[tuple[Meter, int], ...] = (
        ("text_input", job.input_tokens),
        ("text_output", job.output_tokens),
    )
    for meter, tokens in sizes:
        if tokens:
            yield LineItem.of(meter, tokens * (job.calls or 1), _price(provider, model, meter, job, began or at, began))


def _price(
    provider: Provider, model: ModelInfo, meter: Meter, job: TextJob, at: datetime, began: datetime | None
) -> SkuPrice:
    """The rate of one meter for calls of this length; long calls can have a dearer one."""
    length = _ORDINARY_CALL if job.calls is None else max(job.input_tokens, 1)
    rate = _rate(provider, model, meter, length, at, job.batch)
    return SkuPrice(Sku(meter, batch=job.batch), rate, 1_000_000, _source(provider), began)


def _rate(provider: Provider, model: ModelInfo, meter: Meter, length: int, at: datetime, batch: bool) -> Decimal:
    """The rate for a million tokens in calls of this length."""
    usage = _USAGES.get(meter)
    if usage is None:
        raise PriceMissing(f"genai-prices has no {meter} rate for {model.id}.")
    counted = Usage(**dict.fromkeys(usage, length))
    priced = model.calc_price(counted, provider, genai_request_timestamp=at, price_context=_BATCH if batch else None)
    amount = priced.output_price if meter == "text_output" else priced.input_price
    if not amount:
        raise PriceMissing(f"genai-prices has no {meter} rate for {model.id}.")
    return ratio(times(1_000_000, amount), Decimal(length))


def _source(provider: Provider) -> Source:
    package = f"PyPI package genai-prices {version('genai-prices')}"
    return Source(package, _RATES_CHECKED, official=False, note=next(iter(provider.pricing_urls or ()), None))
