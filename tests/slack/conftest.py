"""The bot as it runs, on a database of its own, against the local workspace: over HTTP and over Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Bot, running
from bot.clock import Clock, SystemClock
from bot.digest.ports import Composer
from bot.playground import Message, Slack
from bot.settings import RunSettings
from bot.slack.manifest import METHOD_SCOPES, manifest
from bot.slack.socket import Pulse
from pricing import built_in

ROOMY = 10_000
"""Requests a minute that a test may make."""


@dataclass(frozen=True)
class Office:
    """The workspace and the bot in it."""

    slack: Slack
    bot: Bot

    async def said(self, *, channel: str, after: int = 0) -> list[Message]:
        """What the bot said in a channel, once it has said more than `after` messages."""
        found: list[Message] = await self.slack.until(lambda: self._said(channel)[after:])
        return found

    def _said(self, channel: str) -> list[Message]:
        return [each for each in self.slack.messages(channel) if each.user == self.slack.bot.id]

    async def whispered(self, user: str, after: int = 0) -> Message:
        """The newest message that only this person sees, once there are more than `after`."""
        found: list[Message] = await self.slack.until(lambda: self.slack.ephemerals(user)[after:])
        return found[-1]


def settings(slack: Slack, *, socket: bool, **more: Any) -> RunSettings:
    """What `pennyworth run` would read from the environment."""
    return RunSettings(
        bot_token=SecretStr(slack.bot_token),
        app_token=SecretStr(slack.app_token) if socket else None,
        signing_secret=SecretStr(slack.signing_secret),
        api_url=slack.api_url,
        port=0,
        **{"user_limit": ROOMY, "workspace_limit": ROOMY, **more},
    )


@asynccontextmanager
async def office(
    folder: Path,
    *,
    socket: bool = False,
    clock: Clock | None = None,
    threads: bool = True,
    pulse: Pulse | None = None,
    composer: Composer | None = None,
    **more: Any,
) -> AsyncIterator[Office]:
    """A workspace with the bot in it, which calls nothing that its manifest has no scope for."""
    made = manifest(None if socket else "https://bot.test", threads=threads)
    async with Slack(made, watch=clock) as slack:
        url = f"sqlite:///{folder / 'bot.db'}"
        now = clock or SystemClock()
        async with running(
            settings(slack, socket=socket, **more), url, built_in(), now, pulse, composer=composer
        ) as bot:
            if socket:
                await slack.until(lambda: slack.sockets.live)
            else:
                slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
            yield Office(slack, bot)
        assert slack.oddities == []
        assert {call.method for call in slack.calls()} <= {*METHOD_SCOPES, "response_url"}


@pytest.fixture(params=["http", "socket"])
async def at(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    """The bot at work, once over each wire."""
    async with office(tmp_path, socket=request.param == "socket") as made:
        yield made
