"""Which words were read as what."""

from __future__ import annotations

import pytest

from bot.answer.heard import Heard, heard
from tests.language.conftest import reading


def pieces(text: str, *thread: str) -> list[Heard]:
    """What is said of the text's words."""
    return list(heard(reading(text, *thread), text))


def test_every_field_has_its_words() -> None:
    """Each stretch that a field was read from stands there in text order, in a person's words for the field."""
    assert pieces("100 medium square images on mini, 3 tries each, 30 words a prompt") == [
        ("100", "number of images"),
        ("medium", "quality"),
        ("square", "size"),
        ("mini", "model"),
        ("3 tries", "tries"),
        ("30 words", "length of a prompt"),
    ]


def test_words_that_were_not_used_come_last() -> None:
    """Unknown words side by side are one piece; the words of the question itself are none."""
    assert pieces("how much would 40 low squares for the zebra gala on mini be?") == [
        ("40", "number of images"),
        ("low", "quality"),
        ("squares", "size"),
        ("mini", "model"),
        ("zebra gala", "not used"),
    ]


@pytest.mark.parametrize("text", ["40 low squares at 100% opacity", "invoice 77: 40 low squares"])
def test_a_number_that_counts_nothing_is_named(text: str) -> None:
    """A percentage or a label that played no part is among the words not used, as typed."""
    number = "100%" if "%" in text else "77"
    assert any(number in each.words for each in pieces(text) if each.what == "not used")


def test_a_refusal_is_not_said_to_be_read() -> None:
    """What the text refuses is no value that was read."""
    assert ("high", "quality") not in pieces("40 squares on mini, not high")


def test_a_follow_up_is_about_its_own_words() -> None:
    """Only the last message's words are listed."""
    assert pieces("and in high?", "40 low squares") == [("high", "quality")]


def test_questions_about_records_have_their_words() -> None:
    """A stretch of days, a person, a channel and a break-down are named."""
    assert pieces("what did #design spend last month by model?") == [
        ("#design", "channel"),
        ("last month", "dates"),
        ("by model", "broken down by"),
    ]


def test_slacks_escapes_are_shown_as_typed() -> None:
    """A prompt that Slack escaped is shown as the person typed it, in one line and not at length."""
    text = '20 squares with the prompt "salt &amp; pepper\nshakers ' + "on a table " * 20 + '"'
    shown = next(each.words for each in pieces(text) if each.what == "prompt")
    assert shown.startswith('"salt & pepper shakers on')
    assert len(shown) <= 60
    assert shown.endswith("…")
