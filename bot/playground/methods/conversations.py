"""conversations.* and users.conversations: channels, what was said in them, who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.playground.forms import listed, truthy
from bot.playground.methods.call import Call, method, paged
from bot.playground.posting import place
from bot.playground.records import Channel, Json, Message, Room
from bot.playground.refusals import Refused
from bot.playground.shapes import channel_json, message_json

READ = {Room.PUBLIC: "channels:read", Room.PRIVATE: "groups:read", Room.IM: "im:read"}
HISTORY = {Room.PUBLIC: "channels:history", Room.PRIVATE: "groups:history", Room.IM: "im:history"}
TYPES = {"public_channel": Room.PUBLIC, "private_channel": Room.PRIVATE, "im": Room.IM}


def scoped(call: Call, channel: Channel, scopes: dict[Room, str]) -> None:
    """Refuses a kind of conversation for which the app lacks the scope."""
    needed = scopes[channel.room]
    if needed not in call.workspace.app.scopes:
        raise Refused("missing_scope", needed=needed, provided=",".join(call.workspace.app.scopes))


@method("conversations.info", *READ.values())
def info(call: Call) -> Json:
    """One conversation."""
    call.need("channel")
    channel = place(call.workspace, call.args["channel"])
    scoped(call, channel, READ)
    body = channel_json(call.workspace, channel)
    if truthy(call.args.get("include_num_members")):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def _listable(call: Call) -> list[Channel]:
    kinds = listed(call.args.get("types") or "public_channel")
    unknown = [kind for kind in kinds if kind not in {*TYPES, "mpim"}]
    if unknown:
        raise Refused("invalid_types")
    rooms = {TYPES[kind] for kind in kinds if kind in TYPES}
    found = []
    for channel in call.workspace.channels.values():
        hidden = channel.room is not Room.PUBLIC and call.workspace.bot.id not in channel.members
        if channel.room in rooms and not hidden:
            scoped(call, channel, READ)
            found.append(channel)
    if truthy(call.args.get("exclude_archived")):
        found = [channel for channel in found if not channel.archived]
    return found


@method("conversations.list", *READ.values(), tier=2)
def list_(call: Call) -> Json:
    """The conversations that the app can see."""
    return paged(call, [channel_json(call.workspace, channel) for channel in _listable(call)], "channels")


@method("users.conversations", *READ.values())
def of_user(call: Call) -> Json:
    """The conversations that somebody is in, the app if nobody is named."""
    user = call.args.get("user") or call.workspace.bot.id
    inside = [channel for channel in _listable(call) if user in channel.members]
    return paged(call, [channel_json(call.workspace, channel) for channel in inside], "channels")


def _readable(call: Call) -> Channel:
    call.need("channel")
    channel = place(call.workspace, call.args["channel"])
    scoped(call, channel, HISTORY)
    if call.workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _instant(call: Call, name: str, usual: str) -> float:
    try:
        return float(call.args.get(name) or usual)
    except ValueError as problem:
        raise Refused(f"invalid_ts_{name}") from problem


def _between(call: Call, messages: Iterable[Message]) -> list[Message]:
    oldest, latest = _instant(call, "oldest", "0"), _instant(call, "latest", "inf")
    ends = truthy(call.args.get("inclusive"))
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest or (ends and float(message.ts) in (oldest, latest))
    ]


def _page(call: Call, messages: list[Message], usual: int) -> dict[str, Any]:
    whole = truthy(call.args.get("include_all_metadata"))
    shown = [message_json(call.workspace, message, metadata=whole) for message in messages]
    page = paged(call, shown, "messages", most=999, usual=usual)
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}


@method("conversations.history", *HISTORY.values())
def history(call: Call) -> Json:
    """What was said in a channel outside threads, newest first."""
    channel = _readable(call)
    top = [m for m in call.workspace.messages[channel.id].values() if m.thread_ts in (None, m.ts) or m.broadcast]
    return _page(call, _between(call, reversed(top)), 100)


@method("conversations.replies", *HISTORY.values())
def replies(call: Call) -> Json:
    """A thread, its first message first."""
    channel = _readable(call)
    call.need("ts")
    named = call.workspace.messages[channel.id].get(str(call.args["ts"]))
    if named is None:
        raise Refused("thread_not_found")
    thread = call.workspace.thread(channel.id, named.thread_ts or named.ts)
    return _page(call, [thread[0], *_between(call, thread[1:])], 999)


@method("conversations.members", *READ.values(), tier=4)
def members(call: Call) -> Json:
    """Who is in a conversation."""
    call.need("channel")
    channel = place(call.workspace, call.args["channel"])
    scoped(call, channel, READ)
    return paged(call, channel.members, "members")


@method("conversations.open", "im:write", "mpim:write")
def open_(call: Call) -> Json:
    """The direct messages with somebody."""
    users = listed(call.args.get("users"))
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")  # the stand-in has no group messages
    if users[0] not in call.workspace.users:
        raise Refused("user_not_found")
    channel = call.workspace.im(users[0])
    shown = channel_json(call.workspace, channel) if truthy(call.args.get("return_im")) else {"id": channel.id}
    return {"channel": shown}


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    """The app joins a public channel by itself."""
    call.need("channel")
    channel = place(call.workspace, call.args["channel"])
    if channel.archived:
        raise Refused("is_archived")
    if channel.room is not Room.PUBLIC:
        raise Refused("method_not_supported_for_channel_type")
    already = call.workspace.bot.id in channel.members
    if not already:
        call.workspace.enter(call.workspace.bot, channel)
    answer: Json = {"channel": channel_json(call.workspace, channel)}
    return answer | ({"warning": "already_in_channel"} if already else {})
