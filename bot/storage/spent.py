"""What the ledger adds up to by day and group, in SQL, held against the tallies.

UTC days are read whole, so that each can be compared with its tally; what a zone's days cut off of them is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.facts import EVERYTHING, Cell, Group, Only
from bot.spend.summary import Found
from bot.storage import arrivals, billed, facets, tallies
from bot.storage.columns import EPOCH, MICROSECOND, NANO, from_nano
from bot.storage.database import Database, rows_of
from bot.storage.entry_rows import DAY
from bot.storage.ledger import FIRST_DAY
from bot.storage.seals import expect
from bot.storage.tables import arrivals as held
from bot.storage.tables import entries
from bot.storage.tables import facets as groups
from bot.storage.tallies import Tally
from bot.zones import Stretch

COLUMNS = {"model": "model", "user": "person", "channel": "channel", "quality": "quality", "project": "project"}


@dataclass(frozen=True, slots=True)
class Range:
    """UTC days, both counted, a zone's clocks over them, and what is asked about them.

    With `after` only what was recorded after an instant is asked for.
    """

    days: tuple[date, date]
    clocks: Sequence[Stretch]
    by: Group | None = None
    only: Only = EVERYTHING
    after: datetime | None = None


async def standing(db: Database, workspace: str) -> Found:
    """What has arrived in a workspace at all, and since when its providers bill.

    Raises:
        StorageError: it cannot be read, or is damaged.
    """

    async def work(connection: AsyncConnection) -> Found:
        arrived = await arrivals.of(connection, workspace)
        return Found(arrivals=tuple(arrived.values()), billed_since=await billed.since(connection, workspace))

    return await db.read(work)


async def workspaces(db: Database) -> tuple[str, ...]:
    """Those that anything has arrived in.

    Raises:
        StorageError: they cannot be read.
    """
    c = held.c.workspace
    return tuple(row.workspace for row in await db.fetch(select(c).distinct().order_by(c)))


async def found(db: Database, workspace: str, known: Found, ranges: Sequence[Range]) -> list[Found]:
    """What the ledger holds about ranges, in one state of the database; what is known already comes with it.

    Raises:
        StorageError: it cannot be read, or is damaged.
    """

    async def work(connection: AsyncConnection) -> list[Found]:
        await facets.all_of(connection, workspace)  # whole, or it raises: what the sums are grouped by
        return [
            replace(
                known,
                cells=await spent(connection, workspace, each),
                bills=await billed.of_days(connection, workspace, each.days),
            )
            for each in ranges
        ]

    return await db.read(work)


async def spent(connection: AsyncConnection, workspace: str, asked: Range) -> tuple[Cell, ...]:
    """What the entries of a range come to: a cell for each UTC day, day by the clocks, and group.

    The caller has held what they are grouped by against its tally.

    The day by the clocks is told for every cell where they are grouped by day; else only on the first and the last UTC
    day, where a range begins and ends, and it is the UTC day on those between.

    Raises:
        StorageDamaged: the entries are not those that were written.
    """
    first, last = ((day - FIRST_DAY).days for day in asked.days)
    counted = await tallies.of(connection, workspace, "entries", first, last)
    shifts = sorted({shift for each in asked.clocks for shift in _shifts(each)})
    cells: list[Cell] = []
    found: dict[int, Tally] = {}
    for low, high, apart in _parts(first, last, asked.by == "day" or shifts == [0]):
        apart_by = shifts if apart and shifts != [0] else []
        for row in await rows_of(connection, _sums(workspace, (low, high), _Clocks(asked.clocks, apart_by), asked)):
            expect(row.lost == 0, "what entries are grouped by")
            found[row.day] = found.get(row.day, Tally()) + Tally(
                int(row.number), _nano(row), int(row.moments), int(row.images)
            )
            cells += _cells(row, apart_by)
    expect(asked.after is not None or found == counted, "entries of the ledger are missing")
    return tuple(cells)


def _parts(first: int, last: int, every: bool) -> Iterator[tuple[int, int, bool]]:
    """Stretches of UTC days, and whether they are told apart by the clocks."""
    if every or last - first < 2:
        yield first, last, True
    else:
        yield from ((first, first, True), (first + 1, last - 1, False), (last, last, True))


def _shifts(each: Stretch) -> tuple[int, ...]:
    """By how many days the clocks can be ahead of the UTC day."""
    return (0,) if not each.ahead else (0, 1) if each.ahead > timedelta() else (-1, 0)


@dataclass(frozen=True, slots=True)
class _Clocks:
    """A zone's clocks, and the days that they can be ahead of UTC's where that is told apart."""

    stretches: Sequence[Stretch]
    shifts: Sequence[int]

    @property
    def shift(self) -> ColumnElement[int]:
        """By how many days the clocks are ahead of an entry's UTC day."""
        at = type_coerce(entries.c.at, BigInteger)
        *_, last = self.stretches
        ends = [
            (at < (later.since - EPOCH) // MICROSECOND, each.ahead // MICROSECOND)
            for each, later in pairwise(self.stretches)
        ]
        ahead = case(*ends, else_=last.ahead // MICROSECOND) if ends else literal_column(str(last.ahead // MICROSECOND))
        return (at + ahead) // DAY - entries.c.day


def _condition(only: Only) -> ColumnElement[bool]:
    """Whether a group is asked for."""
    named = (
        (groups.c.model, only.models),
        (groups.c.person, only.people),
        (groups.c.channel, only.channels),
        (groups.c.project, only.projects),
    )
    said = ((column, [name.lower() for name in names]) for column, names in named if names)
    return and_(true(), *(func.lower(column).in_(names) for column, names in said))


def _sums(workspace: str, days: tuple[int, int], clocks: _Clocks, asked: Range) -> Select[Any]:
    inner = _by_facet(workspace, days, clocks, asked.after).subquery()
    group = COLUMNS.get(asked.by or "")
    key = groups.c[group] if group else literal("")
    matches = _condition(asked.only)
    kinds = [inner.c.day, groups.c.source, groups.c.provider, key.label("key"), matches.label("matches")]
    lost = func.sum(case((groups.c.id.is_(None), 1), else_=0)).label("lost")
    sums = [func.sum(column).label(column.name) for column in inner.c if column.name not in ("day", "facet")]
    joined = inner.outerjoin(groups, and_(groups.c.workspace == workspace, groups.c.id == inner.c.facet))
    grouped = (*kinds[:3], "key", "matches")  # the last two by name: PostgreSQL groups by no parameter
    return select(*kinds, lost, *sums).select_from(joined).group_by(*grouped)


def _by_facet(workspace: str, days: tuple[int, int], clocks: _Clocks, after: datetime | None) -> Select[Any]:
    """In the order of the index, so that SQLite need not sort."""
    at, nano = type_coerce(entries.c.at, BigInteger), type_coerce(entries.c.cost, BigInteger)
    began = type_coerce(entries.c.day, BigInteger) * DAY
    counts = {"number": literal(1), "whole": nano // NANO, "rest": nano % NANO, "images": entries.c.images}
    columns = [func.sum(value).label(name) for name, value in counts.items()]
    columns.append(func.sum(at - began).label("moments"))
    for shift in clocks.shifts[1:]:
        here = clocks.shift == shift
        columns += [func.sum(case((here, value), else_=0)).label(f"{name}_{shift}") for name, value in counts.items()]
    mine = and_(entries.c.workspace == workspace, entries.c.day.between(*days))
    if after is not None:
        mine = and_(mine, entries.c.recorded_at > after)
    return select(entries.c.day, entries.c.facet, *columns).where(mine).group_by(entries.c.day, entries.c.facet)


def _cells(row: Row[Any], shifts: Sequence[int]) -> Iterator[Cell]:
    left = [int(row.number), _nano(row), int(row.images)]
    for shift in reversed(shifts[1:]):
        part = [int(row._mapping[f"number_{shift}"]), _nano(row, f"_{shift}"), int(row._mapping[f"images_{shift}"])]
        left = [whole - mine for whole, mine in zip(left, part, strict=True)]
        if part[0]:
            yield _cell(row, shift, part)
    if left[0]:
        yield _cell(row, shifts[0] if shifts else 0, left)


def _cell(row: Row[Any], shift: int, part: Sequence[int]) -> Cell:
    day = FIRST_DAY + timedelta(days=row.day)
    return Cell(
        utc_day=day,
        day=day + timedelta(days=shift),
        source=row.source,
        provider=row.provider,
        key=row.key,
        matches=bool(row.matches),
        usd=from_nano(part[1]),
        entries=part[0],
        images=part[2],
    )


def _nano(row: Row[Any], ending: str = "") -> int:
    return int(row._mapping[f"whole{ending}"]) * NANO + int(row._mapping[f"rest{ending}"])
