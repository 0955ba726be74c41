"""Slack as the channel of the digest's delivery: one post a call, marked with a key, and the look for it.

The key stands in the message's metadata, where only this bot looks, and names a client_msg_id, which Slack promises
nothing about. Errors that say nothing about whether a message was posted are Unknown, not Rejected.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.digest import ports
from bot.digest.ports import Absent, Content, Looked, Outcome, Unreadable
from bot.slack import poster
from bot.slack.blocks import ids, kit
from bot.slack.picture import bars
from bot.slack.poster import PLAINER_ON, TIMEOUT, attempt
from bot.storage.deliveries import Delivery

_LOG = log.logger("delivery")
EVENT_TYPE = "pennyworth_delivery"
_NAMES = UUID("6f2f2b0e-7f0a-5d4c-9a53-5a1c0f6f7c11")
PAGE = 500
MOST_PAGES = 6
"""Of a channel's history that is read for one message: the newest, however wrong the clock is."""

MARGIN = timedelta(minutes=10)
"""How far the clocks of Slack and of a replica may be apart."""

GONE = frozenset(
    """channel_not_found is_archived not_in_channel is_inactive user_not_found user_disabled cannot_dm_bot
    messages_tab_disabled restricted_action restricted_action_read_only_channel restricted_action_non_threadable_channel
    restricted_action_thread_only_channel channel_type_not_supported no_permission""".split()
)
REVOKED = frozenset(
    """account_inactive invalid_auth not_authed token_revoked token_expired org_login_required ekm_access_denied
    team_access_not_granted missing_scope not_allowed_token_type access_denied team_not_found""".split()
)
SHARED = "shared"
"""Why a channel's summary is paused that strangers can read now."""

WORDS = {
    SHARED: "the channel is shared with another workspace",
    "is_archived": "the channel is archived",
    "is_inactive": "the channel is archived",
    "not_in_channel": "I am not in the channel any more",
    "channel_not_found": "the channel is gone, or I am not in it any more",
    "restricted_action": "who may post there was restricted",
    "restricted_action_read_only_channel": "who may post there was restricted",
    "user_disabled": "that person's account is deactivated",
    "user_not_found": "that person's account is gone",
} | dict.fromkeys(REVOKED, "my access to this workspace was taken back for a while")

TOO_MUCH, TOO_MUCH_SECONDS = frozenset({"rate_limited", "message_limit_exceeded"}), 30
"""Errors that ask to wait without saying how long."""

NO_ANSWER = frozenset("internal_error fatal_error service_unavailable request_timeout team_added_to_org".split())
"""Slack: "It's possible some aspect of the operation succeeded before the error was raised." """


class DigestChannel:
    """Posts and looks with the client of each workspace; `client_of` gives it."""

    def __init__(self, client_of: Callable[[str], AsyncWebClient], seconds: float = TIMEOUT) -> None:
        self._client_of = client_of
        self._seconds = seconds

    async def post(self, workspace: str, channel: str, content: Content, key: str) -> Outcome:
        """Posts once: with the plainer blocks where Slack refuses the first, as text alone where it refuses both.

        A chart that was refused follows as a picture in the thread, if there is time left for it.
        """
        client, charted = self._client_of(workspace), True
        try:
            async with asyncio.timeout(self._seconds) as limit:
                outcome = await _post(client, channel, content.text, list(content.blocks), key)
                for blocks in (content.plainer, ()):
                    if not isinstance(outcome, poster.Rejected) or outcome.error not in PLAINER_ON:
                        break
                    if blocks is not None:
                        charted = False
                        outcome = await _post(client, channel, content.text, list(blocks), key)
        except TimeoutError:
            return ports.Unknown("TimeoutError")
        if isinstance(outcome, poster.Posted) and not charted:
            await _picture(client, outcome, content, limit.when())
        return _outcome(outcome)

    async def find(self, workspace: str, channel: str, key: str, since: datetime) -> Looked:
        """Looks through the channel's newest messages, page by page until those before `since`."""
        client, cursor = self._client_of(workspace), ""
        try:
            async with asyncio.timeout(self._seconds):
                for _ in range(MOST_PAGES):
                    page = await _page(client, channel, cursor)
                    if not isinstance(page, Mapping):
                        return page
                    found = [each for each in page.get("messages") or () if _key(each) == key]
                    if found:
                        return ports.Posted(channel, str(found[0].get("ts")))
                    cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                    if not cursor or _before(page, since - MARGIN):
                        break
        except TimeoutError:
            return ports.Unknown("TimeoutError")
        return Absent()


