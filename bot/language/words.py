"""The vocabulary as the reader looks it up: phrases, plurals, keys, and what a misspelt word was meant to be.

Numbers and names that differ in a digit are never corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from bot.language.plainwords import PLAIN
from bot.language.vocabulary import KEYS, LANGUAGES, WORDS

SHORTEST = 4
_LONG_VERB = 6
_PLURALS = frozenset("dice children men women mice sheep fish species feet teeth".split())


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) from left to right; limit + 1 when there are more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def allowed(length: int) -> int:
    """How many edits a word of this length may be away."""
    if length < SHORTEST:
        return 0
    return 1 if length < 8 else 2


def nearest(word: str, known: Iterable[str], meaning: Callable[[str], object] = str) -> str | None:
    """The known word that is near enough; None when there is none or when near ones differ in meaning."""
    limit = allowed(len(word))
    if not limit or not word.isalpha():
        return None
    best, found = limit + 1, set[str]()
    for other in known:
        if len(other) < SHORTEST or not (other[0] == word[0] or sorted(other[:2]) == sorted(word[:2])):
            continue
        edits = distance(word, other, min(best, limit))
        if edits < best:
            best, found = edits, {other}
        elif edits == best and edits <= limit:
            found.add(other)
    return min(found) if len({meaning(other) for other in found}) == 1 else None


NOUNS = frozenset(("image", "weak", "subject", "ref", "try", "unit", "time", "prompt", "meta"))


CORRECTED = frozenset(
    "quality size shape batch prompt image ref unit cost compare budget digest spent time pricelist each try".split()
)


@cache
def phrases() -> dict[str, tuple[str, str]]:
    """The vocabulary by phrase: its kind and value."""
    table: dict[str, tuple[str, str]] = {}
    for name, listed in WORDS.items():
        kind, _, value = name.partition(":")
        for phrase in listed.split(", "):
            key = _key(phrase.strip())
            table.setdefault(key, (kind, value or key))
    return table


@cache
def _heads() -> dict[str, int]:
    """How many words the longest phrase has that begins with this word."""
    heads: dict[str, int] = {}
    for phrase in phrases():
        words = phrase.split()
        heads[words[0]] = max(heads.get(words[0], 0), len(words))
    return heads


@cache
def _correctable() -> dict[tuple[int, str], list[str]]:
    """Words that misspellings are corrected to, by length and first letter."""
    by_length: dict[tuple[int, str], list[str]] = {}
    for phrase, (kind, _) in phrases().items():
        corrected = kind in CORRECTED or (kind == "log" and len(phrase) >= _LONG_VERB)
        if corrected and " " not in phrase and phrase.isalpha() and len(phrase) >= SHORTEST:
            forms = (phrase, phrase + "s") if kind in NOUNS or kind == "shape" else (phrase,)
            for form in forms:
                by_length.setdefault((len(form), form[0]), []).append(form)
    return by_length


@lru_cache(maxsize=4096)
def longest(word: str) -> int:
    """How many words a phrase can have that begins with this word, singular or plural; 0 when none does."""
    return max(_heads().get(form, 0) for form in singulars(word))


def _key(phrase: str) -> str:
    return " ".join(phrase.replace("-", " ").replace("/", " / ").replace(".", "").split())


def singulars(word: str) -> tuple[str, ...]:
    """The word and what it would be in the singular."""
    if word.endswith("ies"):
        return (word, word[:-3] + "y", word[:-1])
    if word.endswith("es"):
        return (word, word[:-1], word[:-2])
    if word.endswith("'s"):
        return (word, word[:-2])
    return (word, word[:-1]) if word.endswith("s") and not word.endswith("ss") else (word,)


@cache
def keys() -> dict[str, str]:
    """Names before = or : in key=value style, by what they set."""
    return {name: field for field, names in KEYS.items() for name in names.split(", ")}


@cache
def key_heads() -> frozenset[str]:
    """What a key can begin with: its first word, or the dashes of a flag."""
    return frozenset(("-", "–", *(name.partition("-")[0].partition("_")[0] for name in keys()), *keys()))


def known(words: list[str]) -> tuple[str, str, bool] | None:
    """Kind and value of a phrase, and whether its noun is plural."""
    phrase = " ".join(words)
    if phrase in phrases():
        return (*phrases()[phrase], False)
    for form in singulars(words[-1])[1:]:
        found = phrases().get(" ".join([*words[:-1], form]))
        if found and (
            found[0] in NOUNS or found[0] in ("shape", "size", "quality", "cost") or words[-1].endswith("'s")
        ):
            return (*found, not words[-1].endswith("'s"))
    return None


@lru_cache(maxsize=4096)
def single(text: str) -> tuple[str, str, bool]:
    """Kind and value of a word or mark by itself, and whether it is plural; no kind when it is nothing special."""
    if found := known([text.replace(".", "") or "."]):
        return found
    if not text[0].isalpha():
        return ("", text, False)
    if text in LANGUAGES:
        return ("language", text.capitalize(), False)
    plain = len(text) < SHORTEST or text in PLAIN or text[:-1] in PLAIN
    near = None if plain else meant(text)
    return (near and known([near])) or ("", text, text.endswith("s") or text in _PLURALS)


@cache
def _seconds() -> dict[str, set[str]]:
    """What can come second in a phrase, by its first word."""
    table: dict[str, set[str]] = {}
    for phrase in phrases():
        first, _, rest = phrase.partition(" ")
        if rest:
            table.setdefault(first, set()).add(rest.split()[0])
    return table


def follows(first: str, second: str) -> bool:
    """Whether a phrase begins with these two words, the second maybe in the plural."""
    seconds = _seconds().get(first.replace(".", "") or ".")
    if seconds is None:
        return False
    second = second.replace(".", "") or "."
    return second in seconds or not seconds.isdisjoint(singulars(second))


@lru_cache(maxsize=4096)
def meant(word: str) -> str | None:
    """The vocabulary word that a misspelt one was meant to be."""
    if len(word) > 20:
        return None
    near = [form for n in range(len(word) - 2, len(word) + 3) for form in _correctable().get((n, word[0]), ())]
    swapped = [form for n in range(len(word) - 1, len(word) + 2) for form in _correctable().get((n, word[1]), ())]
    return nearest(word, [*near, *(form for form in swapped if form[1:2] == word[0])], _meaning)


def _meaning(word: str) -> tuple[str, str] | None:
    found = [phrases()[form] for form in singulars(word) if form in phrases()]
    if not found:
        return None
    kind, value = found[0]
    return (kind, "" if kind in ("image", "cost") else value)
