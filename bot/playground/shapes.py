"""The JSON in which Slack shows its records to an app."""

from __future__ import annotations

from bot.playground.records import Channel, File, Json, Kind, Message, Room, User, View
from bot.playground.workspace import Workspace


def user_json(workspace: Workspace, user: User, *, email: bool = True) -> Json:
    """A user as users.info shows it."""
    profile = {"real_name": user.real_name, "display_name": user.name, "team": user.team}
    if email and user.kind is not Kind.BOT:
        profile["email"] = user.email
    body: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.zone,
        "tz_label": user.zone,
        "tz_offset": user.offset,
        "locale": user.locale,
        "profile": profile,
        "is_admin": user.kind in {Kind.ADMIN, Kind.OWNER},
        "is_owner": user.kind is Kind.OWNER,
        "is_primary_owner": False,
        "is_restricted": user.kind is Kind.GUEST,
        "is_ultra_restricted": False,
        "is_bot": user.kind is Kind.BOT,
        "is_app_user": False,
        "updated": workspace.seconds(),
    }
    if user.kind is Kind.EXTERNAL:
        body["is_stranger"] = True
        body.pop("is_admin")
        body.pop("is_owner")
    return body


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A conversation as conversations.info shows it to the app."""
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.room is Room.IM,
        "is_mpim": False,
        "is_private": channel.room is not Room.PUBLIC,
        "is_channel": channel.room is Room.PUBLIC,
        "is_group": channel.room is Room.PRIVATE,
        "is_general": channel.name == "general",
        "is_ext_shared": channel.shared,
        "is_shared": channel.shared,
        "context_team_id": workspace.team,
    }
    if channel.room is Room.IM:
        body["user"] = next((member for member in channel.members if member != workspace.bot.id), workspace.bot.id)
        return body
    return body | {
        "name": channel.name,
        "name_normalized": channel.name,
        "creator": channel.members[0] if channel.members else "",
        "is_member": workspace.bot.id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as history, events and interactions show it."""
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    body["team"] = workspace.users[message.user].team
    optional = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "thread_ts": message.thread_ts,
        "edited": message.edited and {"user": message.user, "ts": message.edited},
        "metadata": message.metadata if metadata else None,
        "files": [file_json(workspace, workspace.files[file]) for file in message.files],
        "reactions": [{"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()],
    }
    body |= {key: value for key, value in optional.items() if value}
    if message.bot_id:
        body["bot_profile"] = {"id": message.bot_id, "app_id": message.app_id, "name": workspace.app.name}
    return body | _in_thread(workspace, message)


def _in_thread(workspace: Workspace, message: Message) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        parent = workspace.messages[message.channel].get(message.thread_ts)
        return {"parent_user_id": parent.user if parent else ""}
    replies = [reply for reply in workspace.thread(message.channel, message.ts) if reply.ts != message.ts]
    if message.only_for or not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "reply_users_count": len({reply.user for reply in replies}),
        "latest_reply": replies[-1].ts,
    }


def file_json(workspace: Workspace, file: File) -> Json:
    """A file as files.info and messages show it."""
    base = workspace.files_url
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": MIME.get(file.filetype, "application/octet-stream"),
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.user,
        "user_team": workspace.users[file.user].team,
        "mode": "hosted",
        "size": file.size,
        "is_external": False,
        "is_public": any(workspace.channels[channel].room is Room.PUBLIC for channel in file.channels),
        "url_private": f"{base}/files-pri/{workspace.team}-{file.id}/{file.name}",
        "url_private_download": f"{base}/files-pri/{workspace.team}-{file.id}/download/{file.name}",
        "permalink": f"https://{workspace.domain}.slack.com/files/{file.user}/{file.id}/{file.name}",
        "channels": [channel for channel in file.channels if workspace.channels[channel].room is Room.PUBLIC],
        "groups": [channel for channel in file.channels if workspace.channels[channel].room is Room.PRIVATE],
        "ims": [channel for channel in file.channels if workspace.channels[channel].room is Room.IM],
        "file_access": "visible",
    }


MIME = {
    "csv": "text/csv",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "zip": "application/zip",
}


def view_json(workspace: Workspace, view: View) -> Json:
    """A view as calls and interactions show it."""
    known = ("type", "title", "submit", "close", "callback_id", "private_metadata", "external_id")
    defaults = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
    }
    return {
        "id": view.id,
        "team_id": workspace.team,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team,
        "bot_id": workspace.bot.bot_id,
        **defaults,
        **{key: view.body[key] for key in known if key in view.body},
        "blocks": view.blocks,
        "state": {"values": view.values},
        "hash": view.hash,
        "clear_on_close": bool(view.body.get("clear_on_close")),
        "notify_on_close": bool(view.body.get("notify_on_close")),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
    }
