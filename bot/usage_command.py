"""`pennyworth usage`: files into the ledger, what the sources tell, and the ledger back as a file."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.errors import UsageError
from bot.settings import Settings, SpendSettings
from bot.spend.audit import audited, note_prices
from bot.spend.books import Books
from bot.spend.export import exported
from bot.spend.importing import Import
from bot.spend.keeping import Keeper, team
from bot.spend.ledger import Ledger
from bot.spend.sources.files import Line, UsageFile
from bot.spend.sources.source import Batch, Source
from bot.spend.sync import configured, said, sync, title
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.migrate import migrate

SOME_FAILED = 1
"""Exit status when a source could not be read to its end."""

NO_SOURCE = (
    "No source is set up: set OPENAI_ADMIN_KEY for what OpenAI billed, LITELLM_BASE_URL for a LiteLLM proxy, or both."
)
EVERY = 2000
"""Lines between two signs of progress."""


def run(chosen: argparse.Namespace, clock: Clock) -> int:
    """Import, sync or export; returns the exit status.

    Raises:
        UsageError: a file, a setting or the database cannot be used.
    """
    does = {"import": _import, "sync": _sync, "export": _export}[chosen.what]

    async def work() -> int:
        async with _keeper(clock) as (keeper, spend):
            return await does(chosen, keeper, spend)

    try:
        return asyncio.run(work())
    except StorageError as wrong:
        if chosen.what == "export":
            raise UsageError(f"Nothing was exported: {wrong}. Run it again.") from None
        raise UsageError(f"The database failed: {wrong}. What was recorded stays recorded; run it again.") from None


@asynccontextmanager
async def _keeper(clock: Clock) -> AsyncIterator[tuple[Keeper, SpendSettings]]:
    """Who keeps the books of the workspace whose spend it is."""
    settings, spend = Settings.from_environment(), SpendSettings.from_environment()
    catalog = settings.catalog()
    await migrate(settings.database_url)
    db = Database(settings.database_url)
    try:
        keeper = Keeper(db, catalog, await team(db, spend.team), clock)
        await note_prices(db, catalog, keeper.workspace, clock.now())
        yield keeper, spend
    finally:
        await db.close()


async def _import(chosen: argparse.Namespace, keeper: Keeper, _: SpendSettings) -> int:
    for path in chosen.files:
        done = Import(keeper.record, partial(_refused, path))
        try:
            with path.open("rb") as stream:
                file = UsageFile(path, stream, chosen.model, keeper.workspace)
                await done.run(_watched(path, file, os.fstat(stream.fileno()).st_size))
        except OSError as wrong:
            raise UsageError(f"{path} cannot be read: {wrong.strerror or type(wrong).__name__}.") from None
        counts = f"{done.recorded:,} recorded, {done.known:,} known already, {done.refused:,} refused"
        _tell(f"{path}: {counts}.")
    return 0


async def _export(chosen: argparse.Namespace, keeper: Keeper, _: SpendSettings) -> int:
    """Writes beside the file first, so that a file is either whole or not there."""
    path: Path = chosen.file
    if chosen.audit:
        pieces, what = _audit(keeper), "who changed budgets and settings, and the prices by their days"
    else:
        books = Books(keeper.db, keeper.catalog, keeper.clock)
        days = await books.days(keeper.workspace)
        pieces = exported(
            Ledger(keeper.db, keeper.catalog, keeper.clock), keeper.workspace, days, "focus" if chosen.focus else "own"
        )
        what = f"what is in the ledger from {days[0]} to {days[1]} (UTC)"
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as stream:
            async for text in pieces:
                stream.write(text)
        part.replace(path)
    except OSError as wrong:
        raise UsageError(f"{path} cannot be written: {wrong.strerror or type(wrong).__name__}.") from None
    finally:
        part.unlink(missing_ok=True)
    _tell(f"{path}: {what}.")
    return 0


async def _audit(keeper: Keeper) -> AsyncIterator[str]:
    yield await audited(keeper.db, keeper.catalog, keeper.workspace)


def _watched(path: Path, file: UsageFile, size: int) -> Iterator[Line]:
    """The lines of a file; a terminal shows how far they are."""
    for number, line in enumerate(file.read(), 1):
        if number % EVERY == 0:
            _show(f"{path}: {file.position * 100 // max(size, 1)} %, line {line.number:,}")
        yield line


async def _sync(_: argparse.Namespace, keeper: Keeper, spend: SpendSettings) -> int:
    if not spend.any_source:
        raise UsageError(NO_SOURCE)
    failed = False
    async with configured(spend) as sources:
        for source in sources:
            done = await sync(
                keeper,
                source,
                refused=lambda where, why: _tell(f"{where}: {why}"),
                reached=partial(_reached, source),
            )
            _tell(str(done))
            if done.failed:
                failed = True
                _show("")
                print(f"pennyworth: {title(source)}: {done.failed}", file=sys.stderr)
    return SOME_FAILED if failed else 0


def _refused(path: Path, line: int, why: str) -> None:
    _tell(f"{path}:{line}: {why}")


def _reached(source: Source, batch: Batch) -> None:
    _show(f"{title(source)}: to {said(batch.end)}")


def _tell(line: str) -> None:
    """A line on standard output, in place of the sign of progress."""
    _show("")
    print(line)


def _show(progress: str) -> None:
    """A sign of progress, which the next one overwrites; where nobody looks there is none."""
    if sys.stderr and sys.stderr.isatty():
        print(f"\r\033[K{progress}", end="", file=sys.stderr, flush=True)
