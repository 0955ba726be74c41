"""Which words of a text were read as what, and which were not used: the answer to "how did you read that?"."""

from __future__ import annotations

from typing import NamedTuple

from bot.language.scan import decode
from bot.phrase import visible
from bot.request import Reading

UNUSED = "not used"
_WHAT = {
    "images": "number of images",
    "per": "how often",
    "model": "model",
    "quality": "quality",
    "size": "size",
    "batch": "Batch API",
    "prompt_words": "length of a prompt",
    "prompt_tokens": "length of a prompt",
    "prompt_text": "prompt",
    "references": "images that go in",
    "attempts": "tries",
    "amount_usd": "amount",
    "range": "dates",
    "by": "broken down by",
    "user": "person",
    "channel": "channel",
    "weekday": "day",
    "time": "time",
    "timezone": "time zone",
}
_LONGEST = 60


class Heard(NamedTuple):
    """Some words of a text, as typed, and what they were read as: a field in words, or "not used"."""

    words: str
    what: str


def heard(reading: Reading, text: str) -> tuple[Heard, ...]:
    """The words that were read, in text order, then those that were not used.

    Words that make up the question ("how much would …") are neither. `text` is what the reading was made of.
    """
    read: list[Heard] = []
    end = 0
    for span in reading.spans:
        if span.field in _WHAT and span.start >= end:
            read.append(Heard(_shown(text[span.start : span.end]), _WHAT[span.field]))
            end = span.end
    return (*read, *(Heard(_shown(words), UNUSED) for words in reading.unread))


def _shown(words: str) -> str:
    """The words in one line, a long prompt cut short."""
    line = " ".join(visible(decode(words)).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
