"""What a workspace is made of: people, channels, messages, views, files, and the calls that an app made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """What a person is to the workspace. `EXTERNAL` comes from another one, through Slack Connect."""

    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"
    GUEST = "guest"
    BOT = "bot"
    EXTERNAL = "external"


class Room(StrEnum):
    """The kinds of conversation."""

    PUBLIC = "public"
    PRIVATE = "private"
    IM = "im"


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: str
    name: str
    team: str
    kind: Kind = Kind.MEMBER
    zone: str = "Europe/Berlin"
    offset: int = 3600
    email: str = ""
    real_name: str = ""
    locale: str = "en-US"
    deleted: bool = False
    bot_id: str = ""


@dataclass(slots=True)
class Channel:
    """A conversation and who is in it."""

    id: str
    name: str
    room: Room = Room.PUBLIC
    members: list[str] = field(default_factory=list)
    archived: bool = False
    shared: bool = False
    created: int = 0
    read_only: bool = False


@dataclass(slots=True)
class Message:
    """What stands in a channel; an ephemeral one for one person only."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    edited: str | None = None
    only_for: str | None = None
    broadcast: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    stream: bool = False
    values: dict[str, Json] = field(default_factory=dict)
    """What people chose in its menus: block_id -> action_id -> value."""
    more: Json = field(default_factory=dict)
    """Arguments of the call that change how Slack shows it: unfurl_links, mrkdwn, parse, link_names."""

    @property
    def action_ids(self) -> list[str]:
        """The action_id of every control in it, from top to bottom."""
        return [element["action_id"] for _, element in controls(self.blocks) if "action_id" in element]


@dataclass(slots=True)
class View:
    """A modal of somebody's stack, or somebody's App Home."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    """What the person has put in so far: block_id -> action_id -> value."""

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.body["type"])

    @property
    def title(self) -> str:
        """What stands at its top."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(self.body.get("blocks", []))

    @property
    def callback_id(self) -> str:
        """What the app calls it."""
        return str(self.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the app hides in it."""
        return str(self.body.get("private_metadata", ""))


@dataclass(slots=True)
class File:
    """An upload, whole or under way."""

    id: str
    name: str
    user: str
    content: bytes | None = None
    title: str = ""
    size: int = 0
    complete: bool = False
    usable_at: datetime | None = None
    """When Slack has looked at it: only then can a block show it."""
    channels: list[str] = field(default_factory=list)
    deleted: bool = False
    alt_text: str = ""
    created: int = 0

    @property
    def filetype(self) -> str:
        """The ending of its name."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else "binary"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A call of the Web API as it came in, with the answer it got (None where it got none)."""

    method: str
    args: Json
    at: datetime
    token: str
    answer: Json | None = None
    status: int = 0


def controls(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every interactive element with its block, from top to bottom, those inside containers and cards too."""
    found: list[tuple[Json, Json]] = []
    for block in blocks:
        inner = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
        inner += block.get("elements", []) if block["type"] in {"actions", "context_actions"} else []
        inner += block.get("actions", []) if block["type"] == "card" else []
        found += [(block, element) for element in inner]
        found += controls(block.get("child_blocks", []))
        found += controls(block.get("elements", [])) if block["type"] == "carousel" else []
    return found
