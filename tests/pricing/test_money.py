from decimal import Decimal, Inexact

import pytest

from pricing import money
from tests.pricing.jobs import usd


def test_products_and_sums_are_exact() -> None:
    """105,600 tokens at $0.000008 are $0.8448; dimes sum without a trace of binary fractions; nothing is zero."""
    assert money.times(105_600, usd("0.000008")) == usd("0.8448")
    assert money.total([usd("0.1")] * 3) == usd("0.3")
    assert money.total([]) == 0


def test_a_lost_digit_is_an_error() -> None:
    """A price that no exact unit price exists for, or a sum beyond 80 digits, is refused, never rounded."""
    with pytest.raises(Inexact):
        money.per_unit(usd("1"), 3)
    with pytest.raises(Inexact):
        money.total([usd("1e80"), usd("0.1")])


def test_generations_round_up() -> None:
    """Ten images at 1.11 generations are 11.1, which is 12."""
    assert money.ceil_product(10, usd("1.11")) == 12
    assert money.ceil_product(10, usd("1.1")) == 11


def test_ratios_round_half_up() -> None:
    """1/8 to two places is 0.13, 2/3 to twelve ends in a 7."""
    assert money.ratio(usd("1"), usd("8"), places=2) == usd("0.13")
    assert money.ratio(usd("2"), usd("3")) == usd("0.666666666667")


@pytest.mark.parametrize(
    ("amount", "places", "written"),
    [("1.1", 2, "1.10"), ("1.1092000", 2, "1.1092"), ("1e3", 2, "1000.00"), ("2", 0, "2"), ("0.000008", 2, "0.000008")],
)
def test_machines_read_every_digit(amount: str, places: int, written: str) -> None:
    """Never an exponent, and no zeros at the end beyond the places asked for."""
    assert money.plain(Decimal(amount), places) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1.1092", "$1.11"),
        ("0.105", "$0.11"),
        ("0.01109", "$0.011"),
        ("0.0999", "$0.10"),
        ("0.0000083", "$0.0000083"),
        ("0", "$0.00"),
        ("1234567.891", "$1,234,567.89"),
        ("-0.5", "-$0.50"),
        ("-1234.5", "-$1,234.50"),
    ],
)
def test_people_read_cents_or_two_digits(amount: str, written: str) -> None:
    """Cents from ten cents up, two significant digits below, a minus before the dollar sign."""
    assert money.shown(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "written"), [("1234.5678", "$1,234.5678"), ("5", "$5.00"), ("-0.5", "-$0.50"), ("-1234.5", "-$1,234.50")]
)
def test_exact_dollars(amount: str, written: str) -> None:
    """Every digit there is, at least cents, and a negative amount stays negative."""
    assert money.shown_exactly(Decimal(amount)) == written
