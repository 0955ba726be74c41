"""Socket Mode: the connection that the bot opens to Slack, and the watchdog that opens it anew.

slack_sdk reconnects by itself, but a connection can die without its noticing (bolt-python issues 1529, 945).
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.metrics import Metrics

_LOG = log.logger("socket")
CHECK_SECONDS = 15
STUCK_CHECKS = 2
"""Checks in a row that find no connection before the watchdog acts: slack_sdk gets the first chance."""


class Socket:
    """One Socket Mode connection, kept open until `stop`."""

    def __init__(
        self, app: AsyncApp, token: SecretStr, client: AsyncWebClient, metrics: Metrics, check: float = CHECK_SECONDS
    ) -> None:
        self._app = app
        self._token = token
        self._client = client
        self._metrics = metrics
        self._check = check
        self._handler: AsyncSocketModeHandler | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Connects in the background, so that a start without a network is one, and watches."""
        self._tasks = [asyncio.create_task(self._open()), asyncio.create_task(self._watch())]

    async def connected(self) -> bool:
        """Whether Slack is there."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def stop(self) -> None:
        """Takes no more requests and closes the connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._close()

    async def _open(self) -> None:
        self._handler = AsyncSocketModeHandler(self._app, self._token.get_secret_value(), web_client=self._client)
        await self._handler.connect_async()

    async def _close(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(Exception):  # a connection that is already gone closes with an error
                await handler.close_async()

    async def _watch(self) -> None:
        stuck = 0
        while True:
            await asyncio.sleep(self._check)
            stuck = 0 if await self.connected() else stuck + 1
            if stuck >= STUCK_CHECKS:
                log.say(_LOG, logging.WARNING, "socket.reopened", checks=stuck)
                self._metrics.reconnects.inc()
                opening = self._tasks[0]
                opening.cancel()
                await asyncio.gather(opening, return_exceptions=True)
                await self._close()
                self._tasks[0] = asyncio.create_task(self._open())
                stuck = 0
