"""Bolt's app with every surface registered: the same for Socket Mode and HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot import log
from bot.slack import (
    actions,
    commands,
    digest_budget,
    digest_form,
    digest_offer,
    events,
    forms,
    home,
    keys,
    management,
    shortcuts,
)
from bot.slack.blocks import ids
from bot.slack.identity import Identity, Unknown, asked
from bot.slack.service import Service

_LOG = log.logger("slack")

Dispatch = Callable[[dict[str, Any], str], Awaitable[BoltResponse]]
"""Takes what Slack sent, with the signature that was verified where it came by HTTP, and gives the answer."""


def dispatcher(service: Service) -> Dispatch:
    """The way from either wire to the surfaces."""
    app = listener(service)

    async def dispatch(payload: dict[str, Any], signature: str) -> BoltResponse:
        with service.pipeline.busy():
            said = await app.async_dispatch(asked(payload, signature))
            await asyncio.sleep(0)  # an event's listener begins after the answer, and from then on counts itself
        return said

    return dispatch


def listener(service: Service) -> AsyncApp:
    """The app that takes what Slack sends. Signatures are the guard's business, and a socket needs none."""
    app = AsyncApp(
        name="slack_bolt",  # Bolt gives the logger of that name its own level, at every request
        logger=logging.getLogger("slack_bolt"),
        client=service.poster.client,
        authorize=Identity(service.poster.client),
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )

    @app.error
    async def failed(error: Exception, response: BoltResponse | None) -> BoltResponse | None:
        if isinstance(error, Unknown):
            log.say(_LOG, logging.WARNING, "event.put_off", error=error)
            return BoltResponse(status=503)  # Slack sends it again
        if not isinstance(error, BoltUnhandledRequestError):
            log.say(_LOG, logging.ERROR, "listener.failed", wrong=error)
        acknowledged = response is None
        return None if acknowledged else BoltResponse(status=200)  # anything else would make Slack send it again

    for surface in (commands, actions, shortcuts, home, digest_offer, events):
        surface.register(app, service)
    others: dict[str, forms.Reader] = {
        ids.VIEW_SETTINGS: management.settings_sent,
        ids.VIEW_KEYS: keys.key_asked,
        ids.VIEW_SCHEDULE: digest_form.schedule_sent,
        ids.VIEW_BUDGET: digest_budget.budget_sent,
    }
    forms.register(app, service, others)
    events.register_rest(app, service)
    return app
