"""Numbers that count nothing: years, labels, versions, fractions, resolutions."""

from __future__ import annotations

from bot.language.facts.fact import Binder, counts_images
from bot.language.plainwords import STOP_WORDS

LABELS = ("#", "nr", "v", "version", "vol", "volume", "phase", "part", "step", "level", "invoice", "ticket", "po",
    "centre", "center", "code", "order no", "order number", "hall", "booth", "stand", "room no", "case no", "issue",
    "grade", "class", "age", "ages", "aged", "studio", "floor", "suite", "gate", "route", "highway", "mission",
    "edition")  # fmt: skip
STREETS = frozenset("street avenue road lane boulevard blvd strasse straße platz drive".split())
_STREET_LEADS = ("rue", "via", "calle", "avenida", "rua", "avenue")
FURTHER = frozenset("another additional further extra other".split())
SMALLEST_WIDTH = 256
_FAR = 23
_AREAS = ("ft", "feet", "foot", "m", "meters", "metres", "meter", "metre", "miles", "yards")
_ABBREVIATION = 3
ASPECTS = {"1:1": "square", "3:2": "landscape", "2:3": "portrait"}


def bullet(b: Binder, i: int) -> int:
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


def aspect(b: Binder, i: int, j: int) -> int:
    """16:9, 1:1: a shape only where an image size has it."""
    if not (b.says(j, ":") and b.is_(j + 1, "num") and b.items[j].end == b.items[j + 1].start):
        return 0
    shape = ASPECTS.get(f"{b.items[i].text}:{b.items[j + 1].text}")
    b.add("size" if shape else "bad", shape or "size", i, j + 2)
    return j + 2


def resolution(b: Binder, i: int) -> int:
    """In 4k, 1080p: a resolution, not a count, where a count is said besides."""
    text = b.items[i].text.replace(" ", "")
    if b.says(i + 1, "p") and b.items[i + 1].start == b.items[i].end:
        b.add("bad", "size", i, i + 2)
        return i + 2
    if text in ("2k", "4k", "8k") and (b.counted or b.says(i - 1, "in", "at")):
        b.add("bad", "size", i, i + 1)
        return i + 1
    return 0


def half_pair(b: Binder, i: int, j: int) -> int:
    """1024x: a size of which the second side is missing."""
    value = b.items[i].number
    sided = j > i + 1 and b.says(j - 1, "x") and b.items[j - 1].start == b.items[i].end
    closes = j >= len(b.items) or b.is_(j, "punct", "line", "on", "and")
    if not sided or not closes or value is None or value < SMALLEST_WIDTH:
        return 0
    b.add("bad", "size", i, j)
    return j


def aside(b: Binder, i: int, j: int) -> int:
    """A number that counts nothing (phase 2, #3, 24/7, at 1024): where it ends; 0 when it may count."""
    return _year(b, i) or _slashed(b, i, j) or _label(b, i, j) or _of_name(b, i) or _loose(b, i, j)


def address(b: Binder, i: int) -> int:
    """221 Baker Street, 18 rue des Martyrs: the number of a house; 0 where it is none."""
    led = b.says(i + 1, *_STREET_LEADS)
    named = i + 1 < len(b.items) and b.items[i + 1].raw[:1].isupper()
    end = next((k + 1 for k in (i + 2, i + 3) if named and b.says(k, *STREETS)), i + 2 if led else 0)
    if end:
        b.add("label", "", i, end)
    return end


def area(b: Binder, i: int) -> int:
    """1,200 sq ft, a 1000-piece puzzle: what something is like; 0 where it counts images."""
    if b.says(i + 1, "sq", "square") and b.says(i + 2, *_AREAS):
        b.add("label", "", i, i + 3)
        return i + 3
    if b.says(i + 1, "-") and b.says(i + 2, "piece") and b.items[i + 2].start == b.items[i + 1].end:
        b.add("label", "", i, i + 3)
        return i + 3
    return 0


def half_year(b: Binder, i: int) -> int:
    """H2 2025, Q3 2026: the year of a part of it."""
    if not b.says(i - 1, "h1", "h2", "q1", "q2", "q3", "q4", "fy"):
        return 0
    return _year(b, i)


