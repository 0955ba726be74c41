"""How many images an amount of money makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from pricing.catalog import Catalog
from pricing.errors import InvalidQuantity
from pricing.job import MAX_IMAGES, ImageJob
from pricing.money import ZERO, shown
from pricing.quote import Basis, Quote, Totals
from pricing.quoting import quote

MAX_AMOUNT = 1_000_000_000_000
"""US dollars beyond which an amount is refused as a mistake."""


def afford(catalog: Catalog, job: ImageJob, amount: Decimal, at: datetime, basis: Basis | None = None) -> Quote:
    """A quote for the most images whose headline stays within an amount; one more would exceed it.

    The job's own image count is ignored. Where not one image is affordable the quote has 0 images and no lines.

    Raises:
        InvalidQuantity: the amount is not positive, over a trillion, or makes more images than a job can have.
        PricingError: as `pricing.quoting.quote`.
    """
    if not (amount.is_finite() and 0 < amount <= MAX_AMOUNT):
        written = shown(amount) if amount.is_finite() and abs(amount) < MAX_AMOUNT * 1000 else f"{amount:.10g}"
        raise InvalidQuantity(
            f"An amount must be more than $0 and at most ${MAX_AMOUNT:,}, not {written}.", "amount_usd"
        )

    if catalog.model(job.model).subscription:
        job = job.monthly()

    def quoted(images: int) -> Quote:
        return quote(catalog, replace(job, images=images), at, basis)

    one = quoted(1)
    if one.total > amount:
        zero = Totals(ZERO, *(None if total is None else ZERO for total in (one.totals.listed, one.totals.additive)))
        return replace(
            one,
            images=0,
            generations=0,
            lines=(),
            metered_lines=(),
            totals=zero,
            total=ZERO,
            range=None,
            plan=None,
        )
    return quoted(_most(lambda images: quoted(images).total <= amount, amount))


def break_even(catalog: Catalog, job: ImageJob, price: Decimal, at: datetime, basis: Basis | None = None) -> int:
    """The fewest images that cost at least `price` (a plan's month, say) on the job's model.

    Raises:
        PricingError: as `pricing.quoting.quote`.
    """
    within = afford(catalog, job, price, at, basis)
    return (within.images or 0) + (within.total < price)


def _most(affordable: Callable[[int], bool], amount: Decimal) -> int:
    """The greatest count that is affordable, given that 1 is and that more never cost less."""
    within, beyond = 1, 2
    while beyond <= MAX_IMAGES and affordable(beyond):
        within, beyond = beyond, beyond * 2
    if beyond > MAX_IMAGES:
        if affordable(MAX_IMAGES):
            raise InvalidQuantity(
                f"{shown(amount)} makes more than the {MAX_IMAGES:,} images that a job can have.", "amount_usd"
            )
        beyond = MAX_IMAGES
    while beyond - within > 1:
        middle = (within + beyond) // 2
        within, beyond = (middle, beyond) if affordable(middle) else (within, middle)
    return within
