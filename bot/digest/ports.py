"""What the delivery needs from outside: somebody who writes the content, and somewhere to post it.

The delivery knows no Slack: `bot.slack.digest_channel` is the Channel. What became of a post is a value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, Self

from bot.digest.schedule import Window
from bot.storage.digests import Subscription

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What is posted; `plainer` are blocks for where Slack refuses the first, and `blocks` may be none at all."""

    text: str
    blocks: Sequence[Block] = ()
    plainer: Sequence[Block] | None = None

    def kept(self) -> str:
        """As the database keeps it."""
        plainer = None if self.plainer is None else list(self.plainer)
        return json.dumps({"text": self.text, "blocks": list(self.blocks), "plainer": plainer}, ensure_ascii=False)

    @classmethod
    def of(cls, kept: str) -> Self:
        """What `kept` gave."""
        return cls(**json.loads(kept))


@dataclass(frozen=True, slots=True)
class Period:
    """What a summary tells of: the week, and that it goes out late, where it does."""

    first: date
    week: Window
    due: datetime
    late: bool = False


class Composer(Protocol):
    """Writes a summary. Called before a delivery is posted, again only if that did not come to its end."""

    async def compose(self, subscription: Subscription, period: Period) -> Content:
        """The summary of a week. What it raises is tried again later, for as long as a delivery may be late."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """It is there, under `ts` in the conversation `room`."""

    room: str
    ts: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """It was not taken, by an error code; `gone` says that nothing else will be either (archived, removed)."""

    error: str
    gone: bool = False
    revoked: bool = False
    """Nobody in the workspace can be reached: the access was taken back."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """It was not taken, and nothing is for that many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer came: it may have been taken or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The channel's history was read, and it is not there."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The channel's history may not be read."""

    reason: str


Outcome = Posted | Rejected | RateLimited | Unknown
Looked = Posted | Absent | Unreadable | RateLimited | Unknown


class Channel(Protocol):
    """Where messages go."""

    async def post(self, workspace: str, channel: str, content: Content, key: str) -> Outcome:
        """Posts once, marked with a key; over, one way or the other, within the delivery's `timeout`."""
        ...

    async def find(self, workspace: str, channel: str, key: str, since: datetime) -> Looked:
        """Looks for the message with that key among those since an instant, which may be wrong by a clock's jump."""
        ...
