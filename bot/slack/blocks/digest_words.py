"""Words that a weekly summary has in its blocks and in its text alike."""

from __future__ import annotations

from decimal import Decimal

from bot.digest.model import Breakdown, Digest, Name, Row, Said
from bot.digest.sentence import percent, signed
from pricing.money import shown, total

HEADS = {"model": "By model", "channel": "By channel", "person": "By person", "project": "By project"}


def title(made: Digest) -> str:
    """The week and what it came to."""
    if not made.spent:
        return f"{_week(made)}: {'no spend recorded' if made.spent is None else 'nothing spent'}"
    if not made.before:
        return f"{_week(made)}: {shown(made.spent)}"
    change = total([made.spent, -made.before])
    sign = "+" if change > 0 else "−"
    same = not change
    return f"{_week(made)}: {shown(made.spent)}{'' if same else f' ({sign}{percent(change, made.before)})'}"


def unit_cost(made: Digest) -> str:
    """What an image cost, beside the week before."""
    if made.per_image is None:
        return ""
    images = "1 image" if made.images == 1 else f"{made.images:,} images"
    said = f"{shown(made.per_image)} an image, over {images}"
    if made.per_image_before is not None:
        said += f"; the week before {shown(made.per_image_before)}"
    return f"{said}."


def moved(breakdown: Breakdown) -> Said:
    """What else moved most, as a sentence."""
    said: list[str | Name] = ["Moved as well: "]
    for index, row in enumerate(breakdown.moved):
        change = signed(total([row.usd, -row.before])) if row.before is not None else ""
        said += [", " if index else "", row.name, f" {change}{'' if row.usd else ' to nothing'}"]
    return tuple(said)


def grouped(row: Row) -> str:
    """What a row is called that is no group of its own."""
    if row.kind == "unexplained":
        return "Billed, no usage told"
    return f"{row.groups} others" if row.groups > 1 else "1 other"


def change(usd: Decimal, before: Decimal | None) -> str:
    """What it changed by: "new" where there was nothing."""
    if before is None:
        return ""
    moved = total([usd, -before])
    return "=" if not moved else "new" if not before else signed(moved)


def _week(made: Digest) -> str:
    """The days: "16–22 November", "30 November – 6 December"."""
    first, last = made.first, made.last
    if first.month == last.month:
        return f"{first.day}–{last.day} {last:%B}"
    return f"{first.day} {first:%B} – {last.day} {last:%B}"
