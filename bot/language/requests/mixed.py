"""Images and text in one message: where the words about the one end and those about the other begin."""

from __future__ import annotations

from bot.language.item import Item

_OF_IMAGES = ("model", "quality", "size", "shape", "pair")
_JOINTS = (",", ";", ".", "+", "&", "?")
_DIRECTIONS = ("input", "output", "completion")

Sides = tuple[list[Item], list[Item]]


def sides(items: list[Item]) -> Sides | None:
    """The items about images and those about text; None when they are not said one after the other."""
    pictures = [n for n, item in enumerate(items) if item.kind in _OF_IMAGES or _is_picture(item)]
    texts = [n for n, item in enumerate(items) if item.kind == "textmodel" or _is_token(item)]
    if not pictures or not texts:
        return None
    first = pictures[-1] < texts[0]
    if not first and texts[-1] > pictures[0]:
        return None
    before, after = (pictures[-1], texts[0]) if first else (texts[-1], pictures[0])
    cut = next((n for n in range(after, before, -1) if _joins(items[n])), None)
    if cut is None:
        return None
    return (items[:cut], items[cut:]) if first else (items[cut:], items[:cut])


def _is_picture(item: Item) -> bool:
    return item.kind == "image" and item.text not in _DIRECTIONS and item.value != "output"


def _is_token(item: Item) -> bool:
    return (item.kind == "unit" and item.value == "token") or item.text in _DIRECTIONS


def _joins(item: Item) -> bool:
    return item.of("and", "line", "addjob") or item.text in _JOINTS
