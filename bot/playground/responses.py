"""response_url: five answers within thirty minutes to what a person did, without being in the channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.playground.forms import truthy
from bot.playground.posting import by_app, content, cut, thread_of
from bot.playground.records import Json, Message
from bot.playground.refusals import Refused
from bot.playground.workspace import Workspace

USES = 5
LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer one act of one person."""

    path: str
    channel: str
    user: str
    source: Message | None
    """The message whose control was used; the one to replace or delete."""
    born: datetime
    used: int = 0


class Responses:
    """The response_urls given out so far."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._given: dict[str, ResponseUrl] = {}
        self.base_url = ""

    def give(self, channel: str, user: str, source: Message | None = None) -> str:
        """A new one for what a person just did in a channel."""
        number = self._workspace.number()
        path = f"{self._workspace.team}/{number}/{number * 2654435761 % 2**64:016x}"
        self._given[path] = ResponseUrl(path, channel, user, source, self._workspace.clock.now())
        return f"{self.base_url}/response/{path}"

    def forget(self) -> None:
        """Drops all of them."""
        self._given.clear()

    def use(self, path: str, body: Any) -> None:
        """Carries out what an app sent to one.

        Raises:
            Refused: used_url and expired_url, which Slack's pages do not name and developers report; or what is wrong
                with the message. A refused answer costs no use.
        """
        given = self._given.get(path)
        if given is None:
            raise Refused("invalid_url")
        if self._workspace.clock.now() - given.born > LIFE:
            raise Refused("expired_url")
        if given.used >= USES:
            raise Refused("used_url")
        if not isinstance(body, dict):
            raise Refused("invalid_payload")
        self.answer(given, body)
        given.used += 1

    def answer(self, given: ResponseUrl, body: Json) -> None:
        """Replaces, deletes or posts.

        What a command's response_url posted it cannot replace: github.com/slackapi/bolt-python/issues/1268. In a thread
        an answer appears only when it names the thread.
        """
        workspace = self._workspace
        if truthy(body.get("delete_original")):
            if given.source is not None:
                self._remove(given.source)
            return
        parts = content(workspace, body)
        if given.source is not None and "replace_original" not in body:
            workspace.oddities.append("response_url: without replace_original Slack's pages disagree on what happens")
        if given.source is not None and truthy(body.get("replace_original", True)):
            with workspace.editing(given.source):
                given.source.text, given.source.blocks = parts["text"], parts["blocks"]
                given.source.attachments = parts["attachments"]
            return
        channel = workspace.channels[given.channel]
        if channel.archived:
            raise Refused("channel_is_archived")
        message = by_app(workspace, channel, thread_of(workspace, channel, body), parts)
        if body.get("response_type") != "in_channel":
            message.only_for = given.user
        cut(message)
        workspace.add_message(message)

    def directly(self, channel: str, user: str, body: Json) -> None:
        """Carries out what an app said in its very answer to a command."""
        self.answer(ResponseUrl("", channel, user, None, self._workspace.clock.now()), body)

    def _remove(self, message: Message) -> None:
        if message in self._workspace.ephemerals or message.ts in self._workspace.messages[message.channel]:
            self._workspace.remove_message(message)
