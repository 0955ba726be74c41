"""Entries of the ledger as rows, and rows as entries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Row

from bot.spend.usage import LedgerEntry, Source, UsageEvent
from bot.storage.columns import EPOCH, MICROSECOND, kept, to_nano
from bot.storage.facets import Facet, id_of
from bot.storage.seals import expect, seal
from pricing.money import plain
from pricing.sku import Meter

DAY = 86_400_000_000
"""Microseconds of a day in UTC, which knows no clock changes."""


def facet_of(entry: LedgerEntry) -> Facet:
    """What an entry is grouped by."""
    event = entry.event
    return Facet(
        event.source,
        event.provider,
        event.model,
        event.quality,
        event.size,
        event.batch,
        event.person,
        event.channel,
        event.project,
        entry.how,
        ";".join(f"{meter}={plain(rate, 0)}" for meter, rate in sorted(entry.rates.items())),
    )


def row_of(workspace: str, entry: LedgerEntry, facet: int, digest: bytes) -> dict[str, Any]:
    """An entry as a row with its seal; `facet` is the number of what it is grouped by."""
    event = entry.event
    sign = -1 if entry.takes_back else 1
    row: dict[str, Any] = {
        "workspace": workspace,
        "source": event.source,
        "key": kept(event.key),
        "revision": entry.revision,
        "day": micros(event.at) // DAY,
        "facet": facet,
        "at": event.at,
        "cost": entry.cost,
        "images": sign * (event.images or 0),
        "quote": kept(event.quote),
        "details": kept(_details(entry)),
        "digest": digest,
        "recorded_at": entry.recorded_at,
    }
    return {**row, "seal": seal_of(row)}


def seal_of(row: Mapping[str, Any]) -> int:
    """The seal of a row."""
    plain_row = {
        **row,
        "at": micros(row["at"]),
        "cost": to_nano(row["cost"]),
        "digest": bytes(row["digest"]).hex(),
        "recorded_at": micros(row["recorded_at"]),
    }
    return seal(value for name, value in plain_row.items() if name != "seal")


def entry_of(row: Row[Any], facet: Facet) -> LedgerEntry:
    """The entry that a row holds.

    Raises:
        StorageDamaged: the row is not what was written.
    """
    expect(sealed(row) and id_of(row.workspace, facet) == row.facet, "an entry of the ledger")
    told = json.loads(row.details)
    return LedgerEntry(
        event=UsageEvent(
            source=cast(Source, row.source),
            key=row.key,
            at=row.at,
            model=facet.model,
            provider=facet.provider,
            quantities={cast(Meter, meter): Decimal(quantity) for meter, quantity in told["meters"].items()},
            images=told.get("images"),
            calls=told.get("calls"),
            quality=facet.quality,
            size=facet.size,
            batch=facet.batch,
            plan=told.get("plan", ""),
            stated=Decimal(told["stated"]) if "stated" in told else None,
            person=facet.person,
            channel=facet.channel,
            project=facet.project,
            tags=told.get("tags", {}),
            quote=row.quote,
        ),
        cost=row.cost,
        how=facet.how,
        rates={cast(Meter, meter): Decimal(rate) for meter, rate in _pairs(facet.rates)},
        recorded_at=row.recorded_at,
        revision=row.revision,
    )


def sealed(row: Row[Any]) -> bool:
    """Whether a row is what was written."""
    try:
        return seal_of(dict(row._mapping)) == int(row.seal)
    except (ValueError, TypeError, AttributeError):  # a value of another type, which only damage makes
        return False


def micros(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def _pairs(rates: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, rates.split(";")):
        meter, _, rate = pair.partition("=")
        yield meter, rate


def _details(entry: LedgerEntry) -> str:
    event = entry.event
    told: dict[str, Any] = {
        "meters": {meter: plain(quantity, 0) for meter, quantity in sorted(event.quantities.items())},
        "images": event.images,
        "calls": event.calls,
        "plan": event.plan or None,
        "stated": None if event.stated is None else plain(event.stated),
        "tags": dict(sorted(event.tags.items())) or None,
    }
    return json.dumps({name: value for name, value in told.items() if value is not None}, separators=(",", ":"))
