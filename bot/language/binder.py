"""The cursor that binds items to facts: looking around, adding a fact, telling whether it is negated."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts import Fact
from bot.language.items import Item
from bot.language.scan import typed

SMALL_WORDS = ("the", "a", "an", "any", "go", "do", "want", "-")
TAKEN_AWAY = ("batch", "ref", "try")


def prompts_counted(b: Binder) -> bool:
    """Whether the text counts prompts and images of each: 10 prompts, 4 images each."""
    counted = any(b.is_(k, "num") and b.is_(k + 1, "prompt") and b.items[k + 1].plural for k in range(len(b.items)))
    return counted and any(b.is_(k, "num") and b.is_(k + 1, "image", "weak") for k in range(len(b.items)))


class Binder:
    """The items, the facts found so far, and what kinds of numbers have been met."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.facts: list[Fact] = []
        self.steps = 0
        self.numbered = self.counted = self.listed = False

    def item(self, i: int) -> Item | None:
        """The item there, if there is one."""
        return self.items[i] if 0 <= i < len(self.items) else None

    def is_(self, i: int, *kinds: str) -> bool:
        """Whether the item there is of one of these kinds."""
        return 0 <= i < len(self.items) and self.items[i].kind in kinds

    def says(self, i: int, *texts: str) -> bool:
        """Whether the item there is one of these words."""
        return 0 <= i < len(self.items) and self.items[i].text in texts

    def add(self, kind: str, value: str, i: int, end: int, number: Decimal | None = None) -> Fact:
        """A fact made of items[i:end]."""
        last = self.items[max(i, min(end, len(self.items)) - 1)]
        text = " ".join(item.text for item in self.items[i:end])
        fact = Fact(kind, value, self.items[i].start, last.end, number, text=text)
        fact.raw = typed(self.items[i:end])
        fact.negated = self.negated(i)
        self.facts.append(fact)
        return fact

    def negated(self, i: int) -> bool:
        """Whether "not", "no", "without" stands before items[i], at most two small words away."""
        kind = self.items[i].kind
        if self.says(i - 1, "of") and self.says(i - 2, "instead") and kind != "model":
            return True
        for back in range(i - 1, max(i - 4, -1), -1):
            item = self.items[back]
            if item.kind == "neg" or (item.kind in ("clear", "discard") and kind in TAKEN_AWAY):
                return True
            if not (item.kind in ("on", "again", "set") or item.text in SMALL_WORDS):
                return False
        return False
