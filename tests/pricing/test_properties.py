"""What holds for every job: by Hypothesis for well-formed ones, by plain random numbers for absurd ones."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pricing import (
    Adviser,
    ImageJob,
    PricingError,
    Prompt,
    Quote,
    Size,
    TextJob,
    afford,
    built_in,
    cautions,
    compare,
    load,
    quote,
)
from pricing.money import plain, total
from pricing.quality import OwnQuality
from pricing.quote import BASES
from tests.pricing.jobs import TODAY

MODELS = tuple(built_in().models)
QUALITIES: tuple[Any, ...] = (*get_args(OwnQuality), "auto")
SIZES = ("square", "portrait", "landscape", "auto", "1024x1024", "512x512", "1792x1024", "2048x1152", "3840x2160")
PERIODS: tuple[Any, ...] = (None, "day", "week", "month")

instants = st.integers(-1000, 500).map(lambda days: TODAY + timedelta(days=days))
bases = st.sampled_from((None, *BASES))
prompts = st.one_of(st.integers(0, 3000).map(Prompt.of_words), st.integers(0, 5000).map(Prompt.of_tokens))
jobs = st.builds(
    ImageJob,
    model=st.sampled_from(MODELS),
    images=st.integers(1, 10**6),
    quality=st.sampled_from(QUALITIES),
    size=st.sampled_from(SIZES),
    prompt=prompts,
    references=st.integers(0, 3),
    reference_size=st.builds(Size, st.integers(1, 5000), st.integers(1, 5000)),
    fidelity=st.sampled_from(("low", "high")),
    attempts=st.decimals(1, 20, places=2),
    partial_images=st.integers(0, 3),
    batch=st.booleans(),
    per=st.sampled_from(PERIODS),
)


def possible(job: ImageJob, at: datetime, basis: Any = None) -> Quote:
    """The job's quote; jobs that cannot be made are passed over."""
    try:
        return quote(built_in(), job, at, basis)
    except PricingError:
        assume(False)
        raise


@given(jobs, instants, bases)
def test_lines_sum_to_totals(job: ImageJob, at: datetime, basis: Any) -> None:
    """Lines sum to the headline, metered lines to what is metered, and each is quantity times price, exactly."""
    made = possible(job, at, basis)
    assert total(line.amount for line in made.lines) == made.total
    assert total(line.amount for line in made.metered_lines) == made.totals.metered
    for line in (*made.lines, *made.metered_lines):
        assert line.amount == line.quantity * line.price.unit_price > 0
    if basis is None:
        assert made.total == max(made.totals.metered, made.totals.listed or made.totals.metered)
    if made.range:
        assert 0 < made.range.low < made.range.high == made.total


@given(jobs, instants, bases, st.integers(1, 10**6))
def test_more_images_never_cost_less(job: ImageJob, at: datetime, basis: Any, more: int) -> None:
    """Adding images adds to the price, or leaves a plan's as it is."""
    made = possible(job, at, basis)
    assert possible(replace(job, images=job.images + more), at, basis).total >= made.total


@given(jobs, instants)
def test_afford_and_quote_are_inverse(job: ImageJob, at: datetime) -> None:
    """What n images cost affords at least n, and one more than it affords costs more."""
    once = possible(job, at)
    assume(once.per == job.per)  # a plan's month is not the day or week that was asked for
    made = afford(built_in(), job, once.total, at)
    assert made.images is not None
    assert made.images >= job.images
    assert made.total <= once.total
    assert quote(built_in(), replace(job, images=made.images + 1), at).total > once.total


@given(jobs, instants)
def test_same_job_same_quote(job: ImageJob, at: datetime) -> None:
    """The same job at the same instant on equal lists gives equal quotes."""
    assert possible(job, at) == quote(load(()), job, at)


@given(jobs)
def test_every_amount_survives_being_written(job: ImageJob) -> None:
    """Written for machines and read again, every number is the same."""
    made = possible(job, TODAY)
    numbers = [number for line in made.lines for number in (line.quantity, line.price.unit_price, line.amount)]
    assert all(Decimal(plain(number)) == number for number in (*numbers, made.total, made.per_image or Decimal(0)))


@given(jobs, instants)
def test_batch_is_half(job: ImageJob, at: datetime) -> None:
    """Whatever can be made in batch costs exactly half."""
    batch = possible(replace(job, batch=True), at)
    assert batch.total * 2 == quote(built_in(), replace(job, batch=False), at).total


@given(st.lists(jobs, min_size=1, max_size=2), instants)
def test_comparison_is_complete(several: list[ImageJob], at: datetime) -> None:
    """Every live model is an entry or says for which job it cannot, never both; cheaper ones come first."""
    made = compare(built_in(), several, [], at)
    entries = [entry.model for entry in made.entries]
    cannot = {each.model for each in made.unavailable}
    assert len(entries) == len(set(entries))
    assert not cannot & set(entries)
    assert cannot | set(entries) == {model.id for model in built_in().live(at)}
    assert [entry.total for entry in made.entries] == sorted(entry.total for entry in made.entries)
    assert all(each.reason for each in made.unavailable)


