"""What tests of spend are made of: events that are priced by hand, and the ledger on a clock that stands still."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.clock import FixedClock
from bot.spend.facts import Bill, BilledLine
from bot.spend.ledger import Ledger
from bot.spend.usage import UsageEvent
from bot.storage.database import Database
from pricing import built_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLOCK = FixedClock(NOW)
MINI = "gpt-image-1-mini"
CENT = Decimal("0.01")


def ledger(db: Database, now: datetime = NOW) -> Ledger:
    """The ledger, at an instant."""
    return Ledger(db, built_in(), FixedClock(now))


def stated(key: str, usd: str, at: datetime = NOW, **fields: Any) -> UsageEvent:
    """An event whose source says what it cost."""
    given: dict[str, Any] = {"source": "import", "key": key, "at": at, "model": MINI, "stated": Decimal(usd)}
    return UsageEvent(**given | fields)


def bill(day: date, *lines: str, as_of: datetime = NOW, **fields: Any) -> Bill:
    """OpenAI's bill of a UTC day, a line an amount."""
    billed = tuple(BilledLine(Decimal(usd), line=f"line {number}") for number, usd in enumerate(lines))
    return Bill(fields.pop("source", "openai"), fields.pop("provider", "OpenAI"), day, billed, as_of)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
