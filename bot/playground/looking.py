"""Looking at a workspace: what a person sees in it, and what the app asked of it."""

from __future__ import annotations

from bot.playground.deliveries import Delivery, Outbox
from bot.playground.records import ApiCall, Channel, Json, Message, Room, User, View
from bot.playground.refusals import Impossible
from bot.playground.workspace import Workspace


class Looking:
    """What can be seen."""

    workspace: Workspace
    outbox: Outbox

    def messages(
        self, channel: Channel | str, viewer: User | str | None = None, *, thread_ts: str | None = None
    ) -> list[Message]:
        """What stands in a channel, oldest first, in a thread if one is named; for a viewer with their ephemerals.

        Raises:
            Impossible: the viewer is not in a private conversation.
        """
        room = self.workspace.channel(channel)
        found = list(self.workspace.messages[room.id].values())
        if viewer is not None:
            person = self.workspace.user(viewer)
            if room.room is not Room.PUBLIC and person.id not in room.members:
                raise Impossible(f"{person.name} does not see {room.name}")
            found += [m for m in self.workspace.ephemerals if m.only_for == person.id and m.channel == room.id]
            found.sort(key=lambda message: float(message.ts))
        if thread_ts is None:
            return found
        return [message for message in found if thread_ts in (message.ts, message.thread_ts)]

    def thread(self, message: Message) -> list[Message]:
        """A message and the replies to it, oldest first."""
        return self.workspace.thread(message.channel, message.thread_ts or message.ts)

    def ephemerals(self, user: User | str, channel: Channel | str | None = None) -> list[Message]:
        """What only this person was shown, oldest first."""
        person = self.workspace.user(user)
        room = self.workspace.channel(channel).id if channel is not None else None
        return [m for m in self.workspace.ephemerals if m.only_for == person.id and room in (None, m.channel)]

    def home(self, user: User | str) -> View | None:
        """Somebody's App Home, once it was published."""
        return self.workspace.homes.get(self.workspace.user(user).id)

    def views(self, user: User | str) -> list[View]:
        """Somebody's open modals, the topmost last."""
        return list(self.workspace.stacks.get(self.workspace.user(user).id, []))

    def modal(self, user: User | str) -> View:
        """The modal that somebody sees.

        Raises:
            Impossible: none is open.
        """
        stack = self.views(user)
        if not stack:
            raise Impossible(f"{self.workspace.user(user).name} has no modal open")
        return stack[-1]

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """The calls that the app made, of one method if it is named; `response_url` is one too."""
        return [call for call in self.workspace.calls if method in (None, call.method)]

    def status(self, channel: Channel | str, thread_ts: str) -> str:
        """What the app says it is doing in a thread."""
        return self.workspace.status(self.workspace.channel(channel).id, thread_ts)

    def suggested_prompts(self, user: User | str) -> list[Json]:
        """The texts that the app offers in somebody's direct messages."""
        room = self.workspace.im(user)
        found = [given["prompts"] for (channel, _), given in self.workspace.prompts.items() if channel == room.id]
        return list(found[-1]) if found else []

    def deliveries(self, kind: str | None = None, name: str | None = None) -> list[Delivery]:
        """What was sent to the app."""
        return [d for d in self.outbox.deliveries if kind in (None, d.kind) and name in (None, d.name)]