@given(jobs, instants)
def test_advice_is_the_difference_of_two_quotes(job: ImageJob, at: datetime) -> None:
    """No advice saves more than the whole, or costs or saves nothing or less."""
    made = possible(job, at)
    for advice in Adviser(built_in(), made, at).advice(quality_unset=True):
        assert (advice.saves is None) is not (advice.costs is None)
        assert 0 <= (advice.saves or 0) < made.total
        assert (advice.costs or 0) >= 0


COUNTS = (-1, 0, 1, 2, 3, 7, 16, 17, 100, 1000, 1001, 10**6, 10**9, 10**9 + 1, 10**12, 10**30)
FACTORS = ("0", "-1", "0.999", "1", "1.1", "2.5", "1000", "1000.01", "1e9", "NaN", "-Infinity", "1." + "3" * 200)
WRITTEN = ("", "big", "1x1", "1x2", "16x999999", "0x7", "999999x999999", "4000x4000", "1000x1000", "x" * 5000)
NAMES = ("", "gpt-5", "dall-e", "GPT-IMAGE-2", "gpt-image-2-2026-04-21", "\0", "zebra" * 1000)
TEXT_MODELS = ("gpt-5-mini", "gpt-6-sol", "claude-opus-4-1", "gpt-4o-2024-05-13", "", "gpt-image-2", "zebra")


def random_prompt(some: Random) -> Prompt:
    """A prompt of any length, by words or by tokens."""
    length = some.choice(COUNTS) if some.random() < 0.1 else some.randrange(2000)
    return some.choice((Prompt.of_words, Prompt.of_tokens))(length)


def random_image_job(some: Random) -> ImageJob:
    """A job with any field, most of them sane, some absurd."""

    def either(sane: Any, absurd: Any) -> Any:
        return some.choice(absurd) if some.random() < 0.05 else sane

    return ImageJob(
        model=either(some.choice(MODELS), NAMES),
        images=either(some.randrange(1, 10**5), COUNTS),
        quality=some.choice(QUALITIES),
        size=either(some.choice(SIZES), WRITTEN),
        prompt=random_prompt(some),
        references=either(some.choice((0, 0, 1, 2)), COUNTS),
        reference_size=Size(either(some.randrange(1, 3000), COUNTS), some.choice((1, 7, 512, 1024, 4096, 10**6))),
        fidelity=some.choice(("low", "high")),
        attempts=Decimal(either(some.randrange(100, 500), (100,))).scaleb(-2)
        if some.random() < 0.95
        else Decimal(some.choice(FACTORS)),
        partial_images=either(some.randrange(4), COUNTS),
        batch=some.random() < 0.2,
        per=some.choice(PERIODS),
    )


def random_text_job(some: Random) -> TextJob:
    """A text job with any field."""
    return TextJob(
        some.choice(TEXT_MODELS),
        some.choice(COUNTS),
        some.choice(COUNTS),
        some.choice((None, *COUNTS)),
        some.random() < 0.3,
        some.choice(PERIODS),
    )


def price_at_random(some: Random) -> None:
    """Do with a random job, at a random instant, one of the things that jobs are for."""
    at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(days=some.randrange(-1000, 1000), hours=some.randrange(24))
    catalog, basis, chance = built_in(), some.choice((None, *BASES)), some.random()
    if chance < 0.01:
        made = quote(catalog, random_text_job(some), at)
        list(cautions(catalog, made, at))
        return
    if chance < 0.012:
        compare(catalog, [random_text_job(some)], ["gpt-5-mini", "gpt-6-sol"], at)
        return
    job = random_image_job(some)
    if chance < 0.03:
        compare(catalog, [job], some.choice(([], ["midjourney", job.model])), at, basis)
    elif chance < 0.06:
        afford(catalog, job, Decimal(some.choice(("-1", "0", "0.01", "5", "1e3", "1e15", "1e90", "NaN"))), at, basis)
    else:
        made = quote(catalog, job, at, basis)
        list(cautions(catalog, made, at))
        if chance < 0.09:
            Adviser(catalog, made, at, basis).advice(quality_unset=True)


def failures(attempt: Callable[[Random], None], times: int, seed: int) -> Counter[str]:
    """What is raised beside PricingError, and how often."""
    found: Counter[str] = Counter()
    some = Random(seed)
    for _ in range(times):
        try:
            attempt(some)
        except PricingError as refusal:
            if len(str(refusal)) > 400:
                found[f"{len(str(refusal))} characters of refusal"] += 1
        except Exception as wrong:  # noqa: BLE001 - which others there are is the question
            found[repr(wrong)[:200]] += 1
    return found


@pytest.mark.no_cover  # the other tests reach every line, and tracing so many jobs would take twice the time
def test_any_job_is_priced_or_refused(full: bool) -> None:
    """Of 20,000 random jobs, or a million, each is priced or refused in a sentence: nothing else is ever raised."""
    assert failures(price_at_random, 1_000_000 if full else 20_000, seed=2026) == {}
