"""Request -> Answer: what the bot answers, before any surface shows it. Knows no Slack."""

from __future__ import annotations

from datetime import datetime

from bot.answer import clarify, data, explain
from bot.answer.costs import Desk
from bot.answer.model import Answer
from bot.request import (
    AffordRequest,
    BudgetRequest,
    ClarifyRequest,
    CompareRequest,
    DigestRequest,
    ExplainRequest,
    HelpRequest,
    LogRequest,
    PriceRequest,
    QuoteRequest,
    Reading,
    SpendRequest,
    UnsupportedRequest,
)
from pricing import Catalog, InvalidQuantity, PromptTooLong, UnknownModel
from pricing.quote import Basis

__all__ = ["Answer", "Desk", "answer"]

HELP = (
    "I answer what AI images cost, before and after they are made.",
    'A quote: "100 medium square images with 30-word prompts".',
    'A comparison: "compare mini, gpt-image-2 and midjourney for 50 high landscape images".',
    'A budget turned around: "how many low square images can I get for $20?".',
    'Prices: "price list for gpt-image-2". Reasons: "why does the guide\'s sum differ?".',
    'Then change it: "and in high?", "make it 250", "compare that with dall-e 3".',
)
UNSUPPORTED = (
    "I answer questions about what AI images and text models cost.",
    'Ask, for example: "100 medium square images with 30-word prompts", or say "help".',
)


def answer(catalog: Catalog, reading: Reading, at: datetime, basis: Basis | None = None) -> Answer:
    """What the bot answers to a reading at an instant; a request that cannot be priced becomes a question."""
    desk = Desk(catalog, at, basis)
    try:
        return _answer(desk, reading, at)
    except UnknownModel as wrong:
        return clarify.problem(reading, at, "model", str(wrong))
    except InvalidQuantity as wrong:
        return clarify.problem(reading, at, "images", str(wrong))
    except PromptTooLong as wrong:
        return clarify.problem(reading, at, "prompt_text", str(wrong))


def _answer(desk: Desk, reading: Reading, at: datetime) -> Answer:  # noqa: PLR0911 - one return an intent
    match reading.request:
        case QuoteRequest() | LogRequest() as request:
            return desk.quoted(reading, request)
        case CompareRequest() as request:
            return desk.compared(reading, request)
        case AffordRequest() as request:
            return desk.afforded(reading, request)
        case PriceRequest() as request:
            return data.prices(desk.catalog, reading, request, at)
        case ExplainRequest() as request:
            return explain.explain(desk, reading, request, at)
        case SpendRequest() as request:
            return data.spend(reading, request, at)
        case BudgetRequest() as request:
            return data.budget(reading, request, at)
        case DigestRequest() as request:
            return data.digest(reading, request, at)
        case ClarifyRequest() as request:
            return clarify.clarify(desk, reading, request, at)
        case HelpRequest():
            return Answer(reading, at, body=HELP)
        case UnsupportedRequest():
            return Answer(reading, at, body=UNSUPPORTED)
