"""Quotes, from text to the answer object."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.asking import AFTER_MINI, GUIDE, TODAY, ask, ask_object, codes

PROMPT_LINES = [
    {
        "meter": "text_input",
        "quantity": "4000",
        "unit": "token",
        "unit_price_usd": "0.000002",
        "amount_usd": "0.008",
    },
    {
        "meter": "text_overhead",
        "quantity": "600",
        "unit": "token",
        "unit_price_usd": "0.000002",
        "amount_usd": "0.0012",
    },
]
GUIDE_QUOTE = {
    "job": 0,
    "model": "gpt-image-1-mini",
    "images": 100,
    "generations": 100,
    "quality": "medium",
    "size": "1024x1024",
    "per": None,
    "line_items": [
        {"meter": "image", "quantity": "100", "unit": "image", "unit_price_usd": "0.011", "amount_usd": "1.10"},
        *PROMPT_LINES,
    ],
    "metered_items": [
        *PROMPT_LINES,
        {
            "meter": "image_output",
            "quantity": "105600",
            "unit": "token",
            "unit_price_usd": "0.000008",
            "amount_usd": "0.8448",
        },
    ],
    "totals_usd": {"metered": "0.8540", "listed": "1.1092", "additive": "1.9528"},
    "range_usd": None,
    "total_usd": "1.1092",
    "basis": "listed",
    "per_image_usd": "0.011092",
}


@pytest.mark.parametrize("today", [date(2025, 10, 20), TODAY])
def test_the_guides_example_is_the_published_quote_object(today: date) -> None:
    """100 medium squares with 30-word prompts are the quote object of the contract, digit for digit."""
    found = ask_object(GUIDE, today=today)
    assert found["quotes"] == [GUIDE_QUOTE]
    assert found["total_usd"] == "1.1092"
    assert found["assumed"] == ["model"]


def test_the_default_moves_on_when_mini_is_shut_down() -> None:
    """From December the default is 2.5 flare at $1.3400, and one line says what mini cost."""
    found = ask_object(GUIDE, today=AFTER_MINI)
    assert found["quotes"][0]["model"] == "gpt-image-2.5-flare"
    assert found["total_usd"] == "1.3400"
    moved = [each["message"] for each in found["warnings"] if each["code"] == "default_moved"]
    assert len(moved) == 1
    assert "$1.1092" in moved[0]
    assert "$1.1092" in found["text"]


def test_a_retired_model_asked_for_by_name_is_quoted_as_history() -> None:
    """Mini named after its end is quoted at its last price, with a warning and no fallback line."""
    found = ask_object(f"{GUIDE} on mini", today=AFTER_MINI)
    assert found["quotes"] == [GUIDE_QUOTE]
    assert "model_retired" in codes(found)
    assert "default_moved" not in codes(found)


def test_a_retiring_model_says_when_and_what_comes_next_costs() -> None:
    """Before its end, mini's quote names the day and the same job on its successor: $1.34."""
    found = ask_object(GUIDE)
    retiring = next(each for each in found["warnings"] if each["code"] == "model_retiring")
    assert "1 December 2026" in retiring["message"]
    assert "$1.34 on gpt-image-2.5-flare" in retiring["message"]
    assert "model_retiring" not in codes(ask_object(GUIDE, today=date(2025, 10, 20)))


@pytest.mark.parametrize(
    ("basis", "total", "amounts"),
    [
        ("metered", "0.8540", ["0.008", "0.0012", "0.8448"]),
        ("listed", "1.1092", ["1.10", "0.008", "0.0012"]),
        ("additive", "1.9528", ["1.10", "0.008", "0.8448"]),
    ],
)
def test_a_basis_chooses_the_headline_and_its_lines(basis: Any, total: str, amounts: list[str]) -> None:
    """Each basis has its own headline, and the lines that sum to it."""
    made = ask_object(GUIDE, basis=basis)["quotes"][0]
    assert (made["basis"], made["total_usd"]) == (basis, total)
    assert [line["amount_usd"] for line in made["line_items"]] == amounts
    assert sum(Decimal(amount) for amount in amounts) == Decimal(total)


