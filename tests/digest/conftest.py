"""What tests of the weekly summary begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database
from tests.databases import Sqlite
from tests.digest.kit import Desk, desk
from tests.digest.team import Team


@pytest.fixture
async def at(db: Database) -> AsyncIterator[Desk]:
    """A workspace and a database of each engine in turn."""
    async with desk(db) as made:
        yield made


@pytest.fixture
async def team(sqlite: Sqlite) -> AsyncIterator[Team]:
    """A team with nothing yet."""
    db = Database(sqlite.migrated())
    yield Team(db)
    await db.close()
