"""The statement that adds entries up by UTC day and group: for several groups at once, so that they are read once.

To make a statement costs more than its execution: each shape that a question has is made once, and parameters say
the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    true,
    type_coerce,
    union_all,
)

from bot.spend.facts import Group, Only
from bot.storage.columns import EPOCH, MICROSECOND, NANO
from bot.storage.entry_rows import DAY
from bot.storage.facets import Facet
from bot.storage.tables import entries
from bot.storage.tables import facets as groups
from bot.zones import Stretch

COLUMNS = {"model": "model", "user": "person", "channel": "channel", "quality": "quality", "project": "project"}
SHAPES = 500
"""So many are kept; a question has one of a few dozen."""

COUNTS = ("number", "whole", "rest", "images")
Days = tuple[int, int]
"""UTC days since 1970, both counted."""


class Ask(NamedTuple):
    """What entries are grouped by, and the names of those that are asked for by column, case-folded."""

    by: Group | None
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, by: Group | None, only: Only) -> Ask:
        """Of a question."""
        said = (("model", only.models), ("person", only.people), ("channel", only.channels), ("project", only.projects))
        return cls(
            by, tuple((column, tuple(sorted({each.casefold() for each in names}))) for column, names in said if names)
        )

    def spelt(self, every: Collection[Facet]) -> dict[str, list[str]]:
        """The names as the workspace's entries spell them: databases fold no letters beyond ASCII, or some."""
        held = {column: {getattr(each, column) for each in every} for column, _ in self.named}
        return {
            column: sorted(name for name in held[column] if name.casefold() in names) for column, names in self.named
        }

    @property
    def shape(self) -> _Asked:
        """What of it is in the statement."""
        return COLUMNS.get(self.by or ""), tuple(column for column, _ in self.named)


_Asked = tuple[str | None, tuple[str, ...]]


class Clocks(NamedTuple):
    """A zone's clocks, and the days that they can be ahead of UTC's, the least first; none where that is not told."""

    stretches: Sequence[Stretch]
    shifts: tuple[int, ...]


@lru_cache(SHAPES)
def statement(asks: tuple[_Asked, ...], shifts: tuple[int, ...], stretches: int, after: bool) -> Statement:
    """The sums of several groups, each row with the `ask` that it is of; the values are those of `values`."""
    inner = _by_facet(shifts, stretches, after).cte("by_facet")
    every = [_grouped(inner, number, ask) for number, ask in enumerate(asks)]
    return union_all(*every) if len(every) > 1 else every[0]


Statement = Select[Any] | CompoundSelect[Any]


def values(
    workspace: str, asks: Sequence[tuple[Ask, Days]], clocks: Clocks, every: Collection[Facet]
) -> dict[str, Any]:
    """The parameters of `statement`, but for `after`; `every` are the workspace's combinations."""
    found: dict[str, Any] = {
        "workspace": workspace,
        "first": min(first for _, (first, _) in asks),
        "last": max(last for _, (_, last) in asks),
    }
    for number, (ask, (first, last)) in enumerate(asks):
        found |= {f"first_{number}": first, f"last_{number}": last}
        found |= {f"{column}_{number}": names for column, names in ask.spelt(every).items()}
    if clocks.shifts:
        for number, each in enumerate(clocks.stretches):
            found[f"ahead_{number}"] = each.ahead // MICROSECOND
            found[f"since_{number}"] = (each.since - EPOCH) // MICROSECOND
        del found["since_0"]
    return found


def _grouped(inner: CTE, number: int, ask: _Asked) -> Select[Any]:
    by, named = ask
    kinds: list[ColumnElement[Any]] = [inner.c.day, groups.c.source, groups.c.provider]
    key = (groups.c[by] if by else literal_column("''")).label("key")
    matches = and_(true(), *(_is_named(column, number) for column in named)).label("matches")
    lost = func.sum(case((groups.c.id.is_(None), 1), else_=0)).label("lost")
    sums = [func.sum(column).label(column.name) for column in inner.c if column.name not in ("day", "facet")]
    joined = inner.outerjoin(groups, and_(groups.c.workspace == bindparam("workspace"), groups.c.id == inner.c.facet))
    within = inner.c.day.between(bindparam(f"first_{number}"), bindparam(f"last_{number}"))
    told = select(literal_column(str(number)).label("ask"), *kinds, key, matches, lost, *sums)
    # by name, for PostgreSQL groups by no parameter; what is the same everywhere needs no grouping
    return told.select_from(joined).where(within).group_by(*kinds, *["key"] * bool(by), *["matches"] * bool(named))


def _is_named(column: str, number: int) -> ColumnElement[bool]:
    return groups.c[column].in_(bindparam(f"{column}_{number}", expanding=True))


def _by_facet(shifts: Sequence[int], stretches: int, after: bool) -> Select[Any]:
    """In the order of the index, so that SQLite need not sort."""
    at, nano = type_coerce(entries.c.at, BigInteger), type_coerce(entries.c.cost, BigInteger)
    began = type_coerce(entries.c.day, BigInteger) * DAY
    counts = dict(zip(COUNTS, (literal(1), nano // NANO, nano % NANO, entries.c.images), strict=True))
    columns = [func.sum(value).label(name) for name, value in counts.items()]
    columns.append(func.sum(at - began).label("moments"))
    for shift in shifts[1:]:
        here = _shift(at, stretches) == shift
        columns += [func.sum(case((here, value), else_=0)).label(f"{name}_{shift}") for name, value in counts.items()]
    return (
        select(entries.c.day, entries.c.facet, *columns).where(*_asked(after)).group_by(entries.c.day, entries.c.facet)
    )


def _asked(after: bool) -> Iterator[ColumnElement[bool]]:
    yield entries.c.workspace == bindparam("workspace")
    yield entries.c.day.between(bindparam("first"), bindparam("last"))
    if after:
        yield entries.c.recorded_at > bindparam("after")


def _shift(at: ColumnElement[int], stretches: int) -> ColumnElement[int]:
    """By how many days the clocks are ahead of an entry's UTC day."""
    ahead = [bindparam(f"ahead_{number}", type_=BigInteger) for number in range(stretches)]
    ends = [(at < bindparam(f"since_{number + 1}", type_=BigInteger), here) for number, here in enumerate(ahead[:-1])]
    return (at + (case(*ends, else_=ahead[-1]) if ends else ahead[0])) // DAY - entries.c.day
