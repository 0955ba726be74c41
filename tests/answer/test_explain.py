"""The guide's questions, answered from the catalog."""

from __future__ import annotations

import pytest

from tests.asking import AFTER_MINI, TODAY, ask, ask_object

QUESTIONS = {
    "tokens": "what are tokens?",
    "lines": "what do the lines mean?",
    "quality": "which quality should I use?",
    "traps": "what makes the bill go up?",
    "control": "how do we keep costs under control?",
    "savings": "how much do we save on mini in general?",
    "dalle3": "how does it compare with dall-e 3?",
    "midjourney": "how does it compare to midjourney?",
    "volume": "what about large volumes?",
    "basis": "why does the guide's sum differ?",
}


@pytest.mark.parametrize("topic", QUESTIONS)
def test_each_topic_is_answered_with_figures(topic: str) -> None:
    """Every topic has sentences with computed dollars or tokens, before and after mini's end."""
    for today in (TODAY, AFTER_MINI):
        found = ask_object(QUESTIONS[topic], today=today)
        assert (found["intent"], found["request"]) == ("explain", {"topic": topic})
        assert found["quotes"] == []
        assert any(character.isdigit() for character in found["text"])


def test_the_threads_own_job_is_explained() -> None:
    """After a quote the lines explained are that quote's, and the quote comes along."""
    found = ask_object(QUESTIONS["lines"], ["50 high landscape images on gpt-image-2"])
    assert [each["model"] for each in found["quotes"]] == ["gpt-image-2"]
    assert "50 high 1536x1024 images on gpt-image-2" in found["text"]


def test_mini_is_held_against_gpt_image_1_as_in_the_guide() -> None:
    """$0.005 of $0.011 is 54.5 % less, $0.036 of $0.167 78.4 %, $2 of $5 60 %, $8 of $40 80 %."""
    text = " ".join(ask(QUESTIONS["savings"]).body)
    for figure in ("54.5 %", "78.4 %", "60 %", "80 %"):
        assert figure in text


def test_each_midjourney_plan_has_its_break_even() -> None:
    """Basic's $10 are 902 of mini's $0.011092 images, over four times the 200 that it makes."""
    text = " ".join(ask(QUESTIONS["midjourney"]).body)
    assert "$0.05 each" in text
    for count in ("902", "2,705", "5,410", "10,819"):
        assert f"from {count} images a month" in text


def test_the_guides_sum_is_explained() -> None:
    """The guide prints $1.948 where list price and tokens add up to $1.9528."""
    text = " ".join(ask(QUESTIONS["basis"]).body)
    for figure in ("$0.854", "$1.1092", "$1.9528", "$1.948"):
        assert figure in text


def test_failed_calls_are_not_guessed_at() -> None:
    """Whether failed calls are charged is not known, and the answer says so."""
    assert "OpenAI does not say whether they are charged" in " ".join(ask(QUESTIONS["traps"]).body)
