"""Questions asked back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import answer
from bot.clock import FixedClock
from bot.request import JobRequest, QuoteRequest, Reading, SpendRequest, TextJobRequest
from pricing import built_in
from tests.asking import TODAY, ask_object

AT = FixedClock.on(TODAY).now()


@pytest.mark.parametrize(
    "text",
    [
        "how much for a bunch of high landscape banners on gpt-image-1.5?",
        "I need exactly 30 medium squares in total: 5 each for 8 products. Cost?",
        "75 square images, strictly in low quality, and every one of them must be generated in high quality. how much?",
        "how many high square images on mini do I get for $___ ?",
        "100 medium images on gpt-image-9",
        "0 images",
        "-20 low squares",
        "10 images at 1x2 pixels",
    ],
)
def test_every_choice_offered_is_a_request_that_can_be_answered(text: str) -> None:
    """What a question offers is understood when it is said, and is not asked back again."""
    found = ask_object(text)
    assert found["intent"] == "clarify"
    assert found["request"]["missing"]
    assert found["question"]["text"]
    assert found["question"]["choices"]
    for choice in found["question"]["choices"]:
        assert ask_object(choice)["intent"] in ("quote", "afford"), choice


def test_a_question_says_what_was_understood_and_what_one_costs() -> None:
    """A missing count keeps the rest, and names the price of one."""
    text = ask_object("how much for a bunch of high landscape images on gpt-image-2?")["question"]["text"]
    assert "high landscape images on gpt-image-2" in text
    assert "One (high 1536x1024) is $0.17 on gpt-image-2." in text


def test_a_time_that_is_none_is_asked_back() -> None:
    """A range that names no days is named, not crashed on."""
    made = answer(built_in(), Reading(SpendRequest(range="2026-02-30..2026-03-01")), AT)
    assert made.intent == "clarify"
    assert made.question is not None
    assert made.question.text == "2026-02-30..2026-03-01 is not a time that I know. For which time?"


def answered(job: JobRequest | None = None, text_job: TextJobRequest | None = None) -> dict[str, object]:
    """What is answered to a request that no text led to."""
    request = QuoteRequest((job,) if job else (), (text_job,) if text_job else None)
    made = answer(built_in(), Reading(request), AT)
    return {"intent": made.intent, "request": made.reading.request, "question": made.question}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"images": 10**12}, "images"),
        ({"model": "gpt-image-99"}, "model"),
        ({"prompt_text": "word " * 30_000}, "prompt_text"),
    ],
)
def test_a_request_that_cannot_be_priced_is_asked_back(change: dict[str, object], field: str) -> None:
    """Whatever reached the answer, a count, a name or a prompt out of bounds is named, and emptied."""
    job = replace(JobRequest(images=10), **change)  # type: ignore[arg-type]
    found = answered(job)
    assert found["intent"] == "clarify"
    assert getattr(found["request"], "missing") == (field,)  # noqa: B009 - the union has requests without it
    assert getattr(getattr(found["request"], "jobs")[0], field) is None  # noqa: B009 - as above


def test_an_unknown_text_model_is_asked_back() -> None:
    """A text model that genai-prices does not know is named, with the nearest."""
    found = answered(text_job=TextJobRequest("gpt-5-minni", input_tokens=1000))
    assert found["intent"] == "clarify"
    assert "gpt-5-minni" in str(found["question"])


@pytest.mark.parametrize(
    ("text", "thread"),
    [
        ("and in high?", ["30 low squares on mini and 10 medium landscapes on gpt-image-2"]),
        ("1M input tokens and 200k output tokens, which model is cheapest?", []),
    ],
)
def test_choices_for_several_jobs_are_whole_requests(text: str, thread: list[str]) -> None:
    """Which of two jobs, or which text model: each possibility is offered as a request of its own."""
    found = ask_object(text, thread)
    assert found["intent"] == "clarify"
    assert len(found["question"]["choices"]) >= 2
    for choice in found["question"]["choices"]:
        made = ask_object(choice)
        assert made["intent"] == "quote"
        assert made["unavailable"] == []
