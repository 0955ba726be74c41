"""The ledger as CSV: our own columns, which can be imported again, or those of FOCUS.

Both have what stands: an entry that was taken back is left out with the correction that did it. What a provider billed
beyond the entries of a day is a row of its own, so that the rows add up to the summary of the same UTC days.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Literal, get_args

from bot.cells import neutralized, written
from bot.spend.books import Asked, Books
from bot.spend.ledger import Ledger
from bot.spend.reconcile import Gap
from bot.spend.usage import METERS, MOST_TEXT, LedgerEntry, Source
from bot.storage.columns import kept
from bot.storage.ledger import of_days_in
from bot.storage.reading import State
from pricing.money import plain, times, total
from pricing.sku import Meter

Form = Literal["own", "focus"]
Row = Mapping[str, "str | Number"]
TOKENS = tuple(meter for meter in METERS if meter not in ("image", "subscription"))
OWN = (
    *("at", "id", "provider", "model", "images", "quality", "size", "batch", "calls", "plan"),
    *(f"{meter}_tokens" for meter in TOKENS),
    *("cost_usd", "currency", "person", "channel", "project", "tags", "quote"),
    *("x_source", "x_how", "x_recorded_at", "x_charge", "x_workspace"),
)
FOCUS = (
    *("BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart"),
    *("ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart"),
    *("ConsumedQuantity", "ConsumedUnit", "ContractedCost", "EffectiveCost", "InvoiceIssuerName"),
    *("ListCost", "ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingQuantity", "PricingUnit"),
    *("ProviderName", "PublisherName", "ResourceId", "ResourceName", "ResourceType"),
    *("ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SubAccountId", "Tags"),
    *("x_Id", "x_Model", "x_Meter", "x_Images", "x_Quality", "x_Size", "x_Person", "x_Channel", "x_Project"),
    *("x_Source", "x_How", "x_Quote"),
)
"""Of FOCUS 1.2 what applies to usage, by name, and what it has no column for (https://focus.finops.org)."""

UNITS = {"image": "Images", "subscription": "Months"}
PREFIXES = tuple(f"{source}:" for source in get_args(Source))
MILLION = 1_000_000
AT_ONCE = 500


class Number(str):
    """A number in our own writing, which no spreadsheet takes for a formula, even with a minus before it."""

    __slots__ = ()


async def exported(ledger: Ledger, workspace: str, days: tuple[date, date], form: Form) -> AsyncIterator[str]:
    """The text of a CSV file, piece by piece: what stands in the ledger for UTC days, both counted, in one state of it.

    Raises:
        StorageError: the ledger cannot be read, or is damaged; then the file is not to be used.
    """
    columns, rows_of, row_of_gap = FORMS[form]
    async with ledger.db.reading() as connection:
        books = Books(State(connection), ledger.catalog, ledger.clock)
        summary = await books.spend(workspace, Asked(f"{days[0]}..{days[1]}"), "UTC")
        gaps = sorted((gap for gap in summary.gaps if gap.unexplained), key=lambda gap: gap.day)
        yield written([columns])
        held: list[Row] = []
        async for entry in standing(of_days_in(connection, workspace, *days)):
            held += rows_of(workspace, entry)
            if len(held) >= AT_ONCE:
                yield _lines(columns, held)
                held = []
    yield _lines(columns, [*held, *(row_of_gap(workspace, gap) for gap in gaps)])


async def standing(entries: AsyncIterator[LedgerEntry]) -> AsyncIterator[LedgerEntry]:
    """Entries, in the ledger's order, without those that were taken back and what took them back."""
    before: LedgerEntry | None = None
    async for entry in entries:
        if before is not None and entry.takes_back and _follows(before, entry):
            before = None
            continue
        if before is not None:
            yield before
        before = entry
    if before is not None:
        yield before


def _follows(before: LedgerEntry, entry: LedgerEntry) -> bool:
    one, other = before.event, entry.event
    return (one.source, one.key, before.revision + 1) == (other.source, other.key, entry.revision)


def _lines(columns: Iterable[str], rows: Iterable[Row]) -> str:
    return written([[_cell(row.get(name, "")) for name in columns] for row in rows])


def _cell(value: str | Number) -> str:
    return value if isinstance(value, Number) else neutralized(kept(value))


def _number(value: Decimal | int | None) -> str | Number:
    return "" if value is None else Number(plain(Decimal(value), 0))


def _id(entry: LedgerEntry, part: str = "") -> str:
    """Its key; what an import would take for something else has its source before it, or its revision behind.

    A key that would be too long with them, or looks as if it had a source before it, stands as its digest.
    """
    source, key = entry.event.source, entry.event.key
    behind = (f"#{entry.revision}" if entry.revision else "") + part
    before = "" if source == "import" else f"{source}:"
    if len(before + key + behind) > MOST_TEXT or (not before and key.startswith(PREFIXES)):
        return f"{source}:{blake2b(key.encode(), digest_size=16).hexdigest()}{behind}"
    return f"{before}{key}{behind}"


def _tags(tags: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(tags.items())), ensure_ascii=False) if tags else ""


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _own(workspace: str, entry: LedgerEntry) -> Iterator[Row]:
    event = entry.event
    yield {
        "at": _instant(event.at),
        "id": _id(entry),
        "provider": event.provider,
        "model": event.model,
        "images": _number(event.images if event.images is not None else event.quantities.get("image")),
        "quality": event.quality,
        "size": event.size,
        "batch": "true" if event.batch else "",
        "calls": _number(event.calls),
        "plan": event.plan,
        **{f"{meter}_tokens": _number(event.quantities.get(meter)) for meter in TOKENS},
        "cost_usd": _number(entry.cost),
        "currency": "USD",
        "person": event.person,
        "channel": event.channel,
        "project": event.project,
        "tags": _tags(event.tags),
        "quote": event.quote,
        "x_source": event.source,
        "x_how": entry.how,
        "x_recorded_at": _instant(entry.recorded_at),
        "x_charge": "usage",
        "x_workspace": workspace,
    }


