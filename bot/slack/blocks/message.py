"""A message, and how one is made to fit Slack's limits: the table gives way first, then the longest paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.slack import mrkdwn
from bot.slack.blocks import kit

MOST_TEXT = 4_000
"""Characters that Slack recommends for a message's text at most."""

MOST_BLOCKS = 50

Build = Callable[[int], Iterable[kit.Block]]
"""Makes the blocks with a table of at most so many rows."""

ROOMS = (92, 75, 60, 50, 40, 30, 20, 12, 6)


@dataclass(frozen=True, slots=True)
class Message:
    """What a message shows, and the same in words: for notifications, screen readers and clients without blocks."""

    text: str
    blocks: tuple[kit.Block, ...]

    @property
    def plainer(self) -> Message | None:
        """What to post when Slack refuses it: without charts, then with tables as lines, then None."""
        if any(_is_chart(block) for block in self.blocks):
            return Message(self.text, tuple(block for block in self.blocks if not _is_chart(block)))
        if any(map(_is_table, self.blocks)):
            parts = ((_as_lines(block) if _is_table(block) else (block,)) for block in self.blocks)
            return Message(self.text, tuple(block for part in parts for block in part))
        return None


def said(text: str, *blocks: kit.Block) -> Message:
    """A message of blocks that are known to fit."""
    return Message(mrkdwn.escape(text, MOST_TEXT), blocks)


def fitted(text: str, build: Build) -> Message:
    """The message with the longest table that fits."""
    blocks: tuple[kit.Block, ...] = ()
    for room in ROOMS:
        blocks = tuple(build(room))
        if _fits(blocks):
            return said(text, *blocks)
    return said(text, *_shortened(blocks))


def tables(blocks: Iterable[kit.Block]) -> Iterator[kit.Block]:
    """The tables among blocks."""
    return (block for block in blocks if _is_table(block))


def _fits(blocks: tuple[kit.Block, ...]) -> bool:
    cells = sum(len(kit.cell_text(cell)) for table in tables(blocks) for row in table["rows"] for cell in row)
    return kit.weight(blocks) <= kit.MOST_WEIGHT and cells <= kit.MOST_CELLS and len(blocks) <= MOST_BLOCKS


def _shortened(blocks: tuple[kit.Block, ...]) -> tuple[kit.Block, ...]:
    """Without the longest paragraphs below the first two, until the rest fits; a line says so."""
    left_out = kit.context("This answer is too long for a message; some of it is left out.")
    kept = list(blocks)
    while len(kept) > 2 and not _fits((*kept, left_out)):
        kept.remove(max(kept[2:], key=lambda block: kit.weight([block])))
    return (*kept, left_out)


def _is_chart(block: kit.Block) -> bool:
    return bool(block["type"] == "data_visualization")


def _is_table(block: kit.Block) -> bool:
    return bool(block["type"] == "table")


def _as_lines(table: kit.Block) -> Iterator[kit.Block]:
    """A table's rows below its heads as lines, in as many paragraphs as they need."""
    part = ""
    for row in table["rows"][1:]:
        line = " · ".join(text for cell in row if (text := kit.cell_text(cell)) != kit.NOTHING)
        if len(part) + len(line) >= kit.MOST_SECTION - 1:
            yield kit.section(part)
            part = ""
        part = f"{part}\n{line}" if part else line
    if part:
        yield kit.section(part)
