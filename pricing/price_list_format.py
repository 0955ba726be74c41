"""The format of a price list, as pydantic models. docs/prices.md describes it for people.

What a list may hold is defined here; what is made of it in `pricing.price_list`.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pricing.catalog import Limits
from pricing.errors import UnsupportedOption
from pricing.image_tokens import InputPatches, InputTiles
from pricing.quality import OwnQuality
from pricing.size import Size, SizeRule
from pricing.sku import Meter, Unit


def _size(written: object) -> object:
    try:
        return Size.parse(written) if isinstance(written, str) else written
    except UnsupportedOption as wrong:
        raise ValueError(str(wrong)) from None


def _instant(written: object) -> object:
    if isinstance(written, datetime):
        if written.tzinfo is None:
            raise ValueError("a date with a time needs its offset, such as 2026-11-04T00:00:00Z")
        try:
            return written.astimezone(UTC)
        except OverflowError:
            raise ValueError("it is before the first day there is") from None
    if isinstance(written, date):
        return datetime.combine(written, time(), UTC)
    if written == "unknown":
        return None
    raise ValueError('it must be a date such as 2026-11-04, or "unknown"')


def _only_fields_of(kind: type) -> BeforeValidator:
    known = [field.name for field in fields(kind)]

    def check(written: object) -> object:
        unknown = [key for key in written if key not in known] if isinstance(written, dict) else []
        if unknown:
            raise ValueError(f"there is no key {unknown[0]!r} here; the keys are {', '.join(known)}")
        return written

    return BeforeValidator(check)


WrittenSize = Annotated[Size, BeforeValidator(_size)]
Instant = Annotated[datetime | None, BeforeValidator(_instant)]
Usd = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=9)]
MOST = 1_000_000_000
"""Tokens, pixels, images and hours beyond which a figure is a mistake."""

Count = Annotated[int, Field(gt=0, le=MOST)]
Tokens = Annotated[int, Field(ge=0, le=MOST)]
Hours = Annotated[Decimal, Field(gt=0, le=MOST, max_digits=18, decimal_places=9)]
Multiple = Annotated[Decimal, Field(ge=0, le=MOST, max_digits=18, decimal_places=9)]


def _bounded(*can_be_zero: str) -> BeforeValidator:
    """Refuse figures in a rule's fields that would divide by zero, cost less than nothing or be a mistake."""

    def check(written: object) -> object:
        for key, figure in written.items() if isinstance(written, dict) else ():
            least = 0 if key in can_be_zero else 1
            if isinstance(figure, int | Decimal) and not (Decimal(figure).is_finite() and least <= figure <= MOST):
                raise ValueError(f"{key} must be {least} to {MOST:,}")
        return written

    return BeforeValidator(check)


