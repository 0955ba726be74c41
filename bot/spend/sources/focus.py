"""FOCUS columns (https://focus.finops.org): a row of a cost and usage file as a usage event.

What FOCUS has no column for stands in columns of our own with its prefix, `x_Model` and so on, as our export has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.spend.sources.columns import keyed
from bot.spend.sources.values import count, instant, number, shown, text
from bot.spend.sources.values import tags as tags_of
from bot.spend.sources.wire import exact
from bot.spend.usage import METERS, MalformedUsage, UsageEvent
from pricing.sku import Meter

NEEDED = ("ChargePeriodStart", "BilledCost", "BillingCurrency")
MODEL = ("x_Model", "SkuId", "ResourceName", "ResourceId")
"""Where the model may stand, the first that is filled."""

PROVIDER = ("ServiceProviderName", "ProviderName", "PublisherName")
PROJECT = ("x_Project", "SubAccountName", "SubAccountId")
CHARGES = ("Usage", "Purchase")
READ = frozenset(
    {*NEEDED, "ChargeCategory", "ChargeClass", "Tags"}
    | {f"x_{name}" for name in ("Id", "Meter", "Images", "Quality", "Size", "Person", "Channel")}
)
"""What is read of every row. Of the models, providers and projects that are one, of a quantity one with its meter."""


def is_focus(names: Iterable[str]) -> bool:
    """Whether columns are FOCUS's."""
    return set(NEEDED) <= set(names)


def event_of(row: Mapping[str, Any]) -> UsageEvent:
    """The event of a row, at what it was billed.

    Raises:
        RefusedUsage: it cannot be read, or is a tax, a credit or a correction; says why.
    """
    charge = text("ChargeCategory", row.get("ChargeCategory")) or "Usage"
    if charge not in CHARGES or text("ChargeClass", row.get("ChargeClass")):
        kind = text("ChargeClass", row.get("ChargeClass")) or charge
        raise MalformedUsage("ChargeCategory", f"{shown(kind)} is not usage; only Usage and Purchase are recorded.")
    model = _first(row, MODEL)
    if not model:
        raise MalformedUsage("model", f"No model: one of {', '.join(MODEL)} names it.")
    return keyed(
        UsageEvent(
            source="import",
            key=text("x_Id", row.get("x_Id")),
            at=_at(row),
            model=model,
            provider=_first(row, PROVIDER),
            quantities=_quantities(row),
            images=count("x_Images", row.get("x_Images")),
            quality=text("x_Quality", row.get("x_Quality")),
            size=text("x_Size", row.get("x_Size")),
            stated=_cost(row),
            currency=text("BillingCurrency", row.get("BillingCurrency")) or "USD",
            person=text("x_Person", row.get("x_Person")),
            channel=text("x_Channel", row.get("x_Channel")),
            project=_first(row, PROJECT),
            tags=_tags(row),
        ),
        row,
        _read(row),
    )


def _read(row: Mapping[str, Any]) -> frozenset[str]:
    """The columns that an event of the row holds, or that decide whether it is one."""
    firsts = {next(filter(row.get, names), "") for names in (MODEL, PROVIDER, PROJECT)}
    return READ | firsts | ({"ConsumedQuantity"} if row.get("x_Meter") in METERS else set())


def _at(row: Mapping[str, Any]) -> datetime:
    """FOCUS's times are in UTC, and some who write them leave that out."""
    written = row.get("ChargePeriodStart")
    try:
        found = datetime.fromisoformat(written.strip()) if isinstance(written, str) else None
    except ValueError:
        found = None
    if found and found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    return instant("ChargePeriodStart", written)


def _cost(row: Mapping[str, Any]) -> Decimal:
    found = number("BilledCost", row.get("BilledCost"))
    if found is None:
        raise MalformedUsage("BilledCost", "BilledCost is missing.")
    return found


def _quantities(row: Mapping[str, Any]) -> dict[Meter, Decimal]:
    """What was consumed, where a row says on which meter."""
    meter = text("x_Meter", row.get("x_Meter"))
    quantity = number("ConsumedQuantity", row.get("ConsumedQuantity"))
    return {known: quantity for known in METERS if known == meter and quantity is not None}


def _tags(row: Mapping[str, Any]) -> Mapping[str, str]:
    """FOCUS has tags as a JSON object, in CSV too."""
    said = row.get("Tags")
    if isinstance(said, str) and said.strip():
        try:
            said = exact(said)
        except ValueError:
            raise MalformedUsage("Tags", f"Tags is {shown(said)}, which is not a JSON object.") from None
    return tags_of("Tags", said)


def _first(row: Mapping[str, Any], names: Iterable[str]) -> str:
    return next((said for name in names if (said := text(name, row.get(name)))), "")
