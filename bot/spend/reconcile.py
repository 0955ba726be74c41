"""Bills against entries: what a provider billed counts, entries say who and why, and what they do not say has causes.

For a UTC day that a provider billed, its bill is what was spent there. Entries of that day and provider are never added
to it; the difference is the unexplained part. A bill from before the end of its day covers a part of the day only:
until a later one comes, the larger of bill and entries counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.periods import spans
from bot.spend.facts import Bill, Cell, end_of
from pricing.money import ZERO, shown, total

Reason = Literal["usage_late", "price_revised", "bill_revised", "usage_missing", "not_on_bill", "bill_late"]
ProviderDay = tuple[str, date]

SENTENCES: dict[Reason, str] = {
    "usage_late": "{usd} was billed for {days}, and no usage of it has arrived.",
    "price_revised": "{usd} is the difference of the prices on {days}: they were revised after the usage was recorded.",
    "bill_revised": "{usd} came with a revised bill for {days}.",
    "usage_missing": "{usd} was billed on {days} beyond the usage that was recorded: some of it is missing.",
    "not_on_bill": "{usd} was recorded on {days} and is not on the bill: it may have been recorded twice.",
    "bill_late": "{usd} was recorded on {days} and is not billed yet; it counts as recorded.",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why bill and entries differ, on which UTC days, by how much; dollars that were recorded in vain are negative."""

    reason: Reason
    usd: Decimal
    days: tuple[date, ...]

    def __str__(self) -> str:
        return SENTENCES[self.reason].format(usd=shown(abs(self.usd)), days=spans(self.days))


@dataclass(frozen=True, slots=True)
class Gap:
    """A provider's UTC day: its bill, its entries, what of the bill they leave unexplained, and why."""

    provider: str
    day: date
    billed: Decimal | None
    recorded: Decimal
    unexplained: Decimal
    causes: tuple[Cause, ...]
    bill: Bill | None
    revised: Decimal


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Bills against entries over a range. The causes add up to `unexplained`, but for a `bill_late`, which is no gap.

    `revised` is by how much bills were changed after they had come.
    """

    billed: Decimal
    recorded: Decimal
    unexplained: Decimal
    revised: Decimal
    causes: tuple[Cause, ...]


def gaps(
    cells: Iterable[Cell],
    bills: Iterable[Bill],
    billed_since: Mapping[str, date],
    repriced: Mapping[ProviderDay, Decimal],
    now: datetime,
) -> dict[ProviderDay, Gap]:
    """Each provider's UTC days that have entries or a bill.

    `billed_since` is each provider's first billed day; `repriced` by how much entries of a day would cost more at the
    prices that are known now.
    """
    recorded: dict[ProviderDay, list[Decimal]] = {}
    for cell in cells:
        recorded.setdefault((cell.provider, cell.utc_day), []).append(cell.usd)
    versions: dict[ProviderDay, list[Bill]] = {}
    for bill in bills:
        versions.setdefault((bill.provider, bill.day), []).append(bill)
    found = {}
    for where in sorted({*recorded, *versions}):
        late = where[1] >= billed_since.get(where[0], date.max) and end_of(where[1]) <= now
        found[where] = _gap(where, recorded.get(where), versions.get(where, []), repriced.get(where, ZERO), late)
    return found


def together(each: Iterable[Gap]) -> Reconciliation:
    """Gaps added up, causes by reason, the largest first."""
    every = list(each)
    by_reason: dict[Reason, list[Cause]] = {}
    for gap in every:
        for cause in gap.causes:
            by_reason.setdefault(cause.reason, []).append(cause)
    causes = [
        Cause(reason, total(one.usd for one in same), tuple(sorted({day for one in same for day in one.days})))
        for reason, same in by_reason.items()
    ]
    return Reconciliation(
        billed=total(gap.billed for gap in every if gap.billed is not None),
        recorded=total(gap.recorded for gap in every),
        unexplained=total(gap.unexplained for gap in every),
        revised=total(gap.revised for gap in every),
        causes=tuple(sorted(causes, key=lambda cause: (-abs(cause.usd), cause.reason))),
    )


def _gap(where: ProviderDay, entries: list[Decimal] | None, versions: list[Bill], repriced: Decimal, late: bool) -> Gap:
    provider, day = where
    recorded = total(entries or ())
    if not versions:
        awaited = [Cause("bill_late", recorded, (day,))] if late and recorded else []
        return Gap(provider, day, None, recorded, ZERO, tuple(awaited), None, ZERO)
    newest = max(versions, key=lambda bill: (bill.as_of, bill.revision))
    first = next(bill for bill in versions if bill.source == newest.source)
    revised = newest.usd - first.usd if first.closed else ZERO
    unexplained = newest.usd - recorded
    if not newest.closed:
        unexplained = max(unexplained, ZERO)
    causes = tuple(_causes(day, unexplained, entries is None, repriced, revised))
    return Gap(provider, day, newest.usd, recorded, unexplained, causes, newest, revised)


def _causes(day: date, gap: Decimal, nothing: bool, repriced: Decimal, revised: Decimal) -> Iterable[Cause]:
    if not gap:
        return
    if nothing:
        yield Cause("usage_late", gap, (day,))
        return
    of_price = _part(gap, repriced)
    if of_price:
        yield Cause("price_revised", of_price, (day,))
    left = gap - of_price
    of_bill = _part(left, revised)
    if of_bill:
        yield Cause("bill_revised", of_bill, (day,))
    left -= of_bill
    if left:
        yield Cause("usage_missing" if left > 0 else "not_on_bill", left, (day,))


def _part(gap: Decimal, of: Decimal) -> Decimal:
    """What of a gap something explains: as much as it is, in the same direction, and no more than the gap."""
    if gap * of <= 0:
        return ZERO
    return of if abs(of) < abs(gap) else gap
