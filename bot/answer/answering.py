"""Which answer belongs to which request, and what becomes of one that cannot be priced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.answer import clarify, data, explain, spend
from bot.answer.costs import Quoter
from bot.answer.model import NOTHING_KNOWN, Answer, Known
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


def answer(
    catalog: Catalog, reading: Reading, at: datetime, basis: Basis | None = None, known: Known = NOTHING_KNOWN
) -> Answer:
    """What the bot answers to a reading at an instant; a request that cannot be priced becomes a question.

    `known` is what was looked up for it.
    """
    quoter = Quoter(catalog, at, basis, known)
    try:
        return _ANSWERS[type(reading.request)](quoter, reading, reading.request)
    except UnknownModel as wrong:
        return clarify.problem(reading, at, "model", str(wrong), wrong.nearest)
    except InvalidQuantity as wrong:
        return clarify.problem(reading, at, wrong.field, str(wrong))
    except PromptTooLong as wrong:
        return clarify.problem(reading, at, "prompt_text", str(wrong))


def _help(quoter: Quoter, reading: Reading, _: HelpRequest) -> Answer:
    return Answer(reading, quoter.at, body=HELP)


def _unsupported(quoter: Quoter, reading: Reading, _: UnsupportedRequest) -> Answer:
    return Answer(reading, quoter.at, body=UNSUPPORTED)


_ANSWERS: dict[type, Callable[[Quoter, Reading, Any], Answer]] = {
    QuoteRequest: Quoter.quoted,
    LogRequest: Quoter.quoted,
    CompareRequest: Quoter.compared,
    AffordRequest: Quoter.afforded,
    PriceRequest: data.prices,
    ExplainRequest: explain.explain,
    SpendRequest: spend.spend,
    BudgetRequest: data.budget,
    DigestRequest: data.digest,
    ClarifyRequest: clarify.clarify,
    HelpRequest: _help,
    UnsupportedRequest: _unsupported,
}
