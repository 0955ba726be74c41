"""A workspace as a JSON file, to go on with another day: people, conversations, messages, files, Homes, the time.

What Slack forgets on a reload is not kept: messages for one person alone, open modals, calls and deliveries.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot.playground.records import Channel, File, Json, Kind, Message, Room, User, View
from bot.playground.workspace import Workspace

VERSION = 1
APART = 100_000
"""Identifiers that an earlier run may have given out after it was kept, and that the app may remember."""


def write(workspace: Workspace, file: Path) -> None:
    """Puts the workspace into a file, whole or not at all."""
    body = {
        "version": VERSION,
        "at": workspace.clock.now().isoformat(),
        "number": workspace.number(),
        "users": [asdict(user) for user in workspace.users.values()],
        "channels": [asdict(room) for room in workspace.channels.values()],
        "messages": [asdict(each) for messages in workspace.messages.values() for each in messages.values()],
        "files": [_packed(each) for each in workspace.files.values() if each.complete and not each.deleted],
        "homes": [asdict(view) for view in workspace.homes.values()],
        "prompts": [[*place, prompts] for place, prompts in workspace.prompts.items()],
    }
    half = file.with_suffix(".part")
    half.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    half.replace(file)


def read(file: Path) -> Json | None:
    """What a file holds; None where there is none.

    Raises:
        ValueError: it is no workspace of this version.
    """
    if not file.exists():
        return None
    body = json.loads(file.read_text("utf-8"))
    if not isinstance(body, dict) or body.get("version") != VERSION:
        raise ValueError("not a workspace of this version")
    return body


def time_of(body: Json) -> datetime:
    """When it was kept, by its own clock."""
    return datetime.fromisoformat(body["at"])


def restore(workspace: Workspace, body: Json) -> None:
    """Puts everything of a file into a new workspace; the app hears nothing of it."""
    for user in body["users"]:
        workspace.users[user["id"]] = User(**user | {"kind": Kind(user["kind"])})
    workspace.bot = workspace.users[workspace.bot.id]
    for room in body["channels"]:
        workspace.channels[room["id"]] = Channel(**room | {"room": Room(room["room"])})
        workspace.messages[room["id"]] = {}
    for file in body["files"]:
        workspace.files[file["id"]] = File(**file | {"content": base64.b64decode(file["content"])})
    for message in body["messages"]:
        workspace.put_back(Message(**message))
    workspace.homes |= {view["user"]: View(**view) for view in body["homes"]}
    workspace.prompts |= {(channel, thread): prompts for channel, thread, prompts in body["prompts"]}
    workspace.go_on_from(body["number"] + APART)


def _packed(file: File) -> Json:
    return asdict(file) | {"content": base64.b64encode(file.content or b"").decode(), "usable_at": None}
