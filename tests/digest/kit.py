"""What the digest's tests share: a simple composer, a clock to set, a courier on a local workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.digest import subscriptions
from bot.digest.delivery import Courier
from bot.digest.ports import Content, Period
from bot.digest.subscriptions import Wanted
from bot.digest.timing import Hooks, Timing
from bot.playground import Slack
from bot.slack.digest_channel import EVENT_TYPE, DigestChannel, refusal
from bot.slack.manifest import manifest
from bot.storage import deliveries
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.storage.digests import Subscription

WORKSPACE = "T0ACME"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin."""

NINE = time(9)
BERLIN = "Europe/Berlin"
QUICK = Timing(
    lease=timedelta(seconds=10), timeout=timedelta(seconds=3), settle=timedelta(seconds=0.2),
    channel_pause=timedelta(0), per_second=1_000, beat=0.01,
)  # fmt: skip
"""So that what waits does not wait long, and no post takes too long on a busy machine."""

HASTY = replace(QUICK, lease=timedelta(seconds=1.5), timeout=timedelta(seconds=0.3))
"""For answers that never come."""


@dataclass
class SetClock:
    """A clock that tests set."""

    instant: datetime = MONDAY

    def now(self) -> datetime:
        """What it was set to."""
        return self.instant


@dataclass
class Weeks:
    """Composes what a test can read: the week, the channel and the number of times it was composed."""

    composed: list[tuple[str, Period]] = field(default_factory=list)

    async def compose(self, subscription: Subscription, period: Period) -> Content:
        """The week in a text and a block."""
        self.composed.append((subscription.id, period))
        text = f"Week of {period.first}{', late' if period.late else ''}"
        block = self.block(text, subscription.channel)
        return Content(text, (block,), (block,))

    @staticmethod
    def block(text: str, channel: str) -> dict[str, Any]:
        """What it looks like."""
        return {"type": "section", "text": {"type": "mrkdwn", "text": f"{text} in {channel}"}}


def client(session: aiohttp.ClientSession, api_url: str, token: str) -> AsyncWebClient:
    """A client as the app has it."""
    return AsyncWebClient(token, base_url=api_url, session=session, timeout=10, retry_handlers=[])


@dataclass
class Desk:
    """A workspace, its database and the couriers on it."""

    db: Database
    slack: Slack
    session: aiohttp.ClientSession
    clock: SetClock = field(default_factory=SetClock)
    composer: Weeks = field(default_factory=Weeks)

    def courier(self, hooks: Hooks | None = None, timing: Timing = QUICK, clock: Clock | None = None) -> Courier:
        """A new one, as after a start."""
        its = client(self.session, self.slack.api_url, self.slack.bot_token)
        channel = DigestChannel(lambda workspace: its, timing.timeout.total_seconds())
        return Courier(self.db, channel, self.composer, clock or self.clock, timing, hooks or Hooks(notice=refusal))

    @property
    def owner(self) -> str:
        """Bob, who subscribes."""
        return self.slack.workspace.user("bob").id

    def channel(self, name: str) -> str:
        """A channel's id."""
        return self.slack.workspace.channel(name).id

    async def subscribed(self, channel: str = "general", **more: Any) -> Subscription:
        """A subscription to Mondays at nine in Berlin, made in the week before."""
        wanted = Wanted(self.channel(channel), self.owner, 0, NINE, BERLIN, **more)
        return await subscriptions.subscribe(self.db, WORKSPACE, wanted, MONDAY - timedelta(days=3))

    def keys(self, channel: str = "general") -> list[str]:
        """The keys of what stands in a channel."""
        return [each for each in map(key_of, self.slack.messages(channel)) if each]

    def texts(self, channel: str = "general") -> list[str]:
        """What stands in a channel by the bot."""
        return [each.text for each in self.slack.messages(channel) if key_of(each)]

    async def rows(self) -> Sequence[Delivery]:
        """Every delivery."""
        return await deliveries.history(self.db, WORKSPACE, limit=10_000)


def key_of(message: Any) -> str | None:
    """The key in a message's metadata."""
    metadata = message.metadata or {}
    return metadata["event_payload"]["key"] if metadata.get("event_type") == EVENT_TYPE else None


@asynccontextmanager
async def desk(db: Database) -> AsyncIterator[Desk]:
    """A workspace whose app may read history, and a database."""
    async with Slack(manifest("https://bot.test", threads=True)) as slack, aiohttp.ClientSession() as session:
        slack.limits.tiers = False
        yield Desk(db, slack, session)
