"""Making a message fit Slack's limits: the table gives way first, then whole blocks from the end of the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.slack.blocks import kit

Build = Callable[[int], tuple[kit.Block, ...]]
"""Makes the blocks with a table of at most so many rows."""

ROOMS = (92, 60, 40, 28, 20, 12, 6)
MOST_BLOCKS = 50


def fitted(text: str, build: Build) -> kit.Message:
    """The message with the longest table that fits."""
    for room in ROOMS:
        blocks = build(room)
        if _fits(blocks):
            break
    else:
        blocks = _without(blocks)
    return kit.Message(kit.spoken(text), blocks)


def _fits(blocks: tuple[kit.Block, ...]) -> bool:
    cells = sum(len(kit.cell_text(cell)) for table in tables(blocks) for row in table["rows"] for cell in row)
    return kit.weight(blocks) <= kit.MOST_WEIGHT and cells <= kit.MOST_CELLS and len(blocks) <= MOST_BLOCKS


def tables(blocks: tuple[kit.Block, ...]) -> Iterator[kit.Block]:
    """The tables among blocks."""
    return (block for block in blocks if block["type"] == "table")


def _without(blocks: tuple[kit.Block, ...]) -> tuple[kit.Block, ...]:
    """Without the longest paragraphs, until the rest fits; a line says so."""
    kept = list(blocks)
    while not _fits((*kept, _LEFT_OUT)):
        longest = max((block for block in kept if block["type"] != "actions"), key=lambda block: kit.weight([block]))
        kept.remove(longest)
    return (*kept, _LEFT_OUT)


_LEFT_OUT = kit.context("This answer was too long for a message; some of it was left out.")


def without_charts(message: kit.Message) -> kit.Message:
    """The message without what a Slack that does not know charts refuses; the table beside them says the same."""
    blocks = tuple(block for block in message.blocks if not block["type"].startswith("data_"))
    return kit.Message(message.text, blocks)


def without_tables(message: kit.Message) -> kit.Message:
    """The message with its tables as plain lines, and without charts."""
    blocks = tuple(
        part
        for block in without_charts(message).blocks
        for part in (_as_lines(block) if _is_table(block) else (block,))
    )
    return kit.Message(message.text, blocks)


def _is_table(block: kit.Block) -> bool:
    return bool(block["type"] == "table")


def _as_lines(table: kit.Block) -> Iterator[kit.Block]:
    lines = [" · ".join(text for cell in row if (text := kit.cell_text(cell)) != "–") for row in table["rows"][1:]]
    part: list[str] = []
    for line in lines:
        if sum(map(len, part)) + len(line) + len(part) > kit.MOST_SECTION - 100:
            yield kit.section("\n".join(part))
            part = []
        part.append(line)
    if part:
        yield kit.section("\n".join(part))
