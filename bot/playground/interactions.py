"""The payloads of clicks, modals and shortcuts, and the values that controls and inputs carry in them."""

from __future__ import annotations

from typing import Any

from bot.playground.records import Channel, Json, Message, Room, User, View, controls
from bot.playground.refusals import Impossible
from bot.playground.shapes import message_json, view_json
from bot.playground.workspace import Workspace

LISTS = {"users": "selected_users", "conversations": "selected_conversations", "channels": "selected_channels"}
PLAIN = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
}
INITIAL = {
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "files": "-",
}


STATELESS = {"button", "overflow", "image", "workflow_button", "feedback_buttons", "icon_button"}
"""Elements that hold nothing."""


def value_key(kind: str) -> str:
    """The name under which an element's value stands."""
    if kind in PLAIN:
        return PLAIN[kind]
    if kind == "checkboxes":
        return "selected_options"
    if kind == "file_input":
        return "files"
    if kind.startswith("multi_"):
        return LISTS.get(kind.split("_")[1], "selected_options")
    return "selected_option"


def options_of(element: Json) -> list[Json]:
    """Every option of a menu, those in groups too."""
    return list(element.get("options", [])) + [o for g in element.get("option_groups", []) for o in g["options"]]


def chosen(element: Json, value: Any) -> Any:
    """The option with this value, or with this text; for menus filled from outside, an option made of it.

    Raises:
        Impossible: the menu has no such option.
    """
    if isinstance(value, dict):
        return value
    for option in options_of(element):
        if value in (option["value"], option["text"]["text"]):
            return option
    if element["type"].endswith("external_select"):
        return {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
    raise Impossible(f"{element.get('action_id')} has no option {value!r}")


def state_of(element: Json, value: Any) -> Json:
    """What `state.values` says of an element that holds a value; None stands for an empty one."""
    key = value_key(element["type"])
    held: Any = value
    if value is not None and key == "selected_option":
        held = chosen(element, value)
    elif key == "selected_options":
        held = [chosen(element, each) for each in value or []]
    elif value is not None and key == "value":
        held = str(value)
    return {"type": element["type"], key: held}


def initial_state(element: Json) -> Json:
    """What `state.values` says of an element that nobody has touched."""
    key = value_key(element["type"])
    initial = element.get(INITIAL[key])
    return {"type": element["type"], key: [] if initial is None and key == "selected_options" else initial}


def held_values(blocks: list[Json], touched: dict[str, Json]) -> dict[str, Json]:
    """`state.values`: what every input and menu holds, touched or not."""
    values: dict[str, Json] = {}
    for block, element in controls(blocks):
        if element["type"] not in STATELESS:
            name = element["action_id"]
            known = touched.get(block["block_id"], {}).get(name)
            values.setdefault(block["block_id"], {})[name] = known or initial_state(element)
    return values


def find(blocks: list[Json], action_id: str, block_id: str | None, value: Any) -> tuple[Json, Json]:
    """The control with an action_id, in a block if one is named; among several, the one with the value.

    Raises:
        Impossible: there is none.
    """
    found = [
        (block, element)
        for block, element in controls(blocks)
        if element.get("action_id") == action_id and block_id in (None, block["block_id"])
    ]
    if len(found) > 1 and value is not None:
        found = [pair for pair in found if pair[1].get("value") == value] or found
    if not found:
        there = ", ".join(sorted({str(element.get("action_id")) for _, element in controls(blocks)}))
        raise Impossible(f"no control {action_id}; there are {there or 'none'}")
    return found[0]


def action(workspace: Workspace, block: Json, element: Json, value: Any) -> Json:
    """What `actions` says of a control that was used."""
    shared = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    shared["action_ts"] = workspace.stamp()
    kind = element["type"]
    if kind in {"button", "icon_button", "workflow_button"}:
        return shared | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if kind == "feedback_buttons":
        both = [element["positive_button"], element["negative_button"]]
        return shared | {"value": next((b["value"] for b in both if value in (b["value"], b["text"]["text"])), value)}
    return shared | state_of(element, value)


def frame(workspace: Workspace, kind: str, user: User, trigger: str) -> Json:
    """What every interaction has."""
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "team": {"id": workspace.team, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": workspace.app_id,
        "token": "playground-verification-token",
        "trigger_id": trigger,
    }


def channel_name(channel: Channel) -> str:
    """How payloads name a conversation."""
    return {Room.PUBLIC: channel.name, Room.PRIVATE: "privategroup", Room.IM: "directmessage"}[channel.room]


def in_message(workspace: Workspace, message: Message) -> Json:
    """Where a click was, for a message; an ephemeral one is not in the payload."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    channel = workspace.channels[message.channel]
    body: Json = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
    if not message.only_for:
        body["message"] = message_json(workspace, message, metadata=True)
    return body


def in_view(workspace: Workspace, view: View) -> Json:
    """Where a click was, for a modal or a home."""
    shown = view_json(workspace, view)
    shown["state"] = {"values": held_values(view.blocks, view.values)}
    return {"container": {"type": "view", "view_id": view.id}, "view": shown}
