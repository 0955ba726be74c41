"""What kinds of words a text has: the evidence that intents are decided on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.language.facts.fact import Fact
from bot.language.items import Item

SETTINGS = frozenset(("quality", "size", "model", "nomodel", "batch", "prompt_text", "prompt_words", "edit"))


@dataclass(frozen=True)
class Cues:
    """The items and facts of one message, asked by kind and by word."""

    items: list[Item]
    facts: list[Fact]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of items in the text."""
        return frozenset(item.kind for item in self.items)

    @cached_property
    def words(self) -> frozenset[str]:
        """All items' words, lower case."""
        return frozenset(word for item in self.items for word in item.text.split())

    @cached_property
    def line(self) -> str:
        """The text's words in order, one space between."""
        return " " + " ".join(item.text for item in self.items) + " "

    def has(self, *kinds: str) -> bool:
        """Whether there is an item of one of these kinds."""
        return any(kind in self.kinds for kind in kinds)

    def says(self, *phrases: str) -> bool:
        """Whether one of these phrases stands in the text."""
        return any(f" {phrase} " in self.line for phrase in phrases)

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

    @cached_property
    def settings(self) -> int:
        """How many kinds of settings the text names."""
        return len({f.kind for f in self.facts if f.kind in SETTINGS})

    @cached_property
    def models(self) -> tuple[str, ...]:
        """The models named, in text order."""
        return tuple(dict.fromkeys(f.value for f in self.facts if f.kind == "model" and not f.negated))

    def first(self, kind: str) -> str | None:
        """The value of the first item of this kind."""
        return next((item.value for item in self.items if item.kind == kind), None)
