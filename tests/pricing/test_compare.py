from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from pricing import Comparison, Prompt, TextJob, UnknownModel, built_in, compare
from pricing.compare import savings_pct
from tests.pricing.jobs import GUIDE_JOB, MINI, TODAY, image_job, usd

LIVE = {model.id for model in built_in().live(TODAY)}


def compared(*models: str, **changes: Any) -> Comparison:
    """The guide's job, with changes, on models."""
    return compare(built_in(), [image_job(**changes)], models, TODAY)


def test_every_live_model_cheapest_first() -> None:
    """Without names every live model is compared, cheapest first; no savings on one asked for, since none was."""
    made = compared()
    assert [(entry.model, entry.total) for entry in made.entries] == [
        (MINI, usd("1.1092")),
        ("gpt-image-2.5-flare", usd("1.34")),
        ("gpt-image-2.5-sunburst", usd("1.34")),
        ("gpt-image-1.5", usd("3.8412")),
        ("chatgpt-image-latest", usd("3.8412")),
        ("gpt-image-2", usd("5.323")),
        ("gpt-image-2.6-flare", usd("5.621")),
        ("gpt-image-2.6-sunburst", usd("5.621")),
        ("midjourney", usd("10")),
    ]
    assert made.unavailable == ()
    assert made.entries[0].savings_against_dearest == usd("88.9")  # 8.8908 of 10
    assert made.entries[1].savings_against_asked is None
    assert made.entries[-1].savings_against_dearest == 0


def test_named_models() -> None:
    """Named models only, retired ones too; savings against the first named: 4.2138 of 5.323."""
    made = compared("gpt-image-2", MINI, "dall-e-3", MINI)
    assert [entry.model for entry in made.entries] == [MINI, "dall-e-3", "gpt-image-2"]
    assert [entry.savings_against_asked for entry in made.entries] == [usd("79.2"), usd("24.9"), 0]


def test_unknown_model_is_an_error() -> None:
    """A named model that does not exist is refused with the nearest names."""
    with pytest.raises(UnknownModel, match="did you mean"):
        compared("gpt-image-3")


def test_what_a_model_cannot_make() -> None:
    """Models without max quality stand beside the others, with the nearest quality."""
    made = compared(quality="max")
    assert {each.model for each in made.unavailable} == {MINI, "gpt-image-1.5", "chatgpt-image-latest", "gpt-image-2"}
    assert {each.nearest for each in made.unavailable} == {"high"}
    assert {each.job for each in made.unavailable} == {0}
    assert made.unavailable[0].reason == f"{MINI} has no max quality; it has low, medium and high."
    assert {entry.model for entry in made.entries} | {each.model for each in made.unavailable} == LIVE
    assert all(entry.savings_against_asked is None for entry in made.entries)


def test_prompt_over_one_models_limit() -> None:
    """A prompt too long for one model leaves the others compared."""
    made = compared("dall-e-2", MINI, prompt=Prompt.of_words(1000))
    assert [entry.model for entry in made.entries] == [MINI]
    (cannot,) = made.unavailable
    assert (cannot.model, cannot.nearest) == ("dall-e-2", "1000 characters")
    assert "up to 1,000 characters" in cannot.reason


def test_several_jobs_are_summed() -> None:
    """Two jobs make one sum; a model that cannot do the second is left out for that one."""
    jobs = [image_job(), image_job(images=10, size="2048x2048")]
    made = compare(built_in(), jobs, ["gpt-image-2", MINI], TODAY)
    assert [(each.model, each.job, each.nearest) for each in made.unavailable] == [(MINI, 1, "1024x1024")]
    (entry,) = made.entries
    # 3,568 tokens at $30 and 46 at $5 a million, ten times; there is no list price for that size
    assert [each.total for each in entry.quotes] == [usd("5.323"), usd("1.0727")]
    assert entry.total == usd("6.3957")


