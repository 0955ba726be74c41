"""What a person should know about a quote before relying on it, as coded warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pricing.catalog import Catalog, Lifecycle
from pricing.job import ImageJob
from pricing.money import shown
from pricing.quality import AUTO
from pricing.quote import Basis, Quote
from pricing.quoting import successor_quote
from pricing.size import listed

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
    at = at.astimezone(UTC)
    about = (made.model_id,)
    said = (
        *_mapping(made),
        *_life(catalog, made, at, basis, compared),
        *_prices(made, at),
    )
    for code, sentence in said:
        yield Caution(code, about, sentence)
    if made.range and AUTO in (made.quality, made.size):
        yield Caution("output_range", about, "is quoted as a range, since with auto the model chooses.")
    elif made.range and made.model:
        yield Caution("output_range", about, f"is quoted as a range. {made.model.note or ''}".rstrip())


def lifecycle(catalog: Catalog, made: Quote) -> Lifecycle:
    """The dates of a quote's model, as far as they are known."""
    if made.model:
        return made.model.lifecycle
    texts = catalog.text_lifecycles
    return texts.get(made.job.model) or texts.get(made.model_id) or Lifecycle()


def day(when: date) -> str:
    """A day as people write it: 1 December 2026."""
    return f"{when.day} {when:%B %Y}"


def _mapping(made: Quote) -> Iterator[tuple[str, str]]:
    if made.model and made.quality and isinstance(made.job, ImageJob) and made.job.quality != made.quality:
        has = listed(made.model.qualities)
        yield "quality_mapped", f"has {has} quality, so {made.job.quality} is quoted as {made.quality}."


def _life(
    catalog: Catalog, made: Quote, at: datetime, basis: Basis | None, compared: bool
) -> Iterator[tuple[str, str]]:
    life = lifecycle(catalog, made)
    advised = f"; its maker advises {listed(life.successors, 'or')}" if life.successors else ""
    if life.shuts_down and life.retired(at):
        yield "model_retired", f"was shut down on {day(life.shuts_down)}: this is its last price{advised}."
    elif life.shuts_down and life.retiring(at):
        moved = None if compared else successor_quote(catalog, made, at, basis)
        then = f"; the same job is {shown(moved.total)} on {moved.model_id}" if moved else advised
        yield "model_retiring", f"shuts down on {day(life.shuts_down)}{then}."


def _prices(made: Quote, at: datetime) -> Iterator[tuple[str, str]]:
    prices = {line.price for line in (*made.lines, *made.metered_lines)}
    released = made.model.lifecycle.released if made.model else None
    first = min((price.effective_from for price in prices if price.effective_from), default=None)
    if released and at.date() < released:
        yield "price_predates", f"was released on {day(released)}: its first known price is used."
    elif first and first > at:
        yield "price_predates", f"has its first known price from {day(first.date())}: that price is used."
    oldest = min((price.source.checked for price in prices), default=None)
    if oldest and at.date() - oldest > STALE_AFTER:
        yield "price_stale", f"has prices last checked on {day(oldest)}: they may have changed since."
    unofficial = sorted({price.source.url for price in prices if not price.source.official})
    if unofficial:
        yield (
            "price_unofficial",
            f"has prices that come not from its maker directly but from {listed(unofficial)}.",
        )
