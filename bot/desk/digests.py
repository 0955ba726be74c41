"""Weekly summaries at the desk: who may do what with one, and what becomes of it. Knows no Slack.

A person's own summary is that person's, every other one the managers', so also one that a manager set up for somebody,
who may change it as well; all have to be members. It is decided anew each time something is done, whatever a control or
a form once showed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time
from typing import Any, Literal, NamedTuple

from bot.clock import Clock
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
ANOTHERS = "Only a manager may set up a weekly summary for somebody else. App Home names the managers."
THEIRS = "That weekly summary is that person's own: only they may change it."
WHICH = "There are several weekly summaries there. Say which one, for example “the digest of project website”."
NONE_HERE = "There is no weekly summary here yet. Say for example “weekly digest every Monday at 9:00”."
GONE = "This weekly summary does not exist any more."
Scope = tuple[str, str]
"""What a summary is of: the kind, and the channel's id or the project's name."""

MONDAY, NINE = 0, time(9)


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


class Done(NamedTuple):
    """A summary after something was to be done with it, and whether that made a difference."""

    held: Subscription
    changed: bool


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
        found = await digests.of_channel(self.db, who.workspace, spot.channel)
        theirs = [each for each in found if _own(each) and each.channel != who.id]
        if theirs and len(theirs) == len(found):
            raise UsageError(THEIRS)
        return tuple(each for each in found if each not in theirs)

    async def seen_by(self, who: Who) -> tuple[Subscription, ...]:
        """Every summary that a person may do something with: managers those of channels and what they set up
        for somebody, everybody what comes to them.
        """
        if not who.member:
            return ()
        every = await digests.every(self.db, who.workspace)
        return tuple(each for each in every if may_touch(who, each))

    async def one(self, who: Who, id: str, *, reading: bool = False) -> Subscription:
        """A summary that this person may change, or see.

        Raises:
            UsageError: there is none such, or it is not theirs.
        """
        found = await digests.get(self.db, who.workspace, id)
        _allowed(who, found.channel if found else who.id, reading=reading)
        if found is None:
            raise UsageError(GONE)
        if _own(found) and found.channel != who.id:
            raise UsageError(THEIRS)
        return found

    async def schedule(self, who: Who, spot: Spot, request: DigestRequest, scope: Scope | None = None) -> Subscription:
        """Schedules the summary of a place anew, or its first: of the whole workspace, in the person's zone if unsaid.

        One that is paused stays so. `scope` says which one, or that there is to be one of that.

        Raises:
            UsageError: this person may not, there are several and it is not said which, or there is no such zone.
        """
        _allowed(who, spot.channel)
        now, changes = self.clock.now(), _said(request)
        there = [each for each in await self.at(who, spot) if scope in (None, scope_of(each))]
        if len(there) > 1:
            raise UsageError(WHICH)
        if there:
            changed = await subscriptions.change(self.db, who.workspace, there[0].id, now, **changes)
            if changed is None:
                raise UsageError(GONE)
            return changed
        kind, of = scope or ("workspace", "")
        usual: dict[str, Any] = {"weekday": MONDAY, "at": NINE, "timezone": who.zone}
        wanted = Wanted(spot.channel, who.id, scope=kind, scope_id=of, room=spot.room, **(usual | changes))
        return await subscriptions.subscribe(self.db, who.workspace, wanted, now)

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
        await self.at(who, Spot(wanted.channel))  # nobody's own is overwritten
        made = await subscriptions.subscribe(self.db, who.workspace, wanted, now)
        if before:
            await subscriptions.unsubscribe(self.db, who.workspace, before.id)
        return made

    async def do(self, who: Who, id: str, deed: Deed, key: str) -> Done:
        """Pauses, resumes, snoozes, sends or ends a summary; `key` is of the tap or text, which sends it once.

        Raises:
            UsageError: there is none such, or this person may not.
        """
        found = await self.one(who, id)
        workspace, now = who.workspace, self.clock.now()
        held: Subscription | None = found
        changed = True
        match deed:
            case "pause":
                held = await subscriptions.pause(self.db, workspace, id, now)
            case "resume":
                held = await subscriptions.resume(self.db, workspace, id, now)
            case "snooze" if subscriptions.standing(found, now) == "active":
                held = await subscriptions.snooze(self.db, workspace, id, found.next_at or now + WEEK, now)
            case "snooze":
                changed = False
            case "send":
                changed = await subscriptions.send_now(self.db, workspace, id, key, now)
                if changed:
                    await self.wake()
            case "stop":
                await subscriptions.unsubscribe(self.db, workspace, id)
        if held is None:
            raise UsageError(GONE)
        return Done(held, changed)

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


def scope_of(each: Subscription) -> Scope:
    """What a summary is of, also where that is the channel that it goes to."""
    own = each.channel if each.scope == "channel" else ""
    return each.scope, each.scope_id or own


def may_change(who: Who, channel: str) -> bool:
    """Whether a person may set up a summary for a channel or a person."""
    return who.member and (who.manages or channel == who.id)


def may_touch(who: Who, each: Subscription) -> bool:
    """Whether a person may change a summary: nobody else's own."""
    return may_change(who, each.channel) and (each.channel == who.id or not _own(each))


def _own(each: Subscription) -> bool:
    """Whether somebody set it up for themselves."""
    return each.channel == each.owner


def _allowed(who: Who, channel: str, *, reading: bool = False) -> None:
    if not who.member:
        raise UsageError(MEMBERS_ONLY)
    personal = channel[:1] in "UW"
    if not may_change(who, channel) and (personal or not reading):
        raise UsageError(ANOTHERS if personal else MANAGERS_ONLY)


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
