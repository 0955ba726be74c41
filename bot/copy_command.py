"""`pennyworth copy FROM TO`: one database into another, such as SQLite into PostgreSQL, verified row by row."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.errors import UsageError
from bot.storage.copying import copied
from bot.storage.errors import StorageError


def run(chosen: argparse.Namespace) -> int:
    """Copies and says how much; returns the exit status.

    Raises:
        UsageError: a database cannot be used, or TO has something in it.
    """
    try:
        done = asyncio.run(copied(chosen.source, chosen.target, _show))
    except StorageError as wrong:
        raise UsageError(f"The copy was not made: {wrong}. TO has nothing in it.") from None
    finally:
        _show("", 0)
    held = {table: rows for table, rows in done.rows.items() if rows}
    for table, rows in held.items():
        print(f"{table}: {rows:,}")
    print(f"{sum(held.values()):,} rows were copied, and each was read back as it was.")
    return 0


def _show(table: str, rows: int) -> None:
    """A sign of progress, which the next one overwrites; where nobody looks there is none."""
    if sys.stderr and sys.stderr.isatty():
        print(f"\r\033[K{table and f'{table}: {rows:,} rows'}", end="", file=sys.stderr, flush=True)
