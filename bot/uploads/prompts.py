"""The prompts in a file: one a line in .txt, a named column in .csv, items or blocks in .md.

How a file was read is always said, since a file can often be read in two ways; docs/uploads.md has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.uploads.decoding import decode
from bot.uploads.markdown import markdown_prompts
from bot.uploads.refusal import MAX_PROMPT_CHARACTERS, MAX_PROMPTS, READABLE, UploadRefused, shown_name
from bot.uploads.sniff import kind_of
from bot.uploads.tabular import table_prompts

_BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,5}[.)])\s+(?=\S)")
NARROWEST, WIDEST = 40, 120
"""Margins at which people wrap text."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of a file in their order, how it was read, and what was assumed, each as a sentence."""

    name: str
    texts: tuple[str, ...]
    how: str
    notes: tuple[str, ...] = ()


def prompts_of(name: str, data: bytes) -> Prompts:
    """The prompts in a file of text, by the end of its name.

    Raises:
        UploadRefused: it is too large, no text, holds no prompts, too many, or one that is too long.
    """
    kind = kind_of(name)
    if kind is None or kind == "picture":
        raise UploadRefused(name, f"is not a kind of file that is read; {READABLE}.")
    decoded = decode(name, data)
    texts, how, notes = _READERS[kind](name, decoded.text)
    prompts = _checked(name, [text for text in texts if text.strip()])
    assumed = (decoded.assumed,) if decoded.assumed else ()
    return Prompts(shown_name(name), prompts, how, (*assumed, *notes))


def lines_of(text: str) -> tuple[str, ...]:
    """The prompts of a text that was pasted, one a line as in a .txt file; no sentence says how."""
    return tuple(_text_prompts("", text.replace("\r\n", "\n").replace("\r", "\n"))[0])


def _text_prompts(name: str, text: str) -> tuple[list[str], str, list[str]]:
    lines = [line.strip() for line in text.split("\n")]
    if _wrapped(lines):
        return [" ".join(block) for block in _blocks(lines)], "One prompt a paragraph: its lines are wrapped.", []
    texts = [line for line in lines if line]
    if len(texts) > 1 and all(_BULLET.match(line) for line in texts):
        bare = [_BULLET.sub("", line, count=1) for line in texts]
        return bare, "One prompt a line.", ["Bullets or numbers before the prompts are not counted."]
    return texts, "One prompt a line.", []


def _blocks(lines: Iterable[str]) -> list[list[str]]:
    """Lines that stand together, parted by blank ones."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _wrapped(lines: list[str]) -> bool:
    """Whether paragraphs were wrapped: blank lines part them, and no line had room for the next one's first word.

    One of them must end well before the margin, or the lines would be prompts that are all of a length.
    """
    blocks = _blocks(lines)
    width = max((len(line) for line in lines), default=0)
    if len(blocks) < 2 or not NARROWEST <= width <= WIDEST:
        return False
    if not any(len(block) > 1 and 3 * len(block[-1]) <= 2 * width for block in blocks):
        return False
    pairs = ((line, after) for block in blocks for line, after in pairwise(block))
    return all(len(line) + 1 + len(after.split(None, 1)[0]) > width for line, after in pairs)


_READERS = {"txt": _text_prompts, "csv": table_prompts, "md": markdown_prompts}


def _checked(name: str, texts: list[str]) -> tuple[str, ...]:
    if not texts:
        raise UploadRefused(name, "holds no prompts.")
    if len(texts) > MAX_PROMPTS:
        raise UploadRefused(name, f"holds over {MAX_PROMPTS:,} prompts, the most that are counted; split it.")
    for number, text in enumerate(texts, start=1):
        if len(text) > MAX_PROMPT_CHARACTERS:
            most = f"{MAX_PROMPT_CHARACTERS:,}"
            raise UploadRefused(
                name, f"cannot be counted: prompt {number:,} has {len(text):,} characters, at most {most} are."
            )
    return tuple(texts)
