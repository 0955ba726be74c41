"""Exact dollars: how they are computed, written for machines and read by people.

Amounts are Decimal. `times` and `total` raise `decimal.Inexact` rather than lose a digit; the one
place where a digit may be lost, a division, is `ratio`, and it says to how many places.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation

UNIT_PLACES = 12
"""Decimal places kept of a cost per unit, whose division need not terminate."""

ZERO = Decimal(0)

_EXACT = Context(prec=80, traps=[Inexact, InvalidOperation])
_ROUNDED = Context(prec=80, rounding=ROUND_HALF_UP, traps=[InvalidOperation])


def times(quantity: Decimal | int, unit_price: Decimal) -> Decimal:
    """Quantity times unit price, exactly."""
    return _EXACT.multiply(unit_price, quantity)


def ceil_product(quantity: int, factor: Decimal) -> int:
    """Quantity times factor, rounded up to a whole number."""
    numerator, denominator = factor.as_integer_ratio()
    return -(-quantity * numerator // denominator)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum; nothing sums to zero."""
    result = ZERO
    for amount in amounts:
        result = _EXACT.add(result, amount)
    return result


def per_unit(price: Decimal, units: int) -> Decimal:
    """A price for `units` units as a price for one.

    Raises:
        decimal.Inexact: the quotient does not terminate, so that no exact unit price exists.
    """
    return _EXACT.divide(price, Decimal(units))


def ratio(part: Decimal, whole: Decimal, places: int = UNIT_PLACES) -> Decimal:
    """part / whole, rounded half up to `places` decimals."""
    return rounded(_ROUNDED.divide(part, whole), places)


def rounded(amount: Decimal, places: int) -> Decimal:
    """The one rounding rule: half up."""
    return _ROUNDED.quantize(amount, Decimal(1).scaleb(-places))


def plain(amount: Decimal, places: int = 2) -> str:
    """Every digit, never an exponent, no trailing zeros beyond `places`: 1.1, 2 -> "1.10"."""
    whole, _, digits = format(amount, "f").partition(".")
    digits = digits.rstrip("0")
    return f"{whole}.{digits.ljust(places, '0')}" if digits or places else whole


def shown(amount: Decimal) -> str:
    """Dollars as people read them: cents from ten cents up, two significant digits below."""
    size = abs(amount)
    places = 2 if size >= Decimal("0.1") or not size else 1 - size.adjusted()
    return shown_exactly(rounded(amount, places))


def shown_exactly(amount: Decimal) -> str:
    """Dollars with every digit there is, at least cents: $1,234.5678."""
    whole, point, digits = plain(abs(amount)).partition(".")
    return f"{'-' if amount < 0 else ''}${int(whole):,}{point}{digits}"


def shown_count(count: int) -> str:
    """A count as people read it; one beyond any use by its size, since it may have thousands of digits."""
    return f"{count:,}" if abs(count) < 10**15 else f"{Decimal(count):.2e}"
