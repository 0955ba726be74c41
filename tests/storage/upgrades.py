"""Upgrades that are killed, run by a test: `upgrades.py DATABASE_URL REVISION STEP` prints JSON.

A database of a past revision gets a row in every table. Its upgrade is killed before its first statement, a later
one…, until one gets through; after each, what is in the database is told.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Integer, LargeBinary, MetaData, create_engine, insert, select

from bot.storage.address import Address
from bot.storage.migrate import to_revision
from tests.storage.replica import _migrate_until, together

TAKEN_AWAY = {("alerts", "message")}
"""Columns of past schemas that an upgrade takes away, with what they held."""


def fill(url: str) -> dict[str, list[str]]:
    """A row in every table: which columns there are that are to stay, by table."""
    engine = create_engine(Address.of(url).url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(insert(table), {column.name: _value(column.type) for column in table.columns})
    return {
        table.name: [column.name for column in table.columns if (table.name, column.name) not in TAKEN_AWAY]
        for table in tables.sorted_tables
    }


def _value(kind: Any) -> Any:
    if isinstance(kind, Boolean):
        return True
    return 7 if isinstance(kind, Integer) else b"x" if isinstance(kind, LargeBinary) else "words"


def told(url: str, columns: dict[str, list[str]]) -> list[str]:
    """The rows of some columns, the revision among them, and the tables that there are."""
    engine = create_engine(Address.of(url).url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [
            f"{name}: {row}"
            for name, some in sorted(columns.items())
            for row in connection.execute(select(*(tables.tables[name].c[column] for column in some)))
        ]
    return [*rows, *sorted(tables.tables)]


def main(url: str, revision: str, step: int) -> None:
    """Fills, kills, and tells what was there before, after each kill, and at the end."""
    to_revision(url, revision)
    (columns,) = together(1, lambda _: fill(url))
    states = together(1, lambda _: told(url, columns))
    for last in count(1, step):
        (end,) = together(1, lambda _: _migrate_until(url, last))  # noqa: B023 - called at once
        states += together(1, lambda _: told(url, columns))
        if isinstance(end, str):
            break
    print(json.dumps(states))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
