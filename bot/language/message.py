"""One message with everything read off it: its items, facts, cues and jobs."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.facts.fact import Fact
from bot.language.facts.walk import bind
from bot.language.item import Item
from bot.language.items import itemize
from bot.language.jobs.assembly import read_jobs
from bot.language.jobs.drafts import Draft
from bot.language.models import Names
from bot.language.requests.cues import Cues
from bot.language.scan import Token, scan

LONGEST = 4_000
LONGEST_LINE = 300
_NUMBERED_LINE = re.compile(r"\d{1,3}[.)] ")
_QUOTES = "\"“”'’‘`„«»"


class Message(NamedTuple):
    """A message as read by itself."""

    items: list[Item]
    facts: list[Fact]
    cues: Cues
    drafts: tuple[Draft, ...]
    too_long: bool
    choices: tuple[str, ...] = ()


def message_of(text: str, names: Names) -> Message:
    """Reads the message's own words; of one that is too long, only that it is."""
    length = _own_length(text)
    if length - _quotable_length(text) > LONGEST:
        return _TOO_LONG
    tokens = scan(text)
    if length - _quoted_length(tokens) > LONGEST:
        return _TOO_LONG
    items = itemize(tokens, names)
    facts = bind(items)
    choices = names.ids[:4]
    for fact in facts:
        if fact.kind == "nomodel" and not fact.choices:
            fact.choices = choices
        elif fact.kind == "model" and fact.negated:
            fact.choices = tuple(name for name in names.ids if name != fact.value)[:4]
    return Message(items, facts, Cues(items, facts), read_jobs(facts), too_long=False, choices=choices)


_TOO_LONG = Message([], [], Cues([], []), (Draft(),), too_long=True)


def _quotable_length(text: str) -> int:
    """At most how much of the text can be quoted: from its first quotation mark to its last."""
    places = [place for mark in _QUOTES for place in (text.find(mark), text.rfind(mark)) if place >= 0]
    return max(places) - min(places) if places else 0


def _own_length(text: str) -> int:
    """Characters outside the lines of a list."""
    return sum(len(line) for line in text.split("\n") if not _is_listed(line))


def _is_listed(line: str) -> bool:
    bare = line.lstrip()
    if len(line) > LONGEST_LINE:
        return False
    return bare.startswith(("•", "- ", "* ", "– ")) or bool(_NUMBERED_LINE.match(bare))


def _quoted_length(tokens: list[Token]) -> int:
    return sum(token.end - token.start for token in tokens if token.kind == "quote")
