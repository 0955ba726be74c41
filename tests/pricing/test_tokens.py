import importlib
import socket
import subprocess
import sys
import tomllib
from base64 import b64decode
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import pytest
import tiktoken

import pricing
from pricing import InvalidQuantity, Prompt, PromptSet, PromptTooLong, VocabularyError, tokens
from tests.pricing.jobs import TODAY

VOCABULARY = files("pricing").joinpath("vocabulary/o200k_base.tiktoken").read_bytes()


def ascii_start(text: str) -> str:
    """A short name for a test of a text."""
    return ascii(text[:4])


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    """What tiktoken itself says o200k_base is, with the vocabulary on board in place of the download."""
    known: Any = importlib.import_module("tiktoken_ext.openai_public")
    pairs = (line.split() for line in VOCABULARY.splitlines())
    ranks = {b64decode(token): int(rank) for token, rank in pairs}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "load_tiktoken_bpe", lambda *_, **__: ranks)
        described: dict[str, Any] = known.o200k_base()
    return described


def test_encoding_is_tiktokens_own(official: dict[str, Any]) -> None:
    """Pattern and special tokens are those of tiktoken's o200k_base."""
    ours: Any = tokens.encoding()
    assert ours._pat_str == official["pat_str"]
    assert ours._special_tokens == official["special_tokens"]
    assert ours.n_vocab == 200_019


def test_sample_prompts_are_counted_right(official: dict[str, Any]) -> None:
    """Sixty sample prompts of 10 to 120 words have the words and the tokens that are said, recounted by tiktoken."""
    reference = tiktoken.Encoding(**official)
    prompts = tomllib.loads(files("pricing").joinpath("sample_prompts.toml").read_text("utf-8"))["prompts"]
    assert len({prompt["text"] for prompt in prompts}) == 60
    assert {min(p["words"] for p in prompts), max(p["words"] for p in prompts)} == {10, 120}
    for prompt in prompts:
        assert len(prompt["text"].split()) == prompt["words"]
        assert len(reference.encode_ordinary(prompt["text"])) == prompt["tokens"] == tokens.count(prompt["text"])


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [(30, 34, 39), (10, 11, 13), (33, 37, 43), (12, 13, 16), (144, 163, 174)],
)
def test_samples_of_a_length(words: int, low: int, high: int) -> None:
    """The counts on samples of that length; 33 words are 11/10 of those of 30, rounded outwards."""
    assert tokens.sample_range(words) == (words, low, high)


@pytest.mark.parametrize("words", [0, 7, 145, 1_000_000])
def test_no_sample_of_a_length(words: int) -> None:
    """Lengths more than a fifth from any sample have none."""
    assert tokens.sample_range(words) is None


def test_special_tokens_are_plain_text() -> None:
    """<|endoftext|> in a prompt is the seven tokens of its characters, not one special token."""
    assert tokens.count("<|endoftext|>") == len(tokens.encoding().encode("<|endoftext|>", disallowed_special=())) == 7
    assert tokens.encoding().decode(tokens.encoding().encode_ordinary("<|endofprompt|>")) == "<|endofprompt|>"


@pytest.mark.parametrize("text", ["", "\ud800", "a\0b", "𝒳" * 100_000, " " * 100_000], ids=ascii_start)
def test_any_text_is_counted(text: str) -> None:
    """Nothing, half a surrogate pair, a null, 400 KB of rare letters and a run of spaces are counted."""
    assert tokens.count(text) <= len(text.encode("utf-8", "surrogatepass"))


def test_long_text_is_refused() -> None:
    """A megabyte is refused in a sentence, without counting it."""
    with pytest.raises(PromptTooLong, match=r"up to 100,000 characters; this one has 1,000,000\."):
        Prompt.of_text("a" * 1_000_000)


def test_damaged_vocabulary_is_refused() -> None:
    """A vocabulary with another hash is not used."""
    with pytest.raises(VocabularyError, match="o200k_base vocabulary is damaged"):
        tokens.ranks(VOCABULARY[:-2])


def test_prompt_known_by_text() -> None:
    """A prompt's text gives its tokens, words and characters."""
    assert Prompt.of_text("a red fox") == Prompt(3, "text", 9, 3)


@pytest.mark.parametrize(
    ("words", "counted", "shortest"), [(0, 0, 0), (1, 2, 1), (3, 4, 5), (30, 40, 59), (31, 42, 61)]
)
def test_prompt_known_by_words(words: int, counted: int, shortest: int) -> None:
    """A word is 4/3 token, rounded up; words of one letter with spaces between are the shortest prompt."""
    assert Prompt.of_words(words) == Prompt(counted, "words", shortest, words)


