"""What a number in the text is: a count, a length, a number of tries or references, a stretch of time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.language.facts import Fact, noun_after
from bot.language.ratios import fraction, percent

if TYPE_CHECKING:
    from bot.language.bind import Binder

UNITS = {"word": "prompt_words", "token": "prompt_tokens"}
_RATIO_WORDS = ("in", "of", "out of", "from", "/")


def number(b: Binder, i: int) -> int:
    """Binds the number at items[i] and whatever belongs to it."""
    j = i + 1
    while b.says(j, "-", "–") and not b.is_(j + 1, "num"):
        j += 1
    if b.says(j, "%") or (b.is_(j, "unit") and b.items[j].value == "percent"):
        return percent(b, i, j + 1)
    if end := _ratio(b, i, j):
        return end
    if b.says(j, "x") and b.is_(j, "word", "x") and not b.is_(j + 1, "num"):
        j += 1
    if end := _bullet(b, i):
        return end
    return _unit(b, i, j) or _count(b, i, j)


def _ratio(b: Binder, i: int, j: int) -> int:
    k = j
    while b.says(k, "in", "of", "out", "every", "from", "/", "the", "for", "images", "image") and k < j + 3:
        k += 1
    if k > j and b.is_(k, "num") and not b.says(j, "the", "for", "images", "image"):
        return fraction(b, i, k)
    return 0


def _bullet(b: Binder, i: int) -> int:
    """(1), 1) and 1. at the start of a line number a list."""
    if b.says(i - 1, "(") and b.says(i + 1, ")") and len(b.items[i].text) <= 2:
        b.add("sep", "•", i, i + 1)
        return i + 2
    starts = i == 0 or b.is_(i - 1, "line")
    if starts and b.says(i + 1, ")", ".") and i + 2 < len(b.items) and len(b.items[i].text) <= 2:
        b.add("sep", "•", i, i + 1)
        return i + 2
    return 0


def _unit(b: Binder, i: int, j: int) -> int:
    value = b.items[i].number
    noun = noun_after(b.items, j)
    if noun.kind == "unit":
        return _length(b, i, noun.end, noun.lemma, value)
    if noun.kind == "ref" and noun.end - j <= 4:
        b.add("references", "", i, noun.end, value)
        return noun.end
    if noun.kind == "try":
        return _tries(b, i, noun.end, noun.lemma, value)
    if noun.kind == "time" and noun.end - j <= 2:
        return b.duration(i, value, noun.end - 1)
    if noun.kind == "meta":
        b.add("meta", noun.lemma, i, noun.end)
        return noun.end
    if b.says(j, "x", "times") and b.is_(j + 1, "time", "per", "each") or _times_a(b, j):
        fact = b.add("count", "", i, j + 1, value)
        fact.noun, fact.lemma = "subject", "time"
        return j + 1
    return 0


def _times_a(b: Binder, j: int) -> bool:
    return b.says(j, "times") and (b.says(j + 1, "a", "an") and b.is_(j + 2, "time"))


def _length(b: Binder, i: int, end: int, unit: str, value: Decimal | None) -> int:
    if unit in UNITS:
        b.add(UNITS[unit], "", i, end, value)
    elif unit == "pixel":
        _pixels(b, i, end, value)
    else:
        b.add("bad", "prompt_words", i, end)
    return end


def _pixels(b: Binder, i: int, end: int, value: Decimal | None) -> None:
    side = int(value) if value is not None and value == int(value) else 0
    if b.is_(end, "shape") and b.items[end].value == "square" and side >= 16:
        b.add("size", f"{side}x{side}", i, end)
    else:
        b.add("bad", "size", i, end)


def _tries(b: Binder, i: int, end: int, unit: str, value: Decimal | None) -> int:
    paid = value + 1 if unit == "retry" and value is not None else value
    fact = b.add("attempts", unit, i, end, paid)
    follower = b.item(end)
    fact.each = follower is not None and (follower.kind in ("each", "per") or b.is_(i - 1, "each", "on", "takes"))
    if unit == "retry":
        fact.lemma = "retry"
    return end


def _count(b: Binder, i: int, j: int) -> int:
    item = b.items[i]
    noun = noun_after(b.items, j)
    fact = b.add("count", item.value, i, i + 1, item.number)
    fact.noun, fact.lemma, fact.plural = noun.kind, noun.lemma, noun.plural
    fact.link = _link(b, i)
    fact.total = b.is_(i - 1, "total") or b.says(i - 1, "=") or b.is_(noun.end, "total")
    if b.says(i - 1, "-", "–") and b.items[i - 1].end == item.start and not b.is_(i - 2, "num", "word"):
        fact.number = -item.number if item.number is not None else None
    if b.says(i - 1, "minus", "negative") and fact.number is not None:
        fact.number, fact.negated = -fact.number, False
    _years(b, i, fact)
    return j if j > i + 1 and b.says(j - 1, "x") else i + 1


def _link(b: Binder, i: int) -> str:
    if b.is_(i - 1, "x") or (b.says(i - 1, "x", "*") and b.is_(i - 2, "num", "image", "subject", "weak")):
        return "x"
    return "=" if b.says(i - 1, "=") and not b.is_(i - 2, "key") else ""


def _years(b: Binder, i: int, fact: Fact) -> None:
    """In 2026, since 2025: a year, not a count."""
    value = b.items[i].number
    if value is None or not 1990 <= value <= 2100 or fact.noun or len(b.items[i].text) != 4:
        return
    if b.says(i - 1, "in", "since", "for", "until", "by", "q1", "q2", "q3", "q4", "year", "of"):
        fact.kind, fact.value = "year", str(value)
