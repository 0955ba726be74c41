"""Who a person is in Slack, as far as it decides what they may do. What they may: `bot.slack.permissions`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock

KNOWN_FOR = timedelta(minutes=10)
"""For how long what Slack says about a person holds; roles change rarely, and users.info is one call a person."""

MOST_KNOWN = 5_000
_ID = re.compile(r"[UW][A-Z0-9]{4,20}")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the workspace; `timezone` is their IANA zone."""

    id: str
    member: bool = False
    """A full member: neither guest, nor stranger from another workspace, nor bot, nor deactivated."""

    bot: bool = False
    admin: bool = False
    timezone: str | None = None
    known: bool = True
    """Whether Slack said who it is."""

    name: str = ""
    """What they are called, as they wrote it themselves."""


class People:
    """Asks Slack who people are, and remembers it for a while."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[datetime, Person]] = {}

    async def person(self, workspace: str, user: str) -> Person:
        """Who that is; somebody about whom Slack says nothing is no member, so that nothing is allowed by mistake."""
        now = self._clock.now()
        known = self._known.get((workspace, user))
        if known and timedelta() <= now - known[0] < KNOWN_FOR:
            return known[1]
        try:
            response = await self._client.users_info(user=user)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            return Person(user, known=False)
        found = _person(workspace, user, response.get("user") or {})
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[workspace, user] = now, found
        return found

    async def names(self, workspace: str, users: Collection[str]) -> dict[str, str]:
        """What those are called whom Slack knows, by their ids; what is no id of Slack's is not asked for."""
        found = {user: await self.person(workspace, user) for user in users if _ID.fullmatch(user)}
        return {user: person.name for user, person in found.items() if person.name}


def _person(workspace: str, user: str, said: Mapping[str, Any]) -> Person:
    bot = bool(said.get("is_bot")) or user == "USLACKBOT"
    outside = said.get("is_stranger") or said.get("team_id") != workspace
    guest = said.get("is_restricted") or said.get("is_ultra_restricted")
    member = not (bot or outside or guest or said.get("deleted"))
    admin = member and bool(said.get("is_admin") or said.get("is_owner") or said.get("is_primary_owner"))
    profile = said.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or said.get("real_name") or said.get("name") or ""
    return Person(user, member, bot, admin, said.get("tz"), name=str(name))
