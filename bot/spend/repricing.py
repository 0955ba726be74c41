"""What entries would cost more at the prices that are known now, where a bill leaves something unexplained.

A price list can be mended after usage was recorded. The entry keeps its price, and the difference is a cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bot.spend.pricer import priced
from bot.spend.reconcile import Gap, ProviderDay
from bot.spend.usage import LedgerEntry, RefusedUsage, UsageEvent
from bot.storage import ledger
from bot.storage.entry_rows import rates_of
from bot.storage.facets import Facet
from bot.storage.reading import Reader
from pricing import Catalog, PricingError
from pricing.money import ZERO, total

MOST_ENTRIES = 20_000
"""Entries that are looked at for one answer: beyond these, what remains unexplained has no cause of this kind."""


async def repriced(db: Reader, catalog: Catalog, workspace: str, gaps: Iterable[Gap]) -> dict[ProviderDay, Decimal]:
    """By how much the entries of the days with a gap would cost more, by provider and UTC day, where it is not nothing.

    Raises:
        StorageError: they cannot be read, or are damaged.
    """
    days: dict[str, set[date]] = {}
    for gap in gaps:
        if gap.bill is not None and gap.unexplained and gap.recorded:
            days.setdefault(gap.provider, set()).add(gap.day)
    found: dict[ProviderDay, Decimal] = {}
    if not days:
        return found
    every = await ledger.facets_of(db, workspace)
    for provider, open_days in days.items():
        changed = {
            number for number, each in every.items() if each.provider == provider and _changed(catalog, each, open_days)
        }
        if not changed:
            continue
        for entry in await ledger.grouped(db, workspace, open_days, changed, MOST_ENTRIES):
            where = (provider, entry.event.at.astimezone(UTC).date())
            found[where] = total([found.get(where, ZERO), _more(catalog, entry)])
    return {where: more for where, more in found.items() if more}


def _changed(catalog: Catalog, facet: Facet, days: Collection[date]) -> bool:
    """Whether the prices that entries were recorded at are not those that are known now for these days."""
    rates = rates_of(facet.rates)
    if not rates or "subscription" in rates:
        return False
    ends = (
        datetime.combine(min(days), time(), UTC),
        datetime.combine(max(days), time(), UTC) + timedelta(hours=23, minutes=59),
    )
    return any(_rates(catalog, facet, at) != rates for at in ends)


def _rates(catalog: Catalog, facet: Facet, at: datetime) -> object:
    estimated = facet.how == "estimated"
    event = UsageEvent(
        source="api",
        key="",
        at=at,
        model=facet.model,
        provider=facet.provider,
        quantities={} if estimated else dict.fromkeys(rates_of(facet.rates), Decimal(1)),
        images=1 if estimated else None,
        quality=facet.quality,
        size=facet.size,
        batch=facet.batch,
    )
    try:
        return priced(catalog, event).rates
    except (PricingError, RefusedUsage):  # the model has left the lists: nothing better is known
        return rates_of(facet.rates)


def _more(catalog: Catalog, entry: LedgerEntry) -> Decimal:
    try:
        now = priced(catalog, entry.event).cost
    except (PricingError, RefusedUsage):
        return ZERO
    return total([-now if entry.takes_back else now, -entry.cost])
