"""Counts that count nothing new: all 20 of 12 and 8; 28 pictures, one per child."""

from __future__ import annotations

from math import prod

from bot.language.facts.fact import Fact

_ALL = ("all", "the", "these", "those")
_LEADING = frozenset("for to get per until till before on of we a i like love want have find reach works good".split())


def without_repeated(facts: list[Fact]) -> list[Fact]:
    """The facts without such counts."""
    facts = _without_breakdown(facts)
    places = [n for n, f in enumerate(facts) if f.kind == "count"]
    if len(places) < 2:
        return facts
    gone = {
        n
        for at, n in enumerate(places)
        if _restates(facts, places[:at], n) or _is_kept_one(facts, n) or _is_one_each(facts, places[:at], n)
    }
    return [f for n, f in enumerate(facts) if n not in gone] if 0 < len(gone) < len(places) else facts


def _without_breakdown(facts: list[Fact]) -> list[Fact]:
    """10 weddings (4 in May, 6 in June): what the bracket counts is what stands before it, where it adds up."""
    opens = [n for n, f in enumerate(facts) if f.kind == "sep" and f.text == "("]
    for start in reversed(opens):
        end = next((n for n in range(start, len(facts)) if facts[n].text == ")"), len(facts))
        inside = [f.number for f in facts[start:end] if f.kind == "count" and f.number is not None]
        before = next((f for f in reversed(facts[max(0, start - 4) : start]) if f.kind == "count"), None)
        settled = any(f.kind in ("quality", "size", "model", "each") for f in facts[start:end])
        if before is not None and len(inside) > 1 and sum(inside) == before.number and not settled:
            facts = [*facts[:start], *facts[end + 1 :]]
    return facts


def _restates(facts: list[Fact], before: list[int], n: int) -> bool:
    """12 squares and 8 portraits, all 20 on mini: the number is what those before make together."""
    fact = facts[n]
    if len(before) < 2 or fact.link or fact.number is None or facts[n - 1].text not in _ALL or fact.noun == "subject":
        return False
    numbers = [facts[k].number or 0 for k in before]
    return fact.number in (sum(numbers), prod(numbers))


def _is_kept_one(facts: list[Fact], n: int) -> bool:
    """Four goes to get one we like: the one is what the tries are for."""
    k = n - 1
    while k >= 0 and (facts[k].text in _LEADING or facts[k].kind in ("keep", "afford", "each")):
        k -= 1
    return facts[n].number == 1 and n - 1 > k >= 0 and facts[k].kind == "attempts"


def _is_one_each(facts: list[Fact], before: list[int], n: int) -> bool:
    """28 pictures, one per child: so many children, who are counted nowhere."""
    each = next((f for f in facts[n + 1 : n + 3] if f.kind == "each"), None)
    if facts[n].number != 1 or each is None or len(before) != 1 or facts[n - 1].text not in (",", "(", "–", "-", ":"):
        return False
    name = each.lemma or ("prompt" if each.text.endswith("prompt") else "")
    counted = any(f.kind == "count" and f is not facts[n] and f.lemma == name for f in facts)
    return facts[before[0]].noun in ("image", "weak", "") and name not in ("", facts[before[0]].lemma) and not counted
