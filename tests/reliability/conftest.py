"""What the tests with replicas share."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.databases import ENGINES, Maker
from tests.reliability.couriers import Post, forker, post


@pytest.fixture(scope="session")
def nest() -> Iterator[subprocess.Popen[bytes]]:
    """The process that forks couriers."""
    with forker() as process:
        yield process


@pytest.fixture(params=ENGINES)
def one_url(request: pytest.FixtureRequest, full: bool) -> Iterator[str]:
    """The address of a migrated database: SQLite, and in the full form PostgreSQL too. For what is alike on both."""
    if request.param != "sqlite" and not full:
        pytest.skip("on PostgreSQL too: RELIABILITY=full")
    maker: Maker = request.getfixturevalue(request.param)
    url = maker.migrated()
    yield url
    maker.done(url)


@pytest.fixture
async def at_one(one_url: str, nest: subprocess.Popen[bytes]) -> AsyncIterator[Post]:
    """`at`, on SQLite alone in the ordinary run."""
    async with post(one_url, nest) as made:
        yield made


@pytest.fixture
async def at(migrated_url: str, nest: subprocess.Popen[bytes]) -> AsyncIterator[Post]:
    """A workspace, a database of each engine in turn, and replicas of the delivery."""
    async with post(migrated_url, nest) as made:
        yield made
