"""Weekly summaries at the desk: who may do what with one, and what becomes of it. Knows no Slack.

A person's own summary is that person's, every other one the managers'; both have to be members. It is decided anew
each time something is done, whatever a control or a form once showed.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time
from typing import Any, Literal

from bot.clock import Clock
from bot.desk.scopes import CHANNEL_MISSING
from bot.digest import subscriptions
from bot.digest.due import last_whole_week, period_of
from bot.digest.ports import Composer, Content
from bot.digest.schedule import WEEK, WEEKDAYS
from bot.digest.subscriptions import Wanted
from bot.errors import UsageError
from bot.request import DigestRequest
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.digests import Subscription
from bot.storage.people import REMOVED

Deed = Literal["schedule", "pause", "resume", "send", "show", "preview", "snooze", "stop"]
MEMBERS_ONLY = "Weekly summaries are for members of this workspace only."
MANAGERS_ONLY = (
    "Only a manager may schedule a channel's weekly summary. App Home names the managers. "
    "One of your own comes by direct message: write to me there."
)
NONE_HERE = "There is no weekly summary here yet. Say for example “weekly digest every Monday at 9:00”."
GONE = "This weekly summary does not exist any more."
MONDAY, NINE = 0, time(9)

_LINKED = re.compile(r"<#(?P<id>[CG][A-Z0-9]+)(?:\|[^>]*)?>")
_TYPED = re.compile(r"(?:^|\s)#\w")
_MINE = re.compile(r"\b(?:(?:send|give|dm|post|write|to|for|get) me|my|just me)\b", re.IGNORECASE)
_FINER: tuple[tuple[Deed, re.Pattern[str]], ...] = (
    ("preview", re.compile(r"\bpreview", re.IGNORECASE)),
    ("snooze", re.compile(r"\b(?:snooze|skip)\b", re.IGNORECASE)),
    ("stop", re.compile(r"\b(?:stop|cancel|delete|remove|unsubscribe|end)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who wants something: what Slack says about them, and the zone their clocks are in."""

    workspace: str
    id: str
    member: bool
    manages: bool
    zone: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a summary goes: a channel or a person by their id, and the conversation with the person if it is known."""

    channel: str
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Digests:
    """Everything that is done with weekly summaries; `wake` has what is due delivered at once."""

    db: Database
    previews: Composer
    clock: Clock
    wake: Callable[[], Awaitable[object]]

    async def at(self, who: Who, spot: Spot) -> tuple[Subscription, ...]:
        """The summaries of a place, the oldest first.

        Raises:
            UsageError: they are not for this person.
        """
        _allowed(who, spot.channel, reading=True)
        return await digests.of_channel(self.db, who.workspace, spot.channel)

    async def seen_by(self, who: Who) -> tuple[Subscription, ...]:
        """Every summary that a person may do something with: managers those of channels, everybody their own."""
        if not who.member:
            return ()
        every = await digests.every(self.db, who.workspace)
        return tuple(each for each in every if may_change(who, each.channel))

    async def one(self, who: Who, id: str, *, reading: bool = False) -> Subscription:
        """A summary that this person may change, or see.

        Raises:
            UsageError: there is none such, or it is not theirs.
        """
        found = await digests.get(self.db, who.workspace, id)
        _allowed(who, found.channel if found else who.id, reading=reading)
        if found is None:
            raise UsageError(GONE)
        return found

    async def schedule(self, who: Who, spot: Spot, request: DigestRequest) -> tuple[Subscription, ...]:
        """Schedules what a place has, each anew, or its first: of the whole workspace, in the person's zone if unsaid.

        Raises:
            UsageError: this person may not, or there is no such zone.
        """
        _allowed(who, spot.channel)
        now = self.clock.now()
        changes = _said(request)
        there = await digests.of_channel(self.db, who.workspace, spot.channel)
        if not there:
            usual: dict[str, Any] = {"weekday": MONDAY, "at": NINE, "timezone": who.zone}
            wanted = Wanted(spot.channel, who.id, scope="workspace", room=spot.room, **(usual | changes))
            return (await subscriptions.subscribe(self.db, who.workspace, wanted, now),)
        made = []
        for each in there:
            changed = await subscriptions.change(self.db, who.workspace, each.id, now, **changes)
            if changed is not None and changed.state == "paused":
                changed = await subscriptions.resume(self.db, who.workspace, each.id, now)
            made += [changed] if changed else []
        return tuple(made)

    async def save(self, who: Who, wanted: Wanted, id: str = "") -> Subscription:
        """Keeps what a form says: a new summary, or `id` changed; another place or scope is another summary.

        Raises:
            UsageError: this person may not, there or here, or there is no such zone or section.
        """
        _allowed(who, wanted.channel)
        before = await self.one(who, id) if id else None
        now = self.clock.now()
        if before and (before.channel, before.scope, before.scope_id) == (
            wanted.channel,
            wanted.scope,
            wanted.scope_id,
        ):
            changes = {name: getattr(wanted, name) for name in ("weekday", "at", "timezone", "sections")}
            changed = await subscriptions.change(self.db, who.workspace, id, now, **changes)
            if changed is None:
                raise UsageError(GONE)
            return changed
        made = await subscriptions.subscribe(self.db, who.workspace, wanted, now)
        if before:
            await subscriptions.unsubscribe(self.db, who.workspace, before.id)
        return made

    async def do(self, who: Who, id: str, deed: Deed, key: str) -> Subscription:
        """Pauses, resumes, snoozes, sends or ends a summary; `key` is of the tap or text, which sends it once.

        Raises:
            UsageError: there is none such, or this person may not.
        """
        found = await self.one(who, id)
        workspace, now = who.workspace, self.clock.now()
        done: Subscription | None = found
        match deed:
            case "pause":
                done = await subscriptions.pause(self.db, workspace, id, now)
            case "resume":
                done = await subscriptions.resume(self.db, workspace, id, now)
            case "snooze" if subscriptions.standing(found, now) == "active":
                done = await subscriptions.snooze(self.db, workspace, id, found.next_at or now + WEEK, now)
            case "send":
                if await subscriptions.send_now(self.db, workspace, id, key, now):
                    await self.wake()
            case "stop":
                await subscriptions.unsubscribe(self.db, workspace, id)
        if done is None:
            raise UsageError(GONE)
        return done

    async def preview(self, who: Who, id: str) -> Content:
        """What it would say of the last whole week.

        Raises:
            UsageError: there is none such, or it is not for this person.
        """
        found = await self.one(who, id, reading=True)
        now = self.clock.now()
        return await self.previews.compose(found, period_of(found, last_whole_week(found.timezone, now), now, now))

    async def shut(self, workspace: str, channel: str, why: str, said: Content) -> None:
        """Pauses what a channel gets, which may get none any more, and has the owners told once.

        Raises:
            StorageError: some of it may go on.
        """
        now = self.clock.now()
        for each in await digests.of_channel(self.db, workspace, channel):
            if each.state == "active":
                paused = {"state": "paused", "why": why, "snoozed_until": None}
                await digests.change(self.db, workspace, each.id, paused, None, now)
                period = f"{why}/{now:%Y-%m-%d}"
                new = New(workspace, "notice", each.id, period, each.owner, each.owner, now, said.kept())
                await deliveries.enqueue(self.db, [new] if each.owner != REMOVED else [], now)
        await self.wake()

    async def in_room(self, who: Who, subscription: Subscription, room: str) -> None:
        """Notes the conversation with the person that a summary goes to, so that its history can be looked at."""
        if not subscription.room:
            await subscriptions.change(self.db, who.workspace, subscription.id, self.clock.now(), room=room)


def deed_of(request: DigestRequest, text: str) -> Deed:
    """What is wanted, as finely as the words say it."""
    if request.action in ("pause", "show"):
        return next((deed for deed, words in _FINER if words.search(text)), request.action)
    return request.action


def spot_of(who: Who, channel: str, text: str) -> Spot:
    """Which place a text is about: a channel that it links, its writer who says "me", else where it is said.

    Raises:
        UsageError: a channel is only typed, which has no id.
    """
    linked = _LINKED.search(text)
    if linked:
        return Spot(linked["id"])
    if _TYPED.search(text):
        raise UsageError(CHANNEL_MISSING)
    direct = channel.startswith("D")
    if direct or _MINE.search(text):
        return Spot(who.id, channel if direct else None)
    return Spot(channel)


def may_change(who: Who, channel: str) -> bool:
    """Whether a person may change the summary of a channel or a person."""
    return who.member and (who.manages or channel == who.id)


def _allowed(who: Who, channel: str, *, reading: bool = False) -> None:
    if not who.member:
        raise UsageError(MEMBERS_ONLY)
    personal = channel[:1] in "UW"
    if not may_change(who, channel) and (personal or not reading):
        raise UsageError(MANAGERS_ONLY)


def _said(request: DigestRequest) -> dict[str, Any]:
    """The fields of a subscription that a text names."""
    said: dict[str, Any] = {}
    if request.weekday:
        said["weekday"] = WEEKDAYS.index(request.weekday)
    if request.time:
        said["at"] = time.fromisoformat(request.time)
    if request.timezone:
        said["timezone"] = request.timezone
    return said
