"""Amounts of money in a text: $50, 50$, USD 1,000, fifty dollars, $1.2k, 75 cents, a blank $___."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.language.numbers import figure
from bot.language.scan import Token, text_at

DOLLARS = frozenset("$ usd dollar dollars buck bucks us$ dollars' usd's dolars".split())
CENTS = frozenset("cent cents ¢".split())
OTHERS = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "quid": "GBP", "pounds": "GBP",
    "¥": "JPY", "yen": "JPY", "jpy": "JPY", "chf": "CHF", "francs": "CHF", "inr": "INR", "₹": "INR", "rupees": "INR",
    "cad": "CAD", "aud": "AUD",
}  # fmt: skip


CURRENCIES = frozenset((*DOLLARS, *CENTS, *OTHERS, "grand"))
"""Without one of these words there is no money in a text."""


class Amount(NamedTuple):
    """An amount; `amount` None when it is left blank or cannot be read. `currency` is USD where not another."""

    amount: Decimal | None
    currency: str
    end: int


def money(tokens: Sequence[Token], i: int) -> Amount | None:
    """The amount that begins at tokens[i], if one does."""
    sign = _currency(text_at(tokens, i))
    if sign == "CENT":
        return None
    if sign:
        return _after_sign(tokens, i, sign)
    found = figure(tokens, i)
    if found is None:
        return None
    if text_at(tokens, found.end - 1) == "grand":
        return Amount(found.value, "USD", found.end)
    end = found.end + 1 if text_at(tokens, found.end) in ("us", "of") else found.end
    unit = _currency(text_at(tokens, end))
    if not unit:
        return None
    if unit == "USD" and (whole := _with_cents(tokens, end + 1, found.value)) is not None:
        return whole
    value = found.value / 100 if unit == "CENT" and found.value is not None else found.value
    return Amount(value, "USD" if unit == "CENT" else unit, end + 1)


def _with_cents(tokens: Sequence[Token], i: int, dollars: Decimal | None) -> Amount | None:
    """8 dollars 50, 8 dollars and 50 cents: one amount; what counts something else is none of it."""
    at = i + 1 if text_at(tokens, i) == "and" else i
    cents, after = text_at(tokens, at), text_at(tokens, at + 1)
    named = after in CENTS
    closes = at == i and len(cents) == 2 and (not after or after in "?.,;!)")
    if dollars is None or not (cents.isdecimal() and len(cents) < 3 and (named or closes)):
        return None
    return Amount(dollars + Decimal(cents) / 100, "USD", at + 1 + named)


def _after_sign(tokens: Sequence[Token], i: int, sign: str) -> Amount | None:
    end = i + 1
    if text_at(tokens, end) == "-" and i + 2 < len(tokens) and figure(tokens, end + 1):
        return Amount(None, sign, figure_end(tokens, end + 1))
    found = figure(tokens, end)
    if found is not None:
        spare = _currency(text_at(tokens, found.end))
        return Amount(found.value, sign, found.end + (spare == sign))
    if end < len(tokens) and tokens[end].kind == "blank":
        return Amount(None, sign, end + 1)
    return Amount(None, sign, end) if text_at(tokens, i) == "$" else None


def figure_end(tokens: Sequence[Token], i: int) -> int:
    """Where the number at tokens[i] ends."""
    found = figure(tokens, i)
    return found.end if found else i


def is_currency(word: str) -> bool:
    """Whether the word stands for a currency."""
    return bool(_currency(word))


def _currency(text: str) -> str:
    if text in DOLLARS:
        return "USD"
    return "CENT" if text in CENTS else OTHERS.get(text, "")
