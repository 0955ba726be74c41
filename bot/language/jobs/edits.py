"""What is done to images that exist: swap the background in 130 photos, put our logo on 40 pictures."""

from __future__ import annotations

from bot.language.facts.fact import Fact
from bot.language.facts.sources import PICTURES

_ALTERING = frozenset(
    "swap replace exchange substitute change remove erase delete add put insert place extend fix correct adjust lighten"
    " darken swapping replacing changing removing adding".split()
)
_INSIDE = frozenset(("in", "in all", "on", "of", "from", "to", "into", "onto"))
_OWN = frozenset("the our my these those all their out all".split())
_SETTINGS = ("quality", "size", "model", "noun-mark", "count", "money", "batch")
_CLAUSE = 12


def altered(facts: list[Fact]) -> list[Fact]:
    """The verb of an edit, where one is said with what it alters and the pictures it alters it in."""
    for n, fact in enumerate(facts):
        if fact.kind == "count" and fact.noun == "image" and fact.lemma in PICTURES and (verb := _verb(facts, n)):
            return [verb]
    return []


def _verb(facts: list[Fact], n: int) -> Fact | None:
    """What is done in the counted pictures at n, before them in their clause; None when they are simply made."""
    k = n - 1
    while k >= 0 and facts[k].text in _OWN:
        k -= 1
    if k < 2 or facts[k].text not in _INSIDE:
        return None
    for back in range(k - 1, max(k - _CLAUSE, -1), -1):
        fact = facts[back]
        if fact.text in _ALTERING:
            return fact if back < k - 1 else None
        if fact.kind in _SETTINGS or (fact.kind == "sep" and fact.text in ",.;:?!\n()"):
            return None
    return None
