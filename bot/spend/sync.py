"""Reading the sources that are set up into the ledger, each from where it was read to last.

A batch is kept before its cursor: whoever dies in between reads it again, and the ledger knows it already.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.settings import SpendSettings
from bot.spend.billing import check
from bot.spend.facts import Bill
from bot.spend.keeping import Keeper
from bot.spend.sources import litellm, openai
from bot.spend.sources.source import Batch, Source
from bot.spend.sources.wire import SourceBusy, SourceError
from bot.spend.usage import RefusedUsage


@dataclass
class Synced:
    """What a reading of a source came to; `failed` says why it ended before its end, if it did."""

    title: str
    recorded: int = 0
    corrected: int = 0
    known: int = 0
    refused: int = 0
    billed: int = 0
    revised: int = 0
    reached: datetime | None = None
    complete: datetime | None = None
    failed: str = ""
    busy_until: datetime | None = None

    def __str__(self) -> str:
        """In a line."""
        counts = {
            f"day{_s(self.billed)} billed": self.billed,
            f"day{_s(self.revised)} revised": self.revised,
            "recorded": self.recorded,
            "corrected": self.corrected,
            "known already": self.known,
            "refused": self.refused,
        }
        told = [f"{count:,} {what}" for what, count in counts.items() if count]
        until = f", read to {said(self.reached)}" if self.reached else ""
        return f"{self.title}: {', '.join(told) or 'nothing new'}{until}."


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def title(source: Source) -> str:
    """What people call a source: "openai costs"."""
    return f"{source.name} {source.what}"


def said(at: datetime) -> str:
    """An instant in a line."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


Tell = Callable[[str, str], object]
"""Hears of what cannot be kept: where it stands, and why."""

Reached = Callable[[Batch], object]
"""Hears of each batch that was kept."""


def _silent(*_: object) -> None:
    """Tells nobody."""


@asynccontextmanager
async def configured(settings: SpendSettings) -> AsyncIterator[tuple[Source, ...]]:
    """The sources that are set up, until the end of the block.

    Raises:
        UsageError: the openai package is needed and not there.
    """
    async with AsyncExitStack() as open_:
        found: list[Source] = []
        if settings.openai_key is not None:
            asked = openai.organization(settings.openai_key, settings.openai_url)
            found += openai.sources(await open_.enter_async_context(asked))
        if settings.litellm_url is not None:
            log = litellm.spend_log(settings.litellm_url, settings.litellm_key)
            found.append(await open_.enter_async_context(log))
        yield tuple(found)


async def sync(keeper: Keeper, source: Source, refused: Tell = _silent, reached: Reached = _silent) -> Synced:
    """Reads a source to its end, or as far as it goes.

    Raises:
        StorageError: what was read could not be kept; the next time goes on from there.
    """
    done = Synced(title(source))
    try:
        async for batch in source.batches(await keeper.cursor(source), keeper.clock.now()):
            await _keep(keeper, source, batch, done, refused)
            reached(batch)
    except SourceError as wrong:
        done.failed = str(wrong)
        done.busy_until = wrong.until if isinstance(wrong, SourceBusy) else None
    if done.complete is not None:
        await keeper.complete(source.name, done.complete)
    return done


async def _keep(keeper: Keeper, source: Source, batch: Batch, done: Synced, refused: Tell) -> None:
    for each in batch.unusable:
        done.refused += 1
        refused(each.where, each.why)
    for taken in await keeper.record(batch.events or (), revises=batch.revises):
        done.recorded += taken.status == "recorded"
        done.corrected += taken.status == "revised"
        done.known += taken.status == "known"
        if taken.status == "refused":
            done.refused += 1
            refused(taken.id, taken.reason)
    done.corrected += await keeper.withdraw(source.name, batch.whole, batch.events or ())
    if batch.events is not None:
        if done.complete is None:
            await keeper.complete(source.name, batch.start)
        done.complete = batch.end
    bills = await keeper.bill([bill for bill in batch.bills if _billable(bill, keeper.clock.now(), done, refused)])
    done.billed += bills["recorded"]
    done.revised += bills["revised"]
    await keeper.reached(source, batch.cursor)
    done.reached = batch.end


def _billable(bill: Bill, now: datetime, done: Synced, refused: Tell) -> bool:
    try:
        check(bill, now)
    except RefusedUsage as wrong:
        done.refused += 1
        refused(f"bill of {bill.day}", str(wrong))
        return False
    return True
