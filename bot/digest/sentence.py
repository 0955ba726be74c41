"""What happened in a week, in one sentence, and what is left to say where nothing is known. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bot.digest.facts import DigestFacts
from bot.digest.model import Breakdown, Name, Row, Said
from bot.spend.facts import Quoted
from pricing.money import ratio, rounded, shown, times, total

MANY = 4
"""Times the week before; from there on people do not read per cents."""

HARDLY = Decimal("0.02")
"""Of the week before; a change below it is none."""

MOSTLY = Decimal("0.5")
"""Of a change, or of a week, that one row must have to be named as its cause."""

AT_MOST = Decimal(2)
"""Of a change, beyond which others moved so much the other way that no row is its cause."""

HINTS = {
    "never": "Nothing has been logged, imported or synced in this workspace yet.",
    "not yet": "What was spent in this week has not arrived yet, so that it is not known.",
}


def sentence(facts: DigestFacts, scope: Name | None, breakdowns: Iterable[Breakdown]) -> Said:
    """What happened; where nothing is known, what was quoted."""
    week, before = facts.total.week, facts.total.before
    usd, where = week.total, _where(scope)
    if usd is None:
        if scope is None:
            return (quoted_in(facts.quoted),)  # the title says that no spend is recorded
        quoted = "" if scope.kind == "project" else f" {quoted_in(facts.quoted)}"  # quotes are of no project
        return ("No spend recorded", *where, f".{quoted}")
    if not usd:
        return ("Nothing was spent", *where, " in this week.")
    unheard = [each.day for each in week.days if each.sure == "missing"]
    if unheard:
        return (f"At least {shown(usd)} was spent", *where, f": nothing has arrived yet for {weekdays(unheard)}.")
    first = next(iter(breakdowns), None)
    if not before.total:
        begin = "After a week without spend" if before.total is not None else "In the first week that I know of"
        largest = _largest(first, usd)
        end: Said = (", most of it on ", largest.name, f" ({shown(largest.usd)}).") if largest else (".",)
        return (f"{begin}, {shown(usd)} was spent", *where, *end)
    change = total([usd, -before.total])
    if abs(change) < times(HARDLY, before.total):
        same, earlier = shown(usd), shown(before.total)
        steady = (
            f"steady at {same}; the week before it was {earlier}" if same != earlier else f"{same}, as the week before"
        )
        return ("Spend", *where, f" was {steady}.")
    begin = _moved(usd, before.total)
    mover = _mover(first, change)
    if mover is None or mover.before is None:
        return ("Spend", *where, f" {begin}; the week before it was {shown(before.total)}.")
    moved = signed(total([mover.usd, -mover.before]))
    return ("Spend", *where, f" {begin}, mostly because of ", mover.name, f" ({moved}).")


def _where(scope: Name | None) -> Said:
    if scope is None:
        return ()
    return (" in " if scope.kind == "channel" else " on ", scope)


def _moved(usd: Decimal, before: Decimal) -> str:
    times_as_much = many(usd, before)
    if times_as_much:
        return f"rose to {shown(usd)}, {times_as_much} times the week before"
    change = total([usd, -before])
    return f"{'rose' if change > 0 else 'fell'} by {percent(change, before)} to {shown(usd)}"


def hint(facts: DigestFacts) -> str:
    """Where nothing was spent, whether that is because nothing has arrived."""
    week = facts.total.week
    if week.total is None:
        return HINTS[week.arrived]
    if week.total:
        return ""
    return "The data is complete." if week.complete else "Not everything may have arrived yet."


def quoted_in(quoted: Quoted) -> str:
    """What was quoted, as a sentence that does not call it spend."""
    every = quoted.count + quoted.unpriced
    if not every:
        return "Nothing was quoted either."
    jobs = "1 job" if every == 1 else f"{every:,} jobs"
    if not quoted.count:
        return f"Quoted: {jobs}."
    has = "has" if quoted.unpriced == 1 else "have"
    more = f", of which {quoted.unpriced:,} {has} no price" if quoted.unpriced else ""
    return f"Quoted: {shown(quoted.usd)} in {jobs}{more}."


def many(usd: Decimal, before: Decimal) -> str:
    """How many times as much it is, where that says more than per cents; else nothing."""
    share = ratio(usd, before, 1)
    return f"{rounded(share, 0):,f}" if share >= MANY else ""


def signed(usd: Decimal) -> str:
    """A change in dollars with its sign."""
    return f"{'+' if usd > 0 else '−' if usd < 0 else '±'}{shown(abs(usd))}"


def percent(change: Decimal, before: Decimal) -> str:
    """How large a change is, without its sign: "14 %", "0.4 %"."""
    share = abs(ratio(times(100, change), before, 1))
    return f"{rounded(share, 0 if share >= 1 else 1):,f} %"


def weekdays(days: Iterable[date]) -> str:
    """Days of one week, those in a row as one: "Mon–Wed, Sat"."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0]:%a}" if len(run) == 1 else f"{run[0]:%a}–{run[-1]:%a}" for run in runs)


def _largest(breakdown: Breakdown | None, usd: Decimal) -> Row | None:
    rows = [row for row in breakdown.rows if row.kind == "group"] if breakdown else []
    largest = max(rows, key=lambda row: row.usd, default=None)
    return largest if largest and largest.usd >= times(MOSTLY, usd) else None


def _mover(breakdown: Breakdown | None, change: Decimal) -> Row | None:
    """The row that explains most of a change, if one does."""
    every = [*breakdown.rows, *breakdown.moved] if breakdown else []
    named = [(row, total([row.usd, -row.before])) for row in every if row.kind == "group" and row.before is not None]
    along = [(row, moved) for row, moved in named if (moved > 0) == (change > 0) and moved]
    if not along:
        return None
    row, moved = max(along, key=lambda each: abs(each[1]))
    return row if times(MOSTLY, abs(change)) <= abs(moved) <= times(AT_MOST, abs(change)) else None
