"""HTTP at the least cost, so that what is measured is the app: a Slack that answers late, and a sender of commands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from urllib.parse import urlencode

from bot.playground.signing import signature

SECRET = "bench-signing-secret"
TEXT = "100 medium square images with 30-word prompts"
SAID = {
    "auth.test": {
        "ok": True,
        "team_id": "T1",
        "user_id": "UBOT",
        "bot_id": "BBOT",
        "user": "b",
        "team": "t",
        "url": "u",
    },
    "chat.postMessage": {"ok": True, "ts": "1.1", "channel": "C1", "message": {"text": "x"}},
}


class Slack:
    """Answers every call and every response URL with yes, so many seconds late; `posts` counts what was said."""

    def __init__(self) -> None:
        self.delay = 0.3
        self.posts = 0
        self.said: Callable[[], None] = lambda: None
        self.url = ""
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listens on a free port."""
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Call(self), "127.0.0.1", 0, backlog=1_024
        )
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def answer(self, target: str) -> bytes:
        """What a call gets."""
        method = target.rpartition("/")[2]
        body = b"ok" if target.startswith("/response/") else json.dumps(SAID.get(method, {"ok": True})).encode()
        kind = b"text/plain" if body == b"ok" else b"application/json"
        return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(body), body)


class _Call(asyncio.Protocol):
    """A connection to the Slack that answers late."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        while self._whole():
            pass

    def _whole(self) -> bool:
        head, end, rest = self._data.partition(b"\r\n\r\n")
        lower = head.lower()
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if not end or len(rest) < length:
            return False
        self._data = rest[length:]
        target = head.split(b" ", 2)[1].decode()
        asyncio.get_running_loop().call_later(self._slack.delay, self._answer, target)
        return True

    def _answer(self, target: str) -> None:
        if not self._transport.is_closing():
            self._transport.write(self._slack.answer(target))
        if not target.endswith("auth.test"):
            self._slack.posts += 1
            self._slack.said()


class Commands:
    """Makes signed commands, each a new one of one of a thousand people."""

    def __init__(self, answer_at: str, now: Callable[[], float]) -> None:
        self._answer_at = answer_at
        self._now = now
        self._count = 0

    def next(self) -> bytes:
        """The bytes of the next request."""
        self._count += 1
        fields = {
            "team_id": "T1",
            "channel_id": "C1",
            "user_id": f"U{self._count % 1_000}",
            "command": "/cost",
            "text": TEXT,
            "response_url": f"{self._answer_at}/response/{self._count}",
            "trigger_id": f"{self._count}.1",
        }
        body = urlencode(fields).encode()
        stamp = str(int(self._now()))
        head = (
            f"POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
            f"X-Slack-Signature: {signature(SECRET, stamp, body)}\r\n\r\n"
        )
        return head.encode() + body


class Sender(asyncio.Protocol):
    """One kept connection to an app: sends a request, and knows when its answer came."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.sent = 0.0
        self._data = b""
        self._answer: asyncio.Future[float] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self, request: bytes) -> asyncio.Future[float]:
        """Sends; the future has the seconds until the answer was whole."""
        self._data = b""
        self._answer = self.loop.create_future()
        self.sent = self.loop.time()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, end, rest = self._data.partition(b"\r\n\r\n")
        if not end or self._answer is None or self._answer.done():
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(rest) < length:
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._answer.set_exception(RuntimeError(head.decode()))
        else:
            self._answer.set_result(self.loop.time() - self.sent)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the app hung up"))

    def close(self) -> None:
        """Hangs up."""
        self._transport.close()
