"""Image model names as people say them, from the catalog's names and aliases by general rules.

Separators do not matter, a trailing part that only one model has ("mini", "2.5 flare") is enough, and a name
that no model has is reported with the nearest ones, never taken for another model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.language.scan import Token, text_at
from bot.language.words import distance, nearest

FAMILY = "gpt-image-"
SPOKEN = {"mj": "midjourney", "midj": "midjourney", "chatgpt image": "chatgpt-image-latest"}
FOREIGN = frozenset(
    "imagen stablediffusion sdxl flux flux1 fluxpro firefly adobefirefly ideogram nanobanana seedream recraft sora"
    " kling veo runway leonardoai qwenimage hunyuan craiyon stablediffusion3 sd3 sd35 imagen3 imagen4 bingimage"
    " playgroundv3 dreamstudio grokimage photon lumaphoton kandinsky".split()
)
_JOINTS = frozenset("-–_·./'•")
_LONGEST = 12
_SEPARATORS = re.compile(r"[\s_·'/–•-]+|(?<!\d)\.|\.(?!\d)")
_SPOKEN_DIGITS = {"one": "1", "two": "2", "three": "3", "five": "5", "six": "6"}
_STEM = re.compile(r"gptimage[\d.]{0,9}|gptimg[\d.]{0,9}|dalle\d{0,9}|flare|sunburst")
_STEMS = ("gptimage", "gptimg", "dalle", "flare", "sunburst")
REMEMBERED = 4096
_VERSION = re.compile(r"v\d{1,2}")
_WORDS = ("image", "sunburst", "flare", "midjourney", "chatgpt", "latest", "dalle")


class ModelName(NamedTuple):
    """A model name in the text; `model` None with `choices` when no one model has it."""

    model: str | None
    end: int
    choices: tuple[str, ...] = ()


def squash(name: str) -> str:
    """A name without the separators that people vary; a decimal point stays."""
    return _SEPARATORS.sub("", name.lower())


class Names:
    """Every way of saying each model's name."""

    def __init__(self, models: Mapping[str, str]) -> None:
        self.ids = tuple(dict.fromkeys(models.values()))
        self.known = {squash(name): model for name, model in models.items()}
        for said, model in SPOKEN.items():
            if model in self.ids:
                self.known.setdefault(squash(said), model)
        self.decimal: dict[str, str] = {}
        self.whole: dict[str, str] = {}
        self.families: dict[str, list[str]] = {}
        self.heads: dict[str, bool] = {}
        self.plain: dict[str, bool] = {}
        self._shorten()
        self.prefixes = {name[:n] for name in [*self.known, *FOREIGN] for n in range(1, len(name) + 1)}

    def _shorten(self) -> None:
        tails = {model: model.removeprefix(FAMILY) for model in self.ids if model.startswith(FAMILY)}
        last: dict[str, list[str]] = {}
        for model, tail in tails.items():
            if tail.replace(".", "").isdigit():
                self.whole[tail] = model
                if "." in tail:
                    self.decimal[tail] = model
                    self.known.setdefault("gpt" + squash(tail), model)
            else:
                self.known.setdefault(squash(tail), model)
                if "." in tail:
                    self.known.setdefault("".join(reversed(tail.split("-"))), model)
                self.known.setdefault("gpt" + squash(tail), model)
                self.families.setdefault(tail.partition("-")[0], []).append(model)
                last.setdefault(tail.rpartition("-")[2], []).append(model)
        for word, owners in last.items():
            if word.isalpha() and len(owners) == 1:
                for name in (word, "gpt" + word, "gptimage" + word):
                    self.known.setdefault(name, owners[0])

    def at(self, tokens: Sequence[Token], i: int) -> ModelName | None:
        """The model name that begins at tokens[i], the longest there is."""
        found: ModelName | None = None
        said = ""
        if tokens[i].kind not in ("word", "number") or not may_begin(self, tokens[i]):
            return None
        j = i
        while j < min(i + _LONGEST, len(tokens)):
            token = tokens[j]
            if j > i and token.text in _JOINTS:
                said += "." if _is_point(tokens, j) and said[-1].isdigit() else ""
                j += 1
                continue
            if token.kind not in ("word", "number"):
                break
            said = self.extended(said, token)
            if said not in self.prefixes:
                break
            j += 1
            if said in self.known and self._whole(tokens, i, j):
                found = ModelName(self.known[said], j)
            elif said in FOREIGN:
                found = ModelName(None, j, self.ids[:4])
        if found and found.model and _VERSION.fullmatch(text_at(tokens, found.end)):
            return ModelName(found.model, found.end + 1)
        return self._unfinished(tokens, i, found)

    def extended(self, said: str, token: Token) -> str:
        """What has been said of a name and the next word, a misspelt one corrected."""
        longer = said + squash(_SPOKEN_DIGITS.get(token.text, token.text) if said else token.text.removesuffix("'s"))
        if token.text == "point":
            longer = said + "."
        if longer in self.prefixes or token.kind != "word":
            return longer
        meant = _meant(token.text)
        return said + meant if meant else longer

    def _whole(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """A name that starts with a bare number needs its hyphen or its decimal point: "1 mini" is one mini."""
        if tokens[i].kind != "number" or "." in tokens[i].text:
            return True
        return i + 1 < len(tokens) and tokens[i + 1].text == "-" and j > i + 1

    def _unfinished(self, tokens: Sequence[Token], i: int, found: ModelName | None) -> ModelName | None:
        """A name that begins like a model's but goes on differently: gpt-image-9, dall-e 7, gpt-image-2.5."""
        stem, j = self._stem(tokens, i)
        if not stem:
            return found
        end = found.end if found else j
        while end < len(tokens) and self._goes_on(tokens, end, found is not None):
            end += 1 if tokens[end].kind != "punct" else 2
        if found and end == found.end:
            return found
        said = squash("".join(token.text for token in tokens[i:end]))
        return ModelName(None, min(end, len(tokens)), self.near(said))

    def _stem(self, tokens: Sequence[Token], i: int) -> tuple[str, int]:
        said = ""
        for j in range(i, min(i + 5, len(tokens))):
            if tokens[j].kind == "word":
                said = self.extended(said, tokens[j])
            elif tokens[j].text not in _JOINTS:
                break
            if _STEM.fullmatch(said):
                return said, j + 1
            if len(said) > 10:
                break
        return "", i

    def _goes_on(self, tokens: Sequence[Token], end: int, named: bool) -> bool:
        token = tokens[end]
        if token.kind == "punct":
            joined = token.text in "-_." and not token.spaced and end + 1 < len(tokens)
            return joined and tokens[end + 1].kind in ("word", "number") and not tokens[end + 1].spaced
        if named or token.kind != "number":
            return False
        follower = text_at(tokens, end + 1)
        return len(token.text) < 4 and not (follower in ("k", "%") or follower.startswith("image"))

    def near(self, said: str) -> tuple[str, ...]:
        """The catalog ids whose spelling is nearest, best first; ids that begin alike come before others."""
        return _near(self.ids, said[:40])


def may_begin(names: Names, token: Token) -> bool:
    """Whether a model's name can begin with this word: most words are none."""
    known = names.heads.get(token.text)
    if known is None:
        said = names.extended("", token)
        known = said in names.prefixes or any(stem.startswith(said) or said.startswith(stem) for stem in _STEMS)
        if len(names.heads) < REMEMBERED:
            names.heads[token.text] = known
    return known


@lru_cache(maxsize=1024)
def _near(ids: tuple[str, ...], said: str) -> tuple[str, ...]:
    def far(model: str) -> tuple[int, int]:
        name = squash(model)
        return (distance(said, name, 40) - 10 * name.startswith(said) - 20 * (said in name), ids.index(model))

    return tuple(sorted(ids, key=far)[:4])


def _is_point(tokens: Sequence[Token], j: int) -> bool:
    """Whether the "." at j stands between digits that a word swallowed: image1.5."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return tokens[j].text == "." and after is not None and after.kind == "number" and not after.spaced


@lru_cache(maxsize=4096)
def _meant(word: str) -> str | None:
    return nearest(word, _WORDS)


@lru_cache(maxsize=8)
def _names(items: tuple[tuple[str, str], ...]) -> Names:
    return Names(dict(items))


def names_of(models: Mapping[str, str]) -> Names:
    """The names of this catalog, worked out once a catalog."""
    return _names(tuple(models.items()))
