"""Second counts of which it is not plain whether they are a part, an exception or another choice: asked back."""

from __future__ import annotations

from dataclasses import replace

from bot.language.facts.fact import Fact

_EXCEPT = frozenset(
    ("except", "excluding", "apart from", "all but", "everything but", "any but", "other than", "but", "minus")
)
_TAKEN = ("dropped", "cancelled", "canceled", "scrapped", "lost", "removed")
_PLACES = ("the", "first", "last", "about", "only", "just")
_SETTINGS = ("quality", "size", "model", "batch")


def unclear_counts(facts: list[Fact]) -> list[Fact]:
    """The facts with the first such count as one that cannot be used."""
    facts = [replace(f, kind="bad", value="done") if _is_taken_off(facts, n) else f for n, f in enumerate(facts)]
    whole = next((n for n, f in enumerate(facts) if f.kind == "count" and f.noun in ("image", "weak")), len(facts))
    compared = any(f.kind in ("compare", "versus", "fix") for f in facts)
    for n in range(whole + 1, len(facts)):
        fact = facts[n]
        if _is_exception(facts, n):
            return [replace(f, kind="bad", value="parts", negated=False) if f is fact else f for f in facts]
        if fact.kind == "count" and not compared and _is_other_choice(facts, whole, n):
            numbers = (facts[whole].number, fact.number)
            choices = tuple(f"{number:.0f}" for number in numbers if number is not None)
            said = f"{facts[whole].raw} or {fact.raw}"
            return [
                replace(f, kind="bad", value="either", raw=said, choices=choices) if f is fact else f for f in facts
            ]
    return facts


def _is_exception(facts: list[Fact], n: int) -> bool:
    """High for the first 10, through batch except 10, high but 10 low."""
    fact, k = facts[n], n - 1
    if (fact.kind != "count" and (fact.kind, fact.value) != ("unread", "number")) or fact.noun:
        return False
    while k > 0 and facts[k].text in _PLACES:
        k -= 1
    if facts[k].text not in (*_EXCEPT, "for"):
        return False
    if facts[k].text == "all but":
        return True
    if facts[k].text == "but":
        return facts[k - 1].kind == "quality" and any(f.kind == "quality" for f in facts[n + 1 : n + 4])
    ends = n + 1 >= len(facts) or facts[n + 1].kind == "sep"
    return facts[k - 1].kind in _SETTINGS and ends


def _is_taken_off(facts: list[Fact], n: int) -> bool:
    """12 products, but dropped 3."""
    return n > 0 and facts[n].kind == "count" and not facts[n].noun and facts[n - 1].text in _TAKEN


def _is_other_choice(facts: list[Fact], whole: int, n: int) -> bool:
    """20 banners or 30 banners."""
    fact, led = facts[n], [f for f in facts[max(whole + 1, n - 2) : n] if f.lemma == "or"]
    between = [f for f in facts[whole + 1 : n] if f.kind == "count"]
    return bool(led) and not between and fact.noun in ("image", "weak") and not fact.link
