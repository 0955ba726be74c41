"""chat.*: posting, changing and removing messages."""

from __future__ import annotations

from bot.playground.forms import truthy
from bot.playground.methods.call import SPECIAL, Call, method
from bot.playground.posting import TEXT_MOST, by_app, checked, content, cut, place, thread_of
from bot.playground.records import Channel, Json, Message, Room
from bot.playground.refusals import Refused
from bot.playground.shapes import message_json

UPDATE_MOST = 4_000


def may_post(call: Call, channel: Channel) -> None:
    """Refuses where the app may not write."""
    workspace = call.workspace
    if channel.archived:
        raise Refused("is_archived")
    if channel.room is Room.IM and not workspace.app.messages_tab:
        raise Refused("messages_tab_disabled")
    open_to_all = channel.room is Room.PUBLIC and "chat:write.public" in workspace.app.scopes
    if workspace.bot.id not in channel.members and not open_to_all:
        raise Refused("not_in_channel")
    if channel.read_only:
        raise Refused("restricted_action_read_only_channel")


def warned(answer: Json, warnings: list[str]) -> Json:
    """An answer with its warnings, where Slack puts them."""
    if warnings:
        answer["warning"] = ",".join(warnings)
        answer["response_metadata"] = {"warnings": warnings}
    return answer


@method("chat.postMessage", "chat:write", tier=SPECIAL)
def post_message(call: Call) -> Json:
    """Posts into a channel, a thread or somebody's direct messages."""
    workspace = call.workspace
    call.need("channel")
    channel = place(workspace, call.args["channel"])
    may_post(call, channel)
    message = by_app(workspace, channel, thread_of(workspace, channel, call.args), content(workspace, call.args))
    message.broadcast = bool(message.thread_ts) and truthy(call.args.get("reply_broadcast"))
    warnings = cut(message)
    workspace.add_message(message)
    shown = message_json(workspace, message, metadata=True)
    return warned({"channel": channel.id, "ts": message.ts, "message": shown}, warnings)


@method("chat.postEphemeral", "chat:write", tier=4)
def post_ephemeral(call: Call) -> Json:
    """Shows something to one person in a channel, until they reload."""
    workspace = call.workspace
    call.need("channel", "user")
    channel = place(workspace, call.args["channel"])
    if channel.archived:
        raise Refused("is_archived")
    if workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")
    if call.args["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    if len(call.args.get("text") or "") > TEXT_MOST:  # the page has the error without a figure
        raise Refused("msg_too_long")
    parts = content(workspace, call.args) | {"metadata": None}  # metadata is ignored here, says the page
    message = by_app(workspace, channel, thread_of(workspace, channel, call.args), parts)
    message.only_for = call.args["user"]
    workspace.add_message(message)
    return {"message_ts": message.ts}


def own(call: Call, error: str) -> Message:
    """The app's own message that a call names; another's gets the error given."""
    call.need("channel", "ts")
    channel = call.workspace.channels.get(str(call.args["channel"]))
    if channel is None:
        raise Refused("channel_not_found")
    message = call.workspace.messages[channel.id].get(str(call.args["ts"]))
    if message is None:
        raise Refused("message_not_found")
    if message.user != call.workspace.bot.id:
        raise Refused(error)
    if channel.archived:
        raise Refused("is_inactive" if error == "cant_update_message" else "is_archived")
    return message


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    """Changes the app's own message; a text without blocks removes its blocks."""
    workspace, args = call.workspace, call.args
    message = own(call, "cant_update_message")
    if message.stream:
        raise Refused("streaming_state_conflict")
    if len(args.get("text") or "") > UPDATE_MOST:
        raise Refused("msg_too_long")
    if all(args.get(key) in (None, "") for key in ("text", "blocks", "attachments", "markdown_text")):
        raise Refused("no_text")
    parts = checked(workspace, args)
    with workspace.editing(message):
        _changed(call, message, parts)
    shown = message_json(workspace, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def _changed(call: Call, message: Message, parts: Json) -> None:
    given = {key for key in ("blocks", "attachments", "metadata") if call.args.get(key) is not None}
    if call.args.get("text") or call.args.get("markdown_text"):
        if message.blocks and not parts["blocks"] and "blocks" not in given:
            call.workspace.oddities.append("chat.update with text alone: the blocks are gone")
        message.text, message.blocks = parts["text"], parts["blocks"]
    elif "blocks" in given:
        message.blocks = parts["blocks"]
    if "attachments" in given:
        message.attachments = parts["attachments"]
    if "metadata" in given:
        message.metadata = parts["metadata"]


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    """Removes the app's own message."""
    message = own(call, "cant_delete_message")
    call.workspace.remove_message(message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", tier=SPECIAL)
def permalink(call: Call) -> Json:
    """The address of a message."""
    call.need("channel", "message_ts")
    channel = place(call.workspace, call.args["channel"])
    message = call.workspace.messages[channel.id].get(str(call.args["message_ts"]))
    if message is None:
        raise Refused("message_not_found")
    link = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


@method("chat.scheduleMessage", "chat:write")
def schedule(call: Call) -> Json:
    """Keeps a message for later; the stand-in notes it and never posts it."""
    workspace = call.workspace
    call.need("channel", "post_at")
    channel = place(workspace, call.args["channel"])
    may_post(call, channel)
    try:
        at = int(call.args["post_at"])
    except ValueError as problem:
        raise Refused("invalid_time") from problem
    if at <= workspace.seconds():
        raise Refused("time_in_past")
    if at > workspace.seconds() + 120 * 86_400:
        raise Refused("time_too_far")
    content(workspace, call.args)
    identifier = workspace.identifier("Q")
    workspace.scheduled[identifier] = {"channel": channel.id, **call.args}
    return {"channel": channel.id, "scheduled_message_id": identifier, "post_at": at}
