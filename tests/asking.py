"""How tests ask: the whole path from text to answer, on a fixed day and the lists on board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.answer import Answer
from bot.answer.schema import to_object
from bot.ask import Asker
from bot.clock import FixedClock
from pricing import Catalog, built_in
from pricing.quote import Basis

TODAY = date(2026, 11, 22)
AFTER_MINI = date(2026, 12, 2)
GUIDE = "100 medium square images with 30-word prompts"


def ask(
    text: str,
    thread: Sequence[str] = (),
    *,
    today: date = TODAY,
    basis: Basis | None = None,
    catalog: Catalog | None = None,
) -> Answer:
    """The answer to a text."""
    return Asker(catalog or built_in(), FixedClock.on(today), basis).ask(text, thread)


def ask_object(text: str, thread: Sequence[str] = (), **options: Any) -> dict[str, Any]:
    """The answer object to a text, as `ask --json` has it."""
    return to_object(ask(text, thread, **options)).model_dump(exclude_unset=True)


def codes(found: dict[str, Any], key: str = "warnings") -> list[str]:
    """The codes of an answer object's warnings or advice."""
    return [each["code"] for each in found[key]]
