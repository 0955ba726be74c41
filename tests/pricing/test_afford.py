import re
from decimal import Decimal

import pytest

from pricing import InvalidQuantity, Totals, UnsupportedOption, afford, break_even, built_in
from pricing.job import MAX_IMAGES
from tests.pricing.jobs import MINI, TODAY, image_job, usd

CHEAPEST = image_job("dall-e-2", size="256x256")
"""Exactly $0.016 an image."""


@pytest.mark.parametrize(
    ("model", "amount", "images"),
    [
        (MINI, "50", 4507),  # 50 / 0.011092 = 4,507.8
        (MINI, "0.011092", 1),
        ("gpt-image-2.5-flare", "50", 3731),  # 50 / 0.0134 = 3,731.3
        ("midjourney", "10", 200),
        ("midjourney", "50", 909),  # Standard; Pro would be $60
        ("midjourney", "240", 7272),  # two months of Mega: 60 / 3.3 x 200 x 2 = 7,272.7
    ],
)
def test_most_images_for_an_amount(model: str, amount: str, images: int) -> None:
    """The most images whose headline stays within the amount."""
    made = afford(built_in(), image_job(model), usd(amount), TODAY)
    assert made.images == images
    assert made.total <= usd(amount)


def test_basis_is_kept() -> None:
    """By tokens alone an image is $0.00854: $50 make 5,854."""
    made = afford(built_in(), image_job(), usd("50"), TODAY, "metered")
    assert (made.images, made.basis) == (5854, "metered")


def test_attempts_count() -> None:
    """At three tries an image kept is $0.033276: $1 makes 30."""
    made = afford(built_in(), image_job(attempts=usd("3")), usd("1"), TODAY)
    assert (made.images, made.generations) == (30, 90)


@pytest.mark.parametrize(
    ("model", "totals"),
    [
        (MINI, Totals(usd("0"), usd("0"), usd("0"))),
        ("dall-e-2", Totals(usd("0"))),
        ("midjourney", Totals(usd("0"))),
        ("gpt-image-2.6-flare", Totals(usd("0"))),
    ],
)
def test_not_one_is_affordable(model: str, totals: Totals) -> None:
    """For a tenth of a cent there are no images, no lines, no range, no plan and nothing to pay."""
    made = afford(built_in(), image_job(model), usd("0.001"), TODAY)
    assert (made.images, made.generations, made.lines, made.metered_lines) == (0, 0, (), ())
    assert (made.total, made.totals, made.range, made.plan, made.per_image) == (usd("0"), totals, None, None, None)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "$0.00"),
        ("-5", "-$5.00"),
        ("1e13", "$10,000,000,000,000.00"),
        *((name, name) for name in ("NaN", "-Infinity", "Infinity", "1e+999999")),
    ],
)
def test_amount_is_within_bounds(amount: str, written: str) -> None:
    """Nothing, a debt, what is no number and more than a trillion are refused."""
    bounds = r"^An amount must be more than \$0 and at most \$1,000,000,000,000, not "
    with pytest.raises(InvalidQuantity, match=rf"{bounds}{re.escape(written)}\.$"):
        afford(built_in(), image_job(), Decimal(amount), TODAY)


def test_more_images_than_a_job_can_have() -> None:
    """A trillion dollars make more images than are priced at all."""
    with pytest.raises(InvalidQuantity, match=r"makes more than the 1,000,000,000 images that a job can have\.$"):
        afford(built_in(), image_job(), Decimal("1e12"), TODAY)


def test_largest_affordable_job() -> None:
    """A cent less than a billion images cost makes one image less than a billion."""
    amount = MAX_IMAGES * usd("0.016") - usd("0.01")
    assert afford(built_in(), CHEAPEST, amount, TODAY).images == MAX_IMAGES - 1


def test_what_cannot_be_made_is_not_afforded() -> None:
    """An option that the model lacks is refused as in a quote."""
    with pytest.raises(UnsupportedOption, match="has no max quality"):
        afford(built_in(), image_job(quality="max"), usd("50"), TODAY)


@pytest.mark.parametrize(("price", "images"), [("16", 1000), ("16.01", 1001), ("15.99", 1000), ("0.001", 1)])
def test_break_even(price: str, images: int) -> None:
    """The fewest images that cost at least a price: $16 at $0.016 is 1,000."""
    assert break_even(built_in(), CHEAPEST, usd(price), TODAY) == images
