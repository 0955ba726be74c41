"""Quoting text models, at the rates of the genai-prices package. Their dates stand in our price lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from importlib.metadata import version

from genai_prices import Usage
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelInfo, Provider, TieredPrices

from pricing.catalog import Meter, Sku, SkuPrice, Source
from pricing.errors import PriceMissing, UnknownModel, UnsupportedOption
from pricing.job import TextJob
from pricing.money import ratio, times
from pricing.quote import LineItem, Quote, Totals, sum_of

_BATCH = {"processing": "batch"}
_RATES_CHECKED = date(2026, 10, 14)
"""The day that genai-prices 0.2.3 says its OpenAI rates were verified."""

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
    if job.batch and not any(variant.when == _BATCH for variant in model.price_variants or ()):
        raise UnsupportedOption(f"{model.id} has no Batch API price.", nearest="without batch")
    window = model.context_window
    if job.calls is not None and window is not None and job.input_tokens > window:
        raise UnsupportedOption(
            f"A call of {model.id} takes up to {window:,} tokens, not {job.input_tokens:,}.",
            nearest=f"{window} tokens",
        )
    lines = tuple(_lines(provider, model, job, at))
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
    try:
        return get_snapshot().find_provider_model(name, None, None, None)
    except LookupError:
        known = [model.id for provider in get_snapshot().providers for model in provider.models]
        nearest = tuple(dict.fromkeys(get_close_matches(name.lower()[:80], known, n=5)))[:3]
        raise UnknownModel(name, nearest) from None


def token_rate(name: str, meters: tuple[str, ...], at: datetime) -> Decimal | None:
    """The rate for a million tokens that genai-prices has under the first of these names of its own.

    Raises:
        UnknownModel: genai-prices does not know the model.
    """
    prices = find(name)[1].get_prices(at)
    found = next((rate for meter in meters if (rate := getattr(prices, meter)) is not None), None)
    return found.base if isinstance(found, TieredPrices) else found


def _lines(provider: Provider, model: ModelInfo, job: TextJob, at: datetime) -> Iterator[LineItem]:
    sizes: tuple[tuple[Meter, int], ...] = (
        ("text_input", job.input_tokens),
        ("text_output", job.output_tokens),
    )
    for meter, tokens in sizes:
        if tokens:
            yield LineItem.of(meter, tokens * (job.calls or 1), _price(provider, model, meter, job, at))


def _price(provider: Provider, model: ModelInfo, meter: Meter, job: TextJob, at: datetime) -> SkuPrice:
    """The rate of one meter for calls of this length; long calls can have a dearer one."""
    length = _ORDINARY_CALL if job.calls is None else max(job.input_tokens, 1)
    usage = Usage(input_tokens=length, output_tokens=length)
    priced = model.calc_price(usage, provider, genai_request_timestamp=at, price_context=_BATCH if job.batch else None)
    amount = priced.input_price if meter == "text_input" else priced.output_price
    if not amount:
        raise PriceMissing(f"genai-prices has no {meter} rate for {model.id}.")
    rate = ratio(times(1_000_000, amount), Decimal(length))
    return SkuPrice(Sku(meter, batch=job.batch), rate, 1_000_000, _source(provider))


def _source(provider: Provider) -> Source:
    package = f"PyPI package genai-prices {version('genai-prices')}"
    return Source(package, _RATES_CHECKED, official=False, note=next(iter(provider.pricing_urls or ()), None))
