"""Settings in key=value and flag style."""

from __future__ import annotations

from bot.language.facts.fact import Binder
from bot.language.facts.settings import batch, is_a_lot
from bot.language.item import Item


def keyed(b: Binder, i: int) -> int:
    """A key and the value that follows it."""
    field = b.items[i].value
    j = i + 1
    while b.says(j, "'", '"', "“", "”", "`", "=", ":"):
        j += 1
    value = b.item(j)
    b.add("key", field, i, i + 1)
    if value is None:
        if field == "batch":
            b.add("batch", "true", i, i + 1)
        return j
    if field == "batch":
        return batch(b, i) if is_a_lot(b, i) else _batch_key(b, i, j, value)
    if field in ("images", "prompt_words", "prompt_tokens", "references", "attempts") and value.kind == "num":
        kind = "count" if field == "images" else field
        fact = b.add(kind, "", i, j + 1, value.number)
        fact.noun, fact.lemma = ("image", "image") if kind == "count" else ("", "")
        return j + 1
    if field == "per" and value.kind == "time":
        b.add("period", value.value, i, j + 1)
        return j + 1
    if field == "amount" and value.kind == "num":
        b.add("money", "USD", i, j + 1, value.number)
        return j + 1
    return _word_key(b, i, j, field, value)


def _batch_key(b: Binder, i: int, j: int, value: Item) -> int:
    if value.text in ("true", "yes", "on", "1", "y"):
        b.add("batch", "true", i, j + 1)
        return j + 1
    if value.text in ("false", "no", "none", "off", "0", "n"):
        b.add("batch", "false", i, j + 1)
        return j + 1
    b.add("batch", "false" if b.negated(i) else "true", i, i + 1)
    return i + 1


def _word_key(b: Binder, i: int, j: int, field: str, value: Item) -> int:
    """quality=ultra, model=foo, size=big: named as unusable instead of dropped."""
    fits = {
        "quality": ("quality", "best"),
        "size": ("size", "shape", "pair", "noun-mark"),
        "model": ("model", "nomodel"),
    }
    if field in fits and value.kind not in fits[field] and not (field == "model" and value.kind in ("all", "word")):
        if field == "size" and value.value == "auto":
            return j
        if b.items[i].text.endswith("=") or b.items[i].text.startswith("-"):
            if value.kind == "num" and field == "size":
                return j
            b.add("bad", field, i, j + 1)
            return j + 1
    elif field == "model" and value.kind == "word" and b.items[i].text.endswith(("=", ":")):
        b.add("nomodel", "", i, j + 1)
        return j + 1
    return j
