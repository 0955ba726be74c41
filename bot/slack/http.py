"""HTTP: Slack's requests, POST /usage, /healthz, /readyz and /metrics. Bolt sees only what the guard let through."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response

from bot import log
from bot.clock import Clock
from bot.metrics import CONTENT_TYPE, Metrics
from bot.slack import envelope, guard
from bot.slack.listener import Dispatch
from bot.slack.usage import Reports

_LOG = log.logger("http")
READ_SECONDS = 10
"""For how long a request may take to arrive."""

LATER_SECONDS = 60
"""After how long those may come back who were too many, or came while the database was away."""

Check = Callable[[], Awaitable[Mapping[str, bool]]]


def web_app(
    *,
    alive: Check,
    ready: Check,
    metrics: Metrics,
    reports: Reports,
    slack: tuple[Dispatch, SecretStr] | None,
    clock: Clock,
) -> web.Application:
    """The server's routes; `slack` is who takes what Slack sends and the signing secret, in HTTP mode."""
    app = web.Application(client_max_size=guard.MOST_BYTES + 1, middlewares=[_bounded])
    app.router.add_get("/healthz", _checked(alive))
    app.router.add_get("/readyz", _checked(ready))

    async def exposed(_: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    app.router.add_get("/metrics", exposed)
    app.router.add_post("/usage", _reported(reports, metrics))
    if slack is not None:
        app.router.add_post("/slack/events", _events(*slack, clock, metrics))
    return app


def _checked(check: Check) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        found = await check()
        return web.json_response(dict(found), status=200 if all(found.values()) else 503)

    return answer


def _reported(reports: Reports, metrics: Metrics) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        try:
            return await reports.receive(request)
        except guard.Refused as refused:
            return _refused(metrics, refused)

    return receive


def _events(
    dispatch: Dispatch, secret: SecretStr, clock: Clock, metrics: Metrics
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def receive(request: web.Request) -> web.StreamResponse:
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await guard.read_body(request.content.iter_any(), request.headers.get("Content-Length"))
            signature = guard.verify(secret, request.headers, body, clock.now())
            payload = envelope.read(request.headers.get("Content-Type", ""), body)
        except TimeoutError:
            return _refused(metrics, guard.Refused(400, "too slow"))
        except guard.Refused as refused:
            return _refused(metrics, refused)
        except envelope.Unreadable as unreadable:
            return _refused(metrics, guard.Refused(400, str(unreadable)))
        return await to_aiohttp_response(await dispatch(payload, signature))

    return receive


def _refused(metrics: Metrics, refused: guard.Refused) -> web.Response:
    metrics.refused.labels(str(refused.status)).inc()
    headers = {"Retry-After": str(LATER_SECONDS)} if refused.status in (429, 503) else None
    return web.json_response({"error": refused.reason}, status=refused.status, headers=headers)


@web.middleware
async def _bounded(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as refused:
        return web.json_response({"error": refused.reason.lower()}, status=refused.status)
    except Exception as wrong:  # noqa: BLE001 - the wire's boundary: a status without a traceback
        log.say(_LOG, logging.ERROR, "http.failed", wrong=wrong, path=request.path)
        return web.json_response({"error": "internal"}, status=500)
