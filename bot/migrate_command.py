"""`pennyworth migrate`: the database to the schema of this version."""

from __future__ import annotations

from bot.settings import Settings
from bot.storage.migrate import to_head


def run(settings: Settings) -> int:
    """Migrates and says what was done; returns the exit status.

    Raises:
        UsageError: the database cannot be used.
    """
    done = to_head(settings.database_url)
    if done.before == done.after:
        print(f"{done.database} is at revision {done.after} already.")
    else:
        print(f"{done.database} went from {done.before or 'empty'} to revision {done.after}.")
    return 0
