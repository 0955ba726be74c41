"""What one person sees of the workspace, as records by key: a browser is sent those that have changed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.clocks import MovableClock
from bot.playground.page import log
from bot.playground.records import Channel, Json, Kind, Message, Room, User
from bot.playground.shapes import message_json, view_json
from bot.playground.slack import Slack

TOLD = ("name", "title", "description", "usage_hint", "command", "callback_id", "type")


def sees(user: User, channel: Channel) -> bool:
    """Whether a conversation is in somebody's list: guests have only what they are in."""
    return user.id in channel.members or (channel.room is Room.PUBLIC and user.kind is not Kind.GUEST)


Meanwhile = Callable[[datetime], Awaitable[object]]
"""Lets happen what happens by itself until an instant to which the clock is about to be moved."""


@dataclass(frozen=True)
class Scene:
    """The workspace as a page shows it."""

    slack: Slack
    manifest: Json
    clock: MovableClock
    installer: str = ""
    meanwhile: Meanwhile | None = None

    @property
    def people(self) -> list[User]:
        """Those as whom one can look at it."""
        kinds = (Kind.BOT, Kind.EXTERNAL)
        every = self.slack.workspace.users.values()
        return [user for user in every if user.kind not in kinds and not user.deleted and user.name != "slackbot"]

    def records(self, user: User) -> dict[str, Any]:
        """Everything that this person sees."""
        workspace = self.slack.workspace
        rooms = [room for room in workspace.channels.values() if sees(user, room)]
        found: dict[str, Any] = {"team": self._team(), "clock": self._clock(), "me": user.id}
        found |= {f"user/{each.id}": self._user(each) for each in workspace.users.values()}
        found |= {f"channel/{room.id}": self._channel(room, user) for room in rooms}
        for room in rooms:
            for ts, message in workspace.messages[room.id].items():
                found[f"message/{room.id}/{ts}"] = self._message(message)
        for message in self.slack.ephemerals(user):
            found[f"message/{message.channel}/{message.ts}"] = self._message(message) | {"only_for": user.id}
        return found | self._surfaces(user, {room.id for room in rooms}) | log.entries(self.slack)

    def _team(self) -> Json:
        workspace, features = self.slack.workspace, self.manifest.get("features", {})
        return {
            "name": workspace.name,
            "app": workspace.bot.id,
            "about": self.manifest.get("display_information", {}).get("description", ""),
            "commands": [_told(command) for command in features.get("slash_commands", [])],
            "shortcuts": [_told(shortcut) for shortcut in features.get("shortcuts", [])],
            "people": [person.id for person in self.people],
        }

    def _clock(self) -> Json:
        if self.clock.running:
            return {"ahead": round(self.clock.ahead.total_seconds(), 3)}
        return {"still": self.clock.now().timestamp()}

    def _user(self, user: User) -> Json:
        kind = "installer" if user.id == self.installer else user.kind.value
        return {"id": user.id, "name": user.name, "real_name": user.real_name, "kind": kind, "zone": user.zone}

    def _channel(self, room: Channel, user: User) -> Json:
        return {
            "id": room.id,
            "name": room.name,
            "room": room.room.value,
            "members": list(room.members),
            "archived": room.archived,
            "mine": user.id in room.members,
        }

    def _message(self, message: Message) -> Json:
        body = message_json(self.slack.workspace, message)
        return body | {"channel": message.channel, "values": message.values, "broadcast": message.broadcast}

    def _surfaces(self, user: User, rooms: set[str]) -> dict[str, Any]:
        workspace = self.slack.workspace
        found: dict[str, Any] = {}
        home = workspace.homes.get(user.id)
        if home:
            found["home"] = view_json(workspace, home)
        found["modals"] = [view_json(workspace, view) for view in workspace.stacks.get(user.id, [])]
        for channel, thread in list(workspace.statuses):
            text = workspace.status(channel, thread)
            if channel in rooms and text:
                found[f"status/{channel}/{thread}"] = text
        room = workspace.im(user).id
        for (channel, _), prompts in workspace.prompts.items():
            if channel == room:
                found["prompts"] = prompts
        return found


def _told(feature: Json) -> Json:
    return {key: feature[key] for key in TOLD if key in feature}


@dataclass
class Difference:
    """What a browser has been sent, and so what it has not."""

    _sent: dict[str, str] = field(default_factory=dict)

    def to(self, records: dict[str, Any]) -> str:
        """The records that are new or changed and the keys of those gone, as JSON; empty when there is nothing."""
        now = {key: json.dumps(value, ensure_ascii=False) for key, value in records.items()}
        put = [f"{json.dumps(key)}:{text}" for key, text in now.items() if self._sent.get(key) != text]
        gone = [key for key in self._sent if key not in now]
        self._sent = now
        return f'{{"put":{{{",".join(put)}}},"gone":{json.dumps(gone)}}}' if put or gone else ""
