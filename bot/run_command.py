"""`pennyworth run`: the bot, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging

from bot import log
from bot.app import run as run_bot
from bot.clock import Clock
from bot.errors import UsageError
from bot.settings import RunSettings, Settings, SpendSettings

_LOG = log.logger("run")
CRASHED = 1


def run(clock: Clock) -> int:
    """Runs the bot; 0 when it was told to stop, 1 when it could not go on, which the log explains.

    Raises:
        UsageError: a setting is missing or malformed, or the database cannot be used.
    """
    settings, common, spend = (
        RunSettings.from_environment(),
        Settings.from_environment(),
        SpendSettings.from_environment(),
    )
    log.configure(settings.log_level)
    try:
        asyncio.run(run_bot(settings, common.database_url, common.catalog(), clock, spend))
    except UsageError:
        raise
    except Exception as wrong:  # noqa: BLE001 - the process's boundary: a traceback could quote a person
        log.say(_LOG, logging.CRITICAL, "crashed", wrong=wrong)
        return CRASHED
    return 0
