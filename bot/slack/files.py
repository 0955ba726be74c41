"""Files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.service import Service
from bot.storage.places import Place


async def answer(
    service: Service, place: Place, user: str, text: str, event: Mapping[str, Any], thread: str | None
) -> None:
    """Answers."""
