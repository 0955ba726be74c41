"""A workspace and a database of each engine in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database
from tests.digest.kit import Desk, desk


@pytest.fixture
async def at(db: Database) -> AsyncIterator[Desk]:
    """A workspace and a database of each engine in turn."""
    async with desk(db) as made:
        yield made
