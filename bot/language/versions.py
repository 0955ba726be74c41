"""A bare 1.5 as a model's name: only where a model can stand, after "on" or beside another model."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.item import Item
from bot.language.models import ModelName, Names
from bot.language.numbers import figure
from bot.language.scan import Token, text_at
from bot.language.words import phrases, singulars

_AFTER_NAME = frozenset(
    "be is was cheaper cost costs better worse instead rather not pricier dearer charge charges".split()
)
_SHORT = 5
_JOINTS = ("and", "or", "vs", "versus", "&")
_SHORT_NAMES = ("mini", "dall-e", "dalle", "midjourney", "gpt-image", "mj")
_AFTER_SETTING = frozenset("no not without batch batched please pls thanks what what's how hw".split())
_LEADING = ("on", "with", "using")
_CLOSING = frozenset(["?", ",", ".", "vs", "versus", "for", "!", ":", "–", "-", ")", "is", "are"])
_COUNTED = ("try", "unit", "ref", "time")
_NOTHING = Item("punct", "", "", 0, 0)


def version_at(tokens: Sequence[Token], i: int, items: Sequence[Item], names: Names) -> ModelName | None:
    """The model that the number at tokens[i] names, after the items read so far."""
    said = tokens[i].text
    if tokens[i].kind != "number" or not (said in names.decimal or said in names.whole or said in names.families):
        return None
    before = items[-1] if items else _NOTHING
    family = names.families.get(said, [])
    if family and "." in said and before.text in _LEADING and _ends(tokens, i):
        return ModelName(None, i + 1, tuple(family))
    model = names.decimal.get(said)
    listed = len(items) > 3 and items[-2].of("model") and items[-4].of("model")
    if model is None and (before.of("versus") or (listed and before.of("punct", "or", "and"))) and _ends(tokens, i):
        model = names.whole.get(said)
    if model is None or _is_counted(tokens, i):
        return None
    return ModelName(model, i + 1) if _fits(tokens, i, items, before) else None


def _fits(tokens: Sequence[Token], i: int, items: Sequence[Item], before: Item) -> bool:
    """Whether a model can stand here."""
    if before.text in (*_LEADING, "than") or before.of("versus") or (before.kind == "key" and before.value == "model"):
        return True
    if len(items) < 3 and before.of("and", "lead", "or") and _ends(tokens, i):
        return True
    if len(items) == 2 and items[0].of("neg", "fix") and before.of("punct") and _ends(tokens, i):
        return True
    if "." in tokens[i].text and (text_at(tokens, i + 1) in _AFTER_NAME or _is_listed(tokens, i, items, before)):
        return True
    if "." in tokens[i].text and text_at(tokens, i + 1) in ("as", "too", "also") and len(items) < _SHORT:
        return True
    if "." in tokens[i].text and text_at(tokens, i + 1) in _JOINTS and text_at(tokens, i + 2) in _SHORT_NAMES:
        return True
    beside = before.of("and", "or", "punct", "for") or before.text in ("to", "by")
    return len(items) > 1 and items[-2].of("model", "nomodel") and beside


def _is_listed(tokens: Sequence[Token], i: int, items: Sequence[Item], before: Item) -> bool:
    """55 squares in medium, 1.5, what's the cost: among settings, with nothing behind it that it counts."""
    ends = _ends(tokens, i) or text_at(tokens, i + 1) in _AFTER_SETTING
    setting = items[-2] if len(items) > 1 and before.text in (",", "/", "–", "-") else before
    return ends and setting.of("quality", "size", "shape", "batch")


def _is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether a unit follows, so that the number is one: 1.5 tries, 1.5k."""
    if i + 1 >= len(tokens):
        return False
    after = tokens[i + 1]
    glued = not after.spaced and (after.kind == "word" or after.text == "%")
    kind = next((phrases()[form][0] for form in singulars(after.text) if form in phrases()), "")
    return glued or kind in _COUNTED or (after.text in ("million", "k") and figure(tokens, i + 1) is None)


def _ends(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing that a number could count follows: mini vs 2."""
    return i + 1 >= len(tokens) or tokens[i + 1].text in _CLOSING
