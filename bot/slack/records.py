"""What is answered from the records rather than from prices, on every surface: spend, budgets, weekly summaries."""

from __future__ import annotations

from bot.desk.desk import Served
from bot.slack import digests, money
from bot.slack.blocks import Message
from bot.slack.service import Service
from bot.storage.places import Place


async def answered(service: Service, place: Place, user: str, text: str, served: Served) -> Message | None:
    """The message for a request about records, done if the person may; None for every other request.

    Raises:
        UsageError: the person may not, or it cannot be done.
    """
    message = await money.answered(service, place, user, text, served)
    return message or await digests.answered(service, place, user, text, served)
