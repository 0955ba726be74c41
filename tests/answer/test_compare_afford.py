"""Comparisons and what an amount affords, from text to the answer object."""

from __future__ import annotations

from decimal import Decimal

from tests.asking import AFTER_MINI, TODAY, ask_object, codes


def test_models_come_cheapest_first_with_their_savings() -> None:
    """Mini at $1.1092 saves 73.9 % against gpt-image-1 at $4.2470, which was asked for first."""
    found = ask_object("compare gpt-image-1 and mini for 100 medium squares with 30-word prompts")
    assert [each["model"] for each in found["quotes"]] == ["gpt-image-1-mini", "gpt-image-1"]
    assert found["quotes"][0]["savings_pct"] == {"dearest": "73.9", "asked": "73.9"}
    assert found["quotes"][1]["savings_pct"] == {"dearest": "0", "asked": "0"}


def test_all_live_models_are_compared_and_no_others() -> None:
    """Before December nine are live; gpt-image-1 and DALL-E are gone, and mini's group leaves in December."""
    text = "compare all models for 40 high landscape, 50-word prompts"
    before = {each["model"] for each in ask_object(text, today=TODAY)["quotes"]}
    after = {each["model"] for each in ask_object(text, today=AFTER_MINI)["quotes"]}
    assert before - after == {"gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest"}
    assert after == {
        "gpt-image-2",
        "gpt-image-2.5-flare",
        "gpt-image-2.5-sunburst",
        "gpt-image-2.6-flare",
        "gpt-image-2.6-sunburst",
        "midjourney",
    }


def test_a_model_that_cannot_do_it_is_unavailable_with_its_reason() -> None:
    """xhigh at 2048x2048 is for 2.5 and 2.6; every other live model says why not."""
    found = ask_object("who can do 10 xhigh 2048x2048 images for the least money?", today=AFTER_MINI)
    assert {each["model"] for each in found["unavailable"]} == {"gpt-image-2"}
    assert "midjourney" in {each["model"] for each in found["quotes"]}


def test_a_comparison_without_a_count_is_for_one_image_and_says_so() -> None:
    """One image is compared, and the text says that no count was given."""
    found = ask_object("which is cheaper for high squares, mini or gpt-image-2?")
    assert {each["images"] for each in found["quotes"]} == {1}
    assert "One image is compared" in found["text"]
    assert found["request"]["jobs"][0]["images"] is None


def test_a_monthly_comparison_with_midjourney_has_the_break_even() -> None:
    """Standard's $30 is 2,705 of mini's $0.011092 images: 2,704 are $29.99, 2,705 are $30.00."""
    found = ask_object("compare mini and midjourney for 400 medium squares a month with 30-word prompts")
    by_model = {each["model"]: each for each in found["quotes"]}
    assert by_model["gpt-image-1-mini"]["break_even_images"] == 2705
    assert 2704 * Decimal("0.011092") < 30 <= 2705 * Decimal("0.011092")
    assert by_model["midjourney"]["plan"] == "Standard"
    assert "break_even_images" not in by_model["midjourney"]


def test_a_weekly_job_is_not_compared_with_a_monthly_plan() -> None:
    """20 a week are 87 a month: the plan is named as the reason, not summed against a week."""
    found = ask_object("compare mini and midjourney for 20 medium squares a week")
    assert [each["model"] for each in found["quotes"]] == ["gpt-image-1-mini"]
    (cannot,) = found["unavailable"]
    assert (cannot["model"], cannot["nearest"]) == ("midjourney", "87 a month")
    assert "Basic" in cannot["reason"]


def test_several_jobs_are_compared_by_their_sum() -> None:
    """A mix of two jobs gives each model two quotes; models stay together, cheapest sum first."""
    found = ask_object("compare mini and 1.5 for this mix: 50 low square plus 20 high landscape")
    assert [(each["model"], each["job"]) for each in found["quotes"]] == [
        ("gpt-image-1-mini", 0),
        ("gpt-image-1-mini", 1),
        ("gpt-image-1.5", 0),
        ("gpt-image-1.5", 1),
    ]


def test_what_is_affordable_is_the_most_that_stays_within() -> None:
    """$50 is 4,507 of mini's $0.011092 images: 4,507 are $49.991644, one more would be $50.002736."""
    found = ask_object("how many medium square images can I get for $50?")
    (made,) = found["quotes"]
    assert (made["images"], made["total_usd"]) == (4507, "49.991644")
    assert 4508 * Decimal("0.011092") > 50


def test_nothing_affordable_has_no_lines() -> None:
    """A cent does not pay for one high square on gpt-image-1."""
    found = ask_object("how many high square images do I get for $0.01 on gpt-image-1?")
    (made,) = found["quotes"]
    assert (made["images"], made["line_items"], made["total_usd"], made["per_image_usd"]) == (0, [], "0.0000", None)
    assert "does not pay for one image" in found["text"]


def test_an_unaffordable_kind_is_unavailable() -> None:
    """xhigh on gpt-image-2 cannot be made for any money."""
    found = ask_object("number of xhigh 2048x2048 renders on gpt-image-2 for $15?")
    assert found["quotes"] == []
    assert found["unavailable"][0]["nearest"] == "high"
    assert codes(found) == []


def test_text_models_are_compared_on_the_same_tokens() -> None:
    """1M in and 100k out: $0.25 + $0.20 on gpt-5-mini, $1.25 + $1.00 on gpt-5, one quote each."""
    found = ask_object("compare gpt-5-mini and gpt-5 for 1M input and 100k output tokens")
    assert [(each["model"], each["total_usd"]) for each in found["quotes"]] == [
        ("gpt-5-mini", "0.4500"),
        ("gpt-5", "2.2500"),
    ]