def test_a_basis_a_model_does_not_have_falls_back_on_the_meter() -> None:
    """2.5 has no list price: asked for it, the quote is metered."""
    made = ask_object("100 medium squares on 2.5 flare", basis="listed")["quotes"][0]
    assert made["basis"] == "metered"
    assert made["totals_usd"]["listed"] is None


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("100 images", ["model", "quality", "size", "prompt_words"]),
        ("edit 40 photos in high, square, on gpt-image-1, 20-word prompts", ["reference_size"]),
        ("100 images on midjourney", []),
        ("100 images on dall-e 3", ["quality", "size"]),
        ("100 images on dall-e 2", ["size"]),
        ('5 low square images on mini, prompt "a red apple"', []),
    ],
)
def test_only_what_was_filled_in_and_moves_the_price_is_assumed(text: str, assumed: list[str]) -> None:
    """Midjourney has no quality, DALL-E no price for prompts: nothing is assumed that makes no difference."""
    assert ask_object(text)["assumed"] == assumed


def test_an_unset_quality_says_what_auto_can_cost() -> None:
    """100 squares on gpt-image-2: auto runs from low, 100 x $0.006 + $0.023, to high, 100 x $0.211 + $0.023."""
    found = ask_object("100 square images on gpt-image-2")
    message = next(each["message"] for each in found["warnings"] if each["code"] == "auto_quality")
    assert "$0.62 to $21.12" in message
    assert "auto_quality" not in codes(ask_object("100 medium square images on gpt-image-2"))


def test_several_jobs_add_up() -> None:
    """50 low squares on mini at $0.2546 and 20 high ones on gpt-image-1 at $3.3446 are $3.5992."""
    found = ask_object("50 low squares on mini and 20 high squares on gpt-image-1")
    assert [each["total_usd"] for each in found["quotes"]] == ["0.2546", "3.3446"]
    assert found["total_usd"] == "3.5992"


@pytest.mark.parametrize(
    "text",
    [
        "50 low squares a week on mini and 20 high squares a month on gpt-image-1",
        "50 low squares on mini and 20 xhigh squares on gpt-image-1",
    ],
)
def test_jobs_that_cannot_be_added_up_have_no_sum(text: str) -> None:
    """Different periods, or a job that cannot be made, leave the sum open."""
    assert ask_object(text)["total_usd"] is None


def test_what_cannot_be_made_names_the_nearest_that_can() -> None:
    """xhigh exists from 2.5 on: on gpt-image-2 the job is unavailable, and high is the nearest."""
    found = ask_object("500 images on gpt-image-2, xhigh, 2048x2048, prompts of 120 tokens")
    assert found["quotes"] == []
    assert found["total_usd"] is None
    (cannot,) = found["unavailable"]
    assert (cannot["job"], cannot["model"], cannot["nearest"]) == (0, "gpt-image-2", "high")
    assert cannot["reason"] == "gpt-image-2 has no xhigh quality; it has low, medium and high."


def test_a_pasted_prompt_is_counted_exactly() -> None:
    """tiktoken counts 10 tokens in this prompt, sent 25 times."""
    found = ask_object(
        '25 medium landscape images with the prompt "A red bicycle leaning against a brick wall at sunset"'
    )
    line = next(each for each in found["quotes"][0]["line_items"] if each["meter"] == "text_input")
    assert line["quantity"] == str(25 * 10)
    assert "prompt_words" not in found["assumed"]


def test_special_tokens_in_a_prompt_are_plain_text() -> None:
    """<|endoftext|> typed by a person is text like any other: 7 tokens, no error."""
    found = ask_object('10 low square images on mini with the prompt "<|endoftext|>"')
    line = next(each for each in found["quotes"][0]["line_items"] if each["meter"] == "text_input")
    assert line["quantity"] == "70"


def test_prompts_in_another_language_known_by_words_are_warned_about() -> None:
    """The 4/3 rule is for English; pasted text is exact in any language."""
    assert "language_tokens" in codes(ask_object("100 images with 30-word German prompts"))
    assert "language_tokens" not in codes(ask_object('10 images with the prompt "ein roter Apfel auf dem Tisch"'))


def test_word_counts_say_what_sample_prompts_count() -> None:
    """30 words are 40 tokens by the rule; the answer says what tiktoken counts on samples of that length."""
    assert "30 words are 40 tokens by the 4/3 rule; sample prompts: 34 to 39." in ask_object(GUIDE)["text"]


