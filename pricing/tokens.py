"""How many tokens a prompt is: exactly from its text, by rule from its length in words.

The vocabulary of o200k_base is on board, its hash is checked when it is first needed, and nothing is
ever downloaded. Special tokens in people's text are plain text.
"""

from __future__ import annotations

import tomllib
from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from pricing.errors import InvalidQuantity, PromptTooLong, VocabularyError
from pricing.money import shown_count

if TYPE_CHECKING:
    from tiktoken import Encoding

VOCABULARY_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
"""Of tiktoken's o200k_base.tiktoken, as OpenAI publishes it."""

MAX_PROMPT = 1_000_000
"""Words or tokens of one prompt beyond which a count is refused as a mistake."""

MAX_CHARACTERS = 100_000
"""Characters of one prompt that are counted; no known image model takes a third of that.

tiktoken 0.14 panics on runs of a million spaces.
"""

_SPECIAL_TOKENS = {"<|endoftext|>": 199_999, "<|endofprompt|>": 200_018}
# The pre-tokenizer of o200k_base: https://github.com/openai/tiktoken/blob/0.14.0/tiktoken_ext/openai_public.py
_PATTERN = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The length of each prompt of a job.

    `measured` says how `tokens` is known: counted from the text, by rule from a word count, or given.
    `shortest` is the least number of characters that such a prompt can have.
    """

    tokens: int
    measured: Literal["text", "words", "given"]
    shortest: int
    words: int | None = None

    @classmethod
    def of_text(cls, text: str) -> Prompt:
        """A prompt counted from its text.

        Raises:
            PromptTooLong: it has over 100,000 characters.
        """
        return cls(count(text), "text", len(text), len(text.split()))

    @classmethod
    def of_words(cls, words: int) -> Prompt:
        """A prompt known by its length in words, at 4/3 token a word, rounded up.

        Raises:
            InvalidQuantity: it is negative or over a million.
        """
        _check_length(words, "words")
        return cls(-(-4 * words // 3), "words", max(2 * words - 1, 0), words)

    @classmethod
    def of_tokens(cls, tokens: int) -> Prompt:
        """A prompt known by its length in tokens.

        Raises:
            InvalidQuantity: it is negative or over a million.
        """
        _check_length(tokens, "tokens")
        return cls(tokens, "given", -(-tokens // _MOST_TOKENS_A_CHARACTER))

    def in_all(self, generations: int) -> int:
        """Tokens of that many prompts."""
        return self.tokens * generations

    def check(self, model: str, limit: int | None) -> None:
        """Refuse a prompt that cannot fit into the model's limit of characters.

        Raises:
            PromptTooLong: it has, or must have, more.
        """
        if limit is not None and self.shortest > limit:
            raise PromptTooLong(model, limit, self.shortest, least=self.measured != "text")


@dataclass(frozen=True, slots=True)
class PromptSet:
    """Prompts of different lengths that a job takes in turn, counted from their texts.

    `total` is the tokens of all `prompts` together, `longest` the characters of the longest one.
    """

    measured: ClassVar[Literal["text"]] = "text"

    prompts: int
    total: int
    longest: int

    def __post_init__(self) -> None:
        if self.prompts < 1:
            raise InvalidQuantity(f"A set has at least one prompt, not {shown_count(self.prompts)}.", "prompts")

    @property
    def tokens(self) -> int:
        """Tokens of one prompt on average, rounded up."""
        return self.in_all(1)

    def in_all(self, generations: int) -> int:
        """Tokens of that many generations: exact where each prompt has equally many, else their share rounded up."""
        return -(-self.total * generations // self.prompts)

    def check(self, model: str, limit: int | None) -> None:
        """Refuse prompts of which one does not fit into the model's limit of characters.

        Raises:
            PromptTooLong: the longest has more.
        """
        if limit is not None and self.longest > limit:
            raise PromptTooLong(model, limit, self.longest, which="the longest")


_MOST_TOKENS_A_CHARACTER = 4
"""A character is at most four UTF-8 bytes, and a token at least one byte."""


def count(text: str) -> int:
    """Tokens of a text in o200k_base, exactly.

    Raises:
        PromptTooLong: it has over 100,000 characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise PromptTooLong("Pennyworth", MAX_CHARACTERS, len(text))
    return len(encoding().encode_ordinary(text))


@lru_cache(maxsize=1)
def encoding() -> Encoding:
    """tiktoken's o200k_base, from the vocabulary on board.

    Raises:
        VocabularyError: the file is damaged.
    """
    import tiktoken  # noqa: PLC0415 - a quote without prompt text need not pay for it

    data = files("pricing").joinpath("vocabulary/o200k_base.tiktoken").read_bytes()
    return tiktoken.Encoding(
        name="o200k_base",
        pat_str=_PATTERN,
        mergeable_ranks=ranks(data),
        special_tokens=_SPECIAL_TOKENS,
    )


def ranks(vocabulary: bytes) -> dict[bytes, int]:
    """The merge ranks of a vocabulary file.

    Raises:
        VocabularyError: it is not the one this release was made with.
    """
    found = sha256(vocabulary).hexdigest()
    if found != VOCABULARY_SHA256:
        raise VocabularyError(f"The o200k_base vocabulary is damaged (sha256 {found[:12]}…); install Pennyworth again.")
    pairs = (line.split() for line in vocabulary.splitlines() if line)
    return {b64decode(token): int(rank) for token, rank in pairs}


class SampleRange(NamedTuple):
    """Fewest and most tokens counted on sample prompts of about `words` words."""

    words: int
    low: int
    high: int


@lru_cache(maxsize=1)
def samples() -> dict[int, SampleRange]:
    """What tiktoken counts on sample prompts, by their length in words (see sample_prompts.toml)."""
    prompts = tomllib.loads(files("pricing").joinpath("sample_prompts.toml").read_text("utf-8"))["prompts"]
    counts: dict[int, list[int]] = {}
    for prompt in prompts:
        counts.setdefault(prompt["words"], []).append(prompt["tokens"])
    return {words: SampleRange(words, min(tokens), max(tokens)) for words, tokens in counts.items()}


def sample_range(words: int) -> SampleRange | None:
    """What sample prompts of that length count; scaled from the nearest length, None beyond a fifth from any."""
    nearest = min(samples().values(), key=lambda sample: abs(sample.words - words))
    if abs(nearest.words - words) * 5 > nearest.words:
        return None
    return SampleRange(words, nearest.low * words // nearest.words, -(-nearest.high * words // nearest.words))


def _check_length(count: int, what: str) -> None:
    if not 0 <= count <= MAX_PROMPT:
        raise InvalidQuantity(f"A prompt has 0 to {MAX_PROMPT:,} {what}, not {shown_count(count)}.", f"prompt_{what}")