def test_prompt_known_by_tokens() -> None:
    """Given tokens are taken as they are; a character is at most four of them."""
    assert Prompt.of_tokens(41) == Prompt(41, "given", 11)


@pytest.mark.parametrize("count", [-1, 1_000_001, 10**30, 10**5000], ids=["negative", "over", "absurd", "5,001 digits"])
def test_absurd_length_is_refused(count: int) -> None:
    """A negative length and one over a million are refused in one short sentence."""
    with pytest.raises(InvalidQuantity, match=r"A prompt has 0 to 1,000,000 words, not ") as refused:
        Prompt.of_words(count)
    assert len(str(refused.value)) < 100
    with pytest.raises(InvalidQuantity, match=r"A prompt has 0 to 1,000,000 tokens, not "):
        Prompt.of_tokens(count)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        (Prompt.of_words(16_001), "this one has at least 32,001."),
        (Prompt.of_tokens(128_001), "this one has at least 32,001."),
        (Prompt(1, "text", 32_001, 1), "this one has 32,001."),
    ],
)
def test_prompt_over_a_limit(prompt: Prompt, said: str) -> None:
    """A prompt that has, or must have, more characters than the model takes is refused."""
    with pytest.raises(PromptTooLong, match="x takes prompts of up to 32,000 characters") as refused:
        prompt.check("x", 32_000)
    assert str(refused.value).endswith(said)


@pytest.mark.parametrize("prompt", [Prompt.of_words(16_000), Prompt.of_tokens(128_000), Prompt(1, "text", 32_000, 1)])
def test_prompt_within_a_limit(prompt: Prompt) -> None:
    """A prompt that may fit is let through, and any does where no limit is known."""
    prompt.check("x", 32_000)
    Prompt.of_words(1_000_000).check("x", None)


def test_counting_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary is on board: text is counted, and text models are priced, with every socket refused."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    tokens.encoding.cache_clear()
    assert tokens.count("a red fox") == 3
    assert pricing.quote(pricing.built_in(), pricing.TextJob("gpt-5-mini", 1, 1), TODAY).total > 0


def test_heavy_packages_are_loaded_when_needed() -> None:
    """Importing pricing and quoting images by words loads neither tiktoken nor genai_prices; text loads each."""
    script = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
import pricing
def loaded(): return [name for name in ("tiktoken", "genai_prices") if name in sys.modules]
at = datetime(2026, 11, 22, tzinfo=UTC)
job = pricing.ImageJob("gpt-image-1-mini", 100, "medium", "square", pricing.Prompt.of_words(30))
print(pricing.quote(pricing.built_in(), job, at).total == Decimal("1.1092"), loaded())
pricing.Prompt.of_text("a red fox")
print(loaded())
pricing.quote(pricing.built_in(), pricing.TextJob("gpt-5-mini", 1, 1), at)
print(loaded())
"""
    root = Path(pricing.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True []", "['tiktoken']", "['tiktoken', 'genai_prices']"]


@pytest.mark.parametrize(
    ("generations", "tokens"), [(1, 4), (2, 7), (3, 10), (4, 14), (6, 20), (3_000_000_000, 10**10)]
)
def test_prompts_of_a_set_are_taken_in_turn(generations: int, tokens: int) -> None:
    """Three prompts of 10 tokens together: exact at multiples of three, else their share rounded up."""
    prompts = PromptSet(3, 10, 20)
    assert prompts.in_all(generations) == tokens
    assert (prompts.tokens, prompts.measured) == (4, "text")


def test_prompt_is_taken_each_time() -> None:
    """Seven prompts of 41 tokens are 287."""
    assert Prompt.of_tokens(41).in_all(7) == 287


def test_set_is_refused_by_its_longest_prompt() -> None:
    """One prompt over the limit refuses the set, and none within it does."""
    prompts = PromptSet(2, 9, 32_001)
    with pytest.raises(PromptTooLong, match="x takes prompts of up to 32,000 characters; the longest has 32,001\\."):
        prompts.check("x", 32_000)
    prompts.check("x", 32_001)
    prompts.check("x", None)


def test_empty_set_is_refused() -> None:
    """A set of no prompts is no set."""
    with pytest.raises(InvalidQuantity, match="A set has at least one prompt, not 0\\."):
        PromptSet(0, 0, 0)
