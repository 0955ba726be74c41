"""Our rates for image models held against those of the genai-prices package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from pricing.catalog import Catalog, Model
from pricing.errors import UnknownModel
from pricing.sku import Meter
from pricing.text_quote import token_rate

METERS: tuple[tuple[Meter, tuple[str, ...]], ...] = (
    ("text_input", ("input_mtok",)),
    ("image_input", ("input_image_mtok",)),
    ("image_output", ("output_image_mtok", "output_mtok")),
)
"""Our meters and what genai-prices calls them, first name that it has."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A rate for a million tokens that differs; `theirs` is None where genai-prices has none."""

    model: str
    meter: Meter
    ours: Decimal
    theirs: Decimal | None


def disagreements(catalog: Catalog, at: datetime) -> Iterator[Disagreement]:
    """Every token rate of the lists on board that genai-prices has differently at an instant.

    Models that it does not know and prices of one's own are left out.
    """
    for model in catalog.models.values():
        try:
            yield from _of(model, at.astimezone(UTC))
        except UnknownModel:
            continue


def _of(model: Model, at: datetime) -> Iterator[Disagreement]:
    card = model.rate_card(at)
    for meter, names in METERS:
        price = card.find(meter)
        if price is None or price.sku.unit != "token" or price.layer:
            continue
        theirs = token_rate(model.id, names, at)
        ours = price.unit_price * 1_000_000
        if theirs != ours:
            yield Disagreement(model.id, meter, ours, theirs)
