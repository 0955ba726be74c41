"""What the ledger adds up to by day and group, in SQL, held against the tallies.

UTC days are read whole, so that each can be compared with its tally; what a zone's days cut off of them is told apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spend.facts import EVERYTHING, Bill, Cell, Group, Only
from bot.spend.summary import Found
from bot.storage import arrivals, billed, facets, tallies
from bot.storage.columns import NANO, from_nano
from bot.storage.database import Database, rows_of
from bot.storage.facets import Facet
from bot.storage.ledger import FIRST_DAY
from bot.storage.reading import Reader, State, in_one_state
from bot.storage.seals import expect
from bot.storage.sums import Ask, Clocks, Days, statement, values
from bot.storage.tables import arrivals as held
from bot.storage.tallies import Tally
from bot.zones import Stretch, Zone, stretches

ONE_DAY = timedelta(days=1)
NO_CLOCKS = Clocks((), ())


@dataclass(frozen=True, slots=True)
class Range:
    """UTC days, both counted, in a zone, and what is asked about them.

    With `after` only what was recorded after an instant is asked for. `apart` says whether the day by the zone's clocks
    is told for every cell; else it is on the first and the last UTC day only, where a range begins and ends, and it is
    the UTC day on those between. Ranges that are told apart are read together.
    """

    days: tuple[date, date]
    where: Zone
    by: Group | None = None
    only: Only = EVERYTHING
    after: datetime | None = None
    apart: bool = True

    @property
    def ask(self) -> Ask:
        """What is asked, whatever the days."""
        return Ask.of(self.by, self.only)

    @property
    def scan(self) -> tuple[object, ...]:
        """Ranges that have this in common are read together."""
        return self.where, self.after, None if self.apart else self.days

    @property
    def numbers(self) -> Days:
        """The days as the ledger counts them."""
        first, last = self.days
        return (first - FIRST_DAY).days, (last - FIRST_DAY).days

    def holds(self, utc_day: date) -> bool:
        """Whether a UTC day is in the range."""
        return self.days[0] <= utc_day <= self.days[1]


async def standing(db: Reader, workspace: str) -> Found:
    """What has arrived in a workspace at all, and since when its providers bill.

    Raises:
        StorageError: it cannot be read, or is damaged.
    """

    return await in_one_state(db, lambda state: state.once("standing", workspace, _standing))


async def workspaces(db: Database) -> tuple[str, ...]:
    """Those that anything has arrived in.

    Raises:
        StorageError: they cannot be read.
    """
    c = held.c.workspace
    return tuple(row.workspace for row in await db.fetch(select(c).distinct().order_by(c)))


async def found(db: Reader, workspace: str, known: Found, ranges: Sequence[Range]) -> list[Found]:
    """What the ledger holds about ranges, in one state of the database; what is known already comes with it.

    Raises:
        StorageError: it cannot be read, or is damaged.
    """
    if not ranges:
        return []

    async def work(state: State) -> list[Found]:
        every = await state.once("facets", workspace, facets.all_of)  # whole, or it raises
        whole = min(each.days[0] for each in ranges), max(each.days[1] for each in ranges)
        kept = await _kept(state, workspace, whole)
        scans: dict[tuple[object, ...], list[Range]] = {}
        for each in ranges:
            scans.setdefault(each.scan, []).append(each)
        here = state.connection, workspace, every.values()
        cells = {scan: await _cells_of(*here, mine, kept.counted) for scan, mine in scans.items()}
        return [
            replace(
                known,
                cells=tuple(cell for cell in cells[each.scan][each.ask] if each.holds(cell.utc_day)),
                bills=tuple(bill for bill in kept.bills if each.holds(bill.day)),
            )
            for each in ranges
        ]

    return await in_one_state(db, work)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The bills and the tallies of entries of UTC days, both counted."""

    days: tuple[date, date]
    bills: tuple[Bill, ...]
    counted: Mapping[int, Tally]


