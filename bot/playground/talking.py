"""What people do in channels: talk, mention, upload, come and go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.playground.events import Events
from bot.playground.records import Channel, File, Kind, Message, Room, User
from bot.playground.refusals import Impossible
from bot.playground.workspace import Workspace


class Talking:
    """People's acts that the app hears of through events. People and channels may be given by record, id or name."""

    workspace: Workspace
    events: Events

    def add_user(self, name: str, kind: Kind | str = Kind.MEMBER, *, zone: str = "Europe/Berlin", **more: Any) -> User:
        """Somebody new; `offset` is the zone's in seconds, for `tz_offset`."""
        return self.workspace.add_user(name, kind=Kind(kind), zone=zone, **more)

    def add_channel(
        self, name: str, members: list[User | str] | None = None, *, private: bool = False, bot: bool = True
    ) -> Channel:
        """A new channel with these members, with the app among them unless it is left out; no event tells of it."""
        people = [self.workspace.user(member) for member in members or []]
        room = Room.PRIVATE if private else Room.PUBLIC
        return self.workspace.add_channel(name, [*people, *([self.workspace.bot] if bot else [])], room=room)

    def say(
        self,
        user: User | str,
        channel: Channel | str,
        text: str,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: list[File] | None = None,
    ) -> Message:
        """Somebody writes into a channel or a thread of it. The app hears of it in the background.

        Raises:
            Impossible: they are not in it, it is archived, or the thread is none.
        """
        person, room = self._may_write(user, channel)
        if thread_ts is not None and thread_ts not in self.workspace.messages[room.id]:
            raise Impossible(f"no message {thread_ts} in {room.name}")
        message = Message(room.id, self.workspace.stamp(), person.id, text, thread_ts=thread_ts, broadcast=broadcast)
        message.client_msg_id = f"{self.workspace.number():08x}-0000-4000-8000-000000000000"
        if person.kind is Kind.BOT:
            message.bot_id, message.subtype, message.client_msg_id = person.bot_id, "bot_message", None
        if files:
            message.files, message.subtype = [file.id for file in files], "file_share"
        return self.workspace.add_message(message)

    def _may_write(self, user: User | str, channel: Channel | str) -> tuple[User, Channel]:
        person, room = self.workspace.user(user), self.workspace.channel(channel)
        if room.archived:
            raise Impossible(f"{room.name} is archived")
        if person.id not in room.members:
            raise Impossible(f"{person.name} is not in {room.name}")
        return person, room

    def mention(self, user: User | str, channel: Channel | str, text: str, *, thread_ts: str | None = None) -> Message:
        """Somebody writes to the app by name."""
        return self.say(user, channel, f"<@{self.workspace.bot.id}> {text}", thread_ts=thread_ts)

    def dm(self, user: User | str, text: str, *, thread_ts: str | None = None) -> Message:
        """Somebody writes to the app alone.

        Raises:
            Impossible: the app takes no messages.
        """
        app = self.workspace.app
        if not app.messages_tab or app.messages_read_only:
            raise Impossible("sending messages to this app has been turned off")
        return self.say(user, self.workspace.im(user), text, thread_ts=thread_ts)

    def upload(
        self,
        user: User | str,
        channel: Channel | str,
        name: str,
        content: bytes,
        *,
        text: str = "",
        thread_ts: str | None = None,
    ) -> Message:
        """Somebody shares a file with a message; the app hears file_shared and a message with subtype file_share."""
        person, room = self._may_write(user, channel)
        file = File(self.workspace.identifier("F"), name, person.id, content, size=len(content), complete=True)
        file.created, file.channels = self.workspace.seconds(), [room.id]
        file.usable_at = self.workspace.clock.now() + timedelta(seconds=self.workspace.file_processing)
        self.workspace.files[file.id] = file
        self.events.file_shared(file, room)
        return self.say(person, room, text, thread_ts=thread_ts, files=[file])

    def edit(self, user: User | str, message: Message, text: str) -> None:
        """Somebody changes their own message."""
        self._owned(user, message)
        with self.workspace.editing(message):
            message.text = text

    def delete(self, user: User | str, message: Message) -> None:
        """Somebody removes their own message."""
        self._owned(user, message)
        self.workspace.remove_message(message)

    def _owned(self, user: User | str, message: Message) -> None:
        person = self.workspace.user(user)
        if message.user != person.id:
            raise Impossible(f"{person.name} did not write this")

    def react(self, user: User | str, message: Message, name: str) -> None:
        """Somebody puts an emoji on a message."""
        person = self.workspace.user(user)
        message.reactions.setdefault(name, []).append(person.id)
        self.workspace.changed()
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        self.events.plain("reaction_added", user=person.id, reaction=name, item=item, item_user=message.user)

    def join(self, user: User | str, channel: Channel | str) -> None:
        """Somebody joins a channel."""
        person, room = self.workspace.user(user), self.workspace.channel(channel)
        self.workspace.enter(person, room)

    def leave(self, user: User | str, channel: Channel | str) -> None:
        """Somebody leaves a channel."""
        person, room = self.workspace.user(user), self.workspace.channel(channel)
        room.members.remove(person.id)
        self.workspace.changed()
        self.events.left(person, room)

    def invite_bot(self, user: User | str, channel: Channel | str) -> None:
        """Somebody brings the app into a channel."""
        person, room = self.workspace.user(user), self.workspace.channel(channel)
        self.workspace.enter(self.workspace.bot, room, person)

    def remove_bot(self, channel: Channel | str) -> None:
        """The app is thrown out of a channel."""
        room = self.workspace.channel(channel)
        room.members.remove(self.workspace.bot.id)
        self.workspace.changed()
        name = "channel_left" if room.room is Room.PUBLIC else "group_left"
        self.events.plain(name, channel=room.id)

    def archive(self, channel: Channel | str) -> None:
        """A channel is archived."""
        room = self.workspace.channel(channel)
        room.archived = True
        self.workspace.changed()
        name = "channel_archive" if room.room is Room.PUBLIC else "group_archive"
        if self.workspace.bot.id in room.members:
            self.events.plain(name, channel=room.id, user=room.members[0])

    def share(self, channel: Channel | str) -> None:
        """A channel is shared with another workspace."""
        room = self.workspace.channel(channel)
        room.shared = True
        self.workspace.changed()
        if self.workspace.bot.id in room.members:
            self.events.plain("channel_shared", channel=room.id, connected_team_id="T0OTHER")

    def reload(self, user: User | str) -> None:
        """Somebody reloads Slack: what only they were shown is gone."""
        person = self.workspace.user(user)
        self.workspace.ephemerals[:] = [each for each in self.workspace.ephemerals if each.only_for != person.id]

    def uninstall(self) -> None:
        """The app is removed: its tokens end, and it is told so."""
        self.workspace.revoked = True
        self.events.plain("tokens_revoked", tokens={"oauth": [], "bot": [self.workspace.bot.id]})
        self.events.plain("app_uninstalled")
        self.workspace.changed()
