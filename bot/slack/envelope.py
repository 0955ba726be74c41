"""What Slack sends, read and held to the shape that Bolt and the surfaces take for granted.

Bolt 1.30 indexes into payloads without a look: a team that is a number or a tap without an action raise inside it. It
also takes a command whose text has the word "payload" in it for an empty body. So it gets dicts that were read here.
Only what is looked at has a type; whatever else Slack sends passes.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, ValidationError

MOST_FIELDS = 200
LEGACY = frozenset(
    "workflow_step_edit interactive_message dialog_submission dialog_cancellation dialog_suggestion".split()
)
"""Requests of features that Slack has retired and the app never had."""

_SURROGATE = re.compile(r"\\ud[89a-f]", re.IGNORECASE)


class Unreadable(Exception):
    """A body that is none of Slack's."""


def read(content_type: str, body: bytes) -> dict[str, Any]:
    """The payload of a request: JSON, or a form, or the JSON in a form's field.

    Raises:
        Unreadable: it is none of them, or not what Slack sends.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    found = _object(text) if _is_json(content_type) or text.startswith("{") else _form(text)
    try:
        _check_kind(_Body.model_validate(found))
    except ValidationError:
        raise Unreadable("not a payload of Slack's") from None
    return found


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


def _form(text: str) -> dict[str, Any]:
    try:
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:
        raise Unreadable("not a form") from None
    if not form:
        raise Unreadable("an empty form")
    return _object(form["payload"]) if "payload" in form else dict(form)


def _object(text: str) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
    except RecursionError:
        raise Unreadable("nested too deep") from None
    except ValueError:
        raise Unreadable("not JSON") from None
    if not isinstance(parsed, dict):
        raise Unreadable("not a JSON object")
    if _SURROGATE.search(text):
        try:
            json.dumps(parsed, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise Unreadable("half a character") from None
    return parsed


_Text = str | None


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Named(_Part):
    """A team, a person, a channel."""

    id: _Text = None
    team_id: _Text = None
    enterprise_id: _Text = None


_Name = str | _Named | None


class _Spot(_Part):
    """A message, or where a control stands."""

    user: _Name = None
    channel: _Name = None
    channel_id: _Text = None
    ts: _Text = None
    thread_ts: _Text = None
    message_ts: _Text = None
    text: _Text = None


class _Option(_Part):
    value: str


class _Action(_Part):
    action_id: str
    block_id: _Text = None
    value: _Text = None
    selected_option: _Option | None = None


class _Input(_Part):
    value: _Text = None
    selected_option: _Option | None = None
    selected_conversation: _Text = None
    selected_user: _Text = None
    selected_time: _Text = None
    selected_options: list[_Option] | None = None
    selected_users: list[str] | None = None
    selected_conversations: list[str] | None = None


class _State(_Part):
    values: dict[str, dict[str, _Input]] | None = None


class _View(_Part):
    id: _Text = None
    type: Literal["modal", "home"]
    callback_id: _Text = None
    private_metadata: _Text = None
    state: _State | None = None
    team_id: _Text = None
    app_installed_team_id: _Text = None


class _Event(_Part):
    type: str
    subtype: _Text = None
    user: _Name = None
    user_id: _Text = None
    bot_id: _Text = None
    app_id: _Text = None
    team: _Name = None
    user_team: _Text = None
    enterprise: _Name = None
    enterprise_id: _Text = None
    channel: _Name = None
    channel_id: _Text = None
    channel_type: _Text = None
    ts: _Text = None
    thread_ts: _Text = None
    client_msg_id: _Text = None
    text: _Text = None
    tab: _Text = None
    files: list[dict[str, Any]] | None = None
    message: _Spot | None = None
    previous_message: _Spot | None = None
    item: _Spot | None = None


class _Authorization(_Part):
    team_id: _Text = None
    user_id: _Text = None
    enterprise_id: _Text = None


class _Body(_Part):
    type: _Text = None
    command: str = ""
    text: _Text = None
    team: _Name = None
    team_id: _Text = None
    user: _Name = None
    user_id: _Text = None
    enterprise: _Name = None
    enterprise_id: _Text = None
    channel: _Name = None
    channel_id: _Text = None
    thread_ts: _Text = None
    trigger_id: _Text = None
    response_url: _Text = None
    response_urls: list[dict[str, Any]] = []
    callback_id: _Text = None
    event_id: _Text = None
    authorizations: list[_Authorization] | None = None
    event: _Event | None = None
    actions: list[_Action] = []
    view: _View | None = None
    container: _Spot | None = None
    message: _Spot | None = None


def _check_kind(body: _Body) -> None:
    if body.type in LEGACY:
        raise Unreadable("a feature that the app does not have")
    if body.type == "block_actions" and not body.actions:
        raise Unreadable("a tap on nothing")
    if body.event is None and (body.type == "event_callback" or "event" in body.model_fields_set):
        raise Unreadable("no event")
    if body.type in ("view_submission", "view_closed") and body.view is None:
        raise Unreadable("no form")
