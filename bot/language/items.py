"""Tokens to items: each word, number or name with what the vocabulary says it is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.language import dates
from bot.language.item import Item
from bot.language.models import REMEMBERED, Names, may_begin
from bot.language.money import CURRENCIES, is_currency, money
from bot.language.numbers import Figure, begins_number, counts_after_article, figure
from bot.language.particles import joined
from bot.language.plainwords import STOP_WORDS
from bot.language.scan import Token, typed
from bot.language.textmodels import begins_text_model, text_model_at
from bot.language.versions import version_at
from bot.language.words import follows, key_heads, keys, known, longest, single

_BEFORE_ONE_KINDS = ("quality", "size", "shape", "model", "ordinal", "keep", "discard", "best")
AFTER_FOR = frozenset("me us u you our my the a an this that these those each all every".split())
AFTER_TO = frozenset("make know get create do see generate have produce use be render buy order add".split())
_ASKING = frozenset("does can should would must could may".split())
_VERBS = frozenset("use get ask know set log find do make see buy order tell".split())
_TO = frozenset(("to", "into"))
_BEFORE_ONE = frozenset("first second third last other same next previous former latter new final".split())


def itemize(tokens: Sequence[Token], names: Names) -> list[Item]:
    """Everything the text says, in order."""
    return joined(_Itemizer(tokens, names).run())


class _Itemizer:
    def __init__(self, tokens: Sequence[Token], names: Names) -> None:
        self.tokens = tokens
        self.names = names
        self.items: list[Item] = []
        self.priced = False

    def run(self) -> list[Item]:
        i = 0
        words = {token.text for token in self.tokens}
        zoned = not words.isdisjoint(dates.ZONE_MARKS)
        self.priced = not words.isdisjoint(CURRENCIES)
        while i < len(self.tokens):
            token = self.tokens[i]
            if token.kind in ("word", "punct") and not zoned and (self.is_plain(token) or self.is_article(i)):
                i = self.phrase(i, 2) or self.word(i)
            elif token.kind == "number":
                i = self.date(i) or self.model(i) or self.pair(i) or self.money(i) or self.number(i) or self.word(i)
            else:
                i = (
                    self.plain(i)
                    or self.key(i)
                    or self.date(i)
                    or self.model(i)
                    or self.pair(i)
                    or self.money(i)
                    or self.phrase(i, 2)
                    or self.number(i)
                    or self.word(i)
                )
        return self.items

    def is_article(self, i: int) -> bool:
        """Whether the "a" here begins no number, as that of "a hundred" does."""
        return self.tokens[i].text in ("a", "an") and not counts_after_article(self.text(i + 1))

    def is_plain(self, token: Token) -> bool:
        """Whether no name, number, date, sum of money or key can begin with the word; worked out once a word."""
        known = self.names.plain.get(token.text)
        if known is None:
            word = token.text
            begins = (
                word in "@#" or word in key_heads() or dates.begins(word) or begins_number(word) or is_currency(word)
            )
            known = not (begins or may_begin(self.names, token) or begins_text_model(word))
            if len(self.names.plain) < REMEMBERED:
                self.names.plain[word] = known
        return known

    def add(
        self,
        kind: str,
        value: str,
        i: int,
        end: int,
        *,
        number: Decimal | None = None,
        plural: bool = False,
        choices: tuple[str, ...] = (),
    ) -> int:
        first = self.tokens[i]
        text, raw, stop = first.text, first.raw, first.end
        if end > i + 1:
            text = " ".join([t.text for t in self.tokens[i:end]])
            raw = typed(self.tokens[i:end])
            stop = self.tokens[end - 1].end
        self.items.append(Item(kind, value, text, first.start, stop, number, plural, raw, first.spaced, choices))
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
            name = "".join(t.raw for t in self.tokens[i + 1 : end])
            name = name[:-2] if name.lower().endswith("'s") else name
            return self.add("user" if token.text == "@" else "channel", name, i, end)
        return 0

    def _names_on(self, end: int) -> bool:
        token = self.tokens[end]
        if token.kind in ("word", "number"):
            return True
        following = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
        return (
            token.text in "-_."
            and following is not None
            and not following.spaced
            and following.kind in ("word", "number")
        )

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
        if self.text(i) == "mini" and self._is_prefix(i):
            return 0
        found = self.names.at(self.tokens, i)
        if found is None:
            return self._version(i) or self._text_model(i)
        if found.model is None:
            return self.add("nomodel", "", i, found.end, choices=found.choices)
        return self.add("model", found.model, i, found.end)

    def _is_prefix(self, i: int) -> bool:
        """The mini of a mini-campaign."""
        glued = self.text(i + 1) == "-" and not self.tokens[i + 1].spaced
        return (
            glued and i + 2 < len(self.tokens) and not self.tokens[i + 2].spaced and self.tokens[i + 2].kind == "word"
        )

    def _text_model(self, i: int) -> int:
        found = text_model_at(self.tokens, i)
        if found is None:
            return 0
        return self.add("textmodel", found.model or "", i, found.end, choices=found.choices)

    def _version(self, i: int) -> int:
        found = version_at(self.tokens, i, self.items, self.names)
        if found is None:
            return 0
        return self.add("model" if found.model else "nomodel", found.model or "", i, found.end, choices=found.choices)

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
        found = money(self.tokens, i) if self.priced else None
        return 0 if found is None else self.add("money", found.currency, i, found.end, number=found.amount)

    def number(self, i: int) -> int:
        if self.text(i) == "one" and self._is_somebody(i):
            return self.add("weak" if self.text(i + 1) in _TO else "word", "one", i, i + 1)
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

    def _is_somebody(self, i: int) -> bool:
        """The "one" of "how does one use it", and of "change the last one to 70"."""
        before = self.text(i - 1)
        if before in _ASKING and self.text(i + 1) in _VERBS:
            return True
        return before in _BEFORE_ONE and self.text(i + 1) in _TO

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
        if most < at_least or not self._goes_on(i):
            return 0
        if token.text == "x" and i and self.tokens[i - 1].kind == "number":
            return 0
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
            if found := known(words[:n]):
                kind, value, plural = found
                return self.add(kind, value, i, ends[n - 1], plural=plural)
        return 0

    def _goes_on(self, i: int) -> bool:
        """Whether the next word is the second one of a phrase that begins here: mostly it is not."""
        j = i + 1
        while self.text(j) == "-" and not self.tokens[j].spaced:
            j += 1
        return j < len(self.tokens) and follows(self.tokens[i].text, self.tokens[j].text)

    def word(self, i: int) -> int:
        """A word by itself, a misspelt one as what it was meant to be."""
        token = self.tokens[i]
        factor = token.text == "x" and i and self.tokens[i - 1].kind == "number"
        if factor or token.kind not in ("word", "punct"):
            return self.add("word" if token.kind == "word" else "punct", token.text, i, i + 1)
        kind, value, plural = single(token.text)
        if not kind:
            kind, value = token.kind, token.text
        return self.add(kind, value, i, i + 1, plural=plural)
