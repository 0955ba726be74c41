"""Things that are named without a number beside counted ones, each of which is one: a hero and 5 thumbnails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.language.facts.fact import Fact

_ARTICLES = ("a", "an", "another", "single")
_JOINTS = ("+", "plus", "and", "&")
_BETWEEN = ("quality", "size", "model", "best", "noun-mark")
_FOR = frozenset("for of with on in from to as into using".split())
_IS = ("is", "are", "was", "be")
_LONGEST = 8


def singles(facts: list[Fact]) -> list[Fact]:
    """The facts with a count of one for every such thing; what is for each of several subjects is left alone."""
    if not any(f.kind == "noun" for f in facts) or not any(_is_counted(f) for f in facts):
        return facts
    facts = _bare(facts)
    return facts if any(f.kind == "each" for f in facts) else _with_article(facts)


def _bare(facts: list[Fact]) -> list[Fact]:
    """Hero + 5 thumbnails: no article, and nothing before it."""
    n = next((n for n, f in enumerate(facts) if _is_thing(f)), len(facts))
    if n + 2 >= len(facts) or facts[n].kind != "noun":
        return facts
    noun, joint, after = facts[n : n + 3]
    if joint.text not in ("+", "plus", "and") or not _is_thing(after) or noun.plural or noun.definite:
        return facts
    return [*facts[:n], replace(noun, kind="count", value="", number=Decimal(1), noun="image"), *facts[n:]]


def _with_article(facts: list[Fact]) -> list[Fact]:
    """A landscape hero and 5 thumbnails, 5 thumbnails and a hero."""
    found = list(facts)
    for n in range(len(facts) - 1, -1, -1):
        at = _article_of(facts, n)
        if at is None or not (_leads_to_count(facts, n) or _follows_count(facts, at, n)):
            continue
        one = replace(facts[at], kind="count", value="", number=Decimal(1), noun="image", lemma=facts[n].lemma)
        found[at] = one
    return found


def _article_of(facts: list[Fact], n: int) -> int | None:
    """Where the article of the one thing at n stands, if that is what it is."""
    noun = facts[n]
    if noun.kind != "noun" or noun.value not in ("image", "weak") or noun.plural or not noun.definite:
        return None
    places = range(n - 1, max(n - _LONGEST, -1), -1)
    at = next((k for k in places if facts[k].text in _ARTICLES and facts[k].kind == "word"), None)
    held = at is not None and at > 1 and facts[at - 1].text in _FOR and facts[at - 2].kind in ("noun", "count")
    said_of_it = at is not None and at > 0 and facts[at - 1].text in _IS
    return None if held or said_of_it else at


def _leads_to_count(facts: list[Fact], n: int) -> bool:
    """Whether "and 5 thumbnails" comes next."""
    k = n + 1
    if k >= len(facts) or facts[k].text not in (*_JOINTS, ","):
        return False
    k += 1
    while k < len(facts) and facts[k].kind in _BETWEEN:
        k += 1
    return k < len(facts) and _is_counted(facts[k])


def _follows_count(facts: list[Fact], at: int, n: int) -> bool:
    """Whether "5 thumbnails and" stands before the article, and the name ends with the noun."""
    if at < 2 or facts[at - 1].text not in _JOINTS:
        return False
    after = facts[n + 1].kind if n + 1 < len(facts) else "sep"
    k = at - 2
    while k > 0 and facts[k].kind in (*_BETWEEN, "noun"):
        k -= 1
    return after not in ("noun", "noun-mark", "count") and _is_counted(facts[k])


def _is_counted(fact: Fact) -> bool:
    return fact.kind == "count" and fact.noun in ("image", "weak") and not fact.link and not fact.total


def _is_thing(fact: Fact) -> bool:
    """A count or a name of images, not of what they are for."""
    kind = fact.noun if fact.kind == "count" else fact.value if fact.kind == "noun" else "none"
    return kind in ("image", "weak", "")
