"""`pennyworth run`: the bot, until it is told to stop."""

from __future__ import annotations

import asyncio

from bot import log
from bot.app import run as run_bot
from bot.clock import Clock
from bot.settings import RunSettings, Settings


def run(clock: Clock) -> int:
    """Runs the bot; 0 when it was told to stop.

    Raises:
        UsageError: a setting is missing or malformed, or the database cannot be used.
    """
    settings, common = RunSettings.from_environment(), Settings.from_environment()
    log.configure(settings.log_level)
    asyncio.run(run_bot(settings, common.database_url, common.catalog(), clock))
    return 0
