"""What a text takes back: "200, no wait, 240" is 240; "12, not 20" is 12; "change low to high" is high."""

from __future__ import annotations

from dataclasses import replace

from bot.language.facts.fact import Fact
from bot.language.jobs.boundaries import NUMBERED, STRONG

_BRINGING = frozenset(
    "cut reduce reduced lower lowered raise raised increase increased bring brought took push".split()
)


def settle(facts: list[Fact]) -> list[Fact]:
    """The facts after the text's own corrections: "200, no wait, 240" is 240; "12, not 20" is 12."""
    kept: list[Fact] = []
    facts = _replaced(facts)
    for n, fact in enumerate(facts):
        if fact.kind == "fix":
            for kind in _corrected(facts, n):
                _drop_last(kept, kind, facts[n + 1 :])
        if fact.kind == "count" and len(kept) > 1 and kept[-1].text == "(" and _repeats(kept, fact):
            continue
        if fact.kind == "count" and fact.negated and any(f.text in ("minus", "less") for f in kept[-3:]):
            kept.append(replace(fact, kind="bad", value="done", negated=False))
            continue
        if fact.negated and fact.kind == "count":
            kept.append(replace(fact, kind="uncounted"))
        elif not (fact.negated and fact.kind in ("period", "time")):
            kept.append(fact)
    return kept


def _replaced(facts: list[Fact]) -> list[Fact]:
    """Replace low with medium, change from 20 to 30: the first of the two goes."""
    gone: set[int] = set()
    for n, fact in enumerate(facts):
        if (old := _brought_to(facts, n)) is not None:
            gone.add(old)
            continue
        if fact.text not in ("replace", "change", "switch", "swap", "from") or n + 2 >= len(facts):
            continue
        old = n + 2 if facts[n + 1].text in ("from", "the") else n + 1
        rest = facts[old + 1 : old + 4]
        new = next((f for f in rest if f.kind == facts[min(old, len(facts) - 1)].kind), None)
        if new is not None and any(f.text in ("with", "to", "by", "for") for f in rest):
            gone.add(old)
    return [f for n, f in enumerate(facts) if n not in gone] if gone else facts


def _brought_to(facts: list[Fact], n: int) -> int | None:
    """Which count goes in "I told you 90, but the client cut it to 65"; None where none does."""
    if facts[n].text not in _BRINGING or not {"it", "that", "this", "them"} & {f.text for f in facts[n + 1 : n + 3]}:
        return None
    at = next((k for k in range(n + 1, min(n + 5, len(facts))) if facts[k].text in ("to", "down to", "up to")), 0)
    counted = at and at + 1 < len(facts) and facts[at + 1].kind == "count"
    return next((k for k in range(n - 1, -1, -1) if facts[k].kind == "count"), None) if counted else None


def _repeats(kept: list[Fact], fact: Fact) -> bool:
    """80 (eighty): the same number said again."""
    return kept[-2].kind == "count" and kept[-2].number == fact.number


def _corrected(facts: list[Fact], n: int) -> list[str]:
    kinds: list[str] = []
    for fact in facts[n + 1 : n + 8]:
        if fact.text in STRONG:
            break
        if fact.kind in ("count", "quality", "size", "model", "money", *NUMBERED) and not fact.negated:
            kinds.append(fact.kind)
    return kinds


def _drop_last(kept: list[Fact], kind: str, following: list[Fact]) -> None:
    new = next((f for f in following if f.kind == kind), None)
    for k in range(len(kept) - 1, -1, -1):
        if kept[k].kind == kind and not (kind == "count" and new and {kept[k].noun, new.noun} == {"subject", "image"}):
            del kept[k]
            return
