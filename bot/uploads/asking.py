"""A text with files, answered: the files stand as an earlier message that the text is read as a change to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.answer import Answer
from bot.ask import Asker
from bot.request import (
    HelpRequest,
    PriceRequest,
    QuoteRequest,
    Reading,
    Request,
    UnsupportedRequest,
)
from bot.uploads.facts import Facts

_NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_NOUNS = "images?|pictures?|pics?|variations?|variants?|versions?|options?|outputs?|renders?"
_EACH = re.compile(
    rf"(?<![\w$€£.,])(?P<count>[1-9][0-9]{{0,2}}|{'|'.join(_NUMBERS)})(?: +(?:{_NOUNS}))? +"
    r"(?:(?:of|for|from) +(?:each|every)(?: +(?:prompt|line|row|one))?|(?:per|a) +(?:prompt|line|row)|each|apiece)\b",
    re.IGNORECASE,
)
READ = 4_000
"""Characters of a text in which a number of images of each prompt is looked for."""


def ask_about(asker: Asker, facts: Facts, text: str = "", thread: Sequence[str | Request] = ()) -> Answer:
    """The answer to the message that brought files, with or without words of its own.

    What the words leave open is filled from the files; words that ask for no price are answered with the files' price.
    Its request stands for the message in the thread.
    """
    at = asker.clock.now()
    reading = _read(asker, facts, _of_each(text, facts), thread, at)
    return asker.answer(replace(facts.attached(reading), spans=()), at)  # spans of a text that nobody wrote


def ask_later(asker: Asker, facts: Facts, text: str, thread: Sequence[str | Request]) -> Answer:
    """The answer to a later message in a thread in which the request of `ask_about` stands."""
    at = asker.clock.now()
    said = _of_each(text, facts)
    reading = facts.attached(asker.read(said, thread, at), fresh=False)
    return asker.answer(reading if said == text else replace(reading, spans=()), at)


def _read(asker: Asker, facts: Facts, text: str, thread: Sequence[str | Request], at: datetime) -> Reading:
    words = facts.words()
    if text.strip():
        reading = asker.read(text, [*thread, words], at)
        if not isinstance(reading.request, PriceRequest | UnsupportedRequest | HelpRequest):
            return reading
        both = asker.read(f"{words}, {text}", thread, at)
        if isinstance(both.request, QuoteRequest):
            return both
    return facts.asked()


def _of_each(text: str, facts: Facts) -> str:
    """The text with a number of images of each prompt as the number of all: "3 per prompt" of 20 are 60 images."""
    if facts.prompts is None or facts.prompts.prompts == 1:
        return text
    prompts = facts.prompts.prompts

    def total(found: re.Match[str]) -> str:
        count = found.group("count").lower()
        return f"{(_NUMBERS.get(count) or int(count)) * prompts} images"

    return _EACH.sub(total, text[:READ], count=1) + text[READ:]
