"""Who the bot is in Slack: asked once, and only for an event, which cannot be understood without it.

A command, a tap or a form is acknowledged whether Slack's API answers or not. An event that cannot be understood is not
acknowledged, so that Slack sends it again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.refusal import code_of

_EVENT = "pennyworth_event"


class Unknown(Exception):
    """Slack did not say who the bot is."""


def asked(payload: dict[str, Any], signature: str) -> AsyncBoltRequest:
    """What Slack sent, for Bolt, with the signature that was verified, which no second header can replace."""
    return AsyncBoltRequest(
        body=payload,
        headers={"x-slack-signature": [signature]} if signature else None,
        context={_EVENT: "event" in payload},
        mode="socket_mode",  # takes a payload as it was read
    )


class Team:
    """Which workspace the bot's token is of: nothing may be posted elsewhere with it."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._id: str | None = None

    async def id(self) -> str | None:
        """The workspace's id; None while Slack does not say."""
        if self._id is None:
            with suppress(SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
                self._id = str((await self._client.auth_test())["team_id"])
        return self._id


class Identity(AsyncAuthorize):
    """Bolt's question whom a request is for: it would ask Slack before every acknowledgement until it knows."""

    def __init__(self, client: AsyncWebClient) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._asking = asyncio.Lock()
        self._known: AuthorizeResult | None = None

    async def __call__(self, *, context: AsyncBoltContext, **_: Any) -> AuthorizeResult:
        """The bot's own ids and token; the token alone where nobody knows the ids and nothing depends on them.

        Raises:
            Unknown: an event needs the ids, and Slack does not give them now.
        """
        if self._known is None and not context.get(_EVENT):
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=self._client.token)
        async with self._asking:
            if self._known is None:
                self._known = await self._ask()
        return self._known

    async def _ask(self) -> AuthorizeResult:
        try:
            said = await self._client.auth_test()
        except SlackApiError as wrong:
            raise Unknown(code_of(wrong)) from wrong
        except (aiohttp.ClientError, TimeoutError, OSError) as wrong:
            raise Unknown(type(wrong).__name__) from wrong
        return AuthorizeResult.from_auth_test_response(bot_token=self._client.token, auth_test_response=said)
