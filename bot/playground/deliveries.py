"""What Slack sends to an app: one attempt over HTTP, the schedule of further ones, and the record of both.

The other way an attempt can go, Socket Mode, is in `sockets`.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from bot.clock import Clock as Watch
from bot.playground.clocks import Clock
from bot.playground.records import Json
from bot.playground.signing import signature
from bot.playground.workspace import Workspace

ACK_SECONDS = 3.0
RETRY_SECONDS = (0.0, 60.0, 300.0)
"""Before the first, second and third further attempt; the first follows "nearly immediately"."""
REDIRECTS_MOST = 2
"""How many redirections Slack follows."""
RETAINED = 10_000
"""How many deliveries are kept to be looked at."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach the app. `reason` is empty when the app took it in time."""

    at: datetime
    number: int
    status: int = 0
    body: str = ""
    reason: str = ""
    final: bool = False
    """The app asked for no further one."""
    headers: dict[str, str] = field(default_factory=dict)
    """What was sent, to send it again."""


@dataclass(slots=True)
class Delivery:
    """One thing for the app to know, and how telling it went."""

    kind: str
    """`event`, `command`, `interaction` or `options`."""
    name: str
    """The event's type, the command, or the interaction's type."""
    body: Json
    attempts: list[Attempt] = field(default_factory=list)
    done: bool = False
    waiting: bool = False
    """It waits for the time of its next attempt."""
    error: str = ""
    """What the person is told: operation_timeout, dispatch_failed, or why Slack refused the app's answer."""

    @property
    def acknowledged(self) -> bool:
        """Whether the app took it in time."""
        return bool(self.attempts) and not self.attempts[-1].reason

    @property
    def answer(self) -> Json:
        """What the app said when it took it: JSON, or a text as Slack reads one; empty for nothing."""
        text = self.attempts[-1].body if self.acknowledged else ""
        if not text.strip():
            return {}
        try:
            read = json.loads(text)
        except json.JSONDecodeError:
            return {"text": text}
        return read if isinstance(read, dict) else {"text": text}


