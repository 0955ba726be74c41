"""Entries of the ledger as rows, and rows as entries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Row

from bot.spend.usage import LedgerEntry, Source, UsageEvent
from bot.storage.columns import EPOCH, MICROSECOND, as_stored, from_nano, kept, to_nano
from bot.storage.facets import Facet, id_of
from bot.storage.seals import expect, seal, told_as
from bot.storage.tables import entries
from bot.storage.tallies import Tally
from pricing.money import plain
from pricing.sku import Meter

DAY = 86_400_000_000
"""Microseconds of a day in UTC, which knows no clock changes."""


stored_entries = as_stored(entries)
SEALED = [column.name for column in entries.columns if column.name not in ("digest", "seal")]


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
    """An entry as a row with its seal, as it is stored; `facet` is the number of what it is grouped by."""
    event = entry.event
    at = micros(event.at)
    row: dict[str, Any] = {
        "workspace": workspace,
        "source": event.source,
        "key": kept(event.key),
        "revision": entry.revision,
        "day": at // DAY,
        "facet": facet,
        "at": at,
        "cost": to_nano(entry.cost),
        "images": (-1 if entry.takes_back else 1) * (event.images or 0),
        "quote": kept(event.quote),
        "details": _details(entry),
        "digest": digest,
        "recorded_at": micros(entry.recorded_at),
    }
    row["seal"] = seal_of(row)
    return row


def seal_of(row: Mapping[str, Any]) -> int:
    """The seal of a row as it is stored."""
    return seal([*(row[name] for name in SEALED), bytes(row["digest"]).hex()])


def tally_of(row: Any) -> Tally:
    """What a row counts for."""
    return Tally(1, row["cost"], row["at"] - row["day"] * DAY, row["images"])


def entry_of(found: Row[Any], facet: Facet) -> LedgerEntry:
    """The entry that a row holds, read as it is stored.

    Raises:
        StorageDamaged: the row is not what was written.
    """
    row: Any = found
    expect(sealed(row._mapping) and id_of(row.workspace, facet) == row.facet, "an entry of the ledger")
    told = json.loads(row.details)
    return LedgerEntry(
        event=UsageEvent(
            source=cast(Source, row.source),
            key=row.key,
            at=instant(row.at),
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
        cost=from_nano(row.cost),
        how=facet.how,
        rates=rates_of(facet.rates),
        recorded_at=instant(row.recorded_at),
        revision=row.revision,
    )


def sealed(row: Any) -> bool:
    """Whether a row is what was written."""
    try:
        return seal_of(row) == int(row["seal"])
    except (ValueError, TypeError):  # a value of another type, which only damage makes
        return False


def micros(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def instant(at: int) -> datetime:
    """The instant of so many microseconds."""
    return EPOCH + at * MICROSECOND


def rates_of(told: str) -> dict[Meter, Decimal]:
    """The prices of a unit by meter, from the words of a facet."""
    pairs = (pair.partition("=") for pair in told.split(";") if pair)
    return {cast(Meter, meter): Decimal(rate) for meter, _, rate in pairs}


def _details(entry: LedgerEntry) -> str:
    event = entry.event
    told: dict[str, Any] = {
        "meters": {meter: plain(quantity, 0) for meter, quantity in sorted(event.quantities.items())}
    }
    if event.images is not None:
        told["images"] = event.images
    if event.calls is not None:
        told["calls"] = event.calls
    if event.plan:
        told["plan"] = kept(event.plan)
    if event.stated is not None:
        told["stated"] = plain(event.stated)
    if event.tags:
        told["tags"] = {kept(tag): kept(value) for tag, value in sorted(event.tags.items())}
    return told_as(told)
