"""Everything that the bot says to Slack goes out here, and what became of it comes back as a value.

A post is sent once: slack_sdk's default handler sends it again when a connection drops after the request was
delivered, which posts twice. What Slack asks to wait for is waited for, up to `LONGEST_WAIT` seconds in all.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks import Message
from bot.slack.refusal import code_of, status_of

LONGEST_WAIT = 30
TIMEOUT = 10
"""Seconds for one call of Slack's API."""

PLAINER_ON = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Errors on which a message goes out again in its plainer form: charts are new, and not everywhere."""

Wait = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Posted:
    """Slack has it; `ts` names a message, and is empty where Slack gives none."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Slack will not have it, by its error code."""

    error: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Slack asks to wait that many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was sent and no answer came: Slack may have it or not."""

    reason: str


Outcome = Posted | Rejected | RateLimited | Unknown
_Send = Callable[[Message], Awaitable[Mapping[str, Any]]]


class Poster:
    """Speaks to Slack's Web API and to response URLs with one connection pool."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, wait: Wait = asyncio.sleep) -> None:
        self._client = client
        self._session = session
        self._wait = wait
        self._hosts = {"hooks.slack.com", urlsplit(client.base_url).netloc}

    @property
    def client(self) -> AsyncWebClient:
        """The client itself, for calls that only read."""
        return self._client

    async def post(self, channel: str, message: Message, thread: str | None = None) -> Outcome:
        """Posts a message in a channel, in one of its threads, or to a person by their id."""

        async def send(form: Message) -> Mapping[str, Any]:
            response = await self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=form.text,
                blocks=list(form.blocks),
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
            )
            return _data(response)

        return await self._deliver(send, message)

    async def whisper(self, channel: str, user: str, message: Message, thread: str | None = None) -> Outcome:
        """Shows a message to one person in a channel where both are."""

        async def send(form: Message) -> Mapping[str, Any]:
            response = await self._client.chat_postEphemeral(
                channel=channel, user=user, thread_ts=thread, text=form.text, blocks=list(form.blocks)
            )
            return _data(response) | {"channel": channel}

        return await self._deliver(send, message)

    async def update(self, channel: str, ts: str, message: Message) -> Outcome:
        """Puts another content into a message of the bot's."""

        async def send(form: Message) -> Mapping[str, Any]:
            response = await self._client.chat_update(channel=channel, ts=ts, text=form.text, blocks=list(form.blocks))
            return _data(response)

        return await self._deliver(send, message)

    async def respond(
        self,
        url: str,
        message: Message | None,
        *,
        replace: bool = False,
        in_channel: bool = False,
    ) -> Outcome:
        """Answers through a response URL; without a message the original is taken away."""
        parts = urlsplit(url)
        if parts.netloc not in self._hosts or (parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1")):
            return Rejected("not_a_response_url")
        hook = AsyncWebhookClient(url, timeout=TIMEOUT, session=self._session, retry_handlers=[])

        async def send(form: Message) -> Mapping[str, Any]:
            body: dict[str, Any] = {
                "text": form.text,
                "blocks": list(form.blocks),
                "replace_original": replace,
                "response_type": "in_channel" if in_channel else "ephemeral",
                "unfurl_links": False,
            }
            return await _hooked(hook, body)

        if message is None:
            return await self._settle(lambda: _hooked(hook, {"delete_original": True}))
        return await self._deliver(send, message)

    def fetching(self, url: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """The answer to a GET with the bot's token, which follows nowhere else; for addresses that may be fetched."""
        headers = {"Authorization": f"Bearer {self._client.token}"}
        return self._session.get(url, headers=headers, allow_redirects=False)

    async def upload(self, channel: str, name: str, content: bytes, comment: str, thread: str | None = None) -> Outcome:
        """Puts a file into a channel where the bot is, or into a conversation with a person."""

        async def send() -> Mapping[str, Any]:
            await self._client.files_upload_v2(
                channel=channel, thread_ts=thread, filename=name, title=name, content=content, initial_comment=comment
            )
            return {"channel": channel}

        return await self._settle(send)

    async def call(self, method: Callable[..., Awaitable[Any]], **arguments: Any) -> Outcome:
        """Any other call of the client's that changes something: views, status, prompts."""

        async def send() -> Mapping[str, Any]:
            return _data(await method(**arguments))

        return await self._settle(send)

    async def read(self, method: Callable[..., Awaitable[Any]], **arguments: Any) -> Mapping[str, Any] | None:
        """What a call that only reads gives; None where Slack says no or cannot be reached."""
        try:
            return _data(await method(**arguments))
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            return None

    async def _deliver(self, send: _Send, message: Message) -> Outcome:
        form: Message | None = message
        outcome: Outcome = Rejected("no_blocks")
        while form is not None:
            outcome = await self._settle(partial(send, form))
            if not isinstance(outcome, Rejected) or outcome.error not in PLAINER_ON:
                break
            form = form.plainer
        return outcome

    async def _settle(self, send: Callable[[], Awaitable[Mapping[str, Any]]]) -> Outcome:
        left = LONGEST_WAIT
        while True:
            outcome = await attempt(send)
            if not isinstance(outcome, RateLimited) or outcome.seconds > left:
                return outcome
            left -= outcome.seconds
            await self._wait(outcome.seconds)


async def attempt(send: Callable[[], Awaitable[Mapping[str, Any]]]) -> Outcome:
    """What becomes of one call, which is not made again."""
    try:
        data = await send()
    except SlackApiError as wrong:
        return _refusal(wrong)
    except (aiohttp.ClientError, TimeoutError, OSError, SlackRequestError) as wrong:  # the last: a file's bytes
        return Unknown(type(wrong).__name__)
    except AttributeError:  # slack_sdk takes any answer with status 200 for JSON, a proxy's page too
        return Unknown("http_200")
    return Posted(str(data.get("channel") or ""), str(data.get("ts") or data.get("message_ts") or ""))


def _refusal(wrong: SlackApiError) -> Outcome:
    status, error = status_of(wrong), code_of(wrong)
    if status == 429 or error == "ratelimited":
        seconds = str(getattr(wrong.response, "headers", {}).get("Retry-After", "1"))
        return RateLimited(max(1, int(seconds)) if seconds.isascii() and seconds.isdigit() else 1)
    if status >= 500:
        return Unknown(f"http_{status}")
    return Rejected(error)


async def _hooked(hook: AsyncWebhookClient, body: dict[str, Any]) -> Mapping[str, Any]:
    response = await hook.send_dict(body)
    error = _hook_error((response.body or "").strip(), response.status_code)
    if not error:
        return {}
    raise SlackApiError("response_url", _HookRefusal(error, response.status_code, response.headers))


def _hook_error(said: str, status: int) -> str:
    """A response URL's code for what is wrong, which it says bare or as JSON; empty where nothing is."""
    try:
        answer = json.loads(said)
    except ValueError:
        answer = said
    if isinstance(answer, dict):
        return "" if answer.get("ok", status == 200) else str(answer.get("error") or f"http_{status}")
    return "" if status == 200 else said[:80] or f"http_{status}"


class _HookRefusal(dict[str, str]):
    def __init__(self, error: str, status_code: int, headers: Mapping[str, str]) -> None:
        super().__init__(error=error)
        self.status_code = status_code
        self.headers = headers


def _data(response: Any) -> dict[str, Any]:
    data = response.data
    return data if isinstance(data, dict) else {}
