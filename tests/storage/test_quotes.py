"""Quotes: a row a message, replaced in place, summed by month."""

from __future__ import annotations

import asyncio
from dataclasses import replace as changed
from decimal import Decimal

from bot.storage import quotes
from bot.storage.database import Database
from bot.storage.places import Place
from tests.storage.samples import AT, DAY, HERE, MINUTE, MONTH, content


async def test_a_quote_comes_back_as_it_was_saved(db: Database) -> None:
    """Every field, and it is in no message yet."""
    full = content("1.1056", low=Decimal("1"), high=Decimal("2.5"), basis="guide", model="gpt-image-2", images=10**9)
    saved = await quotes.save(db, HERE, "U1", full, AT)
    assert saved == quotes.Kept(saved.id, HERE, "U1", full, AT, version=1, message_ts=None)
    assert await quotes.get(db, "T1", saved.id) == saved


async def test_ids_cannot_be_guessed(db: Database) -> None:
    """Sixteen signs, never the same."""
    ids = {(await quotes.save(db, HERE, "U1", content(), AT)).id for _ in range(20)}
    assert len(ids) == 20
    assert {len(id) for id in ids} == {16}


async def test_a_replaced_quote_keeps_its_id_and_place(db: Database) -> None:
    """Content and version change, nothing else."""
    saved = await quotes.save(db, HERE, "U1", content(), AT)
    placed = await quotes.placed(db, "T1", saved.id, HERE, "1700000000.000900")
    assert placed == changed(saved, message_ts="1700000000.000900")
    replaced = await quotes.replace(db, "T1", saved.id, content("4.44"))
    assert replaced == changed(placed, content=content("4.44"), version=2)
    assert await quotes.get(db, "T1", saved.id) == replaced


async def test_replacing_at_once_loses_no_version(db: Database) -> None:
    """Twenty clicks at the same time make versions 2 to 21."""
    saved = await quotes.save(db, HERE, "U1", content(), AT)
    clicks = await asyncio.gather(*(quotes.replace(db, "T1", saved.id, content(str(i))) for i in range(20)))
    assert sorted(kept.version for kept in clicks if kept) == list(range(2, 22))


async def test_a_quote_that_was_replaced_meanwhile_is_left_alone(db: Database) -> None:
    """Of two who saw version 1, one replaces it."""
    saved = await quotes.save(db, HERE, "U1", content(), AT)
    clicks = await asyncio.gather(*(quotes.replace(db, "T1", saved.id, content(str(i)), version=1) for i in range(2)))
    assert [kept.version for kept in clicks if kept] == [2]
    assert await quotes.get(db, "T1", saved.id) in clicks


async def test_an_unknown_quote_is_none(db: Database) -> None:
    """It cannot be read, replaced or placed."""
    assert await quotes.get(db, "T1", "none") is None
    assert await quotes.replace(db, "T1", "none", content()) is None
    assert await quotes.placed(db, "T1", "none", HERE, "1") is None


async def test_a_month_sums_its_quotes(db: Database) -> None:
    """From the first instant up to the next month's, priced and unpriced."""
    start, end = MONTH
    for at, headline in ((start - MINUTE, "8"), (start, "1.5"), (AT, None), (end - MINUTE, "2.25"), (end, "16")):
        await quotes.save(db, Place("T1", "C1"), "U1", content(headline), at)
    month = await quotes.of_month(db, "T1", None, start, end)
    assert (month.count, month.unpriced, month.total) == (3, 1, Decimal("3.75"))
    assert [kept.at for kept in month.newest] == [end - MINUTE, AT, start]


async def test_of_a_thread_only_the_latest_quote_counts(db: Database) -> None:
    """A follow-up's quote takes the place of the one before; quotes outside threads each stand alone."""
    for minutes, headline in enumerate(("1", "2", "4")):
        await quotes.save(db, HERE, "U1", content(headline), AT + minutes * MINUTE)
    for headline in ("8", "16"):
        await quotes.save(db, Place("T1", "C1"), "U1", content(headline), AT)
    await quotes.save(db, Place("T1", "C2", HERE.thread), "U1", content("32"), AT)
    month = await quotes.of_month(db, "T1", None, *MONTH)
    assert (month.count, month.total) == (4, Decimal(4 + 8 + 16 + 32))


async def test_a_users_month_has_that_users_quotes(db: Database) -> None:
    """Also the one in a thread that somebody else went on with."""
    await quotes.save(db, HERE, "U1", content("1"), AT)
    await quotes.save(db, HERE, "U2", content("2"), AT + MINUTE)
    assert (await quotes.of_month(db, "T1", "U1", *MONTH)).total == 1
    assert (await quotes.of_month(db, "T1", "U2", *MONTH)).total == 2
    assert (await quotes.of_month(db, "T1", None, *MONTH)).total == 2


async def test_a_month_without_quotes_is_empty(db: Database) -> None:
    """No quotes, no dollars."""
    assert await quotes.of_month(db, "T1", None, *MONTH) == quotes.Month(0, 0, Decimal(0), ())


async def test_a_month_lists_the_newest_and_counts_all(db: Database) -> None:
    """Three of five are listed, newest first."""
    for day in range(5):
        await quotes.save(db, Place("T1", "C1"), "U1", content(str(day)), AT - day * DAY)
    month = await quotes.of_month(db, "T1", None, *MONTH, most=3)
    assert (month.count, month.total) == (5, Decimal(10))
    assert [kept.content.headline for kept in month.newest] == [0, 1, 2]


async def test_an_amount_beyond_all_use_is_kept_as_none(db: Database) -> None:
    """A billion dollars has no headline here, and what is smaller than a nano-dollar is rounded."""
    huge = await quotes.save(db, HERE, "U1", content("1000000000", low=Decimal("0.0000000005")), AT)
    assert huge.content.headline is None
    assert huge.content.low == Decimal("0.000000001")


async def test_old_quotes_are_forgotten(db: Database) -> None:
    """Those before the instant go, those at it stay."""
    old = await quotes.save(db, HERE, "U1", content(), AT - MINUTE)
    new = await quotes.save(db, HERE, "U1", content(), AT)
    assert await quotes.forget(db, AT) == 1
    assert await quotes.get(db, "T1", old.id) is None
    assert await quotes.get(db, "T1", new.id) == new
