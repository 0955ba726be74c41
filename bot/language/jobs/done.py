"""What exists already: 320 articles of which 20 have a picture, one for each remaining; images made before."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.language import say
from bot.language.facts.fact import Fact

DONE = ("done", "finished", "existing", "already", "covered", "ready")
REST = ("rest", "remaining", "remainder", "others", "balance", "left", "missing")
_NEAR = 5


def remaining(facts: list[Fact]) -> list[Fact]:
    """The facts with what is done taken off the subjects where the images are for the remaining ones."""
    counts = [n for n, f in enumerate(facts) if f.kind == "count"]
    for first, second in pairwise(counts):
        whole, part = facts[first], facts[second]
        if whole.noun != "subject" or part.noun == "image" or not _is_done(facts, second):
            continue
        rest = next((n for n in range(second + 1, len(facts)) if facts[n].text in REST), None)
        if rest is None or whole.number is None or part.number is None or not 0 < part.number < whole.number:
            return [replace(f, kind="bad", value="done") if n == second else f for n, f in enumerate(facts)]
        left = replace(whole, number=whole.number - part.number)
        until = _clause_end(facts, second)
        return [left if n == first else f for n, f in enumerate(facts) if n <= first or n >= until]
    return facts


def _is_done(facts: list[Fact], n: int) -> bool:
    """Of which 20 already have one: said of the number, up to the next comma."""
    return any(_says_done(f) for f in facts[max(0, n - 2) : _clause_end(facts, n)])


def _clause_end(facts: list[Fact], n: int) -> int:
    after = range(n + 1, len(facts))
    return next((k for k in after if facts[k].kind == "sep" and facts[k].text in ",.;:?\n–)"), len(facts))


def _says_done(fact: Fact) -> bool:
    return fact.text in DONE or fact.text.startswith("already")


def without_past(parts: list[list[Fact]]) -> tuple[list[list[Fact]], list[str]]:
    """What was made last year is not part of what is asked; what is done already may come off it, so it is asked."""
    parts = [parts[0], *(_asked_if_done(before, part) for before, part in pairwise(parts))]
    current = [p for p, after in zip(parts, [*parts[1:], []], strict=True) if not _is_over(p, after)]
    if current and len(current) < len(parts):
        over = [f.raw for p in parts if p not in current for f in p if f.kind == "count"]
        return current, [say.made_before(over)]
    return parts, []


def _asked_if_done(before: list[Fact], part: list[Fact]) -> list[Fact]:
    """60 images, 15 are done: whether the 15 come off the 60 is asked."""
    done = any(_says_done(f) for f in [*before[-3:], *part])
    if not done or any(_is_past(f) for f in part):
        return part
    return [replace(f, kind="bad", value="done") if f.kind == "count" else f for f in part]


def _is_over(part: list[Fact], after: list[Fact]) -> bool:
    """Last month we made 60; in 2025 we made 300; before: 50 a week."""
    made = any(f.kind == "made" for f in part)
    then = any(f.kind == "year" for f in part) or any(f.kind == "now" for f in after[:3])
    return any(_is_past(f) for f in part) or _is_before(part) or (made and then)


def _is_before(part: list[Fact]) -> bool:
    """Before: 50 a week."""
    return part[0].text == "before" and len(part) > 1 and part[1].text == ":"


def _is_past(fact: Fact) -> bool:
    return (fact.kind == "range" and (fact.value.startswith("last_") or fact.value == "yesterday")) or (
        fact.kind == "word" and fact.text in ("previously", "earlier", "formerly")
    )