async def _kept(state: State, workspace: str, days: tuple[date, date]) -> _Kept:
    """Those of these days, or of more days that were read before in this state."""
    known: _Kept | None = state.remembered.get(("days", workspace))
    if known is None or not known.days[0] <= days[0] <= days[1] <= known.days[1]:
        bills = await billed.of_days(state.connection, workspace, days)
        numbers = ((day - FIRST_DAY).days for day in days)
        known = _Kept(days, bills, await tallies.of(state.connection, workspace, "entries", *numbers))
        state.remembered["days", workspace] = known
    return known


async def _standing(connection: AsyncConnection, workspace: str) -> Found:
    arrived = await arrivals.of(connection, workspace)
    return Found(arrivals=tuple(arrived.values()), billed_since=await billed.since(connection, workspace))


async def _cells_of(
    connection: AsyncConnection,
    workspace: str,
    every: Collection[Facet],
    ranges: Sequence[Range],
    counted: Mapping[int, Tally],
) -> dict[Ask, list[Cell]]:
    """What the entries of ranges come to: a cell for each UTC day, day by the clocks, and group.

    Raises:
        StorageDamaged: the entries are not those that were written.
    """
    asks: dict[Ask, Days] = {}
    for each in ranges:
        first, last = each.numbers
        before = asks.get(each.ask, each.numbers)
        asks[each.ask] = min(first, before[0]), max(last, before[1])
    whole = min(first for first, _ in asks.values()), max(last for _, last in asks.values())
    where, after = ranges[0].where, ranges[0].after
    cells: dict[Ask, list[Cell]] = {ask: [] for ask in asks}
    sums: dict[Ask, dict[int, Tally]] = {ask: {} for ask in asks}
    for part, apart in _parts(whole, ranges[0].apart or not _clocks(where, whole).shifts):
        clocks = _clocks(where, part) if apart else NO_CLOCKS
        mine = [(ask, (max(first, part[0]), min(last, part[1]))) for ask, (first, last) in asks.items()]
        made = statement(tuple(ask.shape for ask in asks), clocks.shifts, len(clocks.stretches), after is not None)
        for row in await rows_of(connection, made, values(workspace, mine, clocks, every) | {"after": after}):
            expect(row.lost == 0, "what entries are grouped by")
            ask = mine[row.ask][0]
            more = Tally(int(row.number), _nano(row), int(row.moments), int(row.images))
            sums[ask][row.day] = sums[ask].get(row.day, Tally()) + more
            cells[ask] += _cells(row, clocks.shifts)
    for ask, (first, last) in asks.items():
        written = {day: tally for day, tally in counted.items() if first <= day <= last}
        expect(after is not None or sums[ask] == written, "entries of the ledger are missing")
    return cells


def _parts(whole: Days, every: bool) -> Iterator[tuple[Days, bool]]:
    """Stretches of UTC days, and whether they are told apart by the clocks."""
    first, last = whole
    if every or last - first < 2:
        yield whole, True
    else:
        yield from (((first, first), True), ((first + 1, last - 1), False), ((last, last), True))


def _clocks(where: Zone, days: Days) -> Clocks:
    """A zone's clocks over UTC days; none where its days are those of UTC."""
    begin, end = (datetime.combine(FIRST_DAY + ONE_DAY * day, time(), UTC) for day in (days[0], days[1] + 1))
    found = stretches(begin, end, where)
    shifts = tuple(sorted({shift for each in found for shift in _shifts(each)}))
    return Clocks(found, shifts) if shifts != (0,) else NO_CLOCKS


def _shifts(each: Stretch) -> tuple[int, ...]:
    """By how many days the clocks can be ahead of the UTC day."""
    return (0,) if not each.ahead else (0, 1) if each.ahead > timedelta() else (-1, 0)


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
    day = FIRST_DAY + ONE_DAY * row.day
    return Cell(
        utc_day=day,
        day=day + ONE_DAY * shift,
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
