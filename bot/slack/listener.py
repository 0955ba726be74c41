"""Bolt's app with every surface registered: the same for Socket Mode and HTTP."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.slack import actions, commands, events, forms, home, management, shortcuts
from bot.slack.blocks import ids
from bot.slack.service import Service

_LOG = log.logger("slack")


def listener(service: Service) -> AsyncApp:
    """The app that takes what Slack sends. Signatures are the guard's business, and a socket needs none."""
    app = AsyncApp(
        name="pennyworth",
        logger=logging.getLogger("slack_bolt"),
        client=service.poster.client,
        authorize=_Identity(service.poster.client),
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )

    @app.error
    async def failed(error: Exception, response: BoltResponse | None) -> BoltResponse | None:
        if not isinstance(error, BoltUnhandledRequestError):
            log.say(_LOG, logging.ERROR, "listener.failed", wrong=error)
        acknowledged = response is None
        return None if acknowledged else BoltResponse(status=200)  # anything else would make Slack send it again

    for surface in (commands, actions, shortcuts, home, events):
        surface.register(app, service)
    forms.register(app, service, {ids.VIEW_SETTINGS: management.settings_sent})
    events.register_rest(app, service)
    return app


class _Identity(AsyncAuthorize):
    """Who the bot is, asked of Slack once: Bolt would ask before every acknowledgement until it knows."""

    def __init__(self, client: AsyncWebClient) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._asking = asyncio.Lock()
        self._known: AuthorizeResult | None = None

    async def __call__(self, **_: Any) -> AuthorizeResult:
        """The bot's own ids and token."""
        if self._known is None:
            async with self._asking:
                if self._known is None:
                    said = await self._client.auth_test()
                    self._known = AuthorizeResult.from_auth_test_response(
                        bot_token=self._client.token, auth_test_response=said
                    )
        return self._known
