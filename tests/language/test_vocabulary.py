"""The vocabulary is data with one place for each word."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.language.requests.topicwords import PHRASES
from bot.language.vocabulary import WORDS
from bot.language.words import singulars

ENTRIES = [phrase.strip() for listed in WORDS.values() for phrase in listed.split(",")]


def test_every_word_has_one_place() -> None:
    """No phrase stands in two lists."""
    assert [phrase for phrase, times in Counter(ENTRIES).items() if times > 1] == []


def test_no_entry_is_longer_than_four_words() -> None:
    """Entries are words and short phrases, never sentences."""
    entries = [*ENTRIES, *(phrase for _, listed in PHRASES for phrase in listed)]
    assert [entry for entry in entries if not 1 <= len(entry.split()) <= 4] == []


@pytest.mark.parametrize(("plural", "singular"), [("images", "image"), ("stories", "story"), ("sketches", "sketch")])
def test_a_plural_is_known_by_its_singular(plural: str, singular: str) -> None:
    """Regular plurals need no entry of their own."""
    assert singular in singulars(plural)
