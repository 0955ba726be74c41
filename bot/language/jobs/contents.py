"""What is shown in an image is not what is made: a poster with 12 icons on it is one image."""

from __future__ import annotations

from dataclasses import replace

from bot.language import noted
from bot.language.facts.fact import Fact
from bot.language.facts.sources import VARIANTS

_HOLDING = frozenset("with of containing showing featuring has".split())
_BOARDS = frozenset("storyboard moodboard carousel comic".split())
_COMPOSED = frozenset("collage montage composite mosaic".split())
_SHOWN = ("noun", "noun-mark")


def without_contents(facts: list[Fact]) -> tuple[list[Fact], str]:
    """The facts without the counts of what images show, and a note; what could be either is asked back."""
    for n, fact in enumerate(facts):
        if fact.kind != "count" or n < 2 or not _is_held(facts, n):
            continue
        end = n + 1
        while end < len(facts) and facts[end].kind in _SHOWN:
            end += 1
        if [f.text for f in facts[end : end + 2]] in _ON_IT:
            return [*facts[: n - 1], *facts[end + 2 :]], noted.shown(" ".join(f.raw for f in facts[n:end]))
        either = fact.noun in ("image", "weak") and (facts[n - 2].lemma in _COMPOSED or not _is_each(facts, n))
        if either:
            return [replace(f, kind="bad", value="contents") if f is fact else f for f in facts], ""
    return facts, ""


_ON_IT = [[where, what] for where in ("on", "in", "inside") for what in ("it", "them")]


def _is_held(facts: list[Fact], n: int) -> bool:
    holder, joint, fact = facts[n - 2], facts[n - 1], facts[n]
    images = holder.kind == "noun" and holder.value in ("image", "weak") and holder.lemma not in VARIANTS
    if holder.lemma in _BOARDS and not holder.plural:
        return False
    counted = holder.definite or any(
        f.kind == "count" and f.noun in ("image", "weak") for f in facts[max(0, n - 5) : n]
    )
    return images and counted and joint.text in _HOLDING and fact.lemma not in VARIANTS and not fact.link


def _is_each(facts: list[Fact], n: int) -> bool:
    """Up to the next count or the end of the clause."""
    for fact in facts[n + 1 :]:
        if fact.kind == "each":
            return True
        if fact.kind in ("count", "sep") and fact.text not in ("in", "on", "with"):
            return False
    return False