def test_break_even_with_a_subscription() -> None:
    """300 a month take Standard at $30; on mini, at $0.011092 an image, 2,705 cost as much."""
    made = compared(MINI, "midjourney", images=300, per="month")
    assert [(entry.model, entry.break_even_images) for entry in made.entries] == [(MINI, 2705), ("midjourney", None)]


def test_break_even_on_a_basis() -> None:
    """Compared by tokens alone, at $0.00854 an image on mini, 3,513 cost as much as Standard."""
    job = image_job(images=300, per="month")
    made = compare(built_in(), [job], [MINI, "midjourney"], TODAY, "metered")
    assert made.entries[0].break_even_images == 3513


@pytest.mark.parametrize("changes", [{}, {"per": "week"}])
def test_no_break_even_without_a_month(changes: dict[str, Any]) -> None:
    """A break-even count is a month's: without a monthly job there is none."""
    assert {entry.break_even_images for entry in compared(**changes).entries} == {None}


def test_no_break_even_without_a_subscription_or_for_two_jobs() -> None:
    """Nothing to break even with, or no single job to count."""
    assert compared(MINI, per="month").entries[0].break_even_images is None
    jobs = [image_job(per="month")] * 2
    made = compare(built_in(), jobs, [MINI, "midjourney"], TODAY)
    assert [entry.break_even_images for entry in made.entries] == [None, None]


def test_daily_job_is_not_compared_with_a_month() -> None:
    """A day's job cannot stand beside a plan's month: the plan it would take is the reason."""
    made = compared(MINI, "midjourney", per="day")
    (cannot,) = made.unavailable
    assert cannot.reason == "midjourney is sold by the month: 3,000 images a month take Mega, $120.00."
    assert cannot.nearest == "3000 a month"


def test_text_models() -> None:
    """Text jobs are compared too: 1M in and 200,000 out are $0.65 on gpt-5-mini, $4.50 on gpt-4o."""
    made = compare(built_in(), [TextJob("x", 1_000_000, 200_000)], ["gpt-4o", "gpt-5-mini"], TODAY)
    assert [(entry.model, entry.total) for entry in made.entries] == [
        ("gpt-5-mini", usd("0.65")),
        ("gpt-4o", usd("4.5")),
    ]
    assert made.entries[0].savings_against_asked == usd("85.6")  # 3.85 of 4.5


def test_text_job_on_every_live_model() -> None:
    """Without names a text job meets the live image models, none of which does it: each says so, none is unknown."""
    made = compare(built_in(), [TextJob("gpt-5-mini", 1000, 1000)], [], TODAY)
    assert {entry.model for entry in made.entries} | {each.model for each in made.unavailable} == LIVE


def test_text_of_no_tokens() -> None:
    """No tokens cost nothing on any model, and nothing is saved."""
    made = compare(built_in(), [TextJob("x", 0, 0)], ["gpt-4o", "gpt-5-mini"], TODAY)
    assert [(entry.total, entry.savings_against_dearest) for entry in made.entries] == [(usd("0"), usd("0"))] * 2


@pytest.mark.parametrize("per", ["month", "day"])
def test_a_billion_images(per: Any) -> None:
    """The largest job there is: every live model is compared or says why it cannot."""
    made = compared(images=10**9, quality="low", per=per)
    assert {entry.model for entry in made.entries} | {each.model for each in made.unavailable} == LIVE


def test_live_is_judged_in_utc() -> None:
    """At 00:30 on 1 December in Berlin, 30 November in UTC, mini is still compared."""
    berlin = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    made = compare(built_in(), [GUIDE_JOB], [], berlin)
    assert made == compare(built_in(), [replace(GUIDE_JOB)], [], berlin.astimezone(UTC))


def test_saving_in_per_cent() -> None:
    """2 of 3 is a third less, 33.3 per cent; the dearer way round it is negative."""
    assert savings_pct(usd("2"), usd("3")) == usd("33.3")
    assert savings_pct(usd("3"), usd("2")) == usd("-50")


def test_nothing_to_compare() -> None:
    """Without jobs there is nothing to compare."""
    assert compare(built_in(), [], [], TODAY) == Comparison((), ())