def _own_gap(workspace: str, gap: Gap) -> Row:
    return {
        "at": _instant(datetime.combine(gap.day, time(), UTC)),
        "id": f"bill:{gap.provider}:{gap.day}",
        "provider": gap.provider,
        "cost_usd": _number(gap.unexplained),
        "currency": "USD",
        "x_charge": "billed, not explained by usage",
        "x_workspace": workspace,
    }


@dataclass(frozen=True, slots=True)
class _Charge:
    """What one row of FOCUS is about: a meter's part of an entry, or all of it where only its cost is known."""

    cost: Decimal
    meter: Meter | None = None
    quantity: Decimal | None = None
    rate: Decimal | None = None


def _charges(entry: LedgerEntry) -> list[_Charge]:
    """The parts of an entry, which add up to it: what rounding to the nano-dollar moved stands in the last one."""
    sign = -1 if entry.takes_back else 1
    parts = [
        _Charge(times(sign, times(quantity, entry.rates[meter])), meter, times(sign, quantity), entry.rates[meter])
        for meter, quantity in sorted(entry.event.quantities.items())
        if meter in entry.rates
    ]
    if not parts or len(parts) < len(entry.event.quantities):
        only = next(iter(entry.event.quantities.items())) if len(entry.event.quantities) == 1 else (None, None)
        return [_Charge(entry.cost, *only)]
    *first, last = parts
    rest = total([entry.cost, *(-part.cost for part in first)])
    return [*first, _Charge(rest, last.meter, last.quantity, last.rate)]


