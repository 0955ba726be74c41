"""What becomes of a text with blocks on its way into a message, from a call or from a response_url."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.blocks import check_message, with_ids
from bot.playground.records import Channel, Json, Message, Room
from bot.playground.refusals import Refused
from bot.playground.workspace import Workspace

TEXT_MOST = 40_000
MARKDOWN_MOST = 12_000
METADATA_BYTES = 4_000  # Slack's pages have no figure; bots that kept their state there went silent at 4 kB
SHOWN = ("png", "jpg", "jpeg", "gif")
KEPT = ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn", "response_type")


def image_problem(workspace: Workspace, key: str, value: str) -> str:
    """Why a block cannot show an uploaded file; empty when it can."""
    if key == "url":
        identifier = next((part for part in value.replace("-", "/").split("/") if part in workspace.files), "")
    else:
        identifier = value
    file = workspace.files.get(identifier)
    if file is None or file.deleted or not file.complete:
        return "no such file"
    if file.filetype not in SHOWN:
        return "not an image"
    if file.usable_at and workspace.clock.now() < file.usable_at:
        return "not processed yet"
    seen = file.user == workspace.bot.id or any(
        workspace.bot.id in workspace.channels[channel].members for channel in file.channels
    )
    return "" if seen else "not visible to the app"


def content(workspace: Workspace, args: Json) -> Json:
    """The checked parts of a new message.

    Raises:
        Refused: as Slack refuses them, and when there is nothing to show.
    """
    parts = checked(workspace, args)
    if not parts["text"].strip() and not parts["blocks"] and not parts["attachments"]:
        raise Refused("no_text")
    if not parts["text"]:
        workspace.oddities.append("a message without text: nothing to read in notifications and aloud")
    return parts


def checked(workspace: Workspace, args: Json) -> Json:
    """The text, blocks, attachments and metadata of a message, and how it is to be shown.

    Raises:
        Refused: as Slack refuses them.
    """
    blocks, text, markdown = args.get("blocks") or [], args.get("text") or "", args.get("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise Refused("markdown_text_conflict")
        if len(markdown) > MARKDOWN_MOST:
            raise Refused("msg_too_long")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}] if markdown else []
    if not isinstance(text, str):
        raise Refused("invalid_arguments", ["must provide a string [json-pointer:/text]"])
    return {
        "text": text,
        "blocks": checked_blocks(workspace, blocks),
        "attachments": checked_attachments(workspace, args.get("attachments") or []),
        "metadata": checked_metadata(args.get("metadata")),
        "more": {key: args[key] for key in KEPT if key in args},
    }


def checked_blocks(workspace: Workspace, blocks: Any) -> list[Json]:
    """The blocks as Slack keeps them; an empty list is none."""
    if not blocks:
        return []
    check_message(blocks, lambda key, value: image_problem(workspace, key, value))
    return with_ids(blocks, lambda: f"b{workspace.number():04x}")


def checked_attachments(workspace: Workspace, attachments: Any) -> list[Json]:
    """The attachments; blocks in them are held to the rules for blocks."""
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        raise Refused("invalid_attachments")
    if len(attachments) > 100:
        raise Refused("too_many_attachments")
    for attachment in attachments:
        if attachment.get("blocks"):
            try:
                checked_blocks(workspace, attachment["blocks"])
            except Refused as refused:
                raise Refused("invalid_attachments", refused.messages) from refused
    return attachments


def checked_metadata(metadata: Any) -> Json | None:
    """The metadata of a message: an event_type and a flat payload."""
    if not metadata:
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if "entities" in metadata and "event_type" not in metadata:
        return dict(metadata)
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return dict(metadata)


def place(workspace: Workspace, name: Any) -> Channel:
    """The channel that an argument names by id or #name, or a person's direct messages by the person's id.

    Raises:
        Refused: channel_not_found, for a private one without the app too.
    """
    text = str(name or "")
    if text in workspace.users and text != workspace.bot.id:
        return workspace.im(text)
    channel = workspace.channels.get(text)
    if channel is None and text.startswith("#"):
        channel = next((room for room in workspace.channels.values() if room.name == text[1:]), None)
    if channel is None or (channel.room is not Room.PUBLIC and workspace.bot.id not in channel.members):
        raise Refused("channel_not_found")
    return channel


def thread_of(workspace: Workspace, channel: Channel, args: Json) -> str | None:
    """The thread into which a message goes.

    Raises:
        Refused: it is no message's ts, or a reply's. Slack's page names no error for a thread that is gone, developers
            report thread_not_found; and it advises against a reply's ts without a refusal of its own: this is stricter.
    """
    ts = args.get("thread_ts")
    if ts in (None, ""):
        return None
    parent = workspace.messages[channel.id].get(str(ts))
    if parent is None:
        raise Refused("thread_not_found")
    if parent.thread_ts and parent.thread_ts != parent.ts:
        raise Refused("cannot_reply_to_message")
    return str(ts)


def cut(message: Message) -> list[str]:
    """Cuts a text at 40,000 characters; returns the warnings."""
    if len(message.text) <= TEXT_MOST:
        return []
    message.text = message.text[:TEXT_MOST]
    return ["message_truncated"]


def by_app(workspace: Workspace, channel: Channel, thread: str | None, parts: Json) -> Message:
    """A message of the app, not placed yet."""
    return Message(
        channel.id,
        workspace.stamp(),
        workspace.bot.id,
        thread_ts=thread,
        bot_id=workspace.bot.bot_id,
        app_id=workspace.app_id,
        **parts,
    )