def test_text_models_are_quoted_by_their_tokens() -> None:
    """1M input at $0.25 and 200k output at $2.00 a million are $0.65, and gpt-5-mini ends on 11 December 2026."""
    found = ask_object("cost of 1M input and 200k output tokens on gpt-5-mini")
    (made,) = found["quotes"]
    assert made["total_usd"] == "0.6500"
    assert (made["model"], made["calls"], made["images"], made["totals_usd"]["listed"]) == ("gpt-5-mini", 1, None, None)
    retiring = next(each for each in found["warnings"] if each["code"] == "model_retiring")
    assert "11 December 2026" in retiring["message"]


def test_midjourney_is_quoted_in_whole_plan_months() -> None:
    """1,000 images take 16.5 fast hours: Standard's 15 are not enough, Pro's 30 are, $60."""
    (made,) = ask_object("1000 images a month on midjourney")["quotes"]
    assert (made["plan"], made["total_usd"], made["per"]) == ("Pro", "60.0000", "month")


def test_the_same_question_gives_the_same_bytes() -> None:
    """Same text, same day: not a byte differs."""
    first, second = (repr(ask_object("compare all models for 40 high landscape")) for _ in range(2))
    assert first == second


def test_logging_is_quoted_as_metered_and_nothing_is_written() -> None:
    """`log` uses the meter, which the bill is made by: $0.8540 for the guide's job on mini."""
    found = ask_object("log 100 medium square images on mini with 30-word prompts")
    assert found["intent"] == "log"
    assert (found["total_usd"], found["quotes"][0]["basis"]) == ("0.8540", "metered")
    assert found["text"].startswith("Would log $0.85")


def test_advice_is_the_difference_of_two_quotes() -> None:
    """Low squares on mini list at $0.005 against $0.011: a hundred save $0.60; batch saves half of $1.1092."""
    saves = {each["code"]: each.get("saves_usd") for each in ask_object(f"{GUIDE} on mini")["advice"]}
    assert saves["lower_quality"] == "0.6000"
    assert saves["batch"] == "0.5546"


def test_attempts_are_paid_for() -> None:
    """3 tries each are 300 generations, and the advice says what the other two cost: 2 x $1.1092."""
    found = ask_object(f"{GUIDE} on mini, 3 tries each")
    assert found["quotes"][0]["generations"] == 300
    assert next(each["costs_usd"] for each in found["advice"] if each["code"] == "attempts") == "2.2184"


def test_an_absurd_prompt_length_is_asked_back() -> None:
    """A count no prompt can have becomes a question, not an error."""
    answer = ask("10 images with 5000000-word prompts")
    assert answer.intent == "clarify"


def test_a_quality_that_nobody_named_is_not_mapped_but_chosen() -> None:
    """DALL-E 3 without a quality is standard by assumption; asked for medium, it is standard with a warning."""
    unsaid, said = ask_object("10 squares on dall-e 3"), ask_object("10 medium squares on dall-e 3")
    assert "quality_mapped" not in codes(unsaid)
    assert "Quality: standard." in unsaid["text"]
    assert "quality_mapped" in codes(said)


def test_a_text_quote_says_what_it_does_not_count() -> None:
    """Without a length of the answers only the input is quoted, and the quote says so."""
    found = ask_object("summarize 500 docs of 3 pages each with gpt-5")
    assert "Output tokens: none are counted" in found["text"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("100 images, 2000 tries each", "attempts"),
        ("10 images with 5000000-word prompts", "prompt_words"),
        ("how many images for $999999999999999?", "amount_usd"),
    ],
)
def test_the_field_that_is_wrong_is_named_and_emptied(text: str, field: str) -> None:
    """What can be used stays; what cannot is null and asked for, with choices that can be answered."""
    found = ask_object(text)
    assert found["intent"] == "clarify"
    assert found["request"]["missing"] == [field]
    assert found["request"]["jobs"][0].get(field) is None
    assert found["question"]["choices"]
    for choice in found["question"]["choices"]:
        assert ask_object(choice)["intent"] in ("quote", "afford")


def test_remarks_on_a_log_are_on_its_own_basis() -> None:
    """After mini's end a log is metered, and so is what mini cost for it: $0.854, not the list price's $1.1092."""
    found = ask_object(f"log {GUIDE}", today=AFTER_MINI)
    moved = next(each["message"] for each in found["warnings"] if each["code"] == "default_moved")
    assert "$0.854 for the same job" in moved
