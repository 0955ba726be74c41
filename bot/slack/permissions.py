"""Who may do what. Anything not allowed here is refused, and so is anybody about whom Slack says nothing.

A manager is the installer or somebody whom a manager named. While a workspace has neither, its admins and
owners are managers: they could remove the app as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.slack.people import People, Person
from bot.storage import workspaces
from bot.storage.database import Database

Deed = Literal["manage", "log", "budget", "spend"]
"""Settings, managers, schedules and export; recording spend; setting budgets; seeing spend."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """Decides from the workspace's settings and from who a person is."""

    db: Database
    people: People
    installer: str | None = None

    async def may(self, workspace: str, user: str, deed: Deed) -> bool:
        """Whether a person may do that in a workspace."""
        person = await self.people.person(workspace, user)
        if not person.member:
            return False
        if deed == "spend":
            return True
        if await self._manages(workspace, person):
            return True
        settings = await workspaces.get(self.db, workspace)
        if deed == "log":
            return not settings.may_log or user in settings.may_log
        return deed == "budget" and user in settings.may_set_budgets

    async def managers(self, workspace: str) -> tuple[str, ...]:
        """Those who manage, the installer first; empty while it is up to the workspace's admins."""
        named = await workspaces.managers(self.db, workspace)
        first = (self.installer,) if self.installer else ()
        return tuple(dict.fromkeys((*first, *named)))

    async def _manages(self, workspace: str, person: Person) -> bool:
        managers = await self.managers(workspace)
        return person.id in managers if managers else person.admin
