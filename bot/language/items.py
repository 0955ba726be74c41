"""Tokens to items: each word, number or name with what the vocabulary says it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.language import dates
from bot.language.models import REMEMBERED, Names, may_begin, names_of
from bot.language.money import is_currency, money
from bot.language.numbers import Figure, begins_number, figure
from bot.language.plainwords import PLAIN, STOP_WORDS
from bot.language.scan import Token, typed
from bot.language.textmodels import begins_text_model, text_model_at
from bot.language.vocabulary import LANGUAGES
from bot.language.words import NOUNS, SHORTEST, key_heads, keys, longest, meant, phrases, singulars

_BEFORE_ONE_KINDS = ("quality", "size", "shape", "model", "ordinal", "keep", "discard", "best")
AFTER_FOR = frozenset("me us u you our my the a an this that these those each all every".split())
_AFTER_NAME = frozenset(
    "be is was cheaper cost costs better worse instead rather not pricier dearer charge charges".split()
)
AFTER_TO = frozenset("make know get create do see generate have produce use be render buy order add".split())
_BEFORE_ONE = frozenset("first second third last other same next previous former latter new final".split())


@dataclass(slots=True)
class Item:
    """One read piece of the text: what `kind` of thing it is, its `value`, and where it stands.

    A number (kind `num`) has `number`; None there means that no one definite number was written. `raw` is the
    stretch as typed, `spaced` whether white space stands before it.
    """

    kind: str
    value: str
    text: str
    start: int
    end: int
    number: Decimal | None = None
    plural: bool = False
    raw: str = ""
    spaced: bool = True
    choices: tuple[str, ...] = ()

    def of(self, *kinds: str) -> bool:
        """Whether this is one of these kinds."""
        return self.kind in kinds


def itemize(tokens: Sequence[Token], models: Mapping[str, str]) -> list[Item]:
    """Everything the text says, in order."""
    return _Itemizer(tokens, names_of(models)).run()


class _Itemizer:
    def __init__(self, tokens: Sequence[Token], names: Names) -> None:
        self.tokens = tokens
        self.names = names
        self.items: list[Item] = []

    def run(self) -> list[Item]:
        i = 0
        zoned = any(token.text in dates.ZONE_MARKS for token in self.tokens)
        while i < len(self.tokens):
            token = self.tokens[i]
            if token.kind == "word" and not zoned and self.is_plain(token):
                i = self.phrase(i, 1) or self.word(i)
                continue
            i = (
                self.plain(i)
                or self.key(i)
                or self.date(i)
                or self.model(i)
                or self.pair(i)
                or self.money(i)
                or self.phrase(i, 2)
                or self.number(i)
                or self.phrase(i, 1)
                or self.word(i)
            )
        return self.items

    def is_plain(self, token: Token) -> bool:
        """Whether no name, number, date, sum of money or key can begin with the word; worked out once a word."""
        known = self.names.plain.get(token.text)
        if known is None:
            word = token.text
            begins = word in key_heads() or dates.begins(word) or begins_number(word) or is_currency(word)
            known = not (begins or may_begin(self.names, token) or begins_text_model(word))
            if len(self.names.plain) < REMEMBERED:
                self.names.plain[word] = known
        return known

    def add(self, kind: str, value: str, i: int, end: int, **more: object) -> int:
        first, last = self.tokens[i], self.tokens[end - 1]
        text, raw = first.text, first.raw
        if end > i + 1:
            text = " ".join(t.text for t in self.tokens[i:end])
            raw = typed(self.tokens[i:end])
        item = Item(kind, value, text, first.start, last.end, raw=raw, spaced=first.spaced)
        for name, content in more.items():
            setattr(item, name, content)
        self.items.append(item)
        return end

    def text(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def plain(self, i: int) -> int:
        token = self.tokens[i]
        match token.kind:
            case "quote":
                return self.add("quote", token.raw, i, i + 1)
            case "user" | "channel" | "link" | "line" | "blank":
                return self.add(token.kind, token.text, i, i + 1)
            case _:
                pass
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if token.text in "@#" and (token.spaced or not i) and after and not after.spaced and after.kind == "word":
            end = i + 2
            while end < len(self.tokens) and not self.tokens[end].spaced and self._names_on(end):
                end += 1
            name = "".join(t.text for t in self.tokens[i + 1 : end])
            return self.add("user" if token.text == "@" else "channel", name.removesuffix("'s"), i, end)
        return 0

    def _names_on(self, end: int) -> bool:
        token = self.tokens[end]
        if token.kind in ("word", "number"):
            return True
        following = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
        return token.text in "-_." and following is not None and not following.spaced and following.kind == "word"

    def key(self, i: int) -> int:
        if self.tokens[i].text not in key_heads():
            return 0
        j = i
        while self.text(j) in ("-", "–") and j < i + 2 and not (j > i and self.tokens[j].spaced):
            j += 1
        flag = j > i and (j - i == 2 or self.text(i) == "–") and j < len(self.tokens) and not self.tokens[j].spaced
        if j >= len(self.tokens) or self.tokens[j].kind != "word" or (j > i and not flag):
            return 0
        end = j + 1
        while self.text(end) == "-" and not self.tokens[end].spaced and end + 1 < len(self.tokens) and end < j + 4:
            end += 2
        name = "".join(t.text for t in self.tokens[j : min(end, len(self.tokens))])
        if name not in keys():
            name, end = self.text(j), j + 1
        field = keys().get(name)
        if field is None:
            return 0
        marked = self.text(end) == "=" or (self.text(end) == ":" and (flag or name in keys()))
        counted = (
            field == "images" and bool(self.items) and self.items[-1].of("num", "quality", "size", "shape", "model")
        )
        if not (flag or marked) or (counted and self.text(end) == ":"):
            return 0
        return self.add("key", field, i, end + marked)

    def date(self, i: int) -> int:
        found = dates.at(self.tokens, i)
        return 0 if found is None else self.add(found.kind, found.value, i, found.end)

    def model(self, i: int) -> int:
        found = self.names.at(self.tokens, i)
        if found is None:
            return self._decimal_model(i) or self._text_model(i)
        if found.model is None:
            return self.add("nomodel", "", i, found.end, choices=found.choices)
        return self.add("model", found.model, i, found.end)

    def _text_model(self, i: int) -> int:
        found = text_model_at(self.tokens, i)
        if found is None:
            return 0
        return self.add("textmodel", found.model or "", i, found.end, choices=found.choices)

    def _decimal_model(self, i: int) -> int:
        """A bare 1.5 is a model only where a model can stand: after "on" or beside another model."""
        model = self.names.decimal.get(self.text(i))
        family = self.names.families.get(self.text(i), [])
        led = self.items and self.items[-1].text in ("on", "with", "using")
        if family and "." in self.text(i) and led and self._ends(i):
            return self.add("nomodel", "", i, i + 1, choices=tuple(family))
        listed = len(self.items) > 3 and self.items[-2].of("model") and self.items[-4].of("model")
        if self.items and (self.items[-1].of("versus") or (listed and self.items[-1].of("punct", "or", "and"))):
            model = model or (self.names.whole.get(self.text(i)) if self._ends(i) else None)
        if model is None or self.tokens[i].kind != "number":
            return 0
        before = self.items[-1] if self.items else Item("punct", "", "", 0, 0)
        beside = len(self.items) > 1 and self.items[-2].of("model", "nomodel")
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        glued = after is not None and not after.spaced and (after.kind == "word" or after.text == "%")
        unit = after is not None and (self._noun_kind(after.text) in ("try", "unit", "ref", "time") or glued)
        if unit or (after is not None and figure(self.tokens, i + 1) is None and after.text in ("million", "k")):
            return 0
        fits = before.text in ("on", "with", "using", "than") or before.of("versus")
        fits = fits or (before.kind == "key" and before.value == "model")
        fits = fits or (len(self.items) < 3 and before.of("and", "lead", "or") and self._ends(i))
        fits = fits or ("." in self.text(i) and self.text(i + 1) in _AFTER_NAME)
        return self.add("model", model, i, i + 1) if fits or (beside and before.of("and", "or", "punct")) else 0

    def _ends(self, i: int) -> bool:
        """Whether nothing that a number could count follows: mini vs 2."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        return after is None or after.text in ("?", ",", ".", "vs", "versus", "for", "!", ":", "–", "-", ")")

    def _noun_kind(self, word: str) -> str:
        return next((phrases()[form][0] for form in singulars(word) if form in phrases()), "")

    def pair(self, i: int) -> int:
        if self.tokens[i].kind == "pair":
            return self.add("pair", self.text(i), i, i + 1)
        if self.text(i + 1) != "by" or self.tokens[i].kind != "number":
            return 0
        sides = [self.text(k).replace(",", "") for k in (i, i + 2)]
        if not all(side.isascii() and side.isdigit() and len(side) < 8 for side in sides):
            return 0
        return self.add("pair", f"{'x'.join(sides)}px", i, i + 3)

    def money(self, i: int) -> int:
        found = money(self.tokens, i)
        return 0 if found is None else self.add("money", found.currency, i, found.end, number=found.amount)

    def number(self, i: int) -> int:
        found = figure(self.tokens, i)
        if found is None:
            return 0
        if self.text(i) == "one" and found.end == i + 1 and self.items and self._is_pronoun(self.items[-1], i + 1):
            return self.add("weak", "one", i, i + 1)
        if self.text(i) == "4" and found.end == i + 1 and self.text(i + 1) in AFTER_FOR:
            return self.add("for", "for", i, i + 1)
        if self.text(i) == "2" and found.end == i + 1 and self.text(i + 1) in AFTER_TO and self._is_to(i):
            return self.add("word", "to", i, i + 1)
        if found.end == i + 1 and self.text(i + 1) == "s" and not self.tokens[i + 1].spaced:
            return self.add("ordinal", self.text(i), i, i + 2)
        return self._ordinal(i, found) or self.add(
            "num", "~" if found.approximate else "", i, found.end, number=found.value
        )

    def _is_to(self, i: int) -> bool:
        """The 2 of "we want 2 make 40": before a verb, with no number just before."""
        return not (self.items and self.items[-1].of("num", "x", "cost"))

    def _is_pronoun(self, before: Item, after: int) -> bool:
        """The "one" of "the second one", "the high one", "quick one:"."""
        closes = self.text(after) in ("", "-", "–", ":", ",", ".")
        if before.kind == "word" and before.text not in STOP_WORDS and closes:
            return True
        return before.of(*_BEFORE_ONE_KINDS) or before.text in _BEFORE_ONE

    def _ordinal(self, i: int, found: Figure) -> int:
        after = self.tokens[found.end] if found.end < len(self.tokens) else None
        if after is None or after.spaced or after.text not in ("st", "nd", "rd", "th"):
            return 0
        return self.add("ordinal", self.text(i), i, found.end + 1)

    def phrase(self, i: int, at_least: int) -> int:
        """The longest vocabulary phrase here, of `at_least` this many words; nouns may be plural."""
        token = self.tokens[i]
        most = longest(token.text) if token.kind in ("word", "punct") else 0
        if most < at_least:
            return 0
        if token.text == "x" and i and self.tokens[i - 1].kind == "number":
            return 0
        if most == 1:
            found = self._known([token.text.replace(".", "") or "."])
            return self.add(found[0], found[1], i, i + 1, plural=found[2]) if found else 0
        words: list[str] = []
        ends: list[int] = []
        j = i
        while j < len(self.tokens) and len(words) < most:
            if self.tokens[j].text == "-" and words and not self.tokens[j].spaced:
                j += 1
                continue
            if self.tokens[j].kind not in ("word", "punct"):
                break
            words.append(self.text(j).replace(".", "") or ".")
            j += 1
            ends.append(j)
        for n in range(len(words), at_least - 1, -1):
            if found := self._known(words[:n]):
                kind, value, plural = found
                return self.add(kind, value, i, ends[n - 1], plural=plural)
        return 0

    def _known(self, words: list[str]) -> tuple[str, str, bool] | None:
        phrase = " ".join(words)
        if phrase in phrases():
            return (*phrases()[phrase], False)
        for form in singulars(words[-1])[1:]:
            found = phrases().get(" ".join([*words[:-1], form]))
            if found and (found[0] in NOUNS or found[0] in ("shape", "quality", "cost") or words[-1].endswith("'s")):
                return (*found, not words[-1].endswith("'s"))
        return None

    def word(self, i: int) -> int:
        token = self.tokens[i]
        if token.kind != "word":
            return self.add("punct", token.text, i, i + 1)
        if token.text in LANGUAGES:
            return self.add("language", token.text.capitalize(), i, i + 1)
        plain = len(token.text) < SHORTEST or token.text in PLAIN or token.text[:-1] in PLAIN
        near = None if plain else meant(token.text)
        if near and (found := self._known([near])):
            kind, value, plural = found
            return self.add(kind, value, i, i + 1, plural=plural)
        return self.add("word", token.text, i, i + 1, plural=token.text.endswith("s"))
