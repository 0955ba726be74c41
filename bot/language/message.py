"""One message with everything read off it: its items, facts, cues and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.bind import bind
from bot.language.cues import Cues
from bot.language.draft import Draft
from bot.language.facts import Fact
from bot.language.items import Item, itemize
from bot.language.jobs import read_jobs

LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Message:
    """A message as read by itself."""

    text: str
    items: list[Item]
    facts: list[Fact]
    cues: Cues
    drafts: tuple[Draft, ...]
    too_long: bool
    known: frozenset[str]


def message_of(text: str, models: Mapping[str, str]) -> Message:
    """Reads the message's own words; of one that is too long, only that it is."""
    length = _own_length(text)
    if length > LONGEST and len(text) > 10 * LONGEST:
        return Message(text, [], [], Cues([], []), (Draft(),), True, frozenset(models.values()))
    items = itemize(text, models)
    facts = bind(items)
    return Message(text, items, facts, Cues(items, facts), read_jobs(facts), _too_long(text, items), frozenset(models.values()))


def _own_length(text: str) -> int:
    return sum(len(line) for line in text.split("\n") if not _is_listed(line))


def _is_listed(line: str) -> bool:
    bare = line.lstrip()
    return bare.startswith(("•", "- ", "* ", "– ")) or bare[:2].rstrip(".)").isdigit()


def _too_long(text: str, items: list[Item]) -> bool:
    quoted = sum(item.end - item.start for item in items if item.kind == "quote")
    return _own_length(text) - quoted > LONGEST
