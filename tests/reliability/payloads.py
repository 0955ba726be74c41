"""Payloads as Slack sends them, one of each kind, to be spoiled."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Literal

Wire = Literal["command", "event", "payload"]
Made = tuple[Wire, dict[str, Any]]

TEXTS = ("100 square images", "", "help", "compare all for 3 images", "<!channel> \0", "a" * 9_000, "my payload")
EVENTS = "app_mention message app_home_opened app_uninstalled reaction_added unheard_of".split()
ENVELOPES = (*["event_callback"] * 5, "url_verification", "app_rate_limited")
ACTIONS = (
    "change.quality change.nearest.0 open.count open.job quote.compare quote.share quote.more ask.0 ask.menu "
    "home.builder home.settings home.stored stored.remove unheard.of"
).split()
VALUES = ("0|quality|high", "9999|model|x", "0", "100 images", "why")
FORMS = "builder count job settings stored unheard_of".split()
INPUTS = "count quality size model words prompt managers channels basis by_person".split()
ORIGINS = ("", "{}", '{"quote":"abc","job":0}', '{"job":"x"}', "[" * 999)
SHORTCUTS = "shortcut message_action block_suggestion workflow_step_edit interactive_message unheard_of".split()


def any_payload(rng: random.Random, answer_at: str) -> Made:
    """One that Slack could send, with a response URL where it has one."""
    make: Callable[[random.Random, str], Made] = rng.choice((command, event, tap, form, shortcut))
    return make(rng, answer_at)


def command(rng: random.Random, answer_at: str) -> Made:
    """Somebody ran the slash command."""
    number = rng.randrange(10**9)
    return "command", {
        "token": "t",
        "team_id": "T0ACME",
        "channel_id": "C0ACME1",
        "user_id": f"U0FUZZ{number}",
        "command": "/cost",
        "text": rng.choice(TEXTS),
        "api_app_id": "A0ACMEAPP",
        "is_enterprise_install": "false",
        "response_url": answer_at,
        "trigger_id": f"trigger.{number}",
    }


def event(rng: random.Random, _: str) -> Made:
    """Something happened."""
    number = rng.randrange(10**9)
    happened: dict[str, Any] = {
        "type": rng.choice(EVENTS),
        "user": f"U0FUZZ{number}",
        "channel": "D0ACME1",
        "channel_type": "im",
        "text": rng.choice(TEXTS),
        "ts": f"{number}.0",
        "event_ts": f"{number}.0",
        "client_msg_id": f"m{number}",
        "tab": rng.choice(("home", "messages")),
    }
    if rng.random() < 0.3:
        happened["files"] = [{"id": "F1", "name": "a.txt", "size": 9, "url_private": "https://x.test/a.txt"}]
    return "event", {
        "token": "t",
        "team_id": "T0ACME",
        "api_app_id": "A0ACMEAPP",
        "event": happened,
        "event_id": f"Ev{number}",
        "type": rng.choice(ENVELOPES),
        "event_time": number,
        "challenge": "c",
        "authorizations": [{"team_id": "T0ACME", "user_id": "U1", "is_bot": True}],
    }


def tap(rng: random.Random, answer_at: str) -> Made:
    """Somebody used a control."""
    action = {
        "type": "button",
        "action_id": rng.choice(ACTIONS),
        "block_id": "quote|abc|1|job",
        "value": rng.choice(VALUES),
        "action_ts": "1.0",
    }
    container = {"type": "message", "message_ts": "1.0", "channel_id": "C0ACME1", "is_ephemeral": True}
    return "payload", {
        "type": "block_actions",
        **_who(rng),
        "actions": [action],
        "response_url": answer_at,
        "container": container,
        "channel": {"id": "C0ACME1", "name": "general"},
        "message": {"ts": "1.0", "text": "x", "thread_ts": "1.0"},
        "state": {"values": {}},
    }


def form(rng: random.Random, _: str) -> Made:
    """Somebody sent a form, or closed it."""
    entry = {"type": "x", "value": "3", "selected_option": {"value": "low"}, "selected_users": ["U1"]}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": rng.choice(FORMS),
        "state": {"values": {block: {block: dict(entry)} for block in rng.sample(INPUTS, 4)}},
        "hash": "h",
        "blocks": [],
        "private_metadata": rng.choice(ORIGINS),
    }
    return "payload", {"type": rng.choice(("view_submission", "view_closed")), **_who(rng), "view": view}


def shortcut(rng: random.Random, answer_at: str) -> Made:
    """Somebody used a shortcut, or a feature that the app does not have."""
    return "payload", {
        "type": rng.choice(SHORTCUTS),
        **_who(rng),
        "callback_id": rng.choice(("quote_prompt", "build_quote", "unheard_of")),
        "response_url": answer_at,
        "action_ts": "1.0",
        "channel": {"id": "C0ACME1"},
        "message": {"ts": "1.0", "text": rng.choice(TEXTS)},
        "message_ts": "1.0",
    }


def _who(rng: random.Random) -> dict[str, Any]:
    number = rng.randrange(10**9)
    return {
        "team": {"id": "T0ACME", "domain": "acme"},
        "user": {"id": f"U0FUZZ{number}", "team_id": "T0ACME", "name": "x"},
        "api_app_id": "A0ACMEAPP",
        "token": "t",
        "trigger_id": f"trigger.{number}",
    }
