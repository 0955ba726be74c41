"""Messages about files: prompts that were counted, pictures that were measured, each with its quote."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import say
from bot.answer.model import Answer
from bot.slack.blocks import kit
from bot.slack.blocks.answers import render
from bot.slack.blocks.controls import Controls
from bot.slack.blocks.message import Message, said

MOST_POINTS = 5
MOST_SENTENCES = 6


def file_message(
    sentences: Sequence[str], answer: Answer, controls: Controls | None = None, *, outliers: Sequence[str] = ()
) -> Message:
    """The answer for what was in a file: the headline, then what was counted or measured, then the rest.

    `sentences` say what was read and how; `outliers` are sentences about prompts that stand out.
    """
    message = render(answer, controls)
    head, *rest = message.blocks
    read = [kit.section("\n".join(sentences[:MOST_SENTENCES]))]
    if outliers:
        title = kit.paragraph(kit.bold("Longer or shorter than the others"))
        read.append(kit.rich(title, kit.bullets(outliers[:MOST_POINTS])))
    first = say.headline(answer) if answer.intent in say.QUOTED else ""
    text = say.text(answer).removeprefix(first).lstrip(". ")
    spoken = " ".join(filter(None, (first and f"{first.rstrip('.')}.", *sentences, *outliers, text)))
    return said(spoken, head, *read, *rest)
