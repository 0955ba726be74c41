"""Any text at all can be read, and reading takes steps in proportion to its length."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.facts.fact import Binder
from bot.language.facts.walk import walk
from bot.language.items import itemize
from bot.language.models import names_of
from bot.language.scan import scan
from bot.language.vocabulary import WORDS
from bot.request import request_object
from tests.language.conftest import MODELS, reading

VOCABULARY = [phrase.strip() for phrases in WORDS.values() for phrase in phrases.split(",")]
NUMBERS = [
    "3",
    "1.5k",
    "2,400",
    "0",
    "-5",
    "half",
    "a dozen",
    "1024x1024",
    "10%",
    "$20",
    "one",
    "1e9",
    "2026-10-05",
    "9:30",
]
NAMES = [*MODELS, "gpt-5", "mini", "flare", "dall-e", "#design", "@tom", "<@U1>", "<#C1|x>", '"a b c d"', "prompt"]
MARKS = list(".,;:()?!-–+/x=*_`&\n'\"“”<>#@$%")
WORDY = st.lists(st.sampled_from([*VOCABULARY, *NUMBERS, *NAMES, *MARKS]), max_size=20).map(" ".join)


def check(text: str, thread: list[str]) -> None:
    """A text is read to a request that JSON can hold."""
    found = reading(text, *thread)
    json.dumps(request_object(found.request))
    for problem in found.problems:
        assert "<" not in problem.message
        assert all(character.isprintable() for character in problem.message)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=2))
def test_no_text_raises(text: str, thread: list[str]) -> None:
    """Any characters in any order are read without an error."""
    check(text, thread)


@settings(max_examples=700, deadline=None)
@given(WORDY, st.lists(WORDY, max_size=2))
def test_no_combination_of_known_words_raises(text: str, thread: list[str]) -> None:
    """Known words, numbers, names and marks in any order are read without an error."""
    check(text, thread)


def test_no_generated_text_raises(full: bool) -> None:
    """Twenty thousand strings of known words, every third after another, are read; a million in the full form."""
    generator = random.Random() if full else random.Random(20)
    pieces = [*VOCABULARY, *NUMBERS * 20, *NAMES * 10, *MARKS * 5]
    before: list[str] = []
    for n in range(1_000_000 if full else 20_000):
        text = " ".join(generator.choices(pieces, k=generator.randint(1, 6)))
        try:
            check(text, before)
        except Exception as error:
            raise AssertionError(f"{text!r} after {before!r}") from error
        before = [] if n % 3 else [text]


UNITS = ["100 low square images and ",
         '"a b ', " 'a.", "1,", "(", "&amp;", "<", ":a ", "- 20 low squares\n", "few ", "wait 3 ",
         "gpt-image-", "6 x ", "1 ", "imgaes ", "a-b-", "“ "]  # fmt: skip


def steps(text: str) -> int:
    """Tokens scanned and steps of the binder."""
    tokens = scan(text)
    binder = Binder(itemize(tokens, names_of(MODELS)))
    walk(binder)
    return len(tokens) + binder.steps


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_at_most_twice_the_steps(unit: str, full: bool) -> None:
    """The number of steps grows no faster than the text, up to 20,000 characters, in the full form 40,000."""
    length = 20_000 if full else 10_000
    assert steps(unit * (2 * length // len(unit))) <= 2 * steps(unit * (length // len(unit))) + 50


@pytest.mark.parametrize("length", [4_001, 40_000])
def test_too_long_a_text_is_asked_back(length: int) -> None:
    """More than 4,000 characters of one's own are not cut but asked back."""
    text = ("please price all of these images for me " * 2000)[:length]
    answer: dict[str, Any] = request_object(reading(text).request)
    assert answer["missing"] == ["text"]


def test_a_long_quoted_prompt_is_no_long_text() -> None:
    """A quoted prompt may be longer than 4,000 characters."""
    prompt = "a quiet harbour at dawn " * 400
    answer = request_object(reading(f'20 square images with the prompt "{prompt}" in low').request)
    assert answer["jobs"][0]["prompt_text"] == prompt.strip()
    assert answer["jobs"][0]["images"] == 20


def test_a_long_pasted_list_is_read_whole() -> None:
    """Every line of a long pasted list is a job."""
    answer = request_object(reading("Please price:\n" + "- 20 low squares on mini\n" * 300).request)
    assert len(answer["jobs"]) == 300
