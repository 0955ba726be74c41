"""The app's manifest, from one table of scopes and events: each with the feature that needs it.

manifest.yml is what this makes for Socket Mode; a test holds the two together. Format:
https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

from bot.errors import UsageError
from bot.slack.blocks.notices import PROMPTS

NAME = "Pennyworth"
COMMAND = "/cost"
QUOTE_PROMPT, BUILD_QUOTE = "quote_prompt", "build_quote"
"""Callback ids of the message shortcut and of the global one."""


class Need(NamedTuple):
    """A scope or an event and the feature that needs it."""

    name: str
    feature: str


SCOPES = (
    Need("app_mentions:read", "answers when it is mentioned"),
    Need("assistant:write", "suggested prompts in the messages tab"),
    Need("channels:history", "looks whether a weekly summary is there already, instead of posting it twice"),
    Need("channels:read", "knows that it was invited to a public channel, and which are shared with others"),
    Need("chat:write", "answers, charts, status while it works"),
    Need("commands", "/cost and the shortcuts"),
    Need("files:read", "reads prompt files and reference pictures that people send it"),
    Need("files:write", "gives counted prompts back as a file, and charts as pictures where Slack takes no charts"),
    Need("groups:history", "the same in private channels"),
    Need("groups:read", "knows that it was invited to a private channel"),
    Need("im:history", "reads direct messages to the bot"),
    Need("users:read", "knows guests from members, and people's time zones"),
)
EVENTS = (
    Need("agent_session_stopped", "the Stop button of the messages tab"),
    Need("app_context_changed", "sent to every agent app"),
    Need("app_home_opened", "App Home and the greeting"),
    Need("app_mention", "answers when it is mentioned"),
    Need("app_uninstalled", "removes what people wrote, once the app is uninstalled"),
    Need("channel_shared", "pauses the weekly summary of a channel that strangers can read from now on"),
    Need("member_joined_channel", "offers a weekly summary where it is invited"),
    Need("message.im", "answers direct messages"),
    Need("tokens_revoked", "logs that its token was taken back"),
)
THREAD_EVENTS = (
    Need("message.channels", "follow-ups without a mention in public channels' threads"),
    Need("message.groups", "follow-ups without a mention in private channels' threads"),
)
METHOD_SCOPES: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "assistant.threads.setStatus": ("chat:write",),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "apps.connections.open": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Every method of the Web API that the bot calls, and the bot scopes it needs, by kind of
conversation; without any, every token will do.
apps.connections.open needs connections:write of the app-level token; fetching a file by its address, files:read.
"""


def manifest(url: str | None = None, *, threads: bool = False) -> dict[str, Any]:
    """The manifest for Socket Mode, or with `url`, the bot's public address, for HTTP.

    `threads` adds the events that follow-ups without a mention need: every message of the channels the bot is in.

    Raises:
        UsageError: `url` is not an https address.
    """
    address = None if url is None else _events_address(url)
    events = sorted(EVENTS + (THREAD_EVENTS if threads else ()))
    at = {} if address is None else {"request_url": address}
    return {
        "display_information": {
            "name": NAME,
            "description": "What AI images cost: quotes, comparisons and budgets, exact and itemized.",
            "background_color": "#1f3d36",
        },
        "features": {
            "agent_view": {
                "agent_description": "Ask what AI images cost, in your own words, and follow up.",
                "suggested_prompts": [dict(prompt) for prompt in PROMPTS],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": "Quote this prompt",
                    "type": "message",
                    "callback_id": QUOTE_PROMPT,
                    "description": "What images made from this message would cost",
                },
                {
                    "name": "Quote AI images",
                    "type": "global",
                    "callback_id": BUILD_QUOTE,
                    "description": "Builds a quote step by step",
                },
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "What AI images cost: a quote, a comparison, prices",
                    "usage_hint": PROMPTS[0]["message"],
                    "should_escape": True,
                }
                | ({} if address is None else {"url": address})
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(scope.name for scope in SCOPES)}},
        "settings": {
            "event_subscriptions": at | {"bot_events": [event.name for event in events]},
            "interactivity": {"is_enabled": True} | at,
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(made: dict[str, Any]) -> str:
    """A manifest as YAML, each scope and event with its feature beside it."""
    text = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120)
    for need in (*SCOPES, *EVENTS, *THREAD_EVENTS):
        text = re.sub(rf"(?m)^( *- {re.escape(need.name)})$", lambda found: f"{found[1]}  # {need.feature}", text)  # noqa: B023 - used at once
    return text


def _events_address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if not parts.netloc or parts.scheme != "https" or parts.query or parts.fragment:
        raise UsageError("--http takes the bot's public address, such as https://pennyworth.example.com.")
    return url.rstrip("/").removesuffix("/slack/events") + "/slack/events"
