"""Reads the items in order and binds numbers, units, negations, marks and key=value settings into facts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bot.language.facts.fact import Binder, Fact, lemma
from bot.language.facts.keyed import keyed
from bot.language.facts.nouns import PREFIX_NOUNS, noun, shape_or_picture
from bot.language.facts.quantities import as_many, number
from bot.language.facts.repeats import redone, tries_in_times
from bot.language.facts.settings import batch, best, odd_quality, pair, quality, shape
from bot.language.facts.times import duration, each, every_setting, on_weekday, period, time
from bot.language.facts.tries import FRACTIONS, fraction_of, ratio
from bot.language.item import Item

BOUNDS = {"<": "under", ">": "over", "≤": "at most", "≥": "at least"}
PAPER = frozenset(f"{series}{n}" for series in "ab" for n in range(7))
SPECIAL = PAPER | FRACTIONS.keys() | frozenset("ultra weekend weekends q1 q2 q3 q4 a an".split())
_HOLDING = ("carries", "has", "gets", "holds", "needs", "takes", "contains", "shows")
VAGUE_LENGTHS = ("paragraph", "paragraphs", "sentence", "sentences")
SUPERLATIVES = ("newest", "latest", "best", "fastest", "strongest", "top", "oldest", "new", "old", "other")


def bind(items: list[Item]) -> list[Fact]:
    """All facts of the text."""
    b = Binder(items)
    walk(b)
    return b.facts


def walk(b: Binder) -> None:
    """Binds every item once."""
    i = 0
    while i < len(b.items):
        b.steps += 1
        i = HANDLERS.get(b.items[i].kind, plain)(b, i)


def plain(b: Binder, i: int) -> int:
    """An item that stands for itself."""
    item = b.items[i]
    b.add(item.kind, item.value, i, i + 1, item.number).choices = item.choices
    return i + 1


def unit(b: Binder, i: int) -> int:
    """A prompt of a paragraph: a length that is no number of words."""
    if b.items[i].value == "character limit" or not any(b.is_(k, "prompt") for k in range(max(0, i - 5), i + 3)):
        return plain(b, i)
    kind = "bad" if b.says(i, *VAGUE_LENGTHS) and not b.is_(i - 1, "each", "per") else "unit"
    b.add(kind, "prompt_words" if kind == "bad" else b.items[i].value, i, i + 1)
    return i + 1


def word(b: Binder, i: int) -> int:
    """A word that is nothing special; "a week" is a period or a stretch of time."""
    item = b.items[i]
    if item.text not in SPECIAL:
        b.add("word", item.text, i, i + 1)
        return i + 1
    if end := fraction_of(b, i):
        return end
    if item.text in PAPER or (item.text == "ultra" and b.says(i - 1, "in", "at")):
        kind, value = ("paper", item.text) if item.text in PAPER else ("bad", "quality")
        b.add(kind, value, i, i + 1)
        return i + 1
    if item.text in ("weekend", "weekends") and b.negated(i):
        b.add("workdays", "", i, i + 1, Decimal(5))
        return i + 1
    if item.text in ("q1", "q2", "q3", "q4") and b.is_(i - 1, "for"):
        b.add("duration", "quarter", i, i + 1, Decimal(1))
        return i + 1
    shared = b.is_(i + 2, "of") and b.says(i + 1, *FRACTIONS)
    if item.text in ("a", "an") and b.is_(i + 1, "time") and not (shared or b.items[i + 1].plural):
        lasts = i > 0 and b.is_(i - 1, "for")
        return duration(b, i, Decimal(1), i + 1) if lasts else period(b, i, i + 1)
    if item.text in ("a", "an", "one") and (name := _multiplied_after(b, i)):
        b.add("each", "subject", i, i + 2).lemma = name
        return i + 2
    b.add("word", item.text, i, i + 1)
    return i + 1


def _multiplied_after(b: Binder, i: int) -> str:
    """What "a" multiplies: two images a chapter, a panel carries 2 illustrations; empty when it multiplies nothing."""
    if name := _has_some(b, i + 1):
        return name
    return _multiplied_by(b, i + 1) if b.says(i, "a", "an") and b.is_(i - 1, "image", "weak", "shape") else ""


def _has_some(b: Binder, i: int) -> str:
    """The panel of "5 panels each, and a panel carries 2 illustrations"; empty where nothing like it was counted."""
    if not (b.is_(i, "subject", "weak", "word") and b.says(i + 1, *_HOLDING) and b.is_(i + 2, "num")):
        return ""
    name = b.items[i].value if b.is_(i, "subject", "weak") else lemma(b.items[i].text)
    return name if any(f.kind == "count" and f.lemma == name for f in b.facts) else ""


def _multiplied_by(b: Binder, i: int) -> str:
    """The chapter of "two images a chapter"; a word that nothing is known of but that it was counted before."""
    if b.numbered and _one_subject(b, i):
        return b.items[i].value
    name = lemma(b.items[i].text) if b.is_(i, "word") else ""
    return name if any(f.kind == "count" and f.lemma == name for f in b.facts) and name else ""


def _one_subject(b: Binder, i: int) -> bool:
    """The chapter of "two images a chapter"."""
    before, item = b.items[i - 2], b.item(i)
    several = before.plural or b.is_(i - 3, "num")
    return (
        item is not None and item.of("subject", "weak") and not item.plural and several and item.value != before.value
    )


def separator(b: Binder, i: int) -> int:
    """Punctuation, and, on: what stands between the parts of a job or between jobs."""
    item = b.items[i]
    if item.text in BOUNDS and (b.is_(i + 1, "num") or (b.says(i + 1, "=") and b.is_(i + 2, "num"))):
        b.add("bound", item.text, i, i + 1).raw = BOUNDS[item.text]
        return i + 1
    if item.text == "/" and b.is_(i + 1, "subject", "weak") and b.is_(i - 1, "image"):
        return each(b, i)
    b.add("sep", "\n" if item.kind == "line" else item.text, i, i + 1).lemma = item.kind
    return i + 1


def vague(b: Binder, i: int) -> int:
    """A few, lots; as many as were said before."""
    if end := as_many(b, i):
        return end
    b.add("vague", b.items[i].text, i, i + 1)
    return i + 1


def repeat(b: Binder, i: int) -> int:
    """60 low squares, plus the same again in high: the number said before, of the same."""
    before = [f for f in b.facts if f.kind == "count"]
    if len(before) != 1 or not (b.is_(i - 1, "and") or b.says(i - 1, "+", "&")):
        return plain(b, i)
    fact = b.add("count", "same", i, i + 1, before[0].number)
    fact.noun, fact.lemma, fact.plural = before[0].noun, before[0].lemma, True
    return i + 1


def number_of(b: Binder, i: int) -> int:
    """How many; the same number of something else."""
    return as_many(b, i) or plain(b, i)


def double(b: Binder, i: int) -> int:
    """Twice a week counts times; twice as many is a change."""
    if not (b.is_(i + 2, "time") or b.is_(i + 1, "time")):
        return tries_in_times(b, i) or plain(b, i)
    fact = b.add("count", "", i, i + 1, Decimal(b.items[i].value))
    fact.noun, fact.lemma = "subject", "time"
    return i + 1


def share(b: Binder, i: int) -> int:
    """Half a year is a stretch of time; half of them is a share."""
    if b.says(i + 1, "a", "an") and b.is_(i + 2, "time"):
        return duration(b, i, Decimal("0.5"), i + 2)
    if b.says(i, "third") and b.is_(i + 1, "time") and not b.says(i - 1, "a", "one"):
        b.add("word", "third", i, i + 1)
        return i + 1
    return plain(b, i)


def bound(b: Binder, i: int) -> int:
    """At least, up to: only before a number that is no stretch of time."""
    if b.is_(i + 1, "num") and not b.is_(i + 2, "time"):
        return plain(b, i)
    b.add("word", b.items[i].text, i, i + 1)
    return i + 1


def noun_mark(b: Binder, i: int) -> int:
    """Quality, model, format: words beside a setting that say what it is one of."""
    if b.says(i, "model") and b.says(i - 1, *SUPERLATIVES):
        b.add("nomodel", "", i - 1, i + 1)
        return i + 1
    return odd_quality(b, i) if b.says(i, "quality") else plain(b, i)


def everything(b: Binder, i: int) -> int:
    """All sizes, in all 3 formats: more jobs than are said."""
    j = i + 1
    while b.is_(j, "num") or b.says(j, "the", "of", "these"):
        j += 1
    return every_setting(b, i, j) or plain(b, i)


def breakdown(b: Binder, i: int) -> int:
    """By quality; but "20 images in each quality" is more than one job."""
    if b.counted and b.items[i].value == "quality" and not b.says(i, "by quality"):
        b.add("bad", "quality", i, i + 1)
        return i + 1
    first, _, name = b.items[i].text.partition(" ")
    if b.counted and b.items[i].text == "by day":
        b.add("period", "day", i, i + 1)
        return i + 1
    numbered = b.numbered or any(item.kind == "num" for item in b.items[i:])
    if numbered and b.items[i].value == "user" and first in ("per", "each"):
        b.add("each", "subject", i, i + 1).lemma = lemma(name)
        return i + 1
    return plain(b, i)


def quotation(b: Binder, i: int) -> int:
    """A quoted stretch: the prompt where the text calls it so, else only a quotation."""
    asked = any(b.is_(k, "prompt") or b.says(k, "prompt") for k in range(max(0, i - 6), i))
    key = b.facts and b.facts[-1].kind == "key"
    named = b.says(i + 1, "as") and b.is_(i + 3, "prompt")
    said = b.says(i - 1, "of", "like", "showing", "saying") or b.is_(i + 2, "prompt") or b.is_(i + 1, "prompt") or named
    kind = "prompt_text" if asked or key or said else "quoted"
    b.add(kind, b.items[i].value, i, i + 1)
    return i + 1


HANDLERS: dict[str, Callable[[Binder, int], int]] = {
    "num": number,
    "key": keyed,
    "pair": pair,
    "quality": quality,
    "best": best,
    "shape": shape_or_picture,
    "size": shape,
    "batch": batch,
    "quote": quotation,
    "each": each,
    "per": each,
    "time": lambda b, i: fraction_of(b, i) or time(b, i),
    "weekday": on_weekday,
    "retryrate": lambda b, i: redone(b, i) or ratio(b, i),
    "keep": ratio,
    "discard": ratio,
    "vague": vague,
    "number-of": number_of,
    "repeat": repeat,
    "word": word,
    "unit": unit,
    "double": double,
    "percentof": share,
    "bound": bound,
    "by": breakdown,
    "all": everything,
    "noun-mark": noun_mark,
    **dict.fromkeys((*PREFIX_NOUNS, "ref"), noun),
    **dict.fromkeys(("punct", "line", "and", "or", "versus", "x", "on", "for"), separator),
}
