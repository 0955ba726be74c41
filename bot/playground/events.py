"""Which events the app hears of what happens, and the envelope they come in."""

from __future__ import annotations

from typing import Any

from bot.playground.deliveries import Delivery, Outbox
from bot.playground.manifest import App
from bot.playground.records import Channel, File, Json, Message, Room, User
from bot.playground.shapes import message_json
from bot.playground.workspace import Workspace

SUBSCRIPTION = {Room.PUBLIC: "message.channels", Room.PRIVATE: "message.groups", Room.IM: "message.im"}
KIND = {Room.PUBLIC: "channel", Room.PRIVATE: "group", Room.IM: "im"}
SCOPE = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "file_shared": "files:read",
    "reaction_added": "reactions:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_left": "channels:read",
    "channel_shared": "channels:read",
}
RICH = "rich_text"


def hears(app: App, name: str) -> bool:
    """Whether an app is subscribed to an event and may be."""
    scope = SCOPE.get(name)
    return name in app.events and (scope is None or scope in app.scopes)


class Events:
    """Tells the app what it is subscribed to."""

    def __init__(self, workspace: Workspace, outbox: Outbox) -> None:
        self._workspace, self._outbox = workspace, outbox
        workspace.listener = self

    def send(self, name: str, event: Json, *, shared: bool = False) -> Delivery | None:
        """Sends an event by its subscription's name, if the app is subscribed."""
        workspace = self._workspace
        if not hears(workspace.app, name):
            return None
        now = workspace.seconds()
        body: dict[str, Any] = {
            "token": "playground-verification-token",
            "team_id": workspace.team,
            "context_team_id": workspace.team,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": workspace.identifier("Ev"),
            "event_time": now,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": shared,
            "event_context": f"4-{workspace.number():x}",
        }
        return self._outbox.event(Delivery("event", str(event["type"]), body))

    def said(self, message: Message) -> list[Delivery]:
        """A message: as `message`, as `app_mention`, or as both, as subscribed. The app hears its own messages too."""
        workspace = self._workspace
        channel = workspace.channels[message.channel]
        if workspace.bot.id not in channel.members:
            return []
        event = self._message_event(channel, message)
        sent = [self.send(SUBSCRIPTION[channel.room], event, shared=channel.shared)]
        mentioned = f"<@{workspace.bot.id}>" in message.text
        if mentioned and channel.room is not Room.IM and message.user != workspace.bot.id:
            keep = (
                "user text ts thread_ts blocks team client_msg_id files channel event_ts user_team source_team".split()
            )
            mention = {"type": "app_mention"} | {key: event[key] for key in keep if key in event}
            sent.append(self.send("app_mention", mention, shared=channel.shared))
        return [delivery for delivery in sent if delivery is not None]

    def _message_event(self, channel: Channel, message: Message) -> Json:
        workspace = self._workspace
        user = workspace.users[message.user]
        event = message_json(workspace, message) | {
            "channel": channel.id,
            "channel_type": KIND[channel.room],
            "event_ts": message.ts,
        }
        if not event.get("blocks") and not message.bot_id and message.text:
            event["blocks"] = [_rich(message)]
        if channel.shared:
            event |= {"user_team": user.team, "source_team": user.team}
        if message.files:
            event |= {"upload": True, "display_as_bot": False}
        return event

    def edited(self, message: Message, before: Message) -> None:
        """A message was changed, by the app or by a person."""
        self._hidden(message, before, {"subtype": "message_changed", "message": message_json(self._workspace, message)})

    def deleted(self, message: Message, before: Message) -> None:
        """A message was removed, by the app or by a person."""
        self._hidden(message, before, {"subtype": "message_deleted", "deleted_ts": message.ts})

    def _hidden(self, message: Message, before: Message, more: Json) -> None:
        channel = self._workspace.channels[message.channel]
        if self._workspace.bot.id not in channel.members:
            return
        ts = self._workspace.stamp()
        event = {
            "type": "message",
            "previous_message": message_json(self._workspace, before),
            "channel": channel.id,
            "channel_type": KIND[channel.room],
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
        }
        self.send(SUBSCRIPTION[channel.room], event | more, shared=channel.shared)

    def file_shared(self, file: File, channel: Channel) -> None:
        """A person uploaded a file."""
        event = {
            "type": "file_shared",
            "file_id": file.id,
            "user_id": file.user,
            "file": {"id": file.id},
            "channel_id": channel.id,
            "event_ts": self._workspace.stamp(),
        }
        if self._workspace.bot.id in channel.members:
            self.send("file_shared", event, shared=channel.shared)

    def joined(self, user: User, channel: Channel, inviter: User | None = None) -> None:
        """Somebody came into a channel of the app's, or the app into a channel."""
        self._member("member_joined_channel", user, channel, inviter)

    def left(self, user: User, channel: Channel) -> None:
        """Somebody left a channel of the app's."""
        self._member("member_left_channel", user, channel)

    def _member(self, name: str, user: User, channel: Channel, inviter: User | None = None) -> None:
        if self._workspace.bot.id not in channel.members:
            return
        event: Json = {
            "type": name,
            "user": user.id,
            "channel": channel.id,
            "channel_type": "C" if channel.room is Room.PUBLIC else "G",
            "team": user.team,
            "event_ts": self._workspace.stamp(),
        }
        if inviter is not None:
            event["inviter"] = inviter.id
        self.send(name, event, shared=channel.shared)

    def home_opened(self, user: User, tab: str, view: Json | None) -> None:
        """Somebody looks at the app's home."""
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self._workspace.im(user).id,
            "tab": tab,
            "event_ts": self._workspace.stamp(),
        }
        if view is not None and tab == "home":
            event["view"] = view
        self.send("app_home_opened", event)

    def plain(self, name: str, **more: Any) -> None:
        """An event that has only what is given."""
        self.send(name, {"type": name, "event_ts": self._workspace.stamp(), **more})


def _rich(message: Message) -> Json:
    leaf = {"type": "text", "text": message.text}
    section = {"type": "rich_text_section", "elements": [leaf]}
    return {"type": RICH, "block_id": "r" + message.ts[-4:], "elements": [section]}
