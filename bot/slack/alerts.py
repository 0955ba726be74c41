"""What budgets have reached: worded here, and delivered like a weekly summary, exactly once."""

from __future__ import annotations

import logging

from bot import log
from bot.desk.accounts import Held
from bot.desk.scopes import called
from bot.digest.ports import Content
from bot.slack import blocks
from bot.slack.service import Service
from bot.spend.budgets import Threshold, alert_text
from bot.storage import budgets
from bot.storage.errors import StorageError

_LOG = log.logger("budgets")


async def raise_in(service: Service, workspace: str) -> None:
    """Has said what a workspace's budgets have newly reached, each threshold once a period.

    Raises:
        StorageError: it is looked at again the next time.
    """
    if await service.accounts.raise_alerts(workspace, _worded):
        await service.courier.wake()


async def raise_everywhere(service: Service) -> None:
    """The same for every workspace that has a budget, one's trouble not being another's; the scheduler's task."""
    for workspace in await budgets.workspaces_with_budgets(service.desk.db):
        try:
            await raise_in(service, workspace)
        except StorageError as wrong:
            log.say(_LOG, logging.ERROR, "alerts.failed", wrong=wrong, workspace=workspace)


def _worded(held: Held, thresholds: tuple[Threshold, ...]) -> Content:
    row, now = held
    channel = row.scope_id if row.scope == "channel" else ""
    text = alert_text(now, thresholds, called(row, row.notify))
    message = blocks.alert_message(text, channel, f"{row.id}|{now.window.first.isoformat()}")
    return Content(message.text, message.blocks)
