"""Nouns without a number of their own: a header, a front and a back view, what does a square cost."""

from __future__ import annotations

from bot.language.facts.fact import Binder
from bot.language.facts.settings import shape
from bot.language.facts.sources import based_on
from bot.language.plainwords import STOP_WORDS

PREFIX_NOUNS = ("image", "weak", "subject")
ADJECTIVES = ("quality", "size", "shape", "word", "noun-mark", "model", "best", "image", "subject", "punct")


def noun(b: Binder, i: int) -> int:
    """A noun without a number of its own."""
    item = b.items[i]
    if item.kind in ("image", "weak") and not item.plural:
        _elliptic(b, i)
        based_on(b, i)
    fact = b.add("noun" if item.kind in PREFIX_NOUNS else "ref", item.kind, i, i + 1)
    fact.lemma, fact.plural = item.value, item.plural
    fact.definite = _article(b, i) and not _is_of_purpose(b, i)
    return i + 1


def _is_of_purpose(b: Binder, i: int) -> bool:
    """The card of "for a card sort": what the images are for is no image."""
    compound = b.is_(i + 1, "word") and b.items[i + 1].text not in STOP_WORDS
    return b.items[i].kind == "weak" and compound and b.says(i - 1, "a", "an") and b.says(i - 2, "for")


def _elliptic(b: Binder, i: int) -> None:
    """A front, a side and a back view: each "a" is one of the nouns that comes last."""
    k, found = i - 1, 0
    while k >= 0 and (b.is_(k, "word", "and") or b.says(k, ",", "/", "+")):
        ends = b.is_(k + 1, "and") or b.says(k + 1, ",", "/", "+")
        if ends and b.is_(k, "word") and b.says(k - 1, "a", "an", "one") and b.items[k].text not in STOP_WORDS:
            found += 1
        k -= 1
    for _ in range(found):
        single = b.add("noun", b.items[i].kind, i, i + 1)
        single.lemma, single.definite = b.items[i].value, True
        b.add("sep", ",", i, i + 1).text = ","


def shape_or_picture(b: Binder, i: int) -> int:
    """A shape; with an article before it and its cost asked, a picture of that shape: what does a square cost."""
    end = shape(b, i)
    if not b.items[i].plural and _article(b, i) and b.is_(i + 1, "cost"):
        b.add("noun", "image", i, i + 1).definite = True
    return end


def _article(b: Binder, i: int) -> bool:
    """Whether "a", "one" or "single" stands before the noun, adjectives between."""
    for back in range(i - 1, max(i - 8, -1), -1):
        item = b.items[back]
        if item.text in ("a", "an", "single", "another"):
            return True
        if item.kind not in ADJECTIVES:
            return False
        if item.text in ("the", "our", ",", ".", "?") or (item.kind == "word" and item.text in ("is", "are", "for")):
            return False
    return False
