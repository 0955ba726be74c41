"""The state of a workspace: who is there, what was said, what is open. It talks to nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.playground.clocks import Clock
from bot.playground.manifest import App
from bot.playground.records import ApiCall, Channel, File, Json, Kind, Message, Room, User, View

SLACKBOT = "USLACKBOT"
RETAINED_CALLS = 100_000
STATUS_LIFE = timedelta(minutes=2)


class Listener(Protocol):
    """Hears what happens to messages and who comes into a channel."""

    def said(self, message: Message) -> object:
        """A message is new."""
        ...

    def edited(self, message: Message, before: Message) -> object:
        """A message has changed."""
        ...

    def deleted(self, message: Message, before: Message) -> object:
        """A message is gone."""
        ...

    def joined(self, user: User, channel: Channel, inviter: User | None) -> object:
        """Somebody is in a channel now."""
        ...


class Workspace:
    """Everything that Slack remembers of one workspace in which one app is installed."""

    def __init__(self, app: App, clock: Clock, *, team: str = "T0ACME", name: str = "Acme") -> None:
        self.app, self.clock, self.team, self.name = app, clock, team, name
        self.domain = name.lower()
        self.app_id = "A" + team[1:] + "APP"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self._replies: dict[tuple[str, str], list[str]] = {}
        self.ephemerals: list[Message] = []
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.calls: list[ApiCall] = []
        self.scheduled: dict[str, Json] = {}
        self.statuses: dict[tuple[str, str], tuple[str, datetime]] = {}
        """What the app says it is doing, by channel and thread, and since when."""
        self.prompts: dict[tuple[str, str], Json] = {}
        self.file_processing = 0.0
        """Seconds between the end of an upload and the moment a block can show the file."""
        self.files_url = "https://files.slack.com"
        self.revoked = False
        self.tickets: Callable[[], str] = str
        """Gives out tickets for Socket Mode."""
        self.oddities: list[str] = []
        """What an app did that Slack takes and that is a trap all the same."""
        self.listener: Listener | None = None
        self._count = 0
        self._last_ts = datetime.fromtimestamp(0, UTC)
        self._changes: set[asyncio.Event] = set()
        self.bot = self.add_user(app.name.lower(), kind=Kind.BOT, zone="America/Los_Angeles", real_name=app.name)
        self.add_user("slackbot", kind=Kind.MEMBER, id=SLACKBOT)

    def changed(self) -> None:
        """Tells whoever waits for something that there may be news."""
        for event in self._changes:
            event.set()

    async def until(self, condition: Callable[[], Any], seconds: float = 5.0) -> Any:
        """Waits until a condition holds and returns what it gave; real time, since it waits for a program.

        Raises:
            TimeoutError: it did not hold in time.
        """
        async with asyncio.timeout(seconds):
            with self.bell() as event:
                while not (found := condition()):
                    event.clear()
                    with suppress(TimeoutError):  # what is not of the workspace has no bell: it is looked at again
                        await asyncio.wait_for(event.wait(), 0.02)
                return found

    @contextmanager
    def bell(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever there may be news; whoever waits for it clears it."""
        event = asyncio.Event()
        self._changes.add(event)
        try:
            yield event
        finally:
            self._changes.discard(event)

    def number(self) -> int:
        """The next number of this workspace, for identifiers."""
        self._count += 1
        return self._count

    def identifier(self, letter: str) -> str:
        """A new identifier in Slack's form: a letter for the kind, then capitals and digits."""
        return f"{letter}{self.team[1:4]}{self.number():07d}"

    def stamp(self) -> str:
        """A new ts: the time with microseconds, later than every one before."""
        self._last_ts = max(self.clock.now(), self._last_ts + timedelta(microseconds=1))
        return f"{int(self._last_ts.timestamp())}.{self._last_ts.microsecond:06d}"

    def seconds(self) -> int:
        """The time in whole seconds."""
        return int(self.clock.now().timestamp())

    def add_user(self, name: str, *, kind: Kind = Kind.MEMBER, id: str = "", **more: Any) -> User:
        """Somebody joins the workspace, or appears in it from another one."""
        team = "T0OTHER" if kind is Kind.EXTERNAL else self.team
        user = User(id or self.identifier("U"), name, team, kind, email=f"{name}@{self.domain}.example", **more)
        user.real_name = user.real_name or name.title()
        if kind is Kind.BOT:
            user.bot_id = self.identifier("B")
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, members: list[User], *, room: Room = Room.PUBLIC, shared: bool = False) -> Channel:
        """A new conversation with its members."""
        identifier = self.identifier("D" if room is Room.IM else "C")
        external = any(member.kind is Kind.EXTERNAL for member in members)
        channel = Channel(identifier, name, room, [member.id for member in members], created=self.seconds())
        channel.shared = shared or external
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        return channel

    def user(self, who: User | str) -> User:
        """A person, by record, id or name."""
        if isinstance(who, User):
            return who
        found = self.users.get(who) or next(
            (user for user in self.users.values() if user.name == who.lstrip("@")), None
        )
        if found is None:
            raise KeyError(f"no user {who}")
        return found

    def channel(self, where: Channel | str) -> Channel:
        """A conversation, by record, id or name."""
        if isinstance(where, Channel):
            return where
        name = where.lstrip("#")
        found = self.channels.get(where) or next((room for room in self.channels.values() if room.name == name), None)
        if found is None:
            raise KeyError(f"no channel {where}")
        return found

    def im(self, user: User | str) -> Channel:
        """The direct messages between a person and the app, opened if need be."""
        person = self.user(user)
        for channel in self.channels.values():
            if channel.room is Room.IM and set(channel.members) == {person.id, self.bot.id}:
                return channel
        return self.add_channel("directmessage", [person, self.bot], room=Room.IM)

    def add_message(self, message: Message) -> Message:
        """Puts a message where it belongs and tells who listens."""
        if message.user == self.bot.id and message.thread_ts:
            self.statuses.pop((message.channel, message.thread_ts), None)
        if message.only_for and message.thread_ts and len(self.thread(message.channel, message.thread_ts)) < 2:
            self.oddities.append("an ephemeral message in a thread without replies: nobody sees it")
        elif message.only_for:
            self.ephemerals.append(message)
        else:
            self.messages[message.channel][message.ts] = message
            if message.thread_ts:
                self._replies.setdefault((message.channel, message.thread_ts), []).append(message.ts)
            if self.listener:
                self.listener.said(message)
        self.changed()
        return message

    def put_back(self, message: Message) -> None:
        """Puts a message of an earlier run where it was; nobody is told."""
        self.messages[message.channel][message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self._replies.setdefault((message.channel, message.thread_ts), []).append(message.ts)

    def go_on_from(self, number: int) -> None:
        """Gives out only identifiers that an earlier run has not."""
        self._count = max(self._count, number)

    @contextmanager
    def editing(self, message: Message) -> Iterator[None]:
        """A message changes within this block; who listens is told afterwards."""
        before = replace(message)
        yield
        message.edited = self.stamp()
        self.changed()
        if self.listener and not message.only_for:
            self.listener.edited(message, before)

    def remove_message(self, message: Message) -> None:
        """Takes a message away; where others have replied to it, a tombstone stays."""
        if message.only_for:
            self.ephemerals.remove(message)
            self.changed()
            return
        before = replace(message)
        if len(self.thread(message.channel, message.ts)) > 1:
            message.subtype, message.text, message.user = "tombstone", "This message was deleted.", SLACKBOT
            message.blocks, message.attachments, message.bot_id = [], [], None
        else:
            del self.messages[message.channel][message.ts]
        self.changed()
        if self.listener:
            self.listener.deleted(message, before)

    def enter(self, user: User, channel: Channel, inviter: User | None = None) -> None:
        """Somebody comes into a channel."""
        channel.members.append(user.id)
        self.changed()
        if self.listener:
            self.listener.joined(user, channel, inviter)

    def status(self, channel: str, thread: str) -> str:
        """What the app says it is doing; two minutes of silence end it."""
        text, since = self.statuses.get((channel, thread), ("", self.clock.now()))
        return text if self.clock.now() - since < STATUS_LIFE else ""

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies, oldest first."""
        there = self.messages[channel]
        return [there[each] for each in (ts, *self._replies.get((channel, ts), ())) if each in there]

    def view(self, identifier: str) -> View | None:
        """An open modal or a home by its id."""
        every = [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]
        return next((view for view in every if identifier in (view.id, view.body.get("external_id"))), None)

    def forget(self) -> None:
        """Drops what was said and called so far: for runs so long that memory matters."""
        for messages in self.messages.values():
            messages.clear()
        for kept in (self._replies, self.ephemerals, self.calls, self.oddities, self.statuses):
            kept.clear()

    def record(self, call: ApiCall) -> None:
        """Keeps a call for whoever looks; a load test does not fill the memory."""
        if len(self.calls) < RETAINED_CALLS:
            self.calls.append(call)
        self.changed()
