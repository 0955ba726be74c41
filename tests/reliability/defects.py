"""Defects to plant, so that it can be seen that the tests notice them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bot.digest.attempt import Attempt
from bot.digest.ports import Absent
from bot.slack.digest_channel import DigestChannel
from bot.storage import claims
from bot.storage.database import Database

NO_LOOK, NO_GUARD, NO_LEASE, NO_UNIQUE_ROW = "no look", "no guard", "no lease", "no unique row"


def plant(defects: Iterable[str]) -> None:
    """Puts defects into this process for good."""
    for defect in defects:
        _PLANT[defect]()


async def _blind(self: DigestChannel, workspace: str, channel: str, key: str, since: datetime) -> Absent:
    return Absent()


def _no_look() -> None:
    DigestChannel.find = _blind  # type: ignore[method-assign]


def _no_guard() -> None:
    Attempt._outlives = lambda self, began: True  # type: ignore[method-assign]


def _no_lease() -> None:
    claimable = claims._claimable

    def anything(terms: Any, tick: Any) -> Any:
        return claimable(terms, tick + terms.lease.total_seconds() * 1_000_000)

    claims._claimable = anything


_PLANT = {NO_LOOK: _no_look, NO_GUARD: _no_guard, NO_LEASE: _no_lease}


async def without_unique_row(db: Database) -> None:
    """Takes the primary key of the deliveries away."""
    async with db.writing() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("ALTER TABLE deliveries DROP CONSTRAINT pk_deliveries"))
            return
        await connection.execute(text("ALTER TABLE deliveries RENAME TO keyed"))
        await connection.execute(text("CREATE TABLE deliveries AS SELECT * FROM keyed"))
