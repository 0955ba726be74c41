"""Items to facts: which number is a count, a prompt length, a number of tries; what is negated; what stands alone.

A `Fact` is one thing the text says about a job. Facts keep text order; jobs are made from them elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bot.language.items import Item
from bot.language.vocabulary import STOP_WORDS


@dataclass(slots=True)
class Fact:
    """One thing said. A `count` has what it counts (`noun`, `lemma`) and how it multiplies (`each`, `link`)."""

    kind: str
    value: str
    start: int
    end: int
    number: Decimal | None = None
    noun: str = ""
    lemma: str = ""
    each: bool = False
    per: str = ""
    period: str = ""
    link: str = ""
    negated: bool = False
    plural: bool = False
    total: bool = False
    definite: bool = False
    text: str = ""
    raw: str = ""
    choices: tuple[str, ...] = ()


STOP_KINDS = frozenset(
    "num pair money punct line and or versus on for of each per cost x key neg all prompt batch quote total fix model"
    " nomodel blank date time bound compare again user channel log spent afford lead retryrate keep discard".split()
)
TRANSPARENT = frozenset(("quality", "size", "shape", "noun-mark", "best", "language", "word", "ordinal", "hyphen"))
PERIOD_ADJECTIVES = ("hourly", "pcm", "daily", "weekly", "monthly", "yearly", "annually", "annual", "quarterly")
NOUN_KINDS = frozenset(("meta", "image", "weak", "subject", "ref", "try", "unit", "time"))


class Noun(NamedTuple):
    """What a number counts: an image, something that may be one (weak), a subject to make images for, or unknown."""

    kind: str
    lemma: str
    end: int
    plural: bool


def noun_after(items: list[Item], j: int) -> Noun:
    """The noun that the number before items[j] counts; kind "" when there is none."""
    best = unknown = Noun("", "", j, False)
    while j < len(items):
        item = items[j]
        if item.kind in NOUN_KINDS and item.text not in PERIOD_ADJECTIVES:
            if best.kind and item.kind in ("try", "time", "unit"):
                break
            best = Noun(item.kind, item.value, j + 1, item.plural)
            if item.kind in ("time", "unit", "try", "ref"):
                break
        elif item.kind == "shape" and item.plural:
            best = Noun("image", item.value, j + 1, True)
        elif item.kind == "word" and item.text not in STOP_WORDS:
            if best.kind and not _noun_follows(items, j + 1):
                break
            unknown = Noun("unknown", lemma(item.text), j + 1, True) if item.plural else unknown
        elif _in_compound(items, j):
            best = Noun("", "", j, False)
        elif not _is_passed(item):
            break
        j += 1
    return best if best.kind else unknown


def directed_unit(items: list[Item], j: int) -> Noun | None:
    """Input tokens, output tokens: a unit, not an image that goes in or comes out."""
    if j + 1 >= len(items) or items[j].text not in ("input", "output") or items[j + 1].kind != "unit":
        return None
    return Noun("unit", f"{items[j].text} {items[j + 1].value}", j + 2, False)


def _is_passed(item: Item) -> bool:
    """Whether the noun can still come after this item."""
    if item.text in PERIOD_ADJECTIVES:
        return True
    return item.kind in TRANSPARENT - {"word"} or (item.kind == "punct" and item.text in "-–'*_`")


def _in_compound(items: list[Item], j: int) -> bool:
    """The "on" of product-on-white."""
    return items[j].kind == "on" and j > 0 and items[j - 1].text == "-" and items[j - 1].end == items[j].start


def _noun_follows(items: list[Item], j: int) -> bool:
    return j < len(items) and items[j].kind in ("image", "weak")


def lemma(word: str) -> str:
    """A noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