class Transport(Protocol):
    """A way to the app."""

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """Tries once; `number` counts the tries before, `reason` says why the last one failed."""
        ...


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """The body of the HTTP request for a delivery and its content type."""
    if delivery.kind == "event":
        return json.dumps(delivery.body).encode(), "application/json"
    fields = delivery.body if delivery.kind == "command" else {"payload": json.dumps(delivery.body)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


class Http:
    """Signed requests to the app's addresses."""

    def __init__(self, workspace: Workspace, secret: str, watch: Watch) -> None:
        self.urls: list[str] = []
        """Where everything goes in turn, whatever the manifest says."""
        self._workspace, self._secret, self._watch = workspace, secret, watch
        self._session: aiohttp.ClientSession | None = None

    def address(self, delivery: Delivery) -> str:
        """Where a delivery goes."""
        app = self._workspace.app
        urls = {
            "event": app.events_url,
            "command": app.command_urls.get(delivery.name, ""),
            "interaction": app.interactivity_url,
            "options": app.options_url or app.interactivity_url,
        }
        if self.urls:
            self.urls.append(self.urls.pop(0))
            return self.urls[-1]
        return urls[delivery.kind]

    def signed(self, body: bytes, content_type: str) -> dict[str, str]:
        """The headers of a request signed now, by the clock that the app's check goes by."""
        timestamp = str(int(self._watch.now().timestamp()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """Sends the request and waits three seconds for the answer."""
        body, content_type = encoded(delivery)
        headers = self.signed(body, content_type)
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        at = self._workspace.clock.now()
        work = asyncio.ensure_future(self._send(self.address(delivery), body, headers))
        bell = asyncio.ensure_future(self._workspace.clock.sleep(ACK_SECONDS))
        try:
            await asyncio.wait({work, bell}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                return Attempt(at, number, reason="http_timeout", headers=headers)
            status, text, final, failed = work.result()
            return Attempt(at, number, status, text, failed, final, headers)
        finally:
            work.cancel()
            bell.cancel()

    async def _send(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bool, str]:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        try:
            async with self._session.post(
                url, data=body, headers=headers, max_redirects=REDIRECTS_MOST + 1
            ) as response:
                text = await response.text()
                final = response.headers.get("X-Slack-No-Retry") == "1"
                return response.status, text, final, "" if response.ok else "http_error"
        except aiohttp.TooManyRedirects:
            return 0, "", False, "too_many_redirects"
        except aiohttp.ClientSSLError:
            return 0, "", False, "ssl_error"
        except (aiohttp.ClientConnectionError, OSError):
            return 0, "", False, "connection_failed"
        except (aiohttp.ClientError, ValueError):
            return 0, "", False, "unknown_error"

    async def replay(self, delivery: Delivery, url: str = "") -> int:
        """Sends the very bytes and headers of a delivery's first attempt again; returns the status of the answer."""
        body, _ = encoded(delivery)
        status, _, _, _ = await self._send(url or self.address(delivery), body, delivery.attempts[0].headers)
        return status

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._session is not None:
            await self._session.close()


class Outbox:
    """Sends deliveries by the way the app is set up for, and keeps them all."""

    def __init__(self, workspace: Workspace, transport: Transport, clock: Clock) -> None:
        self.transport = transport
        self.deliveries: deque[Delivery] = deque(maxlen=RETAINED)
        self.held = False
        """While this is set, events wait: `release` sends them, as Slack does after an outage."""
        self._workspace, self._clock = workspace, clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: list[Delivery] = []
        self._underway: list[Delivery] = []
        self._closed = False

    async def once(self, delivery: Delivery) -> Delivery:
        """One attempt, which is all that commands and interactions get."""
        self.deliveries.append(delivery)
        delivery.attempts.append(await self.transport.attempt(delivery, 0, ""))
        if not delivery.acknowledged:
            timeout = delivery.attempts[-1].reason == "http_timeout"
            delivery.error = "operation_timeout" if timeout else "dispatch_failed"
        delivery.done = True
        self._workspace.changed()
        return delivery

    def event(self, delivery: Delivery) -> Delivery:
        """Sends an event in the background, again by the schedule while the app does not take it."""
        self.deliveries.append(delivery)
        if self.held:
            self._waiting.append(delivery)
        else:
            self._begin(delivery)
        return delivery

    def release(self) -> None:
        """Sends the events that were held back."""
        self.held = False
        for delivery in self._waiting:
            self._begin(delivery)
        self._waiting.clear()

    def repeat(self, delivery: Delivery, *, number: int = 0, reason: str = "http_timeout") -> Delivery:
        """Sends an event once more although the app took it; with a number it looks like a retry."""
        again = Delivery(delivery.kind, delivery.name, delivery.body)
        self.deliveries.append(again)
        self._begin(again, number, reason)
        return again

    def _begin(self, delivery: Delivery, number: int = 0, reason: str = "") -> None:
        if self._closed:
            return
        self._underway.append(delivery)
        self.run(self._insist(delivery, number, reason))

    async def _insist(self, delivery: Delivery, number: int, reason: str) -> None:
        for seconds in (None, *RETRY_SECONDS):
            if seconds:
                delivery.waiting = True
                self._workspace.changed()
                await self._clock.sleep(seconds)
                delivery.waiting = False
            attempt = await self.transport.attempt(delivery, number, reason)
            delivery.attempts.append(attempt)
            self._workspace.changed()
            if not attempt.reason or attempt.final:
                break
            number, reason = number + 1, attempt.reason
        delivery.done = True
        self._underway.remove(delivery)
        self._workspace.changed()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something in the background until the stand-in stops."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self, seconds: float = 5.0) -> None:
        """Waits until nothing is on its way to the app; what waits for its next attempt is not."""
        await self._workspace.until(lambda: all(delivery.waiting for delivery in self._underway), seconds)

    async def close(self) -> None:
        """Gives up what is on its way, and sends nothing more."""
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
