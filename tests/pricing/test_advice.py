from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from pricing import Advice, Adviser, Prompt, built_in
from tests.pricing.jobs import AFTER_MINI, GUIDE_DAY, MINI, TODAY, quoted, text_quote, usd


def advice(model: str = MINI, at: datetime = TODAY, *, unset: bool = False, **changes: Any) -> dict[str, Advice]:
    """The advice on the guide's job, with changes, by code."""
    return {each.code: each for each in advised(model, at, unset=unset, **changes)}


def advised(model: str, at: datetime, *, unset: bool, **changes: Any) -> tuple[Advice, ...]:
    """The advice in the order given."""
    return Adviser(built_in(), quoted(model, at, **changes), at).advice(quality_unset=unset)


def test_guide_example() -> None:
    """Low quality and batch save; auto and the successor cost more: each the difference of two quotes, by hand."""
    assert advised(MINI, TODAY, unset=True) == (
        Advice(
            "lower_quality",
            "In low quality it is $0.51: saves $0.60.",
            saves=usd("0.6"),
            field="quality",
            value="low",
        ),
        Advice(
            "batch",
            "Through the Batch API, if a day's wait is fine, it is $0.55: saves $0.55.",
            saves=usd("0.5546"),
            field="batch",
            value="yes",
        ),
        Advice("retirement", "From 1 December 2026: $1.34 on gpt-image-2.5-flare.", costs=usd("0.2308")),
        Advice(
            "set_quality",
            "Set the quality in each call: left unset it is auto, which can cost up to $2.50 more.",
            costs=usd("2.5"),
        ),
    )


def test_quality_that_is_set_needs_no_advice() -> None:
    """What has been decided is not advised; DALL-E 3 is standard when unset."""
    assert "set_quality" not in advice()
    assert "set_quality" not in advice("dall-e-3", GUIDE_DAY, unset=True)
    assert "set_quality" not in advice(quality="high", unset=True)


def test_attempts() -> None:
    """Three tries each cost 200 generations more: $2.2184."""
    found = advice(attempts=usd("3"))["attempts"]
    assert found == Advice(
        "attempts", "3 generations for each image kept cost $2.22 more than one.", costs=usd("2.2184")
    )


def test_attempts_within_a_plan() -> None:
    """A second try that the same plan covers costs nothing more."""
    assert "attempts" not in advice("midjourney", attempts=usd("2"))


def test_other_size() -> None:
    """On gpt-image-2 a portrait is $4.139 beside a square's $5.323."""
    found = advice("gpt-image-2")["other_size"]
    message = "As portrait (1024x1536) it is $4.14: saves $1.18."
    assert found == Advice("other_size", message, saves=usd("1.184"), field="size", value="portrait")


def test_cheaper_model() -> None:
    """2.5-flare does gpt-image-2's job for $1.34; mini, which is retiring, is not advised."""
    found = advice("gpt-image-2")["cheaper_model"]
    assert found.message == "On gpt-image-2.5-flare the same job is $1.34: saves $3.98."
    assert found.saves == usd("3.983")
    assert (found.field, found.value) == ("model", "gpt-image-2.5-flare")
    assert "cheaper_model" not in advice()


def test_prompt_length() -> None:
    """300-word prompts are 360 tokens over the guide's 40: $0.072 on mini. One word more is not worth a line."""
    found = advice(prompt=Prompt.of_words(300))["prompt_length"]
    message = "With 30-word prompts it is $1.11: saves $0.072."
    assert found == Advice("prompt_length", message, saves=usd("0.072"), field="prompt_words", value="30")
    assert "prompt_length" not in advice(prompt=Prompt.of_words(31))
    assert "prompt_length" not in advice("dall-e-3", GUIDE_DAY, prompt=Prompt.of_words(300))


def test_retirement_can_save() -> None:
    """High squares are $13.774 on 1.5 and $5.555 on its successor, 2.6-sunburst."""
    found = advice("gpt-image-1.5", quality="high")["retirement"]
    assert found == Advice(
        "retirement", "From 1 December 2026: $5.03 to $5.56 on gpt-image-2.6-sunburst.", saves=usd("8.219")
    )


def test_savings_come_first() -> None:
    """Everything that saves, the most first, then everything that costs."""
    found = advised("gpt-image-1.5", TODAY, unset=True, quality="high", attempts=usd("2"))
    saves = [each.saves for each in found if each.saves is not None]
    assert saves == sorted(saves, reverse=True)
    assert [each.saves is None for each in found] == sorted(each.saves is None for each in found)
    assert all((each.saves is None) is not (each.costs is None) for each in found)


@pytest.mark.parametrize("at", [datetime(2026, 6, 1, tzinfo=UTC), AFTER_MINI])
def test_no_advice_on_an_end_unannounced_or_past(at: datetime) -> None:
    """Before the notice, and after the end, there is nothing to move in time for."""
    assert "retirement" not in advice(at=at)


def test_advice_is_judged_in_utc() -> None:
    """At 00:30 on 1 December in Berlin, 30 November in UTC, mini is still retiring."""
    berlin = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert advice(at=berlin) == advice(at=berlin.astimezone(UTC))


def test_no_advice() -> None:
    """Low on the cheapest model in batch can do nothing better; a text and a plan's fill have no advice."""
    assert set(advice("gpt-image-2.5-flare", quality="low", size="landscape", batch=True)) == set()
    assert Adviser(built_in(), text_quote("gpt-5-mini", (1, 1)), TODAY).advice() == ()
    assert "lower_quality" not in advice("midjourney")
    assert "lower_quality" not in advice(quality="auto")


def test_advice_on_a_plan() -> None:
    """A plan's job is cheaper on mini until it retires, then on 2.5-flare."""
    assert advice("midjourney", GUIDE_DAY)["cheaper_model"].saves == usd("10") - usd("1.1092")
    assert advice("midjourney")["cheaper_model"].saves == usd("8.66")


def test_a_retired_model_is_not_advised_on_but_for_a_live_one() -> None:
    """Nobody can use low quality or the Batch API on a model that is gone."""
    assert set(advice("gpt-image-1", attempts=usd("3"))) == {"cheaper_model"}


def test_a_landscape_is_not_turned_into_a_portrait() -> None:
    """Another size keeps the picture's orientation: a 2048x1152 one is not advised as a portrait."""
    found = advice("gpt-image-2.5-flare", size="2048x1152").get("other_size")
    assert found is None or "portrait" not in found.message
