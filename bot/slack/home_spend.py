"""App Home about money: what was spent this month, and where the budgets stand that a person may see."""

from __future__ import annotations

from bot import zones
from bot.desk.scopes import visible
from bot.request import Reading, SpendRequest
from bot.slack import blocks, money
from bot.slack.blocks import kit
from bot.slack.service import Service
from bot.storage import workspaces

MONTH = SpendRequest(range="this_month")
MOST_BUDGETS = 10


async def section(service: Service, workspace: str, user: str) -> tuple[str, tuple[kit.Block, ...]]:
    """This month's spend, in days of the person's zone, against the budgets; for members.

    Raises:
        StorageError: the ledger cannot be read.
    """
    person = await service.people.person(workspace, user)
    zone = person.timezone if person.timezone in zones.names() else None
    settings = await workspaces.get(service.desk.db, workspace)
    known = await service.accounts.spent(workspace, MONTH, (), zone or "UTC")
    answer = service.desk.asker(settings).answer(Reading(MONTH), service.clock.now(), known)
    held = await service.accounts.held(workspace)
    mine = [each for each in held if visible(each.row, user, by_person=settings.by_person)]
    lines = [money.line_of(each) for each in mine[:MOST_BUDGETS]]
    manages = await service.permissions.may(workspace, user, "manage")
    return "Spent this month", blocks.home_spend(answer, lines, len(mine) - len(lines), audit=manages)
