"""What the page may do for a person: the acts of the workspace, with everything named by id."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from bot.playground.deliveries import Delivery
from bot.playground.page.showing import Scene, sees
from bot.playground.page.typed import typed
from bot.playground.records import Channel, Json, Message, Room, User, View
from bot.playground.refusals import Impossible

FILE_BYTES = 20 * 1024 * 1024
TROUBLE = "We had some trouble connecting. Try again?"
FURTHEST = 366 * 24 * 3600
"""Seconds that the clock may be moved at a time: a slip of the keyboard is not the end of the demo."""


class Acts:
    """Carries out what a browser asks for."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._slack = scene, scene.slack
        self._known: dict[str, Callable[[User, Json], Awaitable[Json]]] = {
            "say": self._say,
            "command": self._command,
            "upload": self._upload,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "suggest": self._suggest,
            "open": self._open,
            "join": self._join,
            "react": self._react,
            "move": self._move,
        }

    async def do(self, user: User, what: Json) -> Json:
        """Does it; what the person is told of it: `problem`, `errors` by block, `options`, or nothing.

        Raises:
            Impossible: the person cannot do that in Slack.
            ValueError: the page asked for what is no act.
        """
        act = self._known.get(str(what.get("act")))
        if act is None:
            raise ValueError("no such act")
        return await act(user, what)

    async def _say(self, user: User, what: Json) -> Json:
        text, thread = typed(self._slack.workspace, _text(what)), what.get("thread") or None
        message = self._slack.say(user, self._room(user, what), text, thread_ts=thread)
        return {"ts": message.ts}

    async def _command(self, user: User, what: Json) -> Json:
        text, room = typed(self._slack.workspace, _text(what)), self._room(user, what)
        name, thread = str(what.get("command")), what.get("thread") or None
        delivery = await self._slack.command(user, room, name, text, thread_ts=thread)
        return {"problem": f"{name}: {delivery.error}"} if delivery.error else {}

    async def _upload(self, user: User, what: Json) -> Json:
        try:
            content = base64.b64decode(str(what.get("content")), validate=True)
        except binascii.Error:
            raise ValueError("content is not base64") from None
        if len(content) > FILE_BYTES:
            raise Impossible(f"Files of up to {FILE_BYTES // 1024 // 1024} MB only.")
        name = str(what.get("name")).replace("\\", "/").rpartition("/")[2][:120] or "file"
        text, thread = typed(self._slack.workspace, _text(what)), what.get("thread") or None
        message = self._slack.upload(user, self._room(user, what), name, content, text=text, thread_ts=thread)
        return {"ts": message.ts}

    async def _click(self, user: User, what: Json) -> Json:
        where, block = self._where(user, what), what.get("block")
        delivery = await self._slack.click(user, where, str(what.get("action")), what.get("value"), block_id=block)
        return _told(delivery)

    async def _submit(self, user: User, what: Json) -> Json:
        view, state = self._view(user, what), what.get("state")
        if not isinstance(state, dict):
            raise ValueError("no state")
        delivery = await self._slack.submit(user, view, state)
        if not delivery.error and delivery.answer.get("response_action") == "errors":
            return {"errors": delivery.answer.get("errors")}
        return {"problem": TROUBLE} if delivery.error else {}

    async def _close(self, user: User, what: Json) -> Json:
        await self._slack.close(user, self._view(user, what), all_of_them=bool(what.get("all")))
        return {}

    async def _shortcut(self, user: User, what: Json) -> Json:
        message = self._message(user, what["message"]) if what.get("message") else None
        return _told(await self._slack.shortcut(user, str(what.get("shortcut")), message))

    async def _suggest(self, user: User, what: Json) -> Json:
        where = self._where(user, what)
        return {"options": await self._slack.suggest(user, where, str(what.get("action")), _text(what))}

    async def _open(self, user: User, what: Json) -> Json:
        self._slack.open_home(user, "messages" if what.get("tab") == "messages" else "home")
        return {}

    async def _join(self, user: User, what: Json) -> Json:
        room = self._room(user, what)
        if user.id not in room.members:
            self._slack.join(user, room)
        return {}

    async def _react(self, user: User, what: Json) -> Json:
        message, name = self._message(user, what.get("message")), str(what.get("name"))
        if not name.replace("_", "").replace("+", "").isalnum() or len(name) > 40:
            raise ValueError("no such emoji")
        if user.id not in message.reactions.get(name, []):
            self._slack.react(user, message, name)
        return {}

    async def _move(self, user: User, what: Json) -> Json:
        try:
            instant = datetime.fromtimestamp(float(what.get("to", "")), UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            raise ValueError("no instant") from None
        ahead = (instant - self._scene.clock.now()).total_seconds()
        if ahead < 0:
            raise Impossible("The clock goes forward only: what was said stays said.")
        if ahead > FURTHEST:
            raise Impossible("A year at a time at most.")
        if self._scene.meanwhile:
            await self._scene.meanwhile(instant)
        self._scene.clock.move_to(instant)
        self._slack.workspace.changed()
        return {}

    def _room(self, user: User, what: Json) -> Channel:
        room = self._slack.workspace.channels.get(str(what.get("channel")))
        if room is None or not sees(user, room):
            raise Impossible("There is no such conversation for you.")
        app = self._slack.workspace.app
        if room.room is Room.IM and (not app.messages_tab or app.messages_read_only):
            raise Impossible("Sending messages to this app has been turned off.")
        return room

    def _where(self, user: User, what: Json) -> Message | View:
        return self._view(user, what) if what.get("view") else self._message(user, what.get("message"))

    def _message(self, user: User, named: Any) -> Message:
        if not isinstance(named, dict):
            raise ValueError("no message")
        room = self._room(user, named)
        mine = [message for message in self._slack.ephemerals(user, room) if message.ts == named.get("ts")]
        found = self._slack.workspace.messages[room.id].get(str(named.get("ts"))) or next(iter(mine), None)
        if found is None:
            raise Impossible("This message is gone.")
        return found

    def _view(self, user: User, what: Json) -> View:
        view = self._slack.workspace.view(str(what.get("view")))
        if view is None or view.user != user.id:
            raise Impossible("This view is gone.")
        return view


def _text(what: Json) -> str:
    text = what.get("text") or ""
    if not isinstance(text, str) or len(text) > 40_000:
        raise ValueError("no text")
    return text


def _told(delivery: Delivery) -> Json:
    return {"problem": f"This app did not answer: {delivery.error}."} if delivery.error else {}
