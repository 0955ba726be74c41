"""A week by model, person or channel: the five largest, the others, and what else moved most. Pure.

The rows of a breakdown add up to the week, and those of the week before to that, to the nano-dollar: what was only
used in the week before is among the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.digest.facts import Pair
from bot.digest.model import Breakdown, Name, NameKind, Row, RowKind
from bot.spend.summary import TOP, SpendSummary
from pricing.money import ZERO, times, total

MOST_MOVED = 2
WORTH_SAYING = Decimal("0.05")
"""Of the larger of both weeks that a group outside the five largest must have moved by to be named."""


def breakdown(by: NameKind, pair: Pair) -> Breakdown | None:
    """The week by a group; None where it says nothing: no spend, or no entry that names one."""
    both = _Both(by, pair)
    if not pair.week.total or not any(both.week[key] for key in both.keys):
        return None
    return Breakdown(by, tuple(both.rows()), tuple(both.moved()) if both.known else ())


def alone(made: Breakdown) -> Breakdown:
    """The same, compared with nothing: what only the week before had is left out."""
    rows = (replace(row, before=None) for row in made.rows if row.usd)
    return replace(made, rows=tuple(rows), moved=())


@dataclass(frozen=True, slots=True)
class _Both:
    """Two weeks by a group."""

    by: NameKind
    pair: Pair

    @property
    def known(self) -> bool:
        """Whether there is a week before to compare with."""
        return self.pair.before.total is not None

    @property
    def week(self) -> Mapping[str, Decimal]:
        return {**dict.fromkeys(_by_key(self.pair.before), ZERO), **_by_key(self.pair.week)}

    @property
    def before(self) -> Mapping[str, Decimal]:
        return _by_key(self.pair.before)

    @property
    def keys(self) -> list[str]:
        """The groups that have a name, the largest of the week first."""
        week = self.week
        return sorted((key for key in week if key), key=lambda key: (-week[key], key))

    def rows(self) -> Iterator[Row]:
        """The largest, the others, what names no group, and what no entry explains."""
        week, before, keys = self.week, self.before, self.keys
        top = [key for key in keys[:TOP] if week[key]]
        for key in top:
            yield self._row("group", key, week[key], before.get(key, ZERO))
        others = keys[len(top) :]
        if others and others == [row.name.key for row in self._most_moved()]:
            yield self._row("group", others[0], week[others[0]], before.get(others[0], ZERO))
        elif others:
            usd, earlier = (total(each.get(key, ZERO) for key in others) for each in (week, before))
            yield self._row("others", "", usd, earlier, len(others))
        yield from self._if_any("unsaid", week.get("", ZERO), before.get("", ZERO))
        yield from self._if_any("unexplained", _unexplained(self.pair.week), _unexplained(self.pair.before))

    def moved(self) -> Iterator[Row]:
        """Groups that no row names which moved most, if it is much of a week."""
        named = {row.name.key for row in self.rows() if row.kind == "group"}
        yield from (row for row in self._most_moved() if row.name.key not in named)

    def _most_moved(self) -> Iterator[Row]:
        """Groups outside the largest that moved most, if it is much of a week."""
        week, before, keys = self.week, self.before, self.keys
        least = times(WORTH_SAYING, max(self.pair.week.total or ZERO, self.pair.before.total or ZERO))
        changes = {key: total([week[key], -before.get(key, ZERO)]) for key in keys[TOP:] + _gone(keys[:TOP], week)}
        for key in sorted(changes, key=lambda key: (-abs(changes[key]), key))[:MOST_MOVED]:
            if abs(changes[key]) >= least:
                yield self._row("group", key, week[key], before.get(key, ZERO))

    def _if_any(self, kind: RowKind, usd: Decimal, before: Decimal) -> Iterator[Row]:
        if usd or (before and self.known):
            yield self._row(kind, "", usd, before)

    def _row(self, kind: RowKind, key: str, usd: Decimal, before: Decimal, groups: int = 1) -> Row:
        return Row(kind, Name(self.by, key), usd, before if self.known else None, groups)


def _gone(top: list[str], week: Mapping[str, Decimal]) -> list[str]:
    """Those of the first few that came to nothing, so that they have no row."""
    return [key for key in top if not week[key]]


def _by_key(summary: SpendSummary) -> Mapping[str, Decimal]:
    return {row.key: row.usd for row in summary.rows if row.kind == "group"}


def _unexplained(summary: SpendSummary) -> Decimal:
    return total(row.usd for row in summary.rows if row.kind == "unexplained")
