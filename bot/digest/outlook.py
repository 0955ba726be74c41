"""What a week makes worth a look: days that stand out and why, models that retire, prices that changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.digest.anomalies import Odd
from bot.digest.facts import DigestFacts, OddDay, PriceChange, Retiring
from bot.digest.model import Name, NameKind, Said
from bot.digest.sentence import MOSTLY, percent, signed
from bot.spend.facts import Group
from bot.spend.summary import SpendSummary
from pricing.cautions import day
from pricing.money import ZERO, plain, ratio, rounded, shown, shown_exactly, times, total
from pricing.size import listed

MOST_RETIRING = 3
MOST_PRICES = 3
KINDS: dict[Group, NameKind] = {"model": "model", "channel": "channel"}


def odd(found: Odd, facts: DigestFacts) -> Said:
    """A day that stands out: how far, and what made most of it."""
    more = total([found.usd, -found.usual])
    often = rounded(ratio(found.usd, found.usual, 3), 0)
    when = f"{found.day:%A} {found.day.day} {found.day:%B}"
    begin = f"{when}: {shown(found.usd)}, about {plain(often, 0)} times a usual day"
    why = next((each for each in facts.odd if each.day == found.day), None)
    causes = [cause for group in KINDS if why for cause in _cause(group, why, more)]
    if not causes:
        return (f"{begin} ({shown(found.usual)}).",)
    (name, moved), *rest = causes  # each with its own figure: the model need not be the channel's
    where = [part for place, by in rest for part in (", by channel mostly ", place, f" ({signed(by)})")]
    return (f"{begin} ({shown(found.usual)}), mostly ", name, f" ({signed(moved)})", *where, ".")


def ahead(facts: DigestFacts) -> Iterator[Said]:
    """Models in use that retire with what the move costs, then prices that changed."""
    for each in facts.retiring[:MOST_RETIRING]:
        yield _retiring(each)
    if len(facts.retiring) > MOST_RETIRING:
        names = listed([each.model for each in facts.retiring[MOST_RETIRING:][:5]])
        yield (f"Retiring as well: {names}.",)
    for change in facts.prices[:MOST_PRICES]:
        yield price(change)
    if len(facts.prices) > MOST_PRICES:
        yield (f"Prices of {len(facts.prices) - MOST_PRICES} more models changed; ask me for their prices.",)


def _cause(group: Group, why: OddDay, more: Decimal) -> Iterator[tuple[Name, Decimal]]:
    """The group that made most of what a day was above the usual, if one did, with by how much it was."""
    if group not in why.groups:
        return
    of_day, earlier = why.groups[group]
    usual = _usual(earlier)
    above = {
        row.key: total([row.usd, -usual.get(row.key, ZERO)]) for row in of_day.rows if row.kind == "group" and row.key
    }
    largest = max(sorted(above), key=lambda key: above[key], default=None)
    if largest is not None and above[largest] >= times(MOSTLY, more):
        yield Name(KINDS[group], largest), above[largest]


def _usual(earlier: SpendSummary) -> dict[str, Decimal]:
    """What each group comes to on an average earlier day with spend."""
    days = sum(1 for each in earlier.days if each.sure != "missing" and each.usd) or len(earlier.days) or 1
    return {row.key: ratio(row.usd, Decimal(days), 9) for row in earlier.rows if row.kind == "group"}


def _retiring(each: Retiring) -> Said:
    ends = f" was shut down on {day(each.ends)}" if each.over else f" shuts down on {day(each.ends)}"
    name = Name("model", each.model)
    if each.successor is None or each.today is None or each.moved is None:
        advised = f"; its maker advises {listed(each.advised, 'or')}" if each.advised else ""
        return (name, f"{ends}{advised}.")
    images = "1 image" if each.images == 1 else f"{each.images:,} images"
    begin = f"{ends}. Its {images} of this week are {shown(each.today)} by today's quotes, {shown(each.moved)} on "
    return (name, begin, Name("model", each.successor), f"{_compared(each.today, each.moved)}.")


def _compared(today: Decimal, moved: Decimal) -> str:
    change = total([moved, -today])
    return f" ({'+' if change > 0 else '−'}{percent(change, today)})" if change and today else ""


def price(change: PriceChange) -> Said:
    """A price that changed, as it was and as it is."""
    per = f"1M {change.unit}s" if change.per == 1_000_000 else change.unit
    since = f" from {day(change.since)}" if change.since else ""
    more = f", and {change.more} more of its prices" if change.more else ""
    return (
        "New price: ",
        Name("model", change.model),
        f" {change.what} {shown_exactly(change.before)} → {shown_exactly(change.after)} / {per}{since}{more}.",
    )
