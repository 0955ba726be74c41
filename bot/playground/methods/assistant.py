"""assistant.threads.*, reactions.* and streams: what an app shows while it works."""

from __future__ import annotations

from bot.playground.forms import listed
from bot.playground.methods.call import SPECIAL, Call, method
from bot.playground.methods.chat import may_post, own
from bot.playground.posting import MARKDOWN_MOST, by_app, checked_blocks, checked_metadata, place, thread_of
from bot.playground.records import Channel, Json, Message, Room
from bot.playground.refusals import Refused
from bot.playground.shapes import message_json


def _spot(call: Call) -> Channel:
    call.need("channel_id")
    channel = place(call.workspace, call.args["channel_id"])
    if call.workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")  # the pages list channel_not_found and invalid_thread_ts alone
    return channel


@method("assistant.threads.setStatus", "chat:write", "assistant:write", tier=SPECIAL)
def set_status(call: Call) -> Json:
    """Shows what the app is doing; an empty status ends it, a message of the app too."""
    channel = _spot(call)
    call.need("thread_ts")
    if str(call.args["thread_ts"]) not in call.workspace.messages[channel.id]:
        raise Refused("invalid_thread_ts")
    if len(call.args.get("loading_messages") or []) > 10:
        raise Refused("invalid_arguments", ["no more than 10 items allowed [json-pointer:/loading_messages]"])
    said = str(call.args.get("status") or ""), call.workspace.clock.now()
    call.workspace.statuses[channel.id, str(call.args["thread_ts"])] = said
    call.workspace.changed()
    return {}


@method("assistant.threads.setSuggestedPrompts", "assistant:write", tier=4)
def set_prompts(call: Call) -> Json:
    """Offers up to four texts to send."""
    channel = _spot(call)
    prompts = call.args.get("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
        raise Refused("invalid_arguments", ["must provide 1 to 4 prompts [json-pointer:/prompts]"])
    if not all(isinstance(prompt, dict) and prompt.get("title") and prompt.get("message") for prompt in prompts):
        raise Refused("invalid_arguments", ["missing required field: title or message [json-pointer:/prompts]"])
    call.workspace.prompts[channel.id, str(call.args.get("thread_ts") or "")] = dict(call.args)
    call.workspace.changed()
    return {}


@method("assistant.threads.setTitle", "assistant:write", tier=4)
def set_title(call: Call) -> Json:
    """Names a conversation with the app."""
    _spot(call)
    call.need("thread_ts", "title")
    return {}


@method("reactions.add", "reactions:write")
def react(call: Call) -> Json:
    """The app puts an emoji on a message."""
    workspace = call.workspace
    call.need("channel", "name", "timestamp")
    channel = place(workspace, call.args["channel"])
    message = workspace.messages[channel.id].get(str(call.args["timestamp"]))
    if message is None:
        raise Refused("message_not_found")
    users = message.reactions.setdefault(str(call.args["name"]), [])
    if workspace.bot.id in users:
        raise Refused("already_reacted")
    users.append(workspace.bot.id)
    workspace.changed()
    return {}


@method("chat.startStream", "chat:write", tier=2)
def start_stream(call: Call) -> Json:
    """Begins a reply that grows."""
    workspace = call.workspace
    call.need("channel", "thread_ts")
    channel = place(workspace, call.args["channel"])
    may_post(call, channel)
    if channel.room is not Room.IM and not (call.args.get("recipient_user_id") and call.args.get("recipient_team_id")):
        raise Refused(
            "missing_recipient_user_id" if not call.args.get("recipient_user_id") else "missing_recipient_team_id"
        )
    thread = thread_of(workspace, channel, call.args)
    message = by_app(workspace, channel, thread, {"text": _piece(call)})
    message.stream = True
    workspace.add_message(message)
    return {"channel": channel.id, "ts": message.ts}


def _piece(call: Call) -> str:
    text = str(call.args.get("markdown_text") or "")
    if len(text) > MARKDOWN_MOST:
        raise Refused("msg_too_long")
    return text


def _streaming(call: Call) -> Message:
    message = own(call, "message_not_owned_by_app")
    if not message.stream:
        raise Refused("message_not_in_streaming_state")
    return message


@method("chat.appendStream", "chat:write", tier=4)
def append_stream(call: Call) -> Json:
    """Adds to a reply that grows."""
    message = _streaming(call)
    message.text += _piece(call)
    call.workspace.changed()
    return {"channel": message.channel, "ts": message.ts}


@method("chat.stopStream", "chat:write", tier=2)
def stop_stream(call: Call) -> Json:
    """Ends a reply that grew, with blocks below it."""
    message = _streaming(call)
    message.text += _piece(call)
    message.blocks = checked_blocks(call.workspace, call.args.get("blocks") or [])
    message.metadata = checked_metadata(call.args.get("metadata"))
    message.stream = False
    call.workspace.changed()
    shown = message_json(call.workspace, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


@method("agents.sessions.setStatus", "assistant:write", tier=4)
def session_status(call: Call) -> Json:
    """Is for apps with an agent view alone."""
    if not call.workspace.app.agent_view:
        raise Refused("not_agent_app")
    return {"status": listed(call.args.get("status"))}