def _focus(workspace: str, entry: LedgerEntry) -> Iterator[Row]:
    event = entry.event
    start = event.at.astimezone(UTC).replace(microsecond=0)
    several = len(charges := _charges(entry)) > 1
    for charge in charges:
        meter = charge.meter or ""
        yield {
            **_billed(workspace, charge.cost, event.provider, (start, start + timedelta(seconds=1))),
            **_priced(charge),
            "ChargeCategory": "Usage",
            "ChargeDescription": f"{event.model} {meter.replace('_', ' ')}".strip(),
            "ChargeFrequency": "Usage-Based",
            "PricingCategory": "Standard",
            "ResourceId": event.model,
            "ResourceName": event.model,
            "ResourceType": "Model",
            "SkuId": "/".join(filter(None, (event.model, meter, "batch" if event.batch else ""))),
            "SkuMeter": meter.replace("_", " "),
            "SubAccountId": event.project,
            "Tags": _tags(event.tags),
            "x_Id": _id(entry, f"/{meter}" if several else ""),
            "x_Model": event.model,
            "x_Meter": meter,
            "x_Images": _number(event.images) if charge is charges[-1] else "",
            "x_Quality": event.quality,
            "x_Size": event.size,
            "x_Person": event.person,
            "x_Channel": event.channel,
            "x_Project": event.project,
            "x_Source": event.source,
            "x_How": entry.how,
            "x_Quote": event.quote,
        }


def _priced(charge: _Charge) -> Row:
    """Quantities and list prices: tokens by the million, as price lists have them."""
    if charge.meter is None or charge.quantity is None:
        return {}
    unit = UNITS.get(charge.meter, "Tokens")
    consumed: dict[str, str] = {"ConsumedQuantity": _number(charge.quantity), "ConsumedUnit": unit}
    if charge.rate is None:
        return consumed
    per = MILLION if unit == "Tokens" else 1
    return {
        **consumed,
        "ListCost": _number(times(charge.quantity, charge.rate)),
        "ListUnitPrice": _number(times(per, charge.rate)),
        "PricingQuantity": _number(charge.quantity.scaleb(-6) if per > 1 else charge.quantity),
        "PricingUnit": f"{per} {unit}" if per > 1 else unit,
    }


def _focus_gap(workspace: str, gap: Gap) -> Row:
    start = datetime.combine(gap.day, time(), UTC)
    return {
        **_billed(workspace, gap.unexplained, gap.provider, (start, start + timedelta(days=1))),
        "ChargeCategory": "Adjustment",
        "ChargeDescription": f"Billed by {gap.provider}, not explained by recorded usage",
        "ChargeFrequency": "Usage-Based",
        "x_Id": f"bill:{gap.provider}:{gap.day}",
    }


def _billed(workspace: str, cost: Decimal, provider: str, period: tuple[datetime, datetime]) -> Row:
    month = period[0].replace(day=1, hour=0, minute=0, second=0)
    amount = _number(cost)
    return {
        "BilledCost": amount,
        "ContractedCost": amount,
        "EffectiveCost": amount,
        "ListCost": amount,
        "BillingAccountId": workspace,
        "BillingCurrency": "USD",
        "PricingCurrency": "USD",
        "BillingPeriodStart": _instant(month),
        "BillingPeriodEnd": _instant((month + timedelta(days=31)).replace(day=1)),
        "ChargePeriodStart": _instant(period[0]),
        "ChargePeriodEnd": _instant(period[1]),
        "InvoiceIssuerName": provider,
        "ProviderName": provider,
        "PublisherName": provider,
        "ServiceCategory": "AI and Machine Learning",
        "ServiceName": f"{provider} API",
        "ServiceSubcategory": "Generative AI",
    }


Rows = Callable[[str, LedgerEntry], Iterator[Row]]
FORMS: dict[Form, tuple[tuple[str, ...], Rows, Callable[[str, Gap], Row]]] = {
    "own": (OWN, _own, _own_gap),
    "focus": (FOCUS, _focus, _focus_gap),
}
