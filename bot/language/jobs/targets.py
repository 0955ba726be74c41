"""What counted images are for, where it is not said how the two numbers go together: that is asked back.

Add 3 images to 40 posts: 3 in all, or 120? For each of 3 languages and 4 sizes: 7 times, or 12 times?
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bot.language.facts.fact import Fact
from bot.language.facts.sources import VARIANTS

_CROSSING = frozenset(
    "language colour color size format shape style angle season theme persona segment audience variety resolution ratio"
    " orientation palette mood outfit".split()
)
"""What every image has one of, so that several kinds of it multiply."""
_INTO = ("to", "onto", "into")
_WITHIN = ("in", "on")
_ADDING = frozenset("add adding put putting place placing insert inserting".split())
_OWN = frozenset("the our my these those of your his her their".split())
_NEEDING = ("need", "needs", "require", "want", "get")
_BEFORE = 4


def unclear_targets(facts: list[Fact]) -> list[Fact]:
    """The facts with such a second number as one that cannot be used, its choices worked out."""
    places = [n for n, f in enumerate(facts) if f.kind == "count" and f.number is not None]
    for first, second in pairwise(places):
        choices = (
            _crossed(facts, places, first, second)
            or _shared(facts, places, first, second)
            or _needed(facts, first, second)
        )
        if choices:
            asked = replace(facts[second], kind="bad", value=choices[0], choices=choices[1:])
            target = first if facts[second].noun in ("image", "weak") and facts[first].noun == "subject" else second
            asked.raw = f"{facts[target].raw} {_noun(facts, target)}".strip()
            return [asked if n == second else f for n, f in enumerate(facts)]
    return facts


def _crossed(facts: list[Fact], places: list[int], first: int, second: int) -> tuple[str, ...]:
    """For each of 3 languages and 4 sizes: the question and the two counts that it can come to."""
    one, other = facts[first], facts[second]
    between = facts[first + 1 : second]
    led = first > 0 and facts[first - 1].kind == "each" and not facts[first - 1].lemma
    if not led or one.lemma == other.lemma or not {one.lemma, other.lemma} & _CROSSING:
        return ()
    if not any(f.lemma == "and" for f in between) or not all(f.kind in ("noun", "word", "sep") for f in between):
        return ()
    images = next((facts[n].number for n in places if facts[n].noun == "image"), None) or Decimal(1)
    a, b = one.number or Decimal(0), other.number or Decimal(0)
    return ("crossed", *_worked(images * a * b, images * (a + b)))


def _shared(facts: list[Fact], places: list[int], first: int, second: int) -> tuple[str, ...]:
    """Add 3 images to 40 posts: the question and the two counts that it can come to."""
    images, target = facts[first], facts[second]
    k = second - 1
    while k > first and facts[k].text in _OWN:
        k -= 1
    named = all(f.kind in ("noun", "quality", "size", "model") for f in facts[first + 1 : k])
    unclear = images.noun == "image" and target.noun in ("weak", "subject") and not images.total and not target.total
    if not (named and unclear) or target.link or target.lemma in VARIANTS | _CROSSING or (target.number or 0) < 2:
        return ()
    if any(f.kind == "each" for f in facts) or len(places) > 2 or images.number == 1:
        return ()
    adds = any(f.text in _ADDING for f in facts[max(0, first - _BEFORE) : first])
    joint = facts[k].text
    if (
        joint in _INTO
        or (joint in _WITHIN and (adds or target.noun == "weak"))
        or (joint == "for" and target.noun == "weak")
    ):
        made = images.number or Decimal(0)
        return ("sources", *_worked(made * (target.number or Decimal(0)), made))
    return ()


def _needed(facts: list[Fact], first: int, second: int) -> tuple[str, ...]:
    """20 products need 3 images, which are too few for all of them: the question, and the counts if it is one kind."""
    one, other = facts[first], facts[second]
    between = [f for f in facts[first + 1 : second] if f.kind != "noun" and f.text not in (":", "a", "an")]
    verb = len(between) == 1 and between[0].text in _NEEDING
    images = other.noun in ("image", "weak") and not other.link and not other.total
    if not (verb and images and one.noun == "subject") or any(f.kind == "each" for f in facts):
        return ()
    few, many = other.number or Decimal(0), one.number or Decimal(0)
    return ("sources", *_worked(few * many, few)) if 0 < few < many else ()


def _worked(*counts: Decimal) -> tuple[str, ...]:
    return tuple(f"{count:.0f}" for count in counts if count == count.to_integral_value())


def _noun(facts: list[Fact], n: int) -> str:
    after = facts[n + 1] if n + 1 < len(facts) else None
    return after.raw if after is not None and after.kind in ("noun", "word") else facts[n].lemma
