"""What Slack sends is read; what Bolt would stumble over is not."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.envelope import Unreadable, read
from tests.slack.conftest import Office

FORM = "application/x-www-form-urlencoded"
TAP = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": [{"action_id": "a"}]}
EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "user": "U1", "channel": "C1"}}


def test_each_kind_is_read_as_it_is() -> None:
    """JSON, a form, and JSON in a form's field; what nobody looks at passes."""
    assert read("application/json; charset=utf-8", json.dumps(EVENT | {"new": [1]}).encode()) == EVENT | {"new": [1]}
    assert read(FORM, urlencode({"payload": json.dumps(TAP)}).encode()) == TAP
    assert read(FORM, b"command=%2Fcost&text=10+images") == {"command": "/cost", "text": "10 images"}


@pytest.mark.parametrize(
    "spoiled",
    [
        TAP | {"team": 1},
        TAP | {"actions": []},
        TAP | {"actions": [{"value": "x"}]},
        TAP | {"view": {"type": "modal", "state": {"values": {"a": {"a": {"selected_option": "x"}}}}}},
        TAP | {"type": "workflow_step_edit"},
        TAP | {"response_url": "\ud800"},
        EVENT | {"event": None},
        {"type": "app_rate_limited", "event": None},
        EVENT | {"event": {"type": "message", "text": 7}},
        EVENT | {"authorizations": [None]},
        {"type": "view_submission", "view": None},
    ],
)
def test_what_bolt_would_stumble_over_is_not(spoiled: dict[str, Any]) -> None:
    """A wrong type where something looks, a retired feature, half a character."""
    with pytest.raises(Unreadable):
        read("application/json", json.dumps(spoiled).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'"' + b'\\"' * 500_000,
        b"",
        b"\xff",
    ],
    ids=["open brackets", "open braces", "deep", "an open string", "nothing", "no text"],
)
def test_what_would_break_a_parser_is_not(body: bytes) -> None:
    """As JSON, and as the payload of a form."""
    for content_type, sent in (("application/json", body), (FORM, b"payload=" + body)):
        with pytest.raises(Unreadable):
            read(content_type, sent)


async def test_a_command_may_say_payload(at: Office) -> None:
    """Bolt by itself takes a form whose text has that word in it for an empty one."""
    await at.slack.command("bob", "general", "/cost", "100 medium square images for the payload page")
    assert (await at.whispered("bob")).text.startswith("Plan for $1.11")
