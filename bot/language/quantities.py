"""What a number in the text is: a count, a length, a number of tries or references, a stretch of time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.language.facts import STOP_WORDS, noun_after
from bot.language.ratios import fraction, percent

if TYPE_CHECKING:
    from bot.language.bind import Binder

UNITS = {"word": "prompt_words", "token": "prompt_tokens"}
VARIANTS = frozenset("variant variation version option alternative take concept copy cutout".split())
ASPECTS = {"1:1": "square", "3:2": "landscape", "2:3": "portrait"}


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
    if end := _bullet(b, i) or _aspect(b, i, j) or _resolution(b, i):
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
    if not b.says(i + 1, ")", ".") or i + 2 >= len(b.items) or len(b.items[i].text) > 2:
        return 0
    if i == 0 or b.is_(i - 1, "line") or (b.listed and b.is_(i + 2, "num")):
        b.add("sep", "•", i, i + 1)
        b.listed = True
        return i + 2
    return 0


def _aspect(b: Binder, i: int, j: int) -> int:
    """16:9, 1:1: a shape only where an image size has it."""
    if not (b.says(j, ":") and b.is_(j + 1, "num") and b.items[j].end == b.items[j + 1].start):
        return 0
    shape = ASPECTS.get(f"{b.items[i].text}:{b.items[j + 1].text}")
    b.add("size" if shape else "bad", shape or "size", i, j + 2)
    return j + 2


def _resolution(b: Binder, i: int) -> int:
    """In 4k, 1080p: a resolution, not a count, where a count is said besides."""
    text = b.items[i].text.replace(" ", "")
    if b.says(i + 1, "p") and b.items[i + 1].start == b.items[i].end:
        b.add("bad", "size", i, i + 2)
        return i + 2
    if text in ("2k", "4k", "8k") and (b.counted or b.says(i - 1, "in", "at")):
        b.add("bad", "size", i, i + 1)
        return i + 1
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
    if noun.lemma == "character" and (b.says(j - 1, "-") or b.is_(noun.end, "prompt")):
        return _length(b, i, noun.end, "char", value)
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
    if not noun.kind and (end := _aside(b, i, j)):
        return end
    fact = b.add("count", item.value, i, i + 1, item.number)
    fact.noun, fact.lemma, fact.plural = noun.kind, noun.lemma, noun.plural
    b.numbered, b.counted = True, b.counted or noun.kind == "image"
    fact.link = _link(b, i, noun.lemma)
    fact.total = b.is_(i - 1, "total") or b.says(i - 1, "=") or b.is_(noun.end, "total")
    if b.says(i - 1, "-", "–") and b.items[i - 1].end == item.start and not b.is_(i - 2, "num", "word"):
        fact.number = -item.number if item.number is not None else None
    if b.says(i - 1, "minus", "negative") and fact.number is not None:
        fact.number, fact.negated = -fact.number, False
    return j if j > i + 1 and b.says(j - 1, "x") else i + 1


def _aside(b: Binder, i: int, j: int) -> int:
    """A number that counts nothing: phase 2, #3, 24/7, at 1024."""
    value = b.items[i].number
    if _is_year(b, i):
        b.add("year", str(value), i, i + 1)
        return i + 1
    if b.says(j, "/") and b.is_(j + 1, "num") and b.items[j].end == b.items[j + 1].start:
        b.add("unread", "number", i, j + 2)
        return j + 2
    if b.says(i - 1, "#", "nr", "v", "version", "vol", "volume", "phase", "part", "step", "level") or _is_label(b, i):
        b.add("label", "", i, i + 1)
        return i + 1
    before = b.items[i - 1] if i else None
    if before is None or _qualified(b, j):
        return 0
    named = before.kind == "model" or (before.kind == "word" and before.text not in STOP_WORDS)
    if named and b.counted and not b.is_(i - 2, "punct"):
        b.add("unread", "number", i, i + 1)
        return i + 1
    if before.text not in ("at", "in", "by", "from", "to"):
        return 0
    if value is not None and value >= 256 and before.text in ("at", "in"):
        b.add("bad", "size", i, i + 1)
        return i + 1
    if b.numbered:
        b.add("unread", "number", i, i + 1)
        return i + 1
    return 0


def _is_label(b: Binder, i: int) -> bool:
    """Chapter 3, campaign 2: a singular noun names what follows it."""
    if not b.is_(i - 1, "subject", "weak", "meta", "time") or b.items[i - 1].plural:
        return False
    return b.items[i - 1].text not in ("a", "daily", "weekly", "monthly") and not b.is_(i - 2, "num", "each", "per", "word") or (
        b.is_(i - 1, "subject") and b.says(i - 2, "for", "in", "of")
    )


def _qualified(b: Binder, j: int) -> bool:
    return b.is_(j, "quality", "size", "shape", "model", "each", "per", "image", "again", "of") or b.says(j, "a", "an")


def _link(b: Binder, i: int, noun: str) -> str:
    if b.is_(i - 1, "x") or (b.says(i - 1, "x", "*") and b.is_(i - 2, "num", "image", "subject", "weak")):
        return "x"
    if b.is_(i - 1, "of") and _counted_before(b, i):
        grouped = b.is_(i - 2, "subject", "batch", "weak", "word")
        if grouped or b.items[i - 2].value in VARIANTS:
            return "x"
    if noun in VARIANTS and b.says(i - 1, "in", "with") and any(b.is_(k, "each", "per") for k in range(i + 1, i + 5)):
        return "x"
    return "=" if b.says(i - 1, "=") and not b.is_(i - 2, "key") else ""


def _counted_before(b: Binder, i: int) -> bool:
    """3 sets of 12 icons: a number just before the "sets of"."""
    return any(b.is_(k, "num") for k in range(max(0, i - 4), i - 1))


def _is_year(b: Binder, i: int) -> bool:
    """In 2026, since 2025: a year, not a count."""
    value = b.items[i].number
    if value is None or not 1990 <= value <= 2100 or len(b.items[i].text) != 4:
        return False
    return b.says(i - 1, "in", "since", "for", "until", "by", "q1", "q2", "q3", "q4", "year", "of", "h1", "h2", "fy")
