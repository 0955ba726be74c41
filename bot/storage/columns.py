"""Column types: how instants, dollars and outside text are kept, the same way on both engines."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Table, TableClause, Text, func, type_coerce
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table
from sqlalchemy.types import TypeDecorator

from bot.storage.errors import StorageDamaged
from pricing.money import rounded, times

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NANO = 10**9
MICROSECOND = timedelta(microseconds=1)
NOT_KEPT = re.compile("[\0\ud800-\udfff]")
MOST_DOLLARS = Decimal(10**9)
"""Amounts stay below this, so that eight bytes hold them."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970, UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> int | None:
        """Microseconds; a naive datetime raises TypeError."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: object) -> datetime | None:
        """The instant, in UTC."""
        return None if value is None else _instant(value)


class Dollars(TypeDecorator[Decimal]):
    """Exact dollars as integer nano-dollars."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: object) -> int | None:
        """Nano-dollars; an amount that has smaller digits, or does not fit, raises ValueError."""
        return None if value is None else to_nano(value)

    def process_result_value(self, value: int | None, dialect: object) -> Decimal | None:
        """The dollars, exactly."""
        return None if value is None else from_nano(_whole(value))


class Words(TypeDecorator[str]):
    """Text from outside: NUL, which PostgreSQL cannot keep, and lone surrogates, which neither can, become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        """The text that is kept."""
        return None if value is None else kept(value)


def _instant(value: object) -> datetime:
    try:
        return EPOCH + _whole(value) * MICROSECOND
    except OverflowError:
        raise StorageDamaged("the database file is damaged (an instant); restore a backup") from None


def _whole(value: object) -> int:
    """SQLite keeps in a column whatever a damaged row says."""
    if not isinstance(value, int):
        raise StorageDamaged("the database file is damaged (a number); restore a backup")
    return value


def kept(text: str) -> str:
    """A text as the database keeps it."""
    return NOT_KEPT.sub("\ufffd", text)


def to_nano(amount: Decimal) -> int:
    """Dollars as nano-dollars.

    Raises:
        ValueError: the amount has digits below a nano-dollar, or is beyond what is kept.
    """
    if not amount.is_finite() or abs(amount) >= MOST_DOLLARS or rounded(amount, 9) != amount:
        raise ValueError(f"{amount} is not an amount in whole nano-dollars below {MOST_DOLLARS:,} dollars")
    return int(times(NANO, amount))


def from_nano(amount: int) -> Decimal:
    """Nano-dollars as dollars."""
    return Decimal(amount).scaleb(-9)


def sums(column: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Columns that sum dollars without overflow: the whole ones and the rest. `summed` puts them together."""
    nano = type_coerce(column, BigInteger)
    return func.sum(nano // NANO).label("whole"), func.sum(nano % NANO).label("rest")


def summed(row: Row[Any, Any]) -> Decimal:
    """The sum that a row with the columns of `sums` holds; nothing sums to zero."""
    return from_nano(int(row.whole or 0) * NANO + int(row.rest or 0))


def as_stored(table: Table) -> TableClause:
    """A table whose values are those that the database has: integers for instants and dollars, and nothing replaced."""
    plain = {
        each.name: each.type.impl_instance if isinstance(each.type, TypeDecorator) else each.type for each in table.c
    }
    return sql_table(table.name, *(sql_column(name, type_) for name, type_ in plain.items()))
