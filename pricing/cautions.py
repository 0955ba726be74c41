"""What a person should know about a quote before relying on it, as coded warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pricing.catalog import Catalog, Lifecycle
from pricing.job import ImageJob
from pricing.money import shown
from pricing.quality import AUTO
from pricing.quote import Quote
from pricing.quoting import successor_quote
from pricing.size import listed

STALE_AFTER = timedelta(days=90)
"""How long ago a price may last have been checked before a quote says so."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: a stable code and one or two sentences."""

    code: str
    message: str


def cautions(catalog: Catalog, made: Quote, at: datetime) -> Iterator[Caution]:
    """Every warning that a quote's model, prices and options give at an instant."""
    at = at.astimezone(UTC)
    yield from _mapping(made)
    yield from _life(catalog, made, at)
    yield from _prices(made, at)
    if made.range and made.model and AUTO not in (made.quality, made.size):
        yield Caution("output_range", f"{made.model_id} is quoted as a range. {made.model.note or ''}".rstrip())


def lifecycle(catalog: Catalog, made: Quote) -> Lifecycle:
    """The dates of a quote's model, as far as they are known."""
    if made.model:
        return made.model.lifecycle
    texts = catalog.text_lifecycles
    return texts.get(made.job.model) or texts.get(made.model_id) or Lifecycle()


def day(when: date) -> str:
    """A day as people write it: 1 December 2026."""
    return f"{when.day} {when:%B %Y}"


def _mapping(made: Quote) -> Iterator[Caution]:
    if made.model and made.quality and isinstance(made.job, ImageJob) and made.job.quality != made.quality:
        has = listed(made.model.qualities)
        yield Caution(
            "quality_mapped",
            f"{made.model_id} has {has} quality, so {made.job.quality} is quoted as {made.quality}.",
        )


def _life(catalog: Catalog, made: Quote, at: datetime) -> Iterator[Caution]:
    life = lifecycle(catalog, made)
    advised = f"; its maker advises {listed(life.successors, 'or')}" if life.successors else ""
    if life.shuts_down and life.retired(at):
        yield Caution(
            "model_retired",
            f"{made.model_id} was shut down on {day(life.shuts_down)}: this is its last price{advised}.",
        )
    elif life.shuts_down and life.retiring(at):
        moved = successor_quote(catalog, made, at)
        then = f"; the same job is {shown(moved.total)} on {moved.model_id}" if moved else advised
        yield Caution("model_retiring", f"{made.model_id} shuts down on {day(life.shuts_down)}{then}.")


def _prices(made: Quote, at: datetime) -> Iterator[Caution]:
    prices = {line.price for line in (*made.lines, *made.metered_lines)}
    released = made.model.lifecycle.released if made.model else None
    if released and at.date() < released:
        yield Caution(
            "price_predates",
            f"{made.model_id} was released on {day(released)}: its first known price is used.",
        )
    elif first := min((price.effective_from for price in prices if price.effective_from), default=None):
        if first > at:
            yield Caution(
                "price_predates",
                f"The first known price of {made.model_id} is from {day(first.date())}: that price is used.",
            )
    oldest = min((price.source.checked for price in prices), default=None)
    if oldest and at.date() - oldest > STALE_AFTER:
        yield Caution(
            "price_stale",
            f"The prices of {made.model_id} were last checked on {day(oldest)}: they may have changed since.",
        )
    unofficial = sorted({price.source.url for price in prices if not price.source.official})
    if unofficial:
        yield Caution(
            "price_unofficial",
            f"The prices of {made.model_id} do not come from its maker directly but from {listed(unofficial)}.",
        )