def refusal(held: Delivery, reason: str) -> Content:
    """What its owner is told about something that could not be posted: why, of an alert also what it says, and of a
    summary that was paused for it how it goes on.
    """
    what = "A budget alert" if held.kind == "alert" else "The weekly summary"
    why = WORDS.get(reason, f"Slack says {reason}" if reason.isidentifier() else reason)
    after = f" could not be posted: {why}."
    if held.kind == "alert" and held.content:
        after += f" It says: {Content.of(held.content).text}"
    elif held.kind == "digest" and (reason in GONE or reason in REVOKED):
        after += " I have paused it; resume it when that is mended."
        resume = kit.button("Resume", ids.DIGEST_RESUME, held.subject)
        said = kit.paragraph(kit.run(f"{what} for "), _element(held.channel), kit.run(after))
        blocks = kit.rich(said), kit.actions(f"{ids.SCHEDULE_ROW}{held.subject}|paused", [resume])
        return Content(f"{what} for {_named(held.channel)}{after}", blocks)
    return Content(f"{what} for {_named(held.channel)}{after}")


def _named(channel: str) -> str:
    return f"<@{channel}>" if channel[:1] in "UW" else "your direct messages" if channel[:1] == "D" else f"<#{channel}>"


def _element(channel: str) -> kit.Element:
    if channel[:1] in "UW":
        return {"type": "user", "user_id": channel}
    return kit.run(_named(channel)) if channel[:1] == "D" else {"type": "channel", "channel_id": channel}


async def _post(client: AsyncWebClient, channel: str, text: str, blocks: list[Any], key: str) -> poster.Outcome:
    async def send() -> Mapping[str, Any]:
        response = await client.chat_postMessage(
            channel=channel,
            text=text,
            blocks=blocks,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            client_msg_id=str(uuid5(_NAMES, key)),
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
        )
        return _data(response)

    return await attempt(send)


async def _picture(client: AsyncWebClient, message: poster.Posted, content: Content, until: float | None) -> None:
    """Puts the chart of a message that Slack took without it into its thread; the figures are in the message anyway."""
    chart = next((block for block in content.blocks if block["type"] == "data_visualization"), None)
    if chart is None:
        return
    try:
        async with asyncio.timeout_at(until):
            await client.files_upload_v2(
                channel=message.channel,
                thread_ts=message.ts,
                filename="spend-by-day.png",
                title=chart["title"],
                alt_txt=f"{chart['title']}; the message has the figures",
                content=await asyncio.to_thread(bars, chart),
            )
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as wrong:
        log.say(_LOG, logging.WARNING, "delivery.unpictured", wrong=wrong)


async def _page(client: AsyncWebClient, channel: str, cursor: str) -> Mapping[str, Any] | Looked:
    """The newest messages, or those after a cursor; else why there are none."""
    page: dict[str, Any] = {}

    async def send() -> Mapping[str, Any]:
        response = await client.conversations_history(
            channel=channel, cursor=cursor or None, limit=PAGE, include_all_metadata=True
        )
        page.update(_data(response))
        return page

    match await attempt(send):
        case poster.Posted():
            return page
        case poster.RateLimited(seconds):
            return ports.RateLimited(seconds)
        case poster.Unknown(reason):
            return ports.Unknown(reason)
        case poster.Rejected(error):
            return ports.Unknown(error) if _says_nothing(error) else Unreadable(error)


def _outcome(outcome: poster.Outcome) -> Outcome:
    match outcome:
        case poster.Posted(channel, ts):
            return ports.Posted(channel, ts)
        case poster.RateLimited(seconds):
            return ports.RateLimited(seconds)
        case poster.Unknown(reason):
            return ports.Unknown(reason)
        case poster.Rejected(error) if _says_nothing(error):
            return ports.Unknown(error)
        case poster.Rejected(error) if error in TOO_MUCH:
            return ports.RateLimited(TOO_MUCH_SECONDS)
        case poster.Rejected(error):
            return ports.Rejected(error, error in GONE or error in REVOKED, error in REVOKED)


def _says_nothing(error: str) -> bool:
    """Whether a message may be there all the same: a server's trouble, or an answer that is not Slack's."""
    return error in NO_ANSWER or error.startswith("http_")


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key") if metadata.get("event_type") == EVENT_TYPE else None


def _before(page: Mapping[str, Any], instant: datetime) -> bool:
    """Whether a page, which goes backwards, ends before an instant."""
    oldest = str((page.get("messages") or [{}])[-1].get("ts") or "0")
    return float(oldest) < instant.timestamp()


def _data(response: Any) -> dict[str, Any]:
    return response.data if isinstance(response.data, dict) else {}
