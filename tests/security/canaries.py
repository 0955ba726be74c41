"""Secrets that are easy to find where they should not be."""

from __future__ import annotations

from typing import Any

from bot.playground import Slack

BOT_TOKEN = "xoxb-canary0bot0token"
APP_TOKEN = "xapp-canary0app0token"
SIGNING_SECRET = "canary0signing0secret"
PASSWORD = "canary0password"
CANARIES = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, PASSWORD)
DATABASE_URL = f"postgresql://penny:{PASSWORD}@127.0.0.1:9/none"

ENVIRONMENT = {
    "SLACK_BOT_TOKEN": BOT_TOKEN,
    "SLACK_APP_TOKEN": APP_TOKEN,
    "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    "DATABASE_URL": DATABASE_URL,
}


def found_in(text: str) -> list[str]:
    """The secrets that a text holds, whole or in good part."""
    return [canary for canary in CANARIES if canary.removeprefix("xoxb-").removeprefix("xapp-") in text]


def with_canaries(made: dict[str, Any]) -> Slack:
    """A workspace whose secrets they are."""
    slack = Slack(made)
    slack.bot_token = slack.server.bot_token = BOT_TOKEN
    slack.app_token = slack.server.app_token = APP_TOKEN
    slack.signing_secret = slack.http._secret = SIGNING_SECRET
    return slack
