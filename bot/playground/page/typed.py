"""What people type becomes the text that Slack sends: names are ids, and &, < and > are written out."""

from __future__ import annotations

import re

from bot.playground.records import Kind
from bot.playground.workspace import Workspace

_BREAK = r"(?![\w-])"


def typed(workspace: Workspace, text: str) -> str:
    """A text as a message or a command carries it: `@maya` and `#general` become `<@U…>` and `<#C…>`."""
    people = {user.name.lower(): f"<@{user.id}>" for user in workspace.users.values() if user.kind is not Kind.EXTERNAL}
    rooms = {room.name.lower(): f"<#{room.id}|{room.name}>" for room in workspace.channels.values()}
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _named(_named(escaped, "@", people), "#", rooms)


def _named(text: str, mark: str, names: dict[str, str]) -> str:
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = rf"(?i)(?<![\w{mark}]){mark}({'|'.join(longest)}){_BREAK}"
    return re.sub(pattern, lambda found: names[found[1].lower()], text)
