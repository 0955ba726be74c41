"""Socket Mode: the connection that the bot opens to Slack, and the watchdog that opens it anew.

slack_sdk reconnects by itself, but a connection can die without its noticing (bolt-python issues 1529, 945), and it
tries an address for good that Slack no longer takes.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.metrics import Metrics
from bot.slack.listener import Dispatch
from bot.slack.refusal import code_of

_LOG = log.logger("socket")
CLOSE_SECONDS = 1
"""For how long a connection that may be dead is said goodbye to."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """Seconds between two pings, between two looks of the watchdog, and how many looks in a row must find no
    connection before it acts: slack_sdk gets the first chance.
    """

    ping: float = 10
    look: float = 15
    stuck: int = 2


class Socket:
    """One Socket Mode connection, kept open until `stop`."""

    def __init__(
        self, dispatch: Dispatch, token: SecretStr, client: AsyncWebClient, metrics: Metrics, pulse: Pulse | None = None
    ) -> None:
        self._dispatch = dispatch
        self._token = token
        self._web = client
        self._metrics = metrics
        self._pulse = pulse or Pulse()
        self._client: SocketModeClient | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Connects in the background, so that a start without a network is one, and watches."""
        self._tasks = [asyncio.create_task(self._open()), asyncio.create_task(self._watch())]

    async def connected(self) -> bool:
        """Whether Slack is there."""
        return self._client is not None and await self._client.is_connected()

    async def stop(self) -> None:
        """Takes no more requests and closes the connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._close()

    async def _open(self) -> None:
        self._client = client = _Client(
            self._token.get_secret_value(),
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=self._web,
            ping_interval=self._pulse.ping,
        )
        client.socket_mode_request_listeners.append(self._receive)
        await client.connect()  # type: ignore[no-untyped-call]

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started = time.monotonic()
        said = await self._dispatch(request.payload, "")
        await send_async_response(client, request, said, started)

    async def _close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        client.closed = True
        client.auto_reconnect_enabled = False
        with suppress(Exception):  # a connection that is already gone closes with an error
            async with asyncio.timeout(CLOSE_SECONDS):
                await client.disconnect()
        with suppress(Exception):
            await client.close()

    async def _watch(self) -> None:
        stuck = 0
        while True:
            await asyncio.sleep(self._pulse.look)
            stuck = 0 if await self.connected() else stuck + 1
            if stuck >= self._pulse.stuck:
                log.say(_LOG, logging.WARNING, "socket.reopened", checks=stuck)
                self._metrics.reconnects.inc()
                await self._reopen()
                stuck = 0

    async def _reopen(self) -> None:
        opening = self._tasks[0]
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        await self._close()
        self._tasks[0] = asyncio.create_task(self._open())


class _Client(SocketModeClient):
    """slack_sdk's, which says by a code why it got no address to connect to."""

    async def issue_new_wss_url(self) -> str:
        try:
            return await super().issue_new_wss_url()
        except SlackApiError as wrong:
            log.say(_LOG, logging.ERROR, "socket.refused", error=code_of(wrong))
            raise
        except (aiohttp.ClientError, TimeoutError, OSError) as wrong:
            log.say(_LOG, logging.WARNING, "socket.unreachable", error=type(wrong).__name__)
            raise
