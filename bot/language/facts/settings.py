"""Quality, size and batch: the settings of an image, read with the words around them."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts.fact import Binder, noun_after
from bot.language.plainwords import STOP_WORDS

SMALLEST_SIDE = 16
PIXELS = 128
ANY_QUALITY = frozenset(
    "good decent nice great print any same image picture overall production whatever which's actual visual of and or"
    " different other better worse lower higher our this much little perfect ok okay by per".split()
)
_LIMITED = ("num", "number-of", "money", "image", "budget")
"""What "max." is an abbreviation beside, where it is not a quality."""
_WHICH = ("this", "that", "last", "next", "previous", "first", "second", "whole", "entire", "latest", "each", "every")
_MAX_FOLLOWERS = ("image", "size", "shape", "model", "quality", "weak", "and", "on", "line")


def quality(b: Binder, i: int) -> int:
    """A quality word, unless it means something else here ("max number of", "how low")."""
    item = b.items[i]
    if item.text == "hi" and _greets(b, i):
        b.add("word", item.text, i, i + 1)
        return i + 1
    if b.says(i - 1, "how", "as", "too", "so") or (item.value == "max" and not _is_max(b, i)):
        b.add("word", item.text, i, i + 1)
        return i + 1
    if item.value in ("high", "low") and (end := _resolution_end(b, i + 1)):
        b.add("bad", "quality", i, end)
        return end
    end = i + 1
    sized = b.is_(i - 1, "noun-mark", "key") and b.items[i - 1].text.strip("-=: ") == "size"
    if item.value == "auto" and sized:
        b.add("size", "auto", i, end)
        return end
    if item.value == "high" and b.is_(i - 1, "word") and b.says(i - 1, "ultra", "super", "extremely"):
        b.add("bad", "quality", i - 1, i + 1)
        return end
    b.add("quality", item.value, i, end)
    return end


def _greets(b: Binder, i: int) -> bool:
    """Whether "hi" is said to someone, not of an image: 20 hi portraits."""
    return not b.is_(i - 1, "num", "image", "weak", "size", "shape", "model", "on", "key") and not b.says(
        i - 1, ",", "/"
    )


def _resolution_end(b: Binder, i: int) -> int:
    """Where "high-res" ends; 0 when it is none. A resolution could mean quality or size."""
    i = i + 1 if b.says(i, "-") else i
    return i + 1 if b.says(i, "res", "resolution", "rez") else 0


def _is_max(b: Binder, i: int) -> bool:
    """Max is a quality beside "quality", an image word or a comma, not a name, a limit or a count."""
    if b.says(i + 1, "quality", "setting", "mode") or b.says(i - 1, "quality", "=", ":", "in", "at", "@", "on"):
        return True
    if b.is_(i - 1, "key"):
        return b.items[i - 1].value == "quality"
    if b.says(i + 1, ".") and (b.is_(i + 2, *_LIMITED) or b.says(i + 2, "of")):
        return False
    if b.is_(i + 1, "num", "of", "number-of", "money", "bound", "budget") or b.says(i + 1, "from", "number", "amount"):
        return False
    before_number = b.is_(i - 1, "num")
    follower = b.item(i + 1)
    if follower is None or follower.text in (",", ".", ";", "?", ")", "!"):
        return not b.is_(i - 1, "image", "weak", "money", "try", "time", "unit", "ref", "num") or b.says(i - 1, ",")
    return before_number or (follower.kind in _MAX_FOLLOWERS and i > 0)


def best(b: Binder, i: int) -> int:
    """Best, top, premium: a quality only beside the word quality or after "in"."""
    item = b.items[i]
    if (
        b.says(i + 1, "quality", "setting")
        or (b.is_(i - 1, "on") and b.is_(i + 1, "punct", "image"))
        or b.says(i - 1, "quality")
        or (b.is_(i - 1, "key") and b.items[i - 1].value == "quality")
    ):
        b.add("quality", item.value, i, i + 1)
    else:
        b.add("best", item.value, i, i + 1)
    return i + 1


def odd_quality(b: Binder, i: int) -> int:
    """Ultra quality: a word before "quality" that is none we know cannot be used."""
    before = b.item(i - 1)
    odd = (
        before is not None
        and (before.kind == "word" or (before.kind == "budget" and not b.says(i - 2, "our", "the", "a")))
        and before.text not in ANY_QUALITY
        and before.text not in STOP_WORDS
    )
    if odd and not b.is_(i + 1, "quality") and not b.says(i + 1, "=", ":", "is"):
        b.add("bad", "quality", i - 1, i + 1)
    else:
        b.add("noun-mark", "quality", i, i + 1)
    return i + 1


def shape(b: Binder, i: int) -> int:
    """Square, portrait, wide; a plural (squares) also says that images are meant."""
    item = b.items[i]
    if _is_suffix(b, i):
        b.add("word", item.text, i, i + 1)
        return i + 1
    if b.says(i - 1, "non") or (b.says(i - 1, "-") and b.says(i - 2, "non")):
        b.add("bad", "size", i, i + 1)
        return i + 1
    fact = b.add("size", item.value, i, i + 1)
    fact.plural = item.plural
    if item.plural:
        noun = b.add("noun", "image", i, i + 1)
        noun.lemma, noun.plural = item.value, True
    return i + 1


def _is_suffix(b: Binder, i: int) -> bool:
    """The "wide" of company-wide."""
    glued = b.says(i - 1, "-") and b.items[i - 1].end == b.items[i].start and b.items[i - 2].end == b.items[i - 1].start
    return glued and i > 1 and b.is_(i - 2, "word") and not b.says(i - 2, "extra", "non", "ultra")


def pair(b: Binder, i: int) -> int:
    """Two numbers with x or "by": a size in pixels, or a product of counts."""
    text = b.items[i].value.replace(" ", "").replace("*", "x").lower()
    worded = text.endswith("px")
    left, right = (int(part) for part in text.removesuffix("px").split("x"))
    pixels = worded or b.says(i + 1, "px", "pixel", "pixels") or b.is_(i - 1, "key")
    end = i + 2 if b.says(i + 1, "px", "pixel", "pixels") else i + 1
    if b.is_(i + 1, "unit") and b.items[i + 1].value == "length":
        b.add("bad", "size", i, i + 2)
        return i + 2
    small = not pixels and min(left, right) < PIXELS and "*" not in text
    if small and not (max(left, right) >= 512 and min(left, right) < 20) and _multiplies(b, i):
        return product(b, i, left, right)
    if min(left, right) < SMALLEST_SIDE or max(left, right) > 20_000:
        b.add("bad", "size", i, end)
        return end
    b.add("size", f"{left}x{right}", i, end)
    return end


def _multiplies(b: Binder, i: int) -> bool:
    """6x20 images; not "10 images 1x2", which has its count and nothing that the pair counts."""
    return not b.counted or bool(noun_after(b.items, i + 1).kind)


def product(b: Binder, i: int, left: int, right: int) -> int:
    """6 x 20 images are 120."""
    noun = noun_after(b.items, i + 1)
    fact = b.add("count", "", i, i + 1, Decimal(left) * Decimal(right))
    fact.noun, fact.lemma, fact.plural = noun.kind, noun.lemma, True
    return i + 1


def batch(b: Binder, i: int) -> int:
    """The Batch API, or its refusal; "a batch of 30" is neither."""
    item = b.items[i]
    if b.is_(i + 1, "of") and " " not in item.text:
        b.add("word", item.text, i, i + 1)
        return i + 1
    if is_a_lot(b, i):
        b.add("word", "batch", i, i + 1)
        return i + 1
    refused = b.negated(i) or (b.says(i - 1, "-") and b.says(i - 2, "non"))
    if b.says(i + 1, "off") or b.says(i + 2, "off"):
        refused = True
    if b.says(i + 1, "no", "none", "false") and not b.is_(i + 2, "ref", "prompt", "try", "model", "quality", "size"):
        refused = True
    b.add("batch", "false" if refused else "true", i, i + 1)
    return i + 1


def is_a_lot(b: Binder, i: int) -> bool:
    """Yesterday's batch, this batch, the batch is 40: so many images, made together."""
    before = b.item(i - 1)
    if before is None or b.items[i].text.strip("-=: ") != "batch":
        return False
    if before.text == "the" and b.says(i + 1, "is", "was", "has", "had") and b.is_(i + 2, "num"):
        return True
    return before.kind != "key" and (before.text.endswith("'s") or before.text in _WHICH or before.kind == "ordinal")
