"""Which message belongs to which answer."""

from __future__ import annotations

from collections.abc import Callable

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
from bot.slack.blocks.spend import spend_message


def render(answer: Answer, controls: Controls | None = None) -> Message:
    """The message of any answer; with controls where it is about jobs and they are given."""
    if answer.question is not None:
        return clarify_message(answer, controls)
    match answer.intent:
        case "quote" | "afford" | "log":
            return quote_message(answer, controls)
        case "compare":
            return compare_message(answer, controls)
        case "help":
            return examples()
        case intent:
            return _WITHOUT_CONTROLS.get(intent, sentences_message)(answer)


_WITHOUT_CONTROLS: dict[str, Callable[[Answer], Message]] = {
    "price": price_message,
    "explain": explain_message,
    "spend": spend_message,
    "unsupported": unsupported_message,
}
