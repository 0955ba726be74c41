"""What must not matter does not: case, politeness, a mention in front, numbers in words. What must matter does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.language.conftest import as_json, reading

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "requests.jsonl").read_text("utf-8").splitlines()
    if line.strip()
]
SINGLE = [case for case in CASES if not case.get("thread")]
QUOTED = ("“", '"', "prompt is '")


def ids(case: dict[str, Any]) -> str:
    """A case's name."""
    return str(case["id"])


def plain(case: dict[str, Any]) -> bool:
    """Whether upper case leaves the sentence's meaning: no quoted prompt, no name, no Slack id."""
    text = case["text"]
    return not (any(mark in text for mark in QUOTED) or "<" in text or "@" in text or "#" in text or "Max " in text)


@pytest.mark.parametrize("case", [case for case in SINGLE if plain(case)], ids=ids)
def test_upper_case_changes_nothing(case: dict[str, Any]) -> None:
    """A sentence in capitals is read as in lower case."""
    assert as_json(reading(case["text"].upper())) == as_json(reading(case["text"]))


@pytest.mark.parametrize("case", SINGLE, ids=ids)
def test_a_mention_or_greeting_in_front_changes_nothing(case: dict[str, Any]) -> None:
    """A mention of the bot or a greeting before a sentence is not part of it."""
    plainly = as_json(reading(case["text"]))
    for front in ("<@U0BOT> ", "Hi! ", "Hello, ", "Good morning. "):
        assert as_json(reading(front + case["text"])) == plainly, front


@pytest.mark.parametrize("case", [case for case in SINGLE if case["expect"]["intent"] != "unsupported"], ids=ids)
def test_politeness_at_the_end_changes_nothing(case: dict[str, Any]) -> None:
    """Please and thanks after a sentence are not part of it."""
    plainly = as_json(reading(case["text"]))
    for end in (" please", " Thanks!", " :pray:", "\n", " Thank you in advance."):
        assert as_json(reading(case["text"] + end)) == plainly, end


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("7", "seven"),
        ("12", "twelve"),
        ("12", "a dozen"),
        ("35", "thirty-five"),
        ("100", "a hundred"),
        ("320", "three hundred and twenty"),
        ("1200", "twelve hundred"),
        ("1,500", "1.5k"),
        ("2000", "two thousand"),
        ("500000", "half a million"),
    ],
)
def test_a_number_in_words_is_that_number(digits: str, words: str) -> None:
    """A count in words and in digits is the same count."""
    sentence = "how much for {} medium landscape images on mini?"
    assert as_json(reading(sentence.format(words))) == as_json(reading(sentence.format(digits)))


@pytest.mark.parametrize(
    "order",
    [
        "60 images, high, landscape, gpt-image-1.5",
        "high, landscape, gpt-image-1.5, 60 images",
        "gpt-image-1.5: 60 landscape images in high",
        "landscape, 60 images in high on gpt-image-1.5",
    ],
)
def test_the_order_of_phrases_does_not_matter(order: str) -> None:
    """The same phrases in another order are the same job."""
    assert as_json(reading(order)) == as_json(reading("60 high landscape images on gpt-image-1.5"))


@pytest.mark.parametrize(
    ("typo", "right"),
    [
        ("meduim", "medium"),
        ("mediun", "medium"),
        ("sqaure", "square"),
        ("portriat", "portrait"),
        ("potrait", "portrait"),
        ("lanscape", "landscape"),
        ("landscpae", "landscape"),
        ("imgaes", "images"),
        ("pictuers", "pictures"),
        ("qualtiy", "quality"),
    ],
)
def test_a_misspelt_word_is_read_as_meant(typo: str, right: str) -> None:
    """A word one slip away from a known one is that word."""
    sentence = "40 {} medium quality portrait images".format
    if right in ("medium", "quality", "portrait", "images"):
        text = "40 medium quality portrait images"
        assert as_json(reading(text.replace(right, typo))) == as_json(reading(text))
    else:
        text = sentence("").replace("portrait", right)
        assert as_json(reading(text.replace(right, typo))) == as_json(reading(text).__class__(reading(text).request))


@pytest.mark.parametrize("word", ["wide", "side", "sigh", "night", "light", "talk", "wise", "prize", "team", "word"])
def test_an_ordinary_word_is_not_corrected(word: str) -> None:
    """A correct English word near a known one stays itself."""
    said = as_json(reading(f"30 medium images for the {word} project"))
    expected = {"images": 30, "quality": "medium"} | ({"size": "landscape"} if word == "wide" else {})
    assert said["request"]["jobs"] == [expected]


def test_a_model_name_off_by_a_digit_is_asked_back() -> None:
    """A model name that differs from a known one in a digit is never taken for it."""
    for name in ("gpt-image-3", "gpt-image-1.6", "dall-e 4", "gpt-image-2.7-flare"):
        answer = as_json(reading(f"20 square images on {name}"))
        assert answer["intent"] == "clarify"
        assert "model" in answer["request"]["missing"]


def written_once(case: dict[str, Any]) -> bool:
    """Whether the case has one job, whose count of ten or more is written once in digits."""
    jobs = case["expect"]["request"].get("jobs", [])
    shown = str(jobs[0]["images"]) if len(jobs) == 1 else ""
    return (
        case["expect"]["intent"] == "quote" and shown.isdigit() and int(shown) >= 10 and case["text"].count(shown) == 1
    )


@pytest.mark.parametrize("case", [case for case in SINGLE if written_once(case)], ids=ids)
def test_a_changed_count_changes_the_request(case: dict[str, Any]) -> None:
    """Another number of images is another request."""
    shown = str(case["expect"]["request"]["jobs"][0]["images"])
    other = case["text"].replace(shown, str(int(shown) + 7))
    assert as_json(reading(other)) != as_json(reading(case["text"]))
