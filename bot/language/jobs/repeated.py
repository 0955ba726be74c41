"""Counts that count nothing new (all 20 of 12 and 8), and counts that are said once for several kinds of image."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from bot.language.facts.fact import Fact

_ALL = ("all", "the", "these", "those")
_LEADING = frozenset("for to get per until till before on of we a".split())


def without_repeated(facts: list[Fact]) -> list[Fact]:
    """The facts without such counts."""
    places = [n for n, f in enumerate(facts) if f.kind == "count"]
    if len(places) < 2:
        return facts
    gone = {n for at, n in enumerate(places) if _restates(facts, places[:at], n) or _is_kept_one(facts, n)}
    return [f for n, f in enumerate(facts) if n not in gone] if 0 < len(gone) < len(places) else facts


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
    while k >= 0 and (facts[k].text in _LEADING or facts[k].kind in ("keep", "afford")):
        k -= 1
    return facts[n].number == 1 and n - 1 > k >= 0 and facts[k].kind == "attempts"


def of_each_kind(facts: list[Fact]) -> list[Fact]:
    """30 each of squares and portraits: the count stands before each of the two."""
    n = next((n for n, f in enumerate(facts) if f.kind == "each" and not f.lemma), 0)
    k = n - 1
    while k > 0 and facts[k].kind == "noun":
        k -= 1
    if k < 0 or facts[k].kind != "count" or sum(f.kind == "count" for f in facts) > 1:
        return facts
    start = n + 1
    while start < len(facts) and facts[start].text in ("of", "in", ":"):
        start += 1
    kinds = _listed(facts, start)
    if len(kinds) < 2:
        return facts
    result = [*facts[:k], *facts[k + 1 : n]]
    for at in range(start, len(facts)):
        result += [replace(facts[k], noun="image", plural=True)] if at in kinds else []
        result.append(facts[at])
    return result


def _listed(facts: list[Fact], start: int) -> list[int]:
    """The places of shapes in a row, with "and" or a comma between them."""
    found: list[int] = []
    for n in range(start, len(facts)):
        fact, joined = facts[n], facts[n - 1].kind == "sep"
        if fact.kind == "size" and fact.plural and (joined or not found):
            found.append(n)
        elif fact.kind != "noun" and not (fact.kind == "sep" and (fact.lemma == "and" or fact.text in ",&+")):
            break
    values = {facts[n].value for n in found}
    return found if len(values) == len(found) else []
