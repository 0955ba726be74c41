"""What a person should know about a quote before relying on it, as coded warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pricing.catalog import Catalog, Lifecycle
from pricing.job import ImageJob
from pricing.quality import AUTO
from pricing.quote import Basis, Quote
from pricing.quoting import successor_quote
from pricing.size import listed
from pricing.sku import SkuPrice

STALE_AFTER = timedelta(days=90)
"""How long ago a price may last have been checked before a quote says so."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: a stable code, the models that it is about, and what is to be said of each of them."""

    code: str
    models: tuple[str, ...]
    said: str

    @property
    def message(self) -> str:
        """The warning as a sentence."""
        if len(self.models) == 1:
            return f"{self.models[0]} {self.said}"
        return f"{listed(self.models)}: each {self.said}" if self.models else self.said


def together(found: Iterable[Caution]) -> tuple[Caution, ...]:
    """Warnings that say the same of several models as one."""
    models: dict[tuple[str, str], list[str]] = {}
    for caution in found:
        models.setdefault((caution.code, caution.said), []).extend(caution.models)
    return tuple(Caution(code, tuple(dict.fromkeys(about)), said) for (code, said), about in models.items())


def cautions(
    catalog: Catalog, made: Quote, at: datetime, basis: Basis | None = None, *, compared: bool = False
) -> Iterator[Caution]:
    """Every warning that a quote's model, prices and options give at an instant.

    `basis` is that of the quote; `compared` leaves out what the same job costs on the model's successor, since
    the comparison shows it.
    """
    prices = {line.price for line in (*made.lines, *made.metered_lines)}
    moved = None if compared else successor_quote(catalog, made, at, basis)
    yield from _mapping(made)
    yield from listing_cautions(made.model_id, catalog.lifecycle(made.job.model, made.model_id), prices, at, moved)
    if made.range and AUTO in (made.quality, made.size):
        yield Caution("output_range", (made.model_id,), "is quoted as a range, since with auto the model chooses.")
    if made.range and made.model and made.model.note:
        yield Caution("output_range", (made.model_id,), f"is quoted as a range. {made.model.note}")


def listing_cautions(
    model: str, life: Lifecycle, prices: Iterable[SkuPrice], at: datetime, moved: Quote | None = None
) -> Iterator[Caution]:
    """Every warning about a model's life and these prices of it; `moved` is the same job on its successor."""
    at = at.astimezone(UTC)
    for code, said in (*_life(life, at, moved), *_prices(life, list(prices), at)):
        yield Caution(code, (model,), said)


def day(when: date) -> str:
    """A day as people write it: 1 December 2026."""
    return f"{when.day} {when:%B %Y}"


def _mapping(made: Quote) -> Iterator[Caution]:
    if made.model and made.quality and isinstance(made.job, ImageJob) and made.job.quality != made.quality:
        has = listed(made.model.qualities)
        said = f"has {has} quality, so {made.job.quality} is quoted as {made.quality}."
        yield Caution("quality_mapped", (made.model_id,), said)


def _life(life: Lifecycle, at: datetime, moved: Quote | None) -> Iterator[tuple[str, str]]:
    advised = f"; its maker advises {listed(life.successors, 'or')}" if life.successors else ""
    if life.shuts_down and life.retired(at):
        yield "model_retired", f"was shut down on {day(life.shuts_down)}: this is its last price{advised}."
    elif life.shuts_down and life.retiring(at):
        then = f"; the same job is {moved.cost} on {moved.model_id}" if moved else advised
        yield "model_retiring", f"shuts down on {day(life.shuts_down)}{then}."


def _prices(life: Lifecycle, prices: Sequence[SkuPrice], at: datetime) -> Iterator[tuple[str, str]]:
    first = min((price.effective_from for price in prices if price.effective_from), default=None)
    if life.released and not life.released_by(at):
        yield "price_predates", f"was released on {day(life.released)}: its first known price is used."
    elif first and first > at:
        yield "price_predates", f"has its first known price from {day(first.date())}: that price is used."
    oldest = min((price.source.checked for price in prices), default=None)
    if oldest and at.date() - oldest > STALE_AFTER:
        yield "price_stale", f"has prices last checked on {day(oldest)}: they may have changed since."
    unofficial = sorted({price.source.url for price in prices if not price.source.official})
    if unofficial:
        where = listed(unofficial)
        yield "price_unofficial", f"has prices that come not from its maker directly but from {where}."
