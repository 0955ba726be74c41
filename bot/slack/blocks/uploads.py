"""Messages about files: prompts that were counted, pictures that were measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answer.model import Answer
from bot.slack.blocks import kit
from bot.slack.blocks.answers import answer_message
from bot.slack.blocks.controls import Controls

MOST_OUTLIERS = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """Prompts of a file and their tokens; an outlier is its line, its tokens and how the prompt begins."""

    name: str
    prompts: int
    tokens: int
    least: int
    median: int
    most: int
    outliers: tuple[tuple[int, int, str], ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture that goes in as a reference: its name, its size in pixels, the tokens that it is counted as."""

    name: str
    width: int
    height: int
    tokens: int | None = None


def prompts_message(counted: Counted, answer: Answer, controls: Controls | None = None) -> kit.Message:
    """What a file of prompts holds, then the quote for it."""
    return _before(list(_counted(counted)), _said(counted), answer_message(answer, controls))


def pictures_message(pictures: Sequence[Pictured], answer: Answer, controls: Controls | None = None) -> kit.Message:
    """What was measured of pictures, then the answer that counts them as references."""
    said = [_picture(each) for each in pictures[:10]]
    if len(pictures) > 10:
        said.append(f"and {len(pictures) - 10} more")
    return _before(
        [kit.section("\n".join(said))], " ".join(f"{each}." for each in said), answer_message(answer, controls)
    )


def _before(blocks: list[kit.Block], said: str, message: kit.Message) -> kit.Message:
    """The headline stays first; what was read follows it."""
    first, *rest = message.blocks
    head, _, tail = message.text.partition(". ")
    text = kit.spoken(said)
    return replace(message, text=f"{head}. {text} {tail}"[: kit.MOST_TEXT], blocks=(first, *blocks, *rest))


def _said(counted: Counted) -> str:
    skipped = f", {counted.skipped:,} empty lines skipped" if counted.skipped else ""
    return (
        f"{counted.prompts:,} prompts in {counted.name}, counted one by one{skipped}: {counted.tokens:,} tokens, "
        f"{counted.least:,} to {counted.most:,} each, the median {counted.median:,}."
    )


def _counted(counted: Counted) -> Iterator[kit.Block]:
    yield kit.section(_said(counted))
    if counted.outliers:
        points = [
            f"Line {line:,}: {tokens:,} tokens. {start}" for line, tokens, start in counted.outliers[:MOST_OUTLIERS]
        ]
        yield kit.rich(kit.paragraph(kit.bold("Much longer than the others")), kit.bullets(points))


def _picture(each: Pictured) -> str:
    tokens = f", {each.tokens:,} tokens" if each.tokens is not None else ""
    return f"{each.name}: {each.width:,} × {each.height:,}{tokens}"
