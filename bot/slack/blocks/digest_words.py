"""Words that a weekly summary has in its blocks and in its text alike."""

from __future__ import annotations

from decimal import Decimal

from bot.digest.model import Breakdown, Digest, Name, Row, Said
from bot.digest.sentence import many, percent, signed
from pricing.money import shown, total

MOST_BUDGETS = 6
"""That are shown; those of which most is spent come first."""

HEADS = {"model": "By model", "channel": "By channel", "person": "By person", "project": "By project"}


def title(made: Digest) -> str:
    """The week and what it came to."""
    if not made.spent:
        return f"{_week(made)}: {'no spend recorded' if made.spent is None else 'nothing spent'}"
    if not made.before:
        return f"{_week(made)}: {'at least ' if made.partial else ''}{shown(made.spent)}"
    change = total([made.spent, -made.before])
    times_as_much = many(made.spent, made.before)
    if times_as_much:
        by = f" (×{times_as_much})"
    else:
        by = f" ({'+' if change > 0 else '−'}{percent(change, made.before)})" if change else ""
    return f"{_week(made)}: {shown(made.spent)}{by}"


def moved(breakdown: Breakdown) -> Said:
    """What else moved most, as a sentence."""
    said: list[str | Name] = ["Moved as well: "]
    for index, row in enumerate(breakdown.moved):
        change = signed(total([row.usd, -row.before])) if row.before is not None else ""
        said += [", "] if index else []
        said += [row.name, f" {change}{'' if row.usd else ' to nothing'}"]
    return (*said, ".")


def grouped(row: Row) -> str:
    """What a row is called that is no group of its own."""
    if row.kind == "unexplained":
        return "Billed, not recorded" if row.usd >= 0 else "Recorded, not billed"
    if not row.usd:
        return f"{row.groups} gone"
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
