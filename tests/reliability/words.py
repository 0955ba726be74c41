"""Texts that people could send: known words, numbers, names and marks in any order, and what is meant to do harm."""

from __future__ import annotations

import random

from tests.language.test_fuzz import MARKS, NAMES, NUMBERS, VOCABULARY

HARM = (
    "<!channel>", "<!here|here>", "<!subteam^S1|all>", "<@U0AC0000003>", "<@U1|bob>", "<#C0AC0000011|general>",
    "<https://evil.test|click>", "<http://evil.test>", "http://evil.test", "<mailto:a@b.c|x>", "&lt;!channel&gt;",
    "&amp;lt;!here&amp;gt;", "```", "*bold*", "_it_", "~no~", ":tada:", "\u202e", "\u2028", "\u200b", "\ufeff", "\0",
    "\x1b[31m", "👩‍👩‍👧‍👦", "Ꙭ", "\U000e0001", "%s%n", "{}", "${x}", "=1+1", "'; DROP TABLE quotes;--", "<|endoftext|>",
)  # fmt: skip
PIECES = [*VOCABULARY, *NUMBERS * 20, *NAMES * 10, *MARKS * 5, *HARM * 8]
LONG = {
    "letters": "a",
    "spaces": " ",
    "line ends": "\n",
    "emoji": "👩‍👩‍👧‍👦",
    "quotes": '"',
    "open quotes": '"a ',
    "brackets": "<!channel> ",
    "entities": "&lt;",
    "numbers": "9",
    "counts": "1,000 ",
    "jobs": "20 low squares and ",
    "lines of jobs": "- 20 low squares on mini\n",
    "models": "gpt-image-1-mini vs ",
    "directions": "\u202e\u2066",
    "a prompt": '3 squares of "a red fox, at dawn" ',
    "ends of text": "<|endoftext|>",
}
"""What 40,000 characters are made of, by what it is."""
LONGEST = 40_000
"""Characters that Slack lets people send."""


def long_text(unit: str) -> str:
    """That again and again, as long as Slack lets it be."""
    return (unit * (LONGEST // len(unit) + 1))[:LONGEST]


def texts(rng: random.Random, number: int) -> list[str]:
    """So many short ones."""
    return [" ".join(rng.choices(PIECES, k=rng.randint(1, 8))) for _ in range(number)]
