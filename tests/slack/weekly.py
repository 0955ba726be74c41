"""What the tests of weekly summaries in Slack share: the bot at work on a Friday, by a clock that they move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.playground import Message, MovableClock, View
from bot.storage import deliveries, digests
from bot.storage.digests import Subscription
from tests.digest.kit import Weeks
from tests.slack.conftest import Office, office

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""Eleven o'clock in Berlin."""
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""The next one, nine o'clock in Berlin."""
EVERY_MONDAY = "weekly digest every Monday at 9:00"


@dataclass(frozen=True)
class Then(Office):
    """The bot at work on that Friday."""

    clock: MovableClock

    async def summaries(self) -> tuple[Subscription, ...]:
        """What is subscribed to."""
        return await digests.every(self.bot.service.desk.db, self.slack.workspace.team)

    async def go_to(self, instant: datetime) -> None:
        """Moves the clock; what has become due goes out."""
        self.clock.move_to(instant)
        await self.bot.service.courier.wake()

    def id(self, name: str) -> str:
        """A person's id, or a channel's."""
        people = {each.name: each.id for each in self.slack.workspace.users.values()}
        return people.get(name) or self.slack.workspace.channel(name).id

    async def form(self, user: str) -> View:
        """The form that a person has open."""
        found: View = await self.slack.until(lambda: self.slack.views(user) and self.slack.modal(user))
        return found

    async def recorded(self, message: Message) -> None:
        """Once the database knows a message that was posted by itself, a moment after it stands there."""
        db, team = self.bot.service.desk.db, self.slack.workspace.team
        async with asyncio.timeout(5):
            while await deliveries.posted_as(db, team, message.channel, message.ts) is None:
                await asyncio.sleep(0.005)

    async def ended(self) -> None:
        """Once everything that people did has been served."""
        await self.slack.settled()
        assert await self.bot.service.pipeline.drained(5)


@asynccontextmanager
async def weekly(folder: Path, *, socket: bool = False, real: bool = False, **more: Any) -> AsyncIterator[Then]:
    """The bot, with summaries that a test can read, or `real` ones."""
    clock = MovableClock(FRIDAY, still=True)
    composer = None if real else Weeks()
    async with office(folder, socket=socket, clock=clock, composer=composer, **more) as made:
        yield Then(made.slack, made.bot, clock)
