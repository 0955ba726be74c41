"""The sync that the scheduler runs every hour: what `pennyworth usage sync` does, told to the log."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime

from bot import log
from bot.clock import Clock
from bot.errors import UsageError
from bot.settings import SpendSettings
from bot.spend.keeping import Keeper, team
from bot.spend.sync import Synced, configured, sync, title
from bot.storage.database import Database
from pricing import Catalog

_LOG = log.logger("spend")
STOP_SECONDS = 5


@dataclass
class Hourly:
    """Reads every source that is set up. One that asked to be left alone for longer is left out until then."""

    db: Database
    catalog: Catalog
    clock: Clock
    settings: SpendSettings
    not_before: dict[str, datetime] = field(default_factory=dict)
    _reading: asyncio.Task[object] | None = None

    async def run(self) -> None:
        """Reads them once.

        Raises:
            StorageError: what was read could not be kept; the next time goes on from there.
        """
        self._reading = asyncio.current_task()
        try:
            workspace = await team(self.db, self.settings.team)
            async with configured(self.settings) as sources:
                keeper = Keeper(self.db, self.catalog, workspace, self.clock)
                for source in sources:
                    until = self.not_before.get(title(source))
                    if until is None or until <= self.clock.now():
                        self._tell(await sync(keeper, source))
        except UsageError as wrong:
            log.say(_LOG, logging.WARNING, "sync.off", why=str(wrong))

    async def stop(self) -> None:
        """Ends a reading that is under way; the next one goes on where it was."""
        if self._reading is not None and not self._reading.done():
            self._reading.cancel()
            await asyncio.wait([self._reading], timeout=STOP_SECONDS)

    def _tell(self, done: Synced) -> None:
        if done.busy_until is not None:
            self.not_before[done.title] = done.busy_until
        level = logging.WARNING if done.failed else logging.INFO
        log.say(
            _LOG,
            level,
            "synced",
            source=done.title,
            billed=done.billed,
            recorded=done.recorded,
            revised=done.revised,
            corrected=done.corrected,
            known=done.known,
            refused=done.refused,
            failed=done.failed or None,
        )
