"""A byte that changes in the SQLite file is found, or makes no difference to any answer."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.spend.facts import Only
from bot.spend.usage import UsageEvent
from bot.storage import arrivals, cursors
from bot.storage.database import Database
from bot.storage.errors import StorageError
from pricing import built_in
from tests.databases import Sqlite
from tests.spend.samples import CLOCK, MINI, NOW, bill, ledger

ASKED = (
    Asked("2026-11", "model"),
    Asked("2026-11", "day"),
    Asked("2026-11-09..2026-11-15", "user"),
    Asked("last_month", "channel"),
    Asked(None, "quality"),
    Asked("this_year", "model", Only(people=("U1",))),
)
QUESTIONS = [
    *(("T1", zone, asked) for asked, zone in zip(ASKED, cycle(("UTC", "America/New_York")))),
    ("T2", "Asia/Tokyo", Asked(None, "model")),
]
Answer = Callable[[Database], Awaitable[Any]]


async def fill(url: str) -> None:
    """Two workspaces' six weeks: 700 entries, some revised or taken back, and bills."""
    rng = random.Random(5)
    db = Database(url)
    for name in ("T1", "T2"):
        events = [
            UsageEvent(
                "api",
                f"request-{number}",
                NOW - timedelta(seconds=rng.randrange(42 * 86_400)),
                rng.choice((MINI, "gpt-image-2")),
                quantities={"image_output": Decimal(rng.randrange(100, 5_000))},
                images=rng.randrange(1, 4),
                quality=rng.choice(("low", "high")),
                person=f"U{rng.randrange(3)}",
                channel=rng.choice(("C1", "C2")),
            )
            for number in range(350)
        ]
        await ledger(db).record(name, events)
        await ledger(db).record(name, [replace(event, images=9) for event in events[:9]], revise=True)
        await ledger(db).undo(name, "api", "request-10")
        bills = [bill(date(2026, 11, day), f"{day}.25", "0.5") for day in range(1, 15)]
        await Billing(db, CLOCK).record(name, bills)
        await arrivals.complete(db, name, "openai", NOW)
        await cursors.put(db, name, "openai", "costs", "page-3", NOW)
    await db.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def answers() -> list[Answer]:
    """Everything that can be asked."""
    books = (
        lambda db, name=name, zone=zone, asked=asked: Books(db, built_in(), CLOCK).spend(name, asked, zone)
        for name, zone, asked in QUESTIONS
    )

    async def entries(db: Database) -> Any:
        every = [each async for each in ledger(db).entries("T1", date(2026, 9, 1), date(2026, 11, 22))]
        return every, await ledger(db).history("T2", "api", "request-3"), await cursors.get(db, "T1", "openai", "costs")

    return [*books, entries]


async def told(url: str) -> list[Any]:
    """The answer to each, or "found" where damage is noticed."""
    found: list[Any] = []
    db = Database(url)
    for ask in answers():
        try:
            found.append(await ask(db))
        except StorageError:
            found.append("found")
    await db.close()
    return found


async def flipped(sqlite: Sqlite, pattern: Path, place: int, bits: int) -> list[Any]:
    """What is told by a copy of a file in which one byte is another."""
    url = sqlite.empty()
    file = Path(url.removeprefix("sqlite:///"))
    content = bytearray(pattern.read_bytes())
    content[place] ^= bits
    file.write_bytes(content)
    found = await told(url)
    for each in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        each.unlink(missing_ok=True)
    return found


@pytest.fixture
async def pattern(sqlite: Sqlite) -> Path:
    """A file with something in it."""
    url = sqlite.migrated()
    await fill(url)
    return Path(url.removeprefix("sqlite:///"))


async def test_a_flipped_byte_is_found_or_makes_no_difference(sqlite: Sqlite, pattern: Path, full: bool) -> None:
    """At random places, 400 in the long form: never another answer, nor an error that is not about storage."""
    rng = random.Random() if full else random.Random(11)
    expected = await told(f"sqlite:///{pattern}")
    assert "found" not in expected
    size, came = pattern.stat().st_size, Counter[str]()
    for _ in range(400 if full else 20):
        place, bits = rng.randrange(size), rng.randrange(1, 256)
        for whole, found in zip(expected, await flipped(sqlite, pattern, place, bits), strict=True):
            came["found" if found == "found" else "equal"] += 1
            assert found in ("found", whole), (place, bits)
    assert min(came.values()) > 5


async def test_it_is_the_tallies_that_notice(sqlite: Sqlite, pattern: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cost that changes in the index is found; with a planted defect, nothing held against, it is a wrong total."""
    expected = await told(f"sqlite:///{pattern}")
    with closing(sqlite3.connect(pattern)) as file:
        ((cost,),) = file.execute("SELECT cost FROM entries WHERE workspace = 'T1' AND key = 'request-300'").fetchall()
    content, wanted = pattern.read_bytes(), cost.to_bytes(4)
    places = [place for place in range(len(content)) if content.startswith(wanted, place)]
    come = [await flipped(sqlite, pattern, place + 2, 1) for place in places]  # SQLite reads it in the index alone
    assert len(places) == 2
    assert any("found" in each for each in come)
    monkeypatch.setattr("bot.storage.spent.expect", lambda whole, what: None)
    come = [await flipped(sqlite, pattern, place + 2, 1) for place in places]
    assert any(found not in ("found", whole) for each in come for found, whole in zip(each, expected, strict=True))
