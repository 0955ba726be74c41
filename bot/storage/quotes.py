"""The quotes that the bot posted: a row a message, whose controls replace its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import MOST_DOLLARS, summed, sums
from bot.storage.database import Database, rows_of
from bot.storage.places import Place
from bot.storage.sweep import sweep
from bot.storage.tables import quotes
from pricing.money import rounded

_NEW = insert(quotes)
SAVED = _NEW.on_conflict_do_update(
    index_elements=[quotes.c.workspace, quotes.c.id], set_={"at": _NEW.excluded.at}
).returning(*quotes.c)
"""Made once: making a statement costs more than its execution."""

NEWEST = 20
"""How many quotes of a month are listed, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a quote says. `request` is JSON for the one who wrote it; `text` are words that read as the same request.

    Amounts are dollars, kept to the nano-dollar; one of a billion dollars or more is kept as None. `low` is the sum as
    metered, with which spending is compared.
    """

    request: str
    text: str
    headline: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    basis: str = ""
    model: str | None = None
    images: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote as it is kept. `message_ts` is None until it was posted."""

    id: str
    place: Place
    user: str
    content: Content
    at: datetime
    version: int
    message_ts: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """The quotes of a stretch of time, of each thread the latest.

    `total` adds the headlines of `count - unpriced` quotes; `newest` are the newest of them.
    """

    count: int
    unpriced: int
    total: Decimal
    newest: tuple[Kept, ...]


async def save(db: Database, place: Place, user: str, content: Content, at: datetime) -> Kept:
    """Keeps a new quote under a new id.

    Raises:
        StorageError: it may not be kept.
    """
    row = row_of(place, user, content, at)
    return await db.write(lambda connection: save_on(connection, row))


def row_of(place: Place, user: str, content: Content, at: datetime) -> dict[str, Any]:
    """A new quote's row, under a new id: the same one however often it is saved."""
    return {
        "workspace": place.workspace,
        "id": token_urlsafe(12),
        "channel": place.channel,
        "thread": place.thread,
        "user_id": user,
        "at": at,
        "version": 1,
        **_columns(content),
    }


async def save_on(connection: AsyncConnection, row: Mapping[str, Any]) -> Kept:
    """`save` within a transaction."""
    return _kept((await rows_of(connection, SAVED, row))[0])


async def get(db: Database, workspace: str, id: str) -> Kept | None:
    """A quote, or None where the workspace has none of that id (any more).

    Raises:
        StorageError: it cannot be read.
    """
    return _one(await db.fetch(select(quotes).where(_is(workspace, id))))


async def replace(db: Database, workspace: str, id: str, content: Content, version: int | None = None) -> Kept | None:
    """Gives a quote new content and the next version; the quote as it is now, or None where there is none.

    With `version` only a quote that still has that version is replaced.

    Raises:
        StorageError: it may not be replaced.
    """
    which = _is(workspace, id) if version is None else and_(_is(workspace, id), quotes.c.version == version)
    change = update(quotes).where(which).values(version=quotes.c.version + 1, **_columns(content))
    made: Kept | None = None

    async def work(connection: AsyncConnection) -> Kept | None:
        nonlocal made
        now = _one(await rows_of(connection, select(quotes).where(_is(workspace, id)))) if made else None
        if now is None or now != made:  # else only the answer to the commit was lost
            made = _one(await rows_of(connection, change.returning(*quotes.c)))
        return made

    return await db.write(work)


async def placed(db: Database, workspace: str, id: str, place: Place, message_ts: str) -> Kept | None:
    """Notes which message shows a quote; the quote as it is now, or None where there is none.

    Raises:
        StorageError: it may not be noted.
    """
    where = {"channel": place.channel, "thread": place.thread, "message_ts": message_ts}
    return _one(await db.execute(update(quotes).where(_is(workspace, id)).values(where).returning(*quotes.c)))


async def of_month(
    db: Database, workspace: str, user: str | None, start: datetime, end: datetime, most: int = NEWEST
) -> Month:
    """The quotes from `start` up to `end`, of everybody or of one user; of a thread only the latest counts.

    Raises:
        StorageError: they cannot be read.
    """
    within = [quotes.c.workspace == workspace, quotes.c.at >= start, quotes.c.at < end]
    each = latest(and_(*within, *([] if user is None else [quotes.c.user_id == user])))
    return await db.read(lambda connection: _month(connection, each, most))


async def forget(db: Database, before: datetime) -> int:
    """Forgets the quotes from before an instant, in every workspace; how many they were."""
    return await sweep(db, quotes, before)


def _is(workspace: str, id: str) -> ColumnElement[bool]:
    return and_(quotes.c.workspace == workspace, quotes.c.id == id)


def latest(which: ColumnElement[bool]) -> Select[Any]:
    """Quotes without an older sibling in their thread; one outside a thread stands alone."""
    thread = func.coalesce(func.nullif(quotes.c.thread, ""), quotes.c.id)
    age = func.row_number().over(
        partition_by=(quotes.c.workspace, quotes.c.channel, thread), order_by=(quotes.c.at.desc(), quotes.c.id.desc())
    )
    ranked = select(quotes, age.label("age")).where(which).subquery()
    return select(ranked).where(ranked.c.age == 1)


async def _month(connection: AsyncConnection, latest: Select[Any], most: int) -> Month:
    each = latest.subquery()
    figures = select(func.count().label("found"), func.count(each.c.headline).label("priced"), *sums(each.c.headline))
    row = (await connection.execute(figures.select_from(each))).one()
    newest = await rows_of(connection, select(each).order_by(each.c.at.desc(), each.c.id.desc()).limit(most))
    return Month(row.found, row.found - row.priced, summed(row), tuple(map(_kept, newest)))


def _columns(content: Content) -> dict[str, Any]:
    row = asdict(content)
    return {**row, **{name: _amount(row[name]) for name in ("headline", "low", "high")}}


def _amount(dollars: Decimal | None) -> Decimal | None:
    """To the nano-dollar; None for what is too much to keep."""
    return None if dollars is None or abs(dollars) >= MOST_DOLLARS - 1 else rounded(dollars, 9)


def _one(rows: Any) -> Kept | None:
    return _kept(rows[0]) if rows else None


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        id=row.id,
        place=Place(row.workspace, row.channel, row.thread),
        user=row.user_id,
        content=Content(**{field.name: getattr(row, field.name) for field in fields(Content)}),
        at=row.at,
        version=row.version,
        message_ts=row.message_ts,
    )
