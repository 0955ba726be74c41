"""files.*: uploads in three steps, looking at files, removing them."""

from __future__ import annotations

from datetime import timedelta

from bot.playground.forms import listed
from bot.playground.methods.call import Call, method, paged
from bot.playground.methods.chat import may_post
from bot.playground.posting import by_app, checked_blocks, place, thread_of
from bot.playground.records import Channel, File, Json
from bot.playground.refusals import Refused
from bot.playground.shapes import file_json

FILE_BYTES = 1_000_000_000


@method("files.upload", "files:write", tier=2)
def retired(call: Call) -> Json:
    """Is gone since 2025."""
    raise Refused("method_deprecated")


@method("files.getUploadURLExternal", "files:write", tier=4)
def upload_url(call: Call) -> Json:
    """Where to send the bytes of a file of this name and length."""
    workspace = call.workspace
    call.need("filename", "length")
    try:
        length = int(call.args["length"])
    except ValueError as problem:
        raise Refused("invalid_arguments", ["must be a number [json-pointer:/length]"]) from problem
    if not 0 < length <= FILE_BYTES:
        raise Refused("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"])
    file = File(workspace.identifier("F"), str(call.args["filename"]), workspace.bot.id, size=length)
    file.created, file.alt_text = workspace.seconds(), str(call.args.get("alt_txt") or "")
    workspace.files[file.id] = file
    return {"upload_url": f"{call.base_url}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", tier=4)
def complete(call: Call) -> Json:
    """Ends uploads and shares them in channels; without a channel they stay private to the app."""
    workspace = call.workspace
    call.need("files")
    if not isinstance(call.args["files"], list):
        raise Refused("invalid_arguments", ["must provide an array [json-pointer:/files]"])
    files = [_uploaded(call, entry) for entry in call.args["files"]]
    channels = _shared_in(call)
    blocks = call.args.get("blocks") or []
    if any(isinstance(block, dict) and block.get("type") == "markdown" for block in blocks):
        raise Refused("internal_error")  # seen in 2026-09: github.com/slackapi/python-slack-sdk/issues/1756
    comment = str(call.args.get("initial_comment") or "")
    parts = {"text": comment, "blocks": [] if comment else checked_blocks(workspace, blocks)}
    threads = [thread_of(workspace, channel, call.args) for channel in channels]
    for file, entry in zip(files, call.args["files"], strict=True):
        file.complete, file.title = True, str(entry.get("title") or file.name)
        file.usable_at = workspace.clock.now() + timedelta(seconds=workspace.file_processing)
        file.channels += [channel.id for channel in channels]
    for channel, thread in zip(channels, threads, strict=True):
        message = by_app(workspace, channel, thread, parts)
        message.files, message.subtype = [file.id for file in files], "file_share"
        workspace.add_message(message)
    workspace.changed()
    return {"files": [file_json(workspace, file) for file in files]}


def _shared_in(call: Call) -> list[Channel]:
    names = listed(call.args.get("channel_id")) or listed(call.args.get("channels"))
    if len(names) > 100:
        raise Refused("channels_limit_exceeded")
    channels = [place(call.workspace, name) for name in names]
    for channel in channels:
        may_post(call, channel)
        if call.workspace.bot.id not in channel.members:
            raise Refused("not_in_channel")
    return channels


def _uploaded(call: Call, entry: object) -> File:
    file = call.workspace.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.deleted or file.content is None:
        raise Refused("file_not_found")
    return file


def _known(call: Call) -> File:
    call.need("file")
    workspace = call.workspace
    file = workspace.files.get(str(call.args["file"]))
    if file is None or not file.complete:
        raise Refused("file_not_found")
    if file.deleted:
        raise Refused("file_deleted")
    inside = any(workspace.bot.id in workspace.channels[channel].members for channel in file.channels)
    if file.user != workspace.bot.id and not inside:
        raise Refused("file_not_found")
    return file


@method("files.info", "files:read", tier=4)
def info(call: Call) -> Json:
    """One file."""
    return {"file": file_json(call.workspace, _known(call)), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.list", "files:read")
def list_(call: Call) -> Json:
    """The files that are there, of a channel or a person if one is named."""
    channel, user = call.args.get("channel"), call.args.get("user")
    found = [file for file in call.workspace.files.values() if file.complete and not file.deleted]
    found = [file for file in found if channel in (None, *file.channels) and user in (None, file.user)]
    shown = [file_json(call.workspace, file) for file in found]
    return {"files": paged(call, shown, "files")["files"], "paging": {"count": 100, "total": len(shown), "page": 1}}


@method("files.delete", "files:write")
def delete(call: Call) -> Json:
    """Removes the app's own file."""
    file = _known(call)
    if file.user != call.workspace.bot.id:
        raise Refused("cant_delete_file")
    file.deleted, file.content = True, None
    call.workspace.changed()
    return {}