def _ascending(low_high: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    if low_high[0] > low_high[1]:
        raise ValueError("it must be two figures, the lower one first")
    return low_high


class Entry(BaseModel):
    """A table of a price list; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(Entry):
    """Where facts stand: an https address or a named PyPI package."""

    url: Annotated[str, Field(pattern=r"^(https://\S+|PyPI package \S+ \S+)$")]
    checked: date
    official: bool
    note: str | None = None


class PriceEntry(Entry):
    """`usd` for `per` units; `effective_from` is a date or "unknown"."""

    meter: Meter
    usd: Usd
    per: Literal[1, 1_000, 1_000_000] = 1
    unit: Unit
    effective_from: Instant
    source: str
    quality: OwnQuality | None = None
    size: WrittenSize | None = None
    plan: str | None = None

    @model_validator(mode="after")
    def _billable(self) -> Self:
        units = _UNITS.get(self.meter, ("token",))
        if self.unit not in units:
            raise ValueError(f"{self.meter} is priced per {' or '.join(units)}, not per {self.unit}")
        if (self.quality or self.size) and self.meter != "image":
            raise ValueError(f"{self.meter} has one price, for every quality and size")
        if bool(self.plan) != (self.meter == "subscription"):
            raise ValueError("a subscription price names its plan, and no other price does")
        return self


_UNITS: dict[str, tuple[str, ...]] = {
    "image": ("image", "megapixel"),
    "image_input": ("token", "image"),
    "subscription": ("month", "year"),
}
"""What a meter can be priced by, where that is not the token."""


class BatchEntry(Entry):
    """The batch API's factor on every price of the model."""

    factor: Annotated[Decimal, Field(gt=0, le=1, max_digits=18, decimal_places=9)]
    effective_from: Instant
    source: str


class LifecycleEntry(Entry):
    """A model's dates; a missing one is not known, or not announced."""

    released: date | None = None
    deprecated: date | None = None
    shuts_down: date | None = None
    successors: tuple[str, ...] = ()
    source: str


class SizesEntry(Entry):
    """Sizes by list or by rule (neither: any), and what square, portrait and landscape mean."""

    allowed: tuple[WrittenSize, ...] = ()
    rule: Annotated[SizeRule, _bounded(), _only_fields_of(SizeRule)] | None = None
    square: WrittenSize | None = None
    portrait: WrittenSize | None = None
    landscape: WrittenSize | None = None


class OutputEntry(Entry):
    """Output tokens: a `table`, a `base` for the formula, or `times` the tokens `of` another entry."""

    source: str
    table: dict[OwnQuality, dict[str, Count]] | None = None
    base: dict[OwnQuality, Count] | None = None
    times: dict[OwnQuality, Annotated[tuple[Multiple, Multiple], AfterValidator(_ascending)]] | None = None
    of: str | None = None


class InputEntry(Entry):
    """Tokens of a reference image, by `tiles` or by `patches`."""

    source: str
    tiles: Annotated[InputTiles, _bounded("base"), _only_fields_of(InputTiles)] | None = None
    patches: Annotated[InputPatches, _bounded("upscale_below"), _only_fields_of(InputPatches)] | None = None


class PlanEntry(Entry):
    """A subscription plan and the fast hours that a month of it includes."""

    name: str
    fast_hours: Hours


class CapacityEntry(Entry):
    """About how many images some fast hours make."""

    images: Count
    fast_hours: Hours
    source: str


class ModelEntry(Entry):
    """A model; one that an earlier list has gains the prices, batch discounts, aliases and dates given here."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.\-_/:]{0,79}$")]
    name: str | None = None
    page: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    aliases: tuple[str, ...] = ()
    lifecycle: LifecycleEntry | None = None
    qualities: tuple[OwnQuality, ...] = ()
    auto_is_default: bool = False
    sizes: str | None = None
    output: str | None = None
    input: str | None = None
    note: str | None = None
    text_output_tokens: Annotated[tuple[Tokens, Tokens], AfterValidator(_ascending)] | None = None
    overhead_tokens: Tokens = 0
    limits: Annotated[Limits, _bounded(*(each.name for each in fields(Limits))), _only_fields_of(Limits)] = Limits()
    batch: tuple[BatchEntry, ...] = ()
    plans: tuple[PlanEntry, ...] = ()
    capacity: CapacityEntry | None = None
    prices: tuple[PriceEntry, ...] = ()


class TextModelEntry(Entry):
    """Dates of text models whose prices come from genai-prices; `ids` share them."""

    ids: Annotated[tuple[str, ...], Field(min_length=1)]
    lifecycle: LifecycleEntry


class ListEntry(Entry):
    """A whole price list."""

    provider: str
    currency: Literal["USD"]
    default_models: tuple[str, ...] = ()
    sources: dict[str, SourceEntry] = {}
    sizes: dict[str, SizesEntry] = {}
    output_tokens: dict[str, OutputEntry] = {}
    input_tokens: dict[str, InputEntry] = {}
    models: tuple[ModelEntry, ...] = ()
    text_models: tuple[TextModelEntry, ...] = ()
