"""Which known word a misspelt one was meant to be. Numbers and names that differ in a digit are never corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable

SHORTEST = 4


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) from left to right; limit + 1 when there are more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def allowed(length: int) -> int:
    """How many edits a word of this length may be away."""
    if length < SHORTEST:
        return 0
    return 1 if length < 8 else 2


def nearest(word: str, known: Iterable[str], meaning: Callable[[str], object] = str) -> str | None:
    """The known word that is near enough; None when there is none or when near ones differ in meaning."""
    limit = allowed(len(word))
    if not limit or not word.isalpha():
        return None
    best, found = limit + 1, set[str]()
    for other in known:
        if len(other) < SHORTEST or not (other[0] == word[0] or sorted(other[:2]) == sorted(word[:2])):
            continue
        edits = distance(word, other, min(best, limit))
        if edits < best:
            best, found = edits, {other}
        elif edits == best and edits <= limit:
            found.add(other)
    return min(found) if len({meaning(other) for other in found}) == 1 else None
