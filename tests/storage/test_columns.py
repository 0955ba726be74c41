"""What is written comes back, the same on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, select

from bot.storage.columns import Dollars, Instant, Words, from_nano, kept, summed, sums, to_nano
from bot.storage.database import Database

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("cost", Dollars),
    Column("text", Words),
    prefixes=["TEMPORARY"],
)


async def stored(db: Database, **row: object) -> object:
    """The one value of a row, written and read again."""
    async with db.writing() as connection:
        await connection.run_sync(THINGS.create)
        await connection.execute(THINGS.insert(), row)
        (column,) = row
        return await connection.scalar(select(THINGS.c[column]))


@pytest.mark.parametrize(
    "value",
    [
        {"at": datetime(2026, 11, 22, 1, 2, 3, 456789, UTC)},
        {"at": datetime(1900, 1, 1, tzinfo=UTC)},
        {"at": datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=-5)))},
        {"at": None},
        {"cost": Decimal("1.1056")},
        {"cost": Decimal("-0.000000001")},
        {"cost": Decimal("999999999.999999999")},
        {"cost": None},
        {"text": "“50 £ 画像 🎨”\n\ttab"},
        {"text": ""},
    ],
    ids=str,
)
async def test_a_value_comes_back(db: Database, value: dict[str, object]) -> None:
    """Instants to the microsecond, dollars to the nano-dollar, text as it is."""
    assert await stored(db, **value) == next(iter(value.values()))


async def test_text_that_no_database_keeps_is_mended(db: Database) -> None:
    """NUL and lone surrogates become signs that both engines keep."""
    assert await stored(db, text="a\0b\ud800c") == "a\ufffdb\ufffdc"


async def test_sums_of_dollars_do_not_overflow(db: Database) -> None:
    """Forty times 999,999,999.999999999 dollars is beyond eight bytes of nano-dollars, and summed exactly."""
    async with db.writing() as connection:
        await connection.run_sync(THINGS.create)
        await connection.execute(THINGS.insert(), [{"cost": Decimal("999999999.999999999")}] * 40 + [{"cost": None}])
        row = (await connection.execute(select(*sums(THINGS.c.cost)))).one()
    assert summed(row) == Decimal("39999999999.99999996")


async def test_nothing_sums_to_zero(db: Database) -> None:
    """Where there are no rows the sum is zero dollars."""
    async with db.writing() as connection:
        await connection.run_sync(THINGS.create)
        row = (await connection.execute(select(*sums(THINGS.c.cost)))).one()
    assert summed(row) == 0


@pytest.mark.parametrize("amount", ["0.0000000001", "1000000000", "-1000000000", "NaN"])
def test_dollars_that_would_change_are_refused(amount: str) -> None:
    """Smaller than a nano-dollar, too much for eight bytes, or no number: never rounded in silence."""
    with pytest.raises(ValueError, match="nano-dollars"):
        to_nano(Decimal(amount))


def test_a_naive_instant_is_refused() -> None:
    """An instant without a zone could be any."""
    with pytest.raises(TypeError):
        Instant().process_bind_param(datetime(2026, 1, 1), None)  # noqa: DTZ001


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_nano_dollars_are_exact_both_ways(nano: int) -> None:
    """Every number of nano-dollars that is kept is the same number afterwards."""
    assert to_nano(from_nano(nano)) == nano


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_text_is_kept_as_valid_text(text: str) -> None:
    """What is kept can be encoded, has no NUL, is kept as it is the second time, and differs only where it must."""
    once = kept(text)
    assert "\0" not in once
    assert kept(once.encode().decode()) == once
    assert len(once) == len(text)
