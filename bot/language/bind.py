"""Reads the items in order and binds numbers, units, negations and marks into facts."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts import Fact, lemma, noun_after
from bot.language.items import Item
from bot.language.ratios import ratio
from bot.language.settings import batch, best, odd_quality, pair, quality, shape

PREFIX_NOUNS = ("image", "weak", "subject")
PERIODS = ("day", "week", "month", "quarter", "year")
PERIOD_ADJECTIVES = ("daily", "weekly", "monthly", "yearly", "annually", "annual", "quarterly")


def bind(items: list[Item]) -> list[Fact]:
    """All facts of the text."""
    return Binder(items).run()


class Binder:
    """The cursor over the items and the facts found so far."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.facts: list[Fact] = []
        self.steps = 0
        self.numbered = self.counted = self.listed = False

    def run(self) -> list[Fact]:
        i = 0
        while i < len(self.items):
            self.steps += 1
            i = self.step(i)
        return self.facts

    def item(self, i: int) -> Item | None:
        return self.items[i] if 0 <= i < len(self.items) else None

    def is_(self, i: int, *kinds: str) -> bool:
        """Whether the item there is of one of these kinds."""
        return 0 <= i < len(self.items) and self.items[i].kind in kinds

    def says(self, i: int, *texts: str) -> bool:
        """Whether the item there is one of these words."""
        return 0 <= i < len(self.items) and self.items[i].text in texts

    def add(self, kind: str, value: str, i: int, end: int, number: Decimal | None = None) -> Fact:
        """A fact made of items[i:end]."""
        last = self.items[max(i, min(end, len(self.items)) - 1)]
        text = " ".join(item.text for item in self.items[i:end])
        fact = Fact(kind, value, self.items[i].start, last.end, number, text=text)
        fact.negated = self.negated(i)
        self.facts.append(fact)
        return fact

    def negated(self, i: int) -> bool:
        """Whether "not", "no", "without" stands before items[i], at most two small words away."""
        for back in range(i - 1, max(i - 4, -1), -1):
            item = self.items[back]
            if item.kind == "neg":
                return True
            small = item.kind in ("on", "again", "set") or item.text in ("the", "a", "an", "any", "go", "do", "want", "-")
            if not small:
                return False
        return False

    def step(self, i: int) -> int:
        item = self.items[i]
        match item.kind:
            case "num":
                return self.number(i)
            case "key":
                return self.keyed(i)
            case "pair":
                return pair(self, i)
            case "quality":
                return quality(self, i)
            case "best":
                return best(self, i)
            case "shape" | "size":
                return shape(self, i)
            case "batch":
                return batch(self, i)
            case "model" | "nomodel" | "language" | "money":
                fact = self.add(item.kind, item.value, i, i + 1, item.number)
                fact.choices = item.choices
                return i + 1
            case "quote":
                return self.quotation(i)
            case "each" | "per":
                return self.each(i)
            case "time":
                return self.time(i)
            case "retryrate" | "keep" | "discard":
                return ratio(self, i)
            case "image" | "weak" | "subject" | "ref":
                return self.noun(i)
            case "vague":
                self.add("vague", item.text, i, i + 1)
                return i + 1
            case "punct" | "line" | "and" | "or" | "versus" | "x" | "on" | "for":
                self.add("sep", "\n" if item.kind == "line" else item.text, i, i + 1).lemma = item.kind
                return i + 1
            case "word":
                return self.word(i)
            case "double" if self.is_(i + 2, "time") or self.is_(i + 1, "time"):
                fact = self.add("count", "", i, i + 1, Decimal(item.value))
                fact.noun, fact.lemma = "subject", "time"
                return i + 1
            case "noun-mark" if item.text == "quality":
                return odd_quality(self, i)
            case _:
                self.add(item.kind, item.value, i, i + 1, item.number)
                return i + 1

    def word(self, i: int) -> int:
        item = self.items[i]
        if item.text in ("a", "an") and self.is_(i + 1, "time") and not self.items[i + 1].plural:
            if i and self.is_(i - 1, "for"):
                return self.duration(i, Decimal(1), i + 1)
            return self.period(i, i + 1)
        self.add("word", item.text, i, i + 1)
        return i + 1

    def quotation(self, i: int) -> int:
        asked = any(self.is_(k, "prompt") or self.says(k, "prompt") for k in range(max(0, i - 6), i))
        key = self.facts and self.facts[-1].kind == "key"
        said = self.says(i - 1, "of", "like", "showing", "saying") or self.is_(i + 2, "prompt") or self.is_(i + 1, "prompt")
        kind = "prompt_text" if asked or key or said else "quoted"
        self.add(kind, self.items[i].value, i, i + 1)
        return i + 1

    def keyed(self, i: int) -> int:
        field = self.items[i].value
        j = i + 1
        while self.says(j, "'", '"', "“", "”", "`", "=", ":"):
            j += 1
        value = self.item(j)
        self.add("key", field, i, i + 1)
        if value is None:
            if field == "batch":
                self.add("batch", "true", i, i + 1)
            return j
        if field == "batch":
            return self._batch_key(i, j, value)
        if field in ("images", "prompt_words", "prompt_tokens", "references", "attempts") and value.kind == "num":
            kind = "count" if field == "images" else field
            fact = self.add(kind, "", i, j + 1, value.number)
            fact.noun, fact.lemma = ("image", "image") if kind == "count" else ("", "")
            return j + 1
        if field == "per" and value.kind == "time":
            self.add("period", value.value, i, j + 1)
            return j + 1
        if field == "amount" and value.kind == "num":
            self.add("money", "USD", i, j + 1, value.number)
            return j + 1
        return self._word_key(i, j, field, value)

    def _batch_key(self, i: int, j: int, value: Item) -> int:
        if value.text in ("true", "yes", "on", "1", "y"):
            self.add("batch", "true", i, j + 1)
            return j + 1
        if value.text in ("false", "no", "off", "0", "n"):
            self.add("batch", "false", i, j + 1)
            return j + 1
        self.add("batch", "true", i, i + 1)
        return i + 1

    def _word_key(self, i: int, j: int, field: str, value: Item) -> int:
        """quality=ultra, model=foo, size=big: named as unusable instead of dropped."""
        fits = {"quality": ("quality", "best"), "size": ("size", "shape", "pair", "noun-mark"), "model": ("model", "nomodel")}
        if field in fits and value.kind not in fits[field] and not (field == "model" and value.kind in ("all", "word")):
            if field == "size" and value.value == "auto":
                return j
            if self.items[i].text.endswith("=") or self.items[i].text.startswith("-"):
                if value.kind == "num" and field == "size":
                    return j
                self.add("bad", field, i, j + 1)
                return j + 1
        elif field == "model" and value.kind == "word" and self.items[i].text.endswith(("=", ":")):
            self.add("nomodel", "", i, j + 1)
            return j + 1
        return j

    def number(self, i: int) -> int:
        from bot.language.quantities import number

        return number(self, i)

    def each(self, i: int) -> int:
        item = self.items[i]
        j = i + 1
        while self.says(j, "of", "our", "the", "my", "these", "those", "your", "one", "single"):
            j += 1
        if self.is_(j, "time") and not self.items[j].plural and (item.kind == "per" or item.text != "each"):
            return self.period(i, j)
        if self.says(j, "other", "second") and self.is_(j + 1, "time"):
            self.add("bad", "per", i, j + 2)
            return j + 2
        if self.is_(j, "num") and self.is_(j + 1, "time") and item.text in ("every", "per"):
            self.add("bad", "per", i, j + 2)
            return j + 2
        if self.is_(j, "num"):
            self.add("each", "", i, j)
            return j
        noun = noun_after(self.items, j)
        if noun.kind in ("image", "prompt", "ref", "try") or self.is_(j, "prompt"):
            self.add("each", "image", i, max(noun.end, j + 1)).lemma = noun.lemma
            return max(noun.end, j + 1)
        if noun.kind in ("subject", "weak") or (item.kind == "per" and self.is_(j, "word")):
            name = noun.lemma if noun.kind else lemma(self.items[j].text)
            end = noun.end if noun.kind else j + 1
            self.add("each", "subject", i, end).lemma = name
            return end
        self.add("each", "", i, i + 1)
        return i + 1

    def period(self, i: int, at: int) -> int:
        if self.items[at].text.startswith(("work", "weekday", "business")):
            self.add("workdays", "", i, at + 1)
        self.add("period", self.items[at].value, i, at + 1)
        return at + 1

    def duration(self, i: int, number: Decimal | None, at: int) -> int:
        unit = self.items[at].value
        if self.items[at].text.startswith("fortnight") and number is not None:
            number *= 2
        kind = "workday" if self.items[at].text.startswith(("work", "business", "weekday")) and unit == "day" else unit
        self.add("duration", kind, i, at + 1, number)
        return at + 1

    def time(self, i: int) -> int:
        item = self.items[i]
        if ":" in item.value:
            kind = "bad" if item.text.replace(" ", "") in ("9:16", "10:16", "4:50") else "clock"
            self.add(kind, "size", i, i + 1)
            return i + 1
        if item.text.startswith(("work", "weekday", "business")) and item.value == "day":
            self.add("workdays", "", i, i + 1)
            return i + 1
        if item.text in PERIOD_ADJECTIVES or item.text == "everyday":
            return self.period(i, i)
        if self.says(i - 1, "each", "every") or (self.says(i - 1, "/") and not self.says(i - 2, "a")):
            return self.period(i, i)
        self.add("time", item.value, i, i + 1)
        return i + 1

    def noun(self, i: int) -> int:
        item = self.items[i]
        fact = self.add("noun" if item.kind in PREFIX_NOUNS else "ref", item.kind, i, i + 1)
        fact.lemma, fact.plural = item.value, item.plural
        fact.definite = self._article(i)
        return i + 1

    def _article(self, i: int) -> bool:
        """Whether "a", "one" or "single" stands before the noun, adjectives between."""
        for back in range(i - 1, max(i - 8, -1), -1):
            item = self.items[back]
            if item.text in ("a", "an", "single", "another"):
                return True
            if item.kind not in ("quality", "size", "shape", "word", "noun-mark", "model", "best", "image", "subject", "punct"):
                return False
            if item.text in ("the", "our", ",", ".", "?") or (item.kind == "word" and item.text in ("is", "are", "for")):
                return False
        return False
