"""The guide's job, instants and shorthand that the tests of pricing share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pricing import Catalog, ImageJob, ListText, Prompt, Quote, TextJob, built_in, cautions, load, quote

MINI = "gpt-image-1-mini"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
GUIDE_DAY = datetime(2025, 10, 20, tzinfo=UTC)
MINI_LAST = datetime(2026, 11, 30, 23, 59, 59, 999_999, tzinfo=UTC)
AFTER_MINI = datetime(2026, 12, 2, tzinfo=UTC)

GUIDE_JOB = ImageJob(MINI, 100, "medium", "square", Prompt.of_words(30))
"""The guide's example: 100 medium squares with 30-word prompts."""

NO_PROMPT = Prompt.of_words(0)


def usd(amount: str) -> Decimal:
    """Dollars, exactly as written."""
    return Decimal(amount)


def image_job(model: str = MINI, **changes: Any) -> ImageJob:
    """The guide's job on a model, with changes."""
    return replace(GUIDE_JOB, model=model, **changes)


def quoted(model: str = MINI, at: datetime = TODAY, **changes: Any) -> Quote:
    """The guide's job, with changes, quoted from the lists on board."""
    return quote(built_in(), image_job(model, **changes), at)


def lines(made: Quote) -> dict[str, tuple[int, Decimal]]:
    """Quantity and amount of each metered line."""
    return {line.meter: (int(line.quantity), line.amount) for line in made.metered_lines}


def warned(
    made: Quote, at: datetime = TODAY, catalog: Catalog | None = None, *, compared: bool = False
) -> dict[str, str]:
    """The warnings of a quote: code to message, several of a code as one."""
    found: dict[str, str] = {}
    for caution in cautions(catalog or built_in(), made, at, compared=compared):
        found[caution.code] = f"{found.get(caution.code, '')} {caution.message}".strip()
    return found


def text_quote(model: str, tokens: tuple[int, int], at: datetime = TODAY, **options: Any) -> Quote:
    """A text job of so many input and output tokens, quoted."""
    return quote(built_in(), TextJob(model, *tokens, **options), at)


HEADER = """
provider = "Acme"
currency = "USD"
[sources.acme]
url = "https://acme.example/prices"
checked = 2026-11-01
official = true
"""


def overlaid(*lists: str) -> Catalog:
    """The catalog with lists of one's own laid over it; each is given without its header."""
    return load([ListText(f"own-{number}.toml", HEADER + toml) for number, toml in enumerate(lists, start=1)])
