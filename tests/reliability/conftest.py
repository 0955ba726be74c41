"""What the tests with replicas share."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.reliability.couriers import Post, forker, post


@pytest.fixture(scope="session")
def nest() -> Iterator[subprocess.Popen[bytes]]:
    """The process that forks couriers."""
    with forker() as process:
        yield process


@pytest.fixture
async def at(migrated_url: str, nest: subprocess.Popen[bytes]) -> AsyncIterator[Post]:
    """A workspace, a database of each engine in turn, and replicas of the delivery."""
    async with post(migrated_url, nest) as made:
        yield made
