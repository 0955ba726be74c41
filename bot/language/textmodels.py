"""Text-model names, recognised through genai-prices' catalog.

The catalog is slow to import, so it is loaded only when a text has a word that such a name begins with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from bot.language.scan import Token

PROVIDERS = ("openai", "anthropic", "google", "x-ai", "mistral", "deepseek", "meta", "cohere", "moonshotai", "zai")
COMMON = ("gpt-5-mini", "gpt-5", "claude-sonnet-4-5", "gemini-2.5-flash")
_HEAD = re.compile(
    r"gpt\d?\w{0,3}|chatgpt|claude\d?|gemini\d?|o[134]|llama\d?|mistral|mixtral|deepseek|grok\d?|qwen\d?|kimi|glm|command"
    r"|sonnet|haiku|opus|gemma"
)
_LONGEST = 12
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


class TextModelName(NamedTuple):
    """A text model's name in the text; `model` None with `choices` when the catalog has none of that name."""

    model: str | None
    end: int
    choices: tuple[str, ...] = ()


def begins_text_model(word: str) -> bool:
    """Whether a text model's name can begin with this word."""
    return _HEAD.fullmatch(word) is not None


def text_model_at(tokens: Sequence[Token], i: int) -> TextModelName | None:
    """The text-model name that begins at tokens[i]."""
    head = tokens[i]
    if head.kind != "word" or not _HEAD.fullmatch(head.text):
        return None
    names = _pieces(tokens, i)
    for said, end in reversed(names):
        for name in (said, "claude" + said):
            if found := _catalog().get(name):
                return TextModelName(found, end)
    said, end = names[-1]
    if head.text in ("command", "o1", "o3", "o4", "opus", "haiku", "sonnet") or (said == head.text and len(names) == 1):
        return None
    if not any(c.isdigit() for c in said):
        return None
    return TextModelName(None, end, _near(said))


def _pieces(tokens: Sequence[Token], i: int) -> list[tuple[str, int]]:
    """What the name could be, shorter to longer, squashed, with the index after it."""
    said, found, j = "", list[tuple[str, int]](), i
    while j < min(i + _LONGEST, len(tokens)):
        token = tokens[j]
        if token.kind == "punct":
            joined = token.text in "-._/" and not token.spaced and j + 1 < len(tokens) and not tokens[j + 1].spaced
            if not joined:
                break
        elif token.kind not in ("word", "number") or (token.kind == "number" and token.spaced and said[-1:].isdigit()):
            break
        else:
            said += _NOT_ALPHANUMERIC.sub("", token.text)
            found.append((said, j + 1))
            if token.kind == "number" and _is_amount(tokens, j):
                found.pop()
                break
        j += 1
    spaced = [n for n, (_, end) in enumerate(found) if tokens[end - 1].spaced and n]
    known = _catalog()
    while spaced and len(found) > 1 and found[-1][0] not in known and "claude" + found[-1][0] not in known:
        if not tokens[found[-1][1] - 1].spaced and found[-1][1] - 1 > i and tokens[found[-1][1] - 2].text in "-.":
            break
        found.pop()
    return found or [(_NOT_ALPHANUMERIC.sub("", tokens[i].text), i + 1)]


def _is_amount(tokens: Sequence[Token], j: int) -> bool:
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return (
        tokens[j].spaced and after is not None and after.text in ("k", "m", "million", "tokens", "words", "%", "input")
    )


def common_models() -> tuple[str, ...]:
    """A few text models that are often asked about, those of them that the catalog has."""
    return tuple(name for name in COMMON if _NOT_ALPHANUMERIC.sub("", name) in _catalog())


@cache
def _catalog() -> dict[str, str]:
    from genai_prices.data import providers  # noqa: PLC0415 - slow to import; this is its home

    found: dict[str, str] = {}
    for wanted in PROVIDERS:
        for provider in providers:
            if provider.id == wanted:
                for model in provider.models:
                    if "image" not in model.id and "dall" not in model.id:
                        found.setdefault(_NOT_ALPHANUMERIC.sub("", model.id.lower()), model.id)
    return found


def _near(said: str) -> tuple[str, ...]:
    names = get_close_matches(said[:40], list(_catalog()), n=4, cutoff=0.5)
    return tuple(_catalog()[name] for name in names)
