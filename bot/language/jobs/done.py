"""What exists already: 320 articles of which 20 have a picture, one for each remaining; images made before."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.language import noted
from bot.language.facts.fact import Fact
from bot.language.jobs.boundaries import ATTRIBUTES

DONE = ("done", "finished", "existing", "exist", "exists", "already", "covered", "ready")
REST = ("rest", "remaining", "remainder", "others", "balance", "left", "missing")
_HAVING = ("have", "got", "has", "had", "we've")
_OFF = frozenset("cut dropped cancelled canceled removed gone scrapped rejected binned".split())
_STILL = frozenset("more missing left remaining outstanding lacking".split())
_NEAR = 5


def remaining(facts: list[Fact]) -> list[Fact]:
    """The facts with what is done taken off the subjects where the images are for the remaining ones."""
    counts = [n for n, f in enumerate(facts) if f.kind == "count"]
    for first, second in pairwise(counts):
        whole, part = facts[first], facts[second]
        if (kept := _left_of_images(facts, first, second)) is not None:
            return kept
        if whole.noun != "subject" or part.noun == "image" or not _is_done(facts, second):
            continue
        rest = next((n for n in range(second + 1, len(facts)) if facts[n].text in REST), None)
        if rest is None or whole.number is None or part.number is None or not 0 < part.number < whole.number:
            return [replace(f, kind="bad", value="done") if n == second else f for n, f in enumerate(facts)]
        left = replace(whole, number=whole.number - part.number)
        until = _clause_end(facts, second)
        return [left if n == first else f for n, f in enumerate(facts) if n <= first or n >= until]
    return facts


def _left_of_images(facts: list[Fact], first: int, second: int) -> list[Fact] | None:
    """80 squares, 12 of them we have, what do the other 68 cost; 100, 25 of which were cut: only what is left."""
    whole, part = facts[first], facts[second]
    of_them = [f.text for f in facts[second + 1 : second + 3]] in (["of", "them"], ["of", "those"], ["of", "these"])
    led = [f.text for f in facts[second - 2 : second]] == ["of", "which"]
    until = _clause_end(facts, second)
    off = any(_says_done(f) or f.text in _OFF or f.text in _HAVING for f in facts[second:until])
    if whole.noun not in ("image", "weak") or not ((of_them or led) and off) or whole.number is None or not part.number:
        return None
    left = whole.number - part.number
    again = next((n for n in range(until, len(facts)) if facts[n].kind == "count" and facts[n].number == left), None)
    rest = again or next((n for n in range(until, len(facts)) if facts[n].text in REST), None)
    if rest is None or left <= 0:
        return None
    kept = [f for n, f in enumerate(facts) if n != again and not (first < second - led * 2 <= n < until)]
    return [replace(f, number=left) if f is whole else f for f in kept]


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
    parts, had = _without_had(parts)
    parts, had = (parts, had) if had else _without_had_after(parts)
    parts = [parts[0], *(_asked_if_done(before, part) for before, part in pairwise(parts))]
    current = [p for p, after in zip(parts, [*parts[1:], []], strict=True) if not _is_over(p, after)]
    if current and len(current) < len(parts):
        over = [f.raw for p in parts if p not in current for f in p if f.kind == "count"]
        if not any(f.kind in ATTRIBUTES for p in current for f in p):
            current[0] = [
                *(f for p in parts if p not in current and _is_retold(p) for f in p if f.kind in ATTRIBUTES),
                *current[0],
            ]
        return current, [*had, noted.made_before(over)]
    return parts, had


def _without_had(parts: list[list[Fact]]) -> tuple[list[list[Fact]], list[str]]:
    """We already have 100, so only 60 more: the 100 are not made again, which a note says."""
    for n in range(1, len(parts)):
        had, more = parts[n - 1], parts[n]
        led = [*(parts[n - 2][-2:] if n > 1 else []), *had]
        if not (_is_had(led) and _is_still_to_make(more)) or any(f.kind == "each" for f in more):
            continue
        said = [f for f in had if f.kind in ATTRIBUTES]
        before = parts[: n - 1]
        counts = [f.number for part in (*before[-1:], had, more) for f in part if f.kind == "count" and f.number]
        if before and len(counts) == 3 and counts[0] == counts[1] + counts[2]:
            said = [f for f in before.pop() if f.kind in ATTRIBUTES] + said
        over = [f.raw for f in had if f.kind == "count"]
        return [*before, [*said, *more], *parts[n + 1 :]], [noted.made_before(over)]
    return parts, []


def _without_had_after(parts: list[list[Fact]]) -> tuple[list[list[Fact]], list[str]]:
    """45 more banners, 55 exist already."""
    for n in range(1, len(parts)):
        more, had = parts[n - 1], parts[n]
        if _is_still_to_make(more) and any(_says_done(f) for f in had) and not _is_still_to_make(had):
            said = [f for f in had if f.kind in ATTRIBUTES or f.kind == "uncounted"]
            over = [f.raw for f in had if f.kind == "count"]
            return [*parts[: n - 1], [*more, *said], *parts[n + 1 :]], [noted.made_before(over)]
    return parts, []


def _is_had(part: list[Fact]) -> bool:
    """We already have 100; 100 are done; we've got 20."""
    n = next((n for n, f in reversed([*enumerate(part)]) if f.kind == "count"), 0)
    return any(_says_done(f) for f in part) or any(f.text in _HAVING for f in part[max(0, n - 2) : n])


def _is_still_to_make(part: list[Fact]) -> bool:
    """60 more, 60 are missing, another 60, 60 to go."""
    n = next((n for n, f in enumerate(part) if f.kind == "count"), len(part))
    after = [f.text for f in part[n + 1 : n + _NEAR]]
    led = any(f.text in ("another", "further", "additional", "other") for f in part[max(0, n - 2) : n])
    return led or not _STILL.isdisjoint(after) or ["to", "go"] in [after[k : k + 2] for k in range(len(after))]


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


def _is_retold(part: list[Fact]) -> bool:
    """I said 90 earlier: what was asked before, not what was made."""
    return any(f.text in ("said", "asked", "wanted", "told", "mentioned", "wrote") for f in part)


def _is_before(part: list[Fact]) -> bool:
    """Before: 50 a week."""
    return part[0].text == "before" and len(part) > 1 and part[1].text == ":"


def _is_past(fact: Fact) -> bool:
    return (fact.kind == "range" and (fact.value.startswith("last_") or fact.value == "yesterday")) or (
        fact.kind == "word" and fact.text in ("previously", "earlier", "formerly")
    )
