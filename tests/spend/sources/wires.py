"""A local HTTP server whose next answers can be faulty, as those of any provider now and then are."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from aiohttp import web

from bot.clock import FixedClock
from bot.spend.sources.wire import Patience

Kind = Literal["status", "cut", "half", "hang", "reset", "fine"]
Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: its status, or that it is cut off, broken, late or never comes."""

    kind: Kind
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)


FINE = Fault("fine")


@dataclass
class Faults:
    """The faults of the next answers, one each; `asked` are the requests so far."""

    coming: deque[Fault] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)

    def wrap(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler, with the faults."""

        async def answer(request: web.Request) -> web.StreamResponse:
            self.asked.append(request.path_qs)
            fault = self.coming.popleft() if self.coming else FINE
            if fault.kind == "status":
                error = {"error": {"type": "x", "message": "Something is up", "param": None, "code": None}}
                return web.json_response(error, status=fault.status, headers=fault.headers)
            if fault.kind == "hang":
                await asyncio.sleep(0.5)
            whole = await handler(request)
            if fault.kind == "fine":
                return whole
            body = bytes(whole.body) if isinstance(whole.body, bytes) else b""
            if fault.kind == "half":
                return web.Response(body=body[: len(body) // 2], content_type="application/json")
            return await _broken(request, fault, body)

        return answer


async def _broken(request: web.Request, fault: Fault, body: bytes) -> web.StreamResponse:
    assert request.transport is not None
    answer = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "application/json"})
    if fault.kind == "cut":
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
    request.transport.close()
    return answer


@asynccontextmanager
async def serving(routes: Mapping[str, Handler], faults: Faults) -> AsyncIterator[str]:
    """The address of a server with these paths, until the end of the block."""
    app = web.Application()
    for path, handler in routes.items():
        app.router.add_get(path, faults.wrap(handler))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass
class Waits:
    """Waits for nothing, and remembers how long it should have."""

    now: datetime
    seconds: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """No time passes."""
        self.seconds.append(seconds)

    @property
    def patience(self) -> Patience:
        """As many tries as ever, at once."""
        return Patience(sleep=self.sleep, clock=FixedClock(self.now))
