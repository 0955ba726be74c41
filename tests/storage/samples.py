"""What the storage tests keep: instants, places, quotes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.storage import threads
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.places import Place
from bot.storage.quotes import Content

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTH = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HERE = Place("T1", "C1", "1700000000.000100")


def content(headline: str | None = "1.11", **more: Any) -> Content:
    """A quote of so many dollars."""
    dollars = None if headline is None else Decimal(headline)
    return Content(request='{"images": 100}', text="100 images", headline=dollars, **more)


async def texts(db: Database, place: Place) -> tuple[str, ...]:
    """What a thread holds, only the texts."""
    return tuple(entry.text for entry in await threads.entries(db, place))


def summary(channel: str, owner: str, **more: Any) -> dict[str, Any]:
    """What `digests.put` takes: Mondays at nine in Berlin."""
    return {
        "channel": channel, "owner": owner, "weekday": 0, "at": time(9), "timezone": "Europe/Berlin",
        "scope": "channel", "scope_id": "", "sections": (), "room": None, **more,
    }  # fmt: skip


def alert(workspace: str, budget: str, thresholds: tuple[str, ...]) -> New:
    """What `budgets.reach` takes, once it is told whose budget it is."""
    return New(workspace, "alert", budget, f"2026-11-01/{'+'.join(thresholds)}", "C1", "", AT, '{"text": "80 %"}')
