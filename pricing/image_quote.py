"""Quoting images on models that are billed by tokens or by the image.

Where the cost is not known in advance (`auto`, gpt-image-2.6, 1.5's text output) every outcome is worked
out and the quote shows the dearest, with the range from the cheapest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from pricing.catalog import Model
from pricing.errors import PriceMissing, UnsupportedOption
from pricing.image_tokens import InputRule, TokenRange
from pricing.job import ImageJob
from pricing.money import times
from pricing.quality import AUTO, OwnQuality, resolve
from pricing.quote import Basis, LineItem, Quote, Range, Totals, sum_of
from pricing.size import Size
from pricing.sku import Meter, RateCard, Sku

_NO_TOKENS = TokenRange(0, 0)


def quote_images(model: Model, job: ImageJob, at: datetime, basis: Basis | None) -> Quote:
    """What images cost on a model that is billed by tokens or by the image.

    Raises:
        UnsupportedOption: the model cannot make it; names the nearest that it can.
        PromptTooLong: the prompt is over the model's limit.
        PriceMissing: the price lists have no price for it.
    """
    card = model.rate_card(at)
    _check(model, card, job)
    quality = resolve(model.id, model.qualities, job.quality)
    inputs = tuple(_input_lines(model, card, job))
    outcomes = [
        _outcome(model, card, job, inputs, each_quality, size)
        for each_quality in (model.qualities if quality == AUTO else (quality,))
        for size in _sizes(model, job.size)
    ]
    most = max(outcomes, key=lambda outcome: (outcome.high.headline(basis)[0], outcome.high.metered))
    least = min(outcome.low.headline(basis)[0] for outcome in outcomes)
    headline, chosen = most.high.headline(basis)
    return Quote(
        job=job,
        model=model,
        images=job.images,
        generations=job.generations,
        quality=quality,
        size=AUTO if job.size == AUTO else str(most.size),
        per=job.per,
        lines=most.lines(chosen),
        metered_lines=most.metered,
        totals=most.high,
        total=headline,
        basis=chosen,
        range=Range(least, headline) if least != headline else None,
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A job made at one quality and size: lines at the high end of its tokens, totals at both ends."""

    size: Size
    metered: tuple[LineItem, ...]
    listed: tuple[LineItem, ...]
    high: Totals
    low: Totals

    def lines(self, basis: Basis) -> tuple[LineItem, ...]:
        """The lines that sum to the headline on a basis."""
        if basis == "metered":
            return self.metered
        return self.listed if basis == "listed" else _added(self.metered, self.listed)


def _outcome(
    model: Model,
    card: RateCard,
    job: ImageJob,
    inputs: tuple[LineItem, ...],
    quality: OwnQuality | None,
    size: Size,
) -> _Outcome:
    image = _image_line(card, job, quality, size)
    if model.output is None:
        if image is None:
            wanted = " ".join(str(part) for part in (quality, size) if part)
            raise PriceMissing(f"The price lists hold no price for {wanted} images on {model.id}.")
        lines = (image, *inputs)
        totals = _totals(lines, ())
        return _Outcome(size, lines, (), totals, totals)
    tokens = model.output.count(cast(OwnQuality, quality), size)
    text_tokens = model.text_output or _NO_TOKENS
    metered = (*inputs, *_output_lines(model, card, job, tokens.high, text_tokens.high))
    listed = (image, *inputs) if image else ()
    high = low = _totals(metered, listed)
    if tokens.low != tokens.high or text_tokens.low != text_tokens.high:
        low = _totals((*inputs, *_output_lines(model, card, job, tokens.low, text_tokens.low)), listed)
    return _Outcome(size, metered, listed, high, low)


def _image_line(card: RateCard, job: ImageJob, quality: OwnQuality | None, size: Size) -> LineItem | None:
    price = card.find("image", quality, size, job.batch)
    if price is None:
        return None
    quantity: Decimal | int = job.generations
    if price.sku.unit == "megapixel":
        quantity = times(quantity, Decimal(size.pixels).scaleb(-6))
    return LineItem.of("image", quantity, price)


def _input_lines(model: Model, card: RateCard, job: ImageJob) -> Iterator[LineItem]:
    price = card.find("text_input", batch=job.batch)
    if price is not None:
        inputs: tuple[tuple[Meter, int], ...] = (
            ("text_input", job.prompt.in_all(job.generations)),
            ("text_overhead", model.overhead_tokens * job.generations),
        )
        for meter, tokens in inputs:
            if tokens:
                yield LineItem.of(meter, tokens, price)
    if not job.references:
        return
    price = card.find("image_input", batch=job.batch)
    if price is None:
        if model.limits.references is None:
            raise PriceMissing(f"The price lists hold no price for reference images on {model.id}.")
    elif price.sku.unit == "image":
        yield LineItem.of("image_input", job.references * job.generations, price)
    elif model.input is None:
        raise PriceMissing(f"The price lists do not say how many tokens a reference image is on {model.id}.")
    else:
        yield LineItem.of("image_input", _reference_tokens(model.input, job) * job.generations, price)


def _reference_tokens(rule: InputRule, job: ImageJob) -> int:
    """Tokens of the references of one generation."""
    measured = sum(rule.count(size, job.fidelity) for size in job.measured)
    others = job.references - len(job.measured)
    return measured + (others * rule.count(job.reference_size, job.fidelity) if others else 0)


def _output_lines(model: Model, card: RateCard, job: ImageJob, tokens: int, text_tokens: int) -> Iterator[LineItem]:
    tokens += job.partial_images * model.limits.partial_image_tokens
    outputs: tuple[tuple[Meter, int], ...] = (("image_output", tokens), ("text_output", text_tokens))
    for meter, each in outputs:
        if each:
            yield LineItem.of(meter, each * job.generations, card.prices[Sku(meter, batch=job.batch)])


def _totals(metered: tuple[LineItem, ...], listed: tuple[LineItem, ...]) -> Totals:
    if not listed:
        return Totals(sum_of(metered))
    return Totals(sum_of(metered), sum_of(listed), sum_of(_added(metered, listed)))


def _added(metered: tuple[LineItem, ...], listed: tuple[LineItem, ...]) -> tuple[LineItem, ...]:
    """List price and tokens added up, without overhead, as the guide does."""
    counted = ("text_input", "image_input", "image_output")
    return (listed[0], *(line for line in metered if line.meter in counted))


def _sizes(model: Model, wanted: str) -> tuple[Size, ...]:
    if wanted == AUTO:
        return tuple(model.sizes.named.values())
    return (model.sizes.resolve(model.id, wanted),)


def _check(model: Model, card: RateCard, job: ImageJob) -> None:
    limits = model.limits
    job.prompt.check(model.id, limits.prompt_characters)
    if limits.references is not None and job.references > limits.references:
        most = "no reference images"
        if limits.references:
            most = f"at most {limits.references} reference image{'s' if limits.references > 1 else ''}"
        raise UnsupportedOption(
            f"{model.id} takes {most}, not {job.references}.",
            nearest=most.removeprefix("at most ") if limits.references else "without references",
        )
    if not 0 <= job.partial_images <= limits.partial_images:
        streams = f"0 to {limits.partial_images}" if limits.partial_images else "no"
        raise UnsupportedOption(
            f"{model.id} streams {streams} partial images, not {job.partial_images}.",
            nearest=str(limits.partial_images),
        )
    if job.batch and not (card.bills("image_output", True) or card.bills("image", True)):
        raise UnsupportedOption(f"{model.id} has no Batch API price.", nearest="without batch")
