"""The tour's weekly summary: a real one, of the demo company's month, kept and summed up as the bot does it."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.clock import FixedClock
from bot.demo_seed import DAYS, people_and_places
from bot.demo_spend import campaign, usual
from bot.digest.due import last_whole_week, period_of
from bot.digest.gather import Gatherer
from bot.digest.subscriptions import Wanted, subscribe
from bot.playground import MovableClock, Slack
from bot.playground.workspace import Workspace
from bot.slack import blocks, mrkdwn
from bot.storage.database import Database
from bot.storage.migrate import migrate
from pricing import Catalog

ZONE = "UTC"
MONTH = timedelta(days=DAYS + 3)


@dataclass(frozen=True, slots=True)
class _Company:
    """The demo's company without its bot."""

    db: Database
    workspace: Workspace
    catalog: Catalog
    clock: MovableClock


def last_weeks_digest(catalog: Catalog, now: datetime) -> str:
    """The summary of the last whole week before an instant, as its notification and its plain text say it."""
    return asyncio.run(_digest(catalog, now))


async def keep_month(db: Database, workspace: Workspace, catalog: Catalog, now: datetime) -> None:
    """Records what the company's services made in the month before an instant, and what was billed for it."""
    clock = MovableClock(now - MONTH)
    company = _Company(db, workspace, catalog, clock)
    for event in usual(clock.now(), now, started=campaign(now)):
        if event.at < now:
            clock.move_to(event.at)
            await event.play(company)


async def _digest(catalog: Catalog, now: datetime) -> str:
    slack = Slack(people=False)
    maya = people_and_places(slack)
    with tempfile.TemporaryDirectory(prefix="pennyworth-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{Path(folder, 'tour.db')}"
        await migrate(url)
        db = Database(url)
        try:
            channel = slack.workspace.channel("ai-costs").id
            wanted = Wanted(channel, maya.id, 0, time(9), ZONE, scope="workspace")
            asked = await subscribe(db, slack.workspace.team, wanted, now - MONTH)
            await keep_month(db, slack.workspace, catalog, now)
            gatherer = Gatherer(db, catalog, FixedClock(now), blocks.digest)
            content = await gatherer.compose(asked, period_of(asked, last_whole_week(ZONE, now), now, now))
        finally:
            await db.close()
    text = mrkdwn.untyped(content.text)
    for room in slack.workspace.channels.values():
        text = text.replace(f"<#{room.id}>", f"#{room.name}")
    return text
