"""The ledger's rows: written once, counted up beside it, read back whole. What is recorded and why: `bot.spend.ledger`.

Who writes to a workspace's ledger holds its lock until the transaction ends, so that a look and a write are one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.pricer import PricedEvent
from bot.spend.usage import LedgerEntry
from bot.storage import arrivals, facets, tallies
from bot.storage.columns import kept
from bot.storage.database import Database, alone, rows_of
from bot.storage.entry_rows import entry_of, facet_of, row_of, tally_of
from bot.storage.entry_rows import stored_entries as entries
from bot.storage.facets import Facet, id_of
from bot.storage.reading import Reader
from bot.storage.seals import expect
from bot.storage.tallies import Tally

Kept = Literal["recorded", "known", "conflict", "revised"]
Key = tuple[str, str]
"""Source and key of an event."""

Undone = Literal["taken back", "taken back before", "too late", "not there"]

LOCK = "ledger"
NOTHING = b""
"""The digest of a correction that takes an entry back."""

PAGE = 1_000
FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Arriving:
    """An event with its cost, and the digest of what its source told."""

    priced: PricedEvent
    digest: bytes

    @property
    def key(self) -> Key:
        """Its source and key, as they are kept."""
        return self.priced.event.source, kept(self.priced.event.key)


async def put(
    db: Database, workspace: str, arriving: Sequence[Arriving], now: datetime, *, revise: bool = False
) -> list[Kept]:
    """Adds what is new; of each, in order, what became of it.

    The same key with the same content is known. With other content it is a conflict, and nothing is written; or with
    `revise`, where a source is allowed to change its mind, the old entry is taken back and the new one stands.

    Raises:
        StorageError: none was added, unless the connection was lost in the commit.
    """

    async def work(connection: AsyncConnection) -> list[Kept]:
        await alone(connection, workspace, LOCK)
        held = await _held(connection, workspace, arriving)
        batch = _Batch(now, held, await _to_revise(connection, workspace, arriving, held) if revise else {})
        found = [batch.take(each, revise) for each in arriving]
        await _write(connection, workspace, batch.new, now)
        return found

    return await db.write(work)


async def take_back(db: Database, workspace: str, key: Key, now: datetime, since: datetime) -> Undone:
    """Takes back the entry that stands under a key, by a correction, if it was recorded since an instant.

    Raises:
        StorageError: nothing was taken back, unless the connection was lost in the commit.
    """

    async def work(connection: AsyncConnection) -> Undone:
        await alone(connection, workspace, LOCK)
        found = await _entries(connection, workspace, [key])
        if not found:
            return "not there"
        latest = found[-1]
        if latest.takes_back:
            return "taken back before"
        if latest.recorded_at < since:
            return "too late"
        await _write(connection, workspace, [(_against(latest, now), NOTHING)], now)
        return "taken back"

    return await db.write(work)


async def history(db: Database, workspace: str, key: Key) -> tuple[LedgerEntry, ...]:
    """Every entry under a key, oldest first.

    Raises:
        StorageError: they cannot be read, or are not what was written.
    """
    return tuple(await db.read(lambda connection: _entries(connection, workspace, [key])))


async def of_days(db: Database, workspace: str, first: date, last: date) -> AsyncIterator[LedgerEntry]:
    """The entries of UTC days, both counted, in the order of their instants; one state of the database.

    Raises:
        StorageError: they cannot be read, or are not what was written; then what came before cannot be relied on.
    """
    async with db.reading() as connection:
        async for entry in of_days_in(connection, workspace, first, last):
            yield entry


async def of_days_in(
    connection: AsyncConnection, workspace: str, first: date, last: date
) -> AsyncIterator[LedgerEntry]:
    """`of_days` in a state of the database that more is read of.

    Raises:
        StorageError: they cannot be read, or are not what was written; then what came before cannot be relied on.
    """
    numbers = ((first - FIRST_DAY).days, (last - FIRST_DAY).days)
    every = await facets.all_of(connection, workspace)
    counted = await tallies.of(connection, workspace, "entries", *numbers)
    wanted = select(entries).where(entries.c.workspace == workspace, entries.c.day.between(*numbers))
    order = (entries.c.day, entries.c.at, entries.c.source, entries.c.key, entries.c.revision)
    seen: dict[int, Tally] = {}
    async with connection.stream(wanted.order_by(*order).execution_options(yield_per=PAGE)) as rows:
        async for row in rows:
            expect(row.facet in every, "what entries are grouped by")
            yield entry_of(row, every[row.facet])
            seen[row.day] = seen.get(row.day, Tally()) + tally_of(row._mapping)
    expect(seen == counted, "entries of the ledger are missing")


async def facets_of(db: Reader, workspace: str) -> dict[int, Facet]:
    """Every combination that entries of a workspace are grouped by.

    Raises:
        StorageError: they cannot be read, or are not what was written.
    """
    return await db.read(lambda connection: facets.all_of(connection, workspace))


async def grouped(
    db: Reader, workspace: str, days: Collection[date], groups: Collection[int], most: int
) -> list[LedgerEntry]:
    """Entries of some UTC days that are grouped under some numbers, at most so many.

    Raises:
        StorageError: they cannot be read, or are not what was written.
    """
    numbers = [(day - FIRST_DAY).days for day in days]
    mine = and_(entries.c.workspace == workspace, entries.c.day.in_(numbers), entries.c.facet.in_(groups))

    async def work(connection: AsyncConnection) -> list[LedgerEntry]:
        every = await facets.some_of(connection, workspace, groups)
        return [
            entry_of(row, every[row.facet])
            for row in await rows_of(connection, select(entries).where(mine).limit(most))
        ]

    return await db.read(work)


class _Batch:
    """What arrives, held against what is there and what came before it in the same batch."""

    def __init__(self, now: datetime, held: dict[Key, list[bytes]], latest: dict[Key, LedgerEntry]) -> None:
        self.now = now
        self.held = held
        self.latest = latest
        self.new: list[tuple[LedgerEntry, bytes]] = []

    def take(self, each: Arriving, revise: bool) -> Kept:
        digests = self.held.setdefault(each.key, [])
        if each.digest in (digests[-1:] if revise else digests):
            return "known"
        if digests and not revise:
            return "conflict"
        if digests and digests[-1] != NOTHING:
            digests.append(NOTHING)
            self.new.append((_against(self.latest[each.key], self.now), NOTHING))
        priced = each.priced
        entry = LedgerEntry(priced.event, priced.cost, priced.how, self.now, len(digests), priced.rates)
        self.new.append((entry, each.digest))
        digests.append(each.digest)
        self.latest[each.key] = entry
        return "revised" if entry.revision else "recorded"


def _against(entry: LedgerEntry, now: datetime) -> LedgerEntry:
    """The correction that takes an entry back."""
    return replace(entry, cost=-entry.cost, recorded_at=now, revision=entry.revision + 1)


async def _held(connection: AsyncConnection, workspace: str, arriving: Sequence[Arriving]) -> dict[Key, list[bytes]]:
    """The digests under the keys of what arrives, by revision."""
    c = entries.c
    held: dict[Key, list[bytes]] = {}
    for mine in _where(workspace, {each.key for each in arriving}):
        wanted = select(c.source, c.key, c.revision, c.digest).where(mine).order_by(c.source, c.key, c.revision)
        for row in await rows_of(connection, wanted):
            digests = held.setdefault((row.source, row.key), [])
            expect(row.revision == len(digests), "the order of corrections")
            digests.append(bytes(row.digest))
    return held


async def _to_revise(
    connection: AsyncConnection, workspace: str, arriving: Sequence[Arriving], held: Mapping[Key, list[bytes]]
) -> dict[Key, LedgerEntry]:
    """The entries that stand where something else arrives."""
    changed = {each.key for each in arriving if each.digest not in held.get(each.key, [each.digest])[-1:]}
    return {(each.event.source, each.event.key): each for each in await _entries(connection, workspace, changed)}


async def _entries(connection: AsyncConnection, workspace: str, keys: Collection[Key]) -> list[LedgerEntry]:
    """The entries under keys, of each key oldest first."""
    c = entries.c
    rows = [
        row
        for mine in _where(workspace, keys)
        for row in await rows_of(connection, select(entries).where(mine).order_by(c.source, c.key, c.revision))
    ]
    every = await facets.some_of(connection, workspace, {row.facet for row in rows})
    return [entry_of(row, every[row.facet]) for row in rows]


def _where(workspace: str, keys: Iterable[Key]) -> Iterator[ColumnElement[bool]]:
    by_source: dict[str, list[str]] = {}
    for source, key in sorted(keys):
        by_source.setdefault(source, []).append(key)
    for source, some in by_source.items():
        for first in range(0, len(some), PAGE):
            named = entries.c.key.in_(some[first : first + PAGE])
            yield and_(entries.c.workspace == workspace, entries.c.source == source, named)


async def _write(
    connection: AsyncConnection, workspace: str, new: Sequence[tuple[LedgerEntry, bytes]], now: datetime
) -> None:
    if not new:
        return
    grouped: dict[Facet, int] = {}
    rows: list[dict[str, Any]] = []
    counted: dict[int, Tally] = {}
    for entry, digest in new:
        facet = facet_of(entry)
        number = grouped.get(facet) or grouped.setdefault(facet, id_of(workspace, facet))
        row = row_of(workspace, entry, number, digest)
        rows.append(row)
        counted[row["day"]] = counted.get(row["day"], Tally()) + tally_of(row)
    await facets.keep(connection, workspace, {number: facet for facet, number in grouped.items()})
    await connection.execute(insert(entries), rows)
    await tallies.add(connection, workspace, "entries", counted)
    await arrivals.note(connection, workspace, [entry.event for entry, _ in new], now)