def _of_name(b: Binder, i: int) -> int:
    """Studio 8, Dungeon 99: a name's own number, where images are counted elsewhere; 0 where it may count."""
    name, before = b.item(i - 1), b.item(i - 2)
    if name is None or before is None or not name.of("word", "subject", "weak") or not name.raw[:1].isupper():
        return 0
    if (
        (name.raw.isupper() and len(name.raw) > _ABBREVIATION)
        or before.of("line")
        or before.text in (".", "!", "?", ":", "•")
        or name.plural
    ):
        return 0
    if not counts_images(b, i + 1, _FAR):
        return 0
    b.add("label", "", i, i + 1)
    return i + 1


def _year(b: Binder, i: int) -> int:
    if not _is_year(b, i):
        return 0
    b.add("year", b.items[i].text, i, i + 1)
    return i + 1


def _slashed(b: Binder, i: int, j: int) -> int:
    """100/50/10 are counts in a row; 24/7 and dates are not used; 3/4 of something is no count that can be read."""
    end = j
    while b.says(end, "/") and b.is_(end + 1, "num") and b.items[end].end == b.items[end + 1].start:
        end += 2
    if end == j:
        return 0
    if b.says(end, "of"):
        b.add("count", "", i, end).noun = "image"
    elif b.items[i].text == "24" or b.says(i - 1, "on", "by", "until", "from", "since", "till"):
        b.add("unread", "number", i, end)
    else:
        b.add("counts", "/".join(str(b.items[k].number) for k in range(i, end, 2)), i, end)
    return end


def _label(b: Binder, i: int, j: int) -> int:
    """Phase 2, #3, ABC-123, the 2 model."""
    if b.says(j, "model") and not b.says(i - 1, "on", "with"):
        b.add("nomodel", "", i, j + 1)
        return j + 1
    glued = b.says(i - 1, "-") and b.is_(i - 2, "word") and b.items[i - 2].end == b.items[i - 1].start
    if glued or b.says(i - 1, *LABELS) or _is_label(b, i):
        b.add("label", "", i, i + 1)
        return i + 1
    return 0


def _loose(b: Binder, i: int, j: int) -> int:
    """A number after "at", a name or a model, with nothing that it counts."""
    before, value = b.item(i - 1), b.items[i].number
    if before is None or before.text in ("x", "*") or _qualified(b, j):
        return 0
    if before.text in ("to", "down to", "up to") and b.says(i - 2, "it", "that", "this", "them", "down", "up"):
        return 0
    if before.text == "at" and b.says(i - 2, "more", "rather", "now", "currently", "closer"):
        return 0
    named = before.kind == "model" or (before.kind == "word" and before.text not in STOP_WORDS | FURTHER)
    kind = ""
    if named and b.counted and not b.is_(i - 2, "punct"):
        kind = "unread"
    elif before.text in ("at", "in") and value is not None and value >= SMALLEST_WIDTH:
        kind = "bad"
    elif before.text in ("at", "in", "by", "from", "to") and b.numbered:
        kind = "unread"
    if not kind:
        return 0
    b.add(kind, "size" if kind == "bad" else "number", i, i + 1)
    return i + 1


def _is_label(b: Binder, i: int) -> bool:
    """Chapter 3, campaign 2: a singular noun names what follows it."""
    if not b.is_(i - 1, "subject", "weak", "meta", "time") or b.items[i - 1].plural or b.says(i - 1, "one", "ones"):
        return False
    if b.items[i].number is None:
        return False
    return (
        b.items[i - 1].text not in ("a", "one", "daily", "weekly", "monthly")
        and not b.is_(i - 2, "num", "each", "per", "word")
    ) or (b.is_(i - 1, "subject") and b.says(i - 2, "for", "in", "of"))


def _qualified(b: Binder, j: int) -> bool:
    return b.is_(j, "quality", "size", "shape", "model", "each", "per", "image", "again", "of") or b.says(j, "a", "an")


def _is_year(b: Binder, i: int) -> bool:
    """In 2026, since 2025: a year, not a count."""
    value = b.items[i].number
    if value is None or not 1990 <= value <= 2100 or len(b.items[i].text) != 4:
        return False
    if b.is_(i - 1, "weekday", "month") or (b.says(i - 1, "the", "our") and b.is_(i + 1, "word")):
        return True
    return b.says(i - 1, "in", "since", "for", "until", "by", "q1", "q2", "q3", "q4", "year", "of", "h1", "h2", "fy")
