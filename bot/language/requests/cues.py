"""What kinds of words a text has: the evidence that intents are decided on."""

from __future__ import annotations

from functools import cached_property

from bot.language.facts.fact import Fact
from bot.language.item import Item

SETTINGS = frozenset(("quality", "size", "model", "nomodel", "batch", "prompt_text", "prompt_words", "edit"))


class Cues:
    """The items and facts of one message, asked by kind and by word.

    `kinds` are those of its items, `words` all their words, `line` the words in order with one space between,
    `models` the models named, in text order, and `settings` how many kinds of settings it names.
    """

    def __init__(self, items: list[Item], facts: list[Fact]) -> None:
        self.items = items
        self.facts = facts
        self.kinds = frozenset([item.kind for item in items])
        line = " ".join([item.text for item in items])
        self.words = frozenset(line.split())
        self.line = f" {line} "
        self.settings = len(SETTINGS.intersection([fact.kind for fact in facts]))
        self.models = tuple(dict.fromkeys([f.value for f in facts if f.kind == "model" and not f.negated]))

    def has(self, *kinds: str) -> bool:
        """Whether there is an item of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    def says(self, *phrases: str) -> bool:
        """Whether one of these phrases stands in the text."""
        line = self.line
        return any(phrase in line and f" {phrase} " in line for phrase in phrases)

    @cached_property
    def counted(self) -> bool:
        """Whether a number of images is said (or vaguely said)."""
        return any(
            (f.kind in ("count", "counts") and not f.negated) or (f.kind == "vague" and self.imagelike)
            for f in self.facts
        )

    @cached_property
    def imagelike(self) -> bool:
        """Whether the text speaks of images or of their settings."""
        return self.settings > 0 or any(
            (f.kind == "noun" and f.value in ("image", "weak")) or (f.kind == "count" and f.noun == "image")
            for f in self.facts
        )

    def first(self, kind: str) -> str | None:
        """The value of the first item of this kind."""
        return next((item.value for item in self.items if item.kind == kind), None)
