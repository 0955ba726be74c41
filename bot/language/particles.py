"""Verbs whose particle stands apart: take the first one out, leave mini out, put it back in."""

from __future__ import annotations

from bot.language.item import Item

_VERBS = frozenset("take taking leave leaving kick throw cut strike cross".split())
_OUT = ("out", "off", "away")
_FAR = 6


def joined(items: list[Item]) -> list[Item]:
    """The items with such a verb as one that removes, and its particle gone."""
    if not any(item.text in _VERBS for item in items):
        return items
    gone: set[int] = set()
    for n, item in enumerate(items):
        if item.text not in _VERBS or not item.of("word", "set", "try", "discard"):
            continue
        out = _particle(items, n)
        if out:
            item.kind, item.value = "discard" if item.text == "throw" else "clear", ""
            gone.add(out)
    return [item for n, item in enumerate(items) if n not in gone]


def _particle(items: list[Item], n: int) -> int:
    """Where the "out" of the verb at n stands; 0 where there is none, or "out of" something."""
    for k in range(n + 2, min(n + _FAR, len(items))):
        if items[k].of("punct", "line") and items[k].text not in "-'":
            return 0
        if items[k].text in _OUT:
            return 0 if k + 1 < len(items) and items[k + 1].of("of", "for", "on") else k
    return 0
