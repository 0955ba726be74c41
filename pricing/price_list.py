"""Reading price lists: TOML files, checked on load, laid over one another into a catalog.

An invalid list is refused with its file, the key and the reason. The format is `pricing.price_list_format`,
what is made of it `pricing.price_list_build`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from pydantic import ValidationError

from pricing.catalog import Catalog
from pricing.errors import PriceListError
from pricing.price_list_build import Building
from pricing.price_list_format import ListEntry

BUILT_IN = ("openai.toml", "openai_text.toml", "midjourney.toml")

MAX_EXPONENT = 30
"""Powers of ten up to which a figure in a list can mean anything."""


@dataclass(frozen=True, slots=True)
class ListText:
    """A price list as it was found: the name that errors give, and its TOML."""

    name: str
    toml: str


@lru_cache(maxsize=1)
def built_in() -> Catalog:
    """The catalog on board."""
    return load(())


def load(overlays: Sequence[ListText]) -> Catalog:
    """The catalog on board with price lists of one's own laid over it, later ones over earlier ones.

    A list may add models, and add prices, batch discounts, aliases and dates to known ones. Its prices win
    from their `effective_from` on.

    Raises:
        PriceListError: a list is not valid; names file, key and reason.
    """
    folder = files("pricing").joinpath("price_lists")
    building = Building()
    for name in BUILT_IN:
        building.lay(name, parse(ListText(name, folder.joinpath(name).read_text("utf-8"))), layer=0)
    for layer, overlay in enumerate(overlays, start=1):
        building.lay(overlay.name, parse(overlay), layer)
    return building.catalog()


def parse(text: ListText) -> ListEntry:
    """One list, checked against the format.

    Raises:
        PriceListError: it is not TOML, or not in the format.
    """
    try:
        return ListEntry.model_validate(tomllib.loads(text.toml, parse_float=_figure))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise PriceListError(text.name, key, first["msg"].removeprefix("Value error, ")) from None
    except (ValueError, ArithmeticError, RecursionError) as wrong:  # not TOML, or numbers or nesting beyond all use
        raise PriceListError(text.name, "the file", f"it is not TOML: {wrong}") from None


def _figure(written: str) -> Decimal:
    """A decimal figure; one whose exponent would take minutes to work out is refused."""
    figure = Decimal(written)
    if abs(figure.adjusted()) > MAX_EXPONENT:
        raise ValueError(f"{written[:20]} is beyond any price or count")
    return figure
