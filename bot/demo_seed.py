"""How the month before the demo is played: people of a small company make real requests at an earlier time.

A scene is what happens at one time; it acts through `slack`, and may record what is no talk through `bot.service`.
What they are: `bot.demo_scenes`, `bot.demo_spend`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from bot.app import Bot
from bot.playground import Channel, Delivery, Kind, Message, MovableClock, Slack, User
from bot.playground.page.typed import typed
from bot.playground.workspace import Workspace
from bot.storage import deliveries
from bot.storage.database import Database
from pricing import Catalog

DAYS = 28
"""How long before the demo its first scene is."""
PATIENCE = 10.0
"""Seconds for an answer."""


def people_and_places(slack: Slack) -> User:
    """Four people and their channels; returns the one who installed the app."""
    maya = slack.add_user("maya", Kind.OWNER, zone="UTC", offset=0, real_name="Maya Lindqvist")
    jonas = slack.add_user("jonas", zone="UTC", offset=0, real_name="Jonas Weber")
    amara = slack.add_user("amara", zone="America/New_York", offset=-18_000, real_name="Amara Obi")
    sam = slack.add_user("sam", Kind.GUEST, zone="UTC", offset=0, real_name="Sam Rivera")
    slack.add_channel("product-images", [maya, jonas, amara, sam])
    slack.add_channel("marketing", [maya, jonas, amara])
    slack.add_channel("ai-costs", [maya, jonas, amara])
    slack.add_channel("general", [maya, jonas, amara], bot=False)
    slack.add_channel("finance", [maya, jonas], private=True)
    return maya


def installer(slack: Slack) -> User:
    """The one who installed the app."""
    return slack.workspace.user("maya")


@dataclass(frozen=True)
class Seeding:
    """What a scene acts with."""

    slack: Slack
    bot: Bot
    clock: MovableClock
    catalog: Catalog

    @property
    def db(self) -> Database:
        """The bot's."""
        return self.bot.service.desk.db

    @property
    def workspace(self) -> Workspace:
        """Slack's."""
        return self.slack.workspace

    async def play(self, scenes: Iterable[Scene], until: datetime) -> None:
        """Plays every scene that lies between now and an instant, in order of time."""
        now = self.clock.now()
        for scene in sorted(scenes, key=lambda scene: scene.at):
            if now <= scene.at < until:
                self.clock.move_to(scene.at)
                await scene.play(self)
                await self.quiet()

    async def quiet(self) -> None:
        """Returns when the bot has answered everything."""
        await self.slack.settled(PATIENCE)
        await self.bot.service.pipeline.drained(PATIENCE)

    def pause(self, minutes: float) -> None:
        """Some minutes go by."""
        self.clock.move_to(self.clock.now() + timedelta(minutes=minutes))

    async def ask(self, user: str, channel: Channel | str, text: str, thread: Message | None = None) -> Message:
        """Somebody asks the bot, and a moment later has its answer; returns what they asked."""
        asked = self.slack.mention(user, channel, typed(self.slack.workspace, text), thread_ts=_begun(thread))
        await self.answer(asked)
        return asked

    async def answer(self, asked: Message) -> Message:
        """The bot's newest message in the thread of what somebody asked, once it is there."""

        def newest() -> Message | None:
            replies = [each for each in self.slack.thread(asked) if float(each.ts) > float(asked.ts)]
            return next((each for each in reversed(replies) if each.user == self.slack.bot.id), None)

        found: Message = await self.slack.until(newest, PATIENCE)
        await self.quiet()
        self.pause(2)
        return found

    async def tap(self, user: str, message: Message, action: str, value: str | None = None) -> Delivery:
        """Somebody uses a control of a message."""
        done = await self.slack.click(user, message, action, value)
        await self.quiet()
        return done

    async def log(self, user: str, channel: str, what: str) -> None:
        """Somebody logs what was made, and confirms it."""
        before = len(self.slack.ephemerals(user))
        await self.slack.command(user, channel, "/cost", f"log {what}")
        await self.slack.until(lambda: len(self.slack.ephemerals(user)) > before, PATIENCE)
        await self.tap(user, self.slack.ephemerals(user)[-1], "spend.log")
        await self.alerted()

    async def alerted(self) -> None:
        """Returns when what the bot says of a budget has been said."""
        async with asyncio.timeout(PATIENCE):
            while any(
                each.state in ("due", "posting")
                for each in await deliveries.history(self.bot.service.desk.db, self.slack.workspace.team, limit=5)
            ):
                await self.bot.service.courier.wake()
                await asyncio.sleep(0.01)

    def say(self, user: str, channel: str, text: str, thread: Message | None = None) -> Message:
        """Somebody says something to the others."""
        said = self.slack.say(user, channel, typed(self.slack.workspace, text), thread_ts=_begun(thread))
        self.pause(3)
        return said


def _begun(thread: Message | None) -> str | None:
    return None if thread is None else thread.thread_ts or thread.ts


class Scene(NamedTuple):
    """What happens at an instant."""

    at: datetime
    play: Callable[[Seeding], Awaitable[object]]


def workday(end: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    """A time of UTC so many days before the end; on the Friday before where that is a weekend."""
    day = (end - timedelta(days=days)).astimezone(UTC)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def dates(begin: datetime, end: datetime) -> Iterator[date]:
    """The days of UTC from that of one instant to that of another."""
    first = begin.astimezone(UTC).date()
    for number in range((end.astimezone(UTC).date() - first).days + 1):
        yield first + timedelta(days=number)
