"""What a fact is, and the cursor that binds items to facts.

A `Fact` is one thing the text says about a job, in text order. Which number is what is decided in the modules
beside this one; jobs are made of facts in `bot.language.jobs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bot.language.item import Item
from bot.language.plainwords import STOP_WORDS
from bot.language.scan import typed


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


TRANSPARENT = frozenset(("quality", "size", "shape", "noun-mark", "best", "language", "word", "ordinal", "hyphen"))
PERIOD_ADJECTIVES = (
    "hourly",
    "nightly",
    "pcm",
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "annually",
    "annual",
    "quarterly",
)
NOUN_KINDS = frozenset(("meta", "image", "weak", "subject", "ref", "try", "unit", "time"))


class Noun(NamedTuple):
    """What a number counts: an image, something that may be one (weak), a subject to make images for, or unknown."""

    kind: str
    lemma: str
    end: int
    plural: bool


def noun_after(items: list[Item], j: int) -> Noun:
    """The noun that the number before items[j] counts; kind "" when there is none."""
    j += 2 * ([item.text for item in items[j : j + 2]] == ["brand", "new"])
    best = unknown = Noun("", "", j, False)
    while j < len(items):
        item = items[j]
        if item.kind in NOUN_KINDS and item.text not in PERIOD_ADJECTIVES:
            if best.kind and item.kind in ("try", "time", "unit"):
                break
            best = Noun(item.kind, item.value, j + 1, item.plural)
            if item.kind in ("time", "unit", "try", "ref"):
                break
        elif made := _made(item):
            best = Noun("image", made, j + 1, True)
        elif item.kind == "word" and item.text not in STOP_WORDS:
            if best.kind and not _noun_follows(items, j + 1):
                return Noun("unknown", lemma(item.text), j + 1, True) if _heads(best, items, j) else best
            unknown = Noun("unknown", lemma(item.text), j + 1, True) if item.plural else unknown
        elif _in_compound(items, j):
            best = Noun("", "", j, False)
        elif not _is_passed(item):
            break
        j += 1
    return best if best.kind else unknown


def counts_images(b: Binder, start: int, far: int) -> bool:
    """Whether a number of images stands in the `far` items from `start`."""
    places = range(start, start + far)
    return any(b.is_(k, "num") and noun_after(b.items, k + 1).kind in ("image", "weak") for k in places)


def _made(item: Item) -> str:
    """The images that a plural shape or "edits" counts: 20 squares, 5 edits."""
    if item.kind == "edit" and item.text in ("edit", "edits"):
        return "edit"
    return item.value if item.kind == "shape" and item.plural else ""


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


def _heads(before: Noun, items: list[Item], j: int) -> bool:
    """The openers of "16 chapter openers": what is counted, and no subject."""
    ends = j + 1 == len(items) or items[j + 1].of("punct", "line", "for", "on")
    return before.kind == "subject" and not before.plural and items[j].plural and ends


def _noun_follows(items: list[Item], j: int) -> bool:
    return j < len(items) and items[j].kind in ("image", "weak")


def lemma(word: str) -> str:
    """A noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


_REFUSING = ("neg", "clear", "discard", "refused")
SMALL_WORDS = frozenset(
    "longer the a an any anything go do want need pay be have all our my - them us using used as".split()
)
_REFUSED_WITHIN = 6
_SWAPPING = ("swap", "replace", "switch", "exchange", "change", "substitute", "trade")
TAKEN_AWAY = ("batch", "ref", "try", "model")


class Binder:
    """The items, the facts found so far, and what kinds of numbers have been met.

    What the text speaks of is looked up once: refusals, a comparison (what do we save with one model instead of
    another), images that are thrown away, prompts that are counted.
    """

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.facts: list[Fact] = []
        self.steps = 0
        self.numbered = self.counted = self.listed = False
        kinds = {item.kind for item in items}
        self.refusing = not kinds.isdisjoint(_REFUSING) or any(item.text in _SWAPPING for item in items)
        self.compared = "compare" in kinds
        self.sorted_out = "discard" in kinds
        self.prompts_counted = "prompt" in kinds and self._counts_prompts()

    def _counts_prompts(self) -> bool:
        """Whether the text counts prompts and images of each: 10 prompts, 4 images each."""
        places = range(len(self.items))
        counted = any(self.is_(k, "num") and self.is_(k + 1, "prompt") and self.items[k + 1].plural for k in places)
        return counted and any(self.is_(k, "num") and self.is_(k + 1, "image", "weak") for k in places)

    def item(self, i: int) -> Item | None:
        """The item there, if there is one."""
        return self.items[i] if 0 <= i < len(self.items) else None

    def is_(self, i: int, *kinds: str) -> bool:
        """Whether the item there is of one of these kinds."""
        return 0 <= i < len(self.items) and self.items[i].kind in kinds

    def says(self, i: int, *texts: str) -> bool:
        """Whether the item there is one of these words."""
        return 0 <= i < len(self.items) and self.items[i].text in texts

    def add(self, kind: str, value: str, i: int, end: int, number: Decimal | None = None) -> Fact:
        """A fact made of items[i:end]."""
        first = self.items[i]
        text, raw, stop = first.text, first.raw, first.end
        if end > i + 1:
            some = self.items[i:end]
            text = " ".join([item.text for item in some])
            raw, stop = typed(some), some[-1].end
        fact = Fact(kind, value, first.start, stop, number, text=text, raw=raw)
        if self.refusing:
            fact.negated = self.negated(i)
        self.facts.append(fact)
        return fact

    def _is_replaced(self, i: int) -> bool:
        """The first model of "swap mini for 1.5"."""
        k = i - 1
        while self.says(k, "from", "the"):
            k -= 1
        if not self.says(k, *_SWAPPING):
            return False
        return any(self.says(n, "for", "with", "to", "by") and self.is_(n + 1, "model") for n in range(i + 1, i + 4))

    def negated(self, i: int) -> bool:
        """Whether "not", "no", "without" stands before items[i], small words between."""
        kind = self.items[i].kind
        stated = self.says(i + 1, "is", "are", "being", "-", "seems")
        after = i + 2 if stated else i + 1
        if self.is_(after, "refused") and (stated or not self.items[after].text.startswith("too ")):
            return True
        if kind == "model" and self._is_replaced(i):
            return True
        for back in range(i - 1, max(i - 1 - _REFUSED_WITHIN, -1), -1):
            item = self.items[back]
            if item.value == "swap":
                return kind != "model" or not self.compared
            if item.text == "not" and kind == "model" and self.compared and self.is_(back - 1, "and", "model", "punct"):
                return False
            if item.kind == "neg" or (item.kind in ("clear", "discard") and kind in TAKEN_AWAY):
                return True
            if not (item.kind in ("on", "again", "set", "for", "of") or item.text in SMALL_WORDS):
                return False
        return False
