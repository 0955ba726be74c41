"""Which message belongs to which answer."""

from __future__ import annotations

from bot.answer.model import Answer
from bot.slack.blocks.compare import compare_message
from bot.slack.blocks.controls import Controls
from bot.slack.blocks.message import Message
from bot.slack.blocks.prices import price_message
from bot.slack.blocks.quote import quote_message
from bot.slack.blocks.said import (
    clarify_message,
    examples,
    explain_message,
    sentences_message,
    unsupported_message,
)


def render(answer: Answer, controls: Controls | None = None) -> Message:
    """The message of any answer; with controls where it is about jobs and they are given."""
    if answer.question is not None:
        return clarify_message(answer, controls)
    match answer.intent:
        case "quote" | "afford" | "log":
            return quote_message(answer, controls)
        case "compare":
            return compare_message(answer, controls)
        case "price":
            return price_message(answer)
        case "explain":
            return explain_message(answer)
        case "help":
            return examples()
        case "unsupported":
            return unsupported_message(answer)
        case _:
            return sentences_message(answer)
