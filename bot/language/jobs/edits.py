"""What is done to images that exist: swap the background in 130 photos, add text to 12 banners."""

from __future__ import annotations

from bot.language.facts.fact import Fact
from bot.language.facts.sources import PICTURES

_INSIDE = frozenset(("in", "in all", "on", "of", "into", "onto"))
_OUT_OF = _INSIDE | {"from"}
_ALTERING = {
    **dict.fromkeys("add adding".split(), _INSIDE | {"to"}),
    **dict.fromkeys("put insert place".split(), _INSIDE | {"to"}),
    **dict.fromkeys("write overlay stamp".split(), _INSIDE),
    **dict.fromkeys("remove erase delete removing".split(), _OUT_OF),
    **dict.fromkeys("swap replace exchange substitute swapping replacing".split(), _OUT_OF),
    **dict.fromkeys("change fix correct adjust extend lighten darken changing".split(), _OUT_OF),
}
"""Verbs of change, each with the words that can stand between what is changed and where."""
_NEW_THERE = frozenset("add adding put insert place".split())
_OWN = frozenset("the our my these those all their out".split())
_COUNTING = frozenset("it that this them those number count total amount quantity order job quote".split())
_SETTINGS = ("quality", "size", "model", "noun-mark", "count", "money", "batch", "again", "number-of")
_CLAUSE = 12


def altered(facts: list[Fact]) -> list[Fact]:
    """The verb of an edit, where one is said with what it alters and the counted images it alters it in."""
    for n, fact in enumerate(facts):
        if fact.kind == "count" and fact.noun in ("image", "weak") and (verb := _verb(facts, n)):
            return [verb]
    return []


def _verb(facts: list[Fact], n: int) -> Fact | None:
    """What is done in the counted pictures at n, before them in their clause; None when they are simply made."""
    k = n - 1
    while k >= 0 and (facts[k].text in _OWN or facts[k].kind == "each"):
        k -= 1
    if k < 2:
        return None
    for back in range(k - 1, max(k - _CLAUSE, -1), -1):
        fact = facts[back]
        if fact.text in _ALTERING:
            done = back < k - 1 and facts[k].text in _ALTERING[fact.text] and _has_object(facts[back + 1 : k])
            made = fact.text in _NEW_THERE and facts[n].lemma not in PICTURES and _is_made(facts[back + 1 : k])
            return fact if done and not made else None
        if (fact.kind in _SETTINGS and not fact.text.startswith("model")) or (
            fact.kind == "sep" and fact.text in ",.;:?!\n()"
        ):
            return None
    return None


def _has_object(facts: list[Fact]) -> bool:
    """Whether something of the images is altered, not how many there are: change that to 40 images."""
    return not any(f.text in _COUNTING for f in facts)


def _is_made(facts: list[Fact]) -> bool:
    """Whether what is put there is an image itself: add a header to 12 posts."""
    return any(f.kind == "noun" and f.value in ("image", "weak") and (f.definite or f.plural) for f in facts)
