"""The stand-in by HTTP, for tests that run it as a process of its own: acts, looks, faults and settings as JSON.

    POST /_control/act      {"act": "command", "user": "bob", "channel": "general", "command": "/cost", "text": "..."}
    GET  /_control/look     ?what=messages&channel=general, and &at_least=N&seconds=S to wait for so many; also
                            ephemerals&user=, thread&channel=&ts=, home&user=, views&user=, calls&method=,
                            deliveries&kind=&name=, counts, users, channels, oddities, faults, sockets
    POST /_control/faults   {"fault": "lost", "method": "chat.postMessage", "times": 1}; DELETE ends them all
    POST /_control/set      {"tiers": false, "posting": true, "held": true, "file_processing": 2, "deliver_to": "..."}
    POST /_control/sockets  {"do": "refresh"}, or warning, freeze, drop

`act` is the name of a method of `Slack` with its arguments. A message is named as {"channel": id, "ts": ts}, a view by
its id, bytes by base64. What a person cannot do is answered with 409, a wrong name with 400.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.playground.forms import listed
from bot.playground.records import Json, Message, View
from bot.playground.refusals import Impossible
from bot.playground.shapes import channel_json, user_json
from bot.playground.slack import Slack

ACTS = (
    "add_user add_channel say mention dm upload edit delete react join leave invite_bot remove_bot archive uninstall "
    "reload command click submit close shortcut suggest fill open_home settled verify_url forget"
).split()
SWITCHES = {"tiers": "limits", "posting": "limits", "held": "outbox", "file_processing": "workspace"}

Handler = Callable[[web.Request], Awaitable[web.Response]]


class Control:
    """Answers at /_control/ for one stand-in."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        router = slack.server.web.router
        router.add_post("/_control/act", self._guarded(self._act))
        router.add_get("/_control/look", self._guarded(self._look))
        router.add_post("/_control/faults", self._guarded(self._fault))
        router.add_delete("/_control/faults", self._guarded(self._mend))
        router.add_post("/_control/set", self._guarded(self._set))
        router.add_post("/_control/sockets", self._guarded(self._sockets))

    def _guarded(
        self, run: Callable[[web.Request], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            if request.method == "POST" and request.content_type != "application/json":  # keeps web pages out
                return web.json_response({"error": "send application/json"}, status=415)
            try:
                return web.json_response(shown(await run(request)))
            except Impossible as impossible:
                return web.json_response({"impossible": str(impossible)}, status=409)
            except (KeyError, TypeError, ValueError) as mistake:
                return web.json_response({"error": f"{type(mistake).__name__}: {mistake}"}, status=400)

        return answer

    async def _act(self, request: web.Request) -> Any:
        body = await request.json()
        name = body.pop("act")
        if name not in ACTS:
            raise ValueError(f"no act {name}; there are {', '.join(ACTS)}")
        done = getattr(self._slack, name)(**{key: self._named(key, value) for key, value in body.items()})
        return await done if inspect.isawaitable(done) else done

    def _named(self, key: str, value: Any) -> Any:
        if key == "content":
            return base64.b64decode(value)
        if key == "view" or (key == "where" and isinstance(value, str)):
            return self._view(value)
        if key in {"message", "where"} and isinstance(value, dict):
            return self._message(value["channel"], value["ts"])
        return value

    def _view(self, identifier: str) -> View:
        view = self._slack.workspace.view(identifier)
        if view is None:
            raise Impossible(f"no view {identifier}")
        return view

    def _message(self, channel: str, ts: str) -> Message:
        workspace = self._slack.workspace
        room = workspace.channel(channel)
        every = [*workspace.messages[room.id].values(), *workspace.ephemerals]
        found = next((message for message in every if message.ts == ts and message.channel == room.id), None)
        if found is None:
            raise Impossible(f"no message {ts} in {room.name}")
        return found

    async def _look(self, request: web.Request) -> Any:
        query = dict(request.query)
        look = self._looks()[query.pop("what")]
        least, seconds = int(query.pop("at_least", "0")), float(query.pop("seconds", "5"))

        def enough() -> bool:
            return len(look(**query)) >= least

        if least:
            try:
                await self._slack.until(enough, seconds)
            except TimeoutError:
                return look(**query)  # the caller sees how many there are
        return look(**query)

    def _looks(self) -> dict[str, Callable[..., Any]]:
        slack, workspace = self._slack, self._slack.workspace
        return {
            "messages": slack.messages,
            "thread": lambda channel, ts: slack.thread(self._message(channel, ts)),
            "ephemerals": slack.ephemerals,
            "home": slack.home,
            "views": slack.views,
            "calls": slack.calls,
            "deliveries": slack.deliveries,
            "counts": lambda: Counter(call.method for call in workspace.calls),
            "users": lambda: [user_json(workspace, user) for user in workspace.users.values()],
            "channels": lambda: [channel_json(workspace, channel) for channel in workspace.channels.values()],
            "oddities": lambda: slack.oddities,
            "faults": lambda: slack.faults.rules,
            "sockets": lambda: [connection.number for connection in slack.sockets.live],
        }

    async def _fault(self, request: web.Request) -> Any:
        return self._slack.faults.add(**await request.json())

    async def _mend(self, request: web.Request) -> Json:
        self._slack.faults.clear()
        return {}

    async def _set(self, request: web.Request) -> Json:
        body = await request.json()
        if "deliver_to" in body:
            self._slack.deliver_to(*listed(body.pop("deliver_to")))
        for name, value in body.items():
            setattr(getattr(self._slack, SWITCHES[name]), name, value)
        if body.get("held") is False:
            self._slack.outbox.release()
        return {}

    async def _sockets(self, request: web.Request) -> Json:
        sockets, what = self._slack.sockets, (await request.json())["do"]
        if what == "freeze":
            sockets.freeze()
        elif what == "drop":
            await sockets.drop()
        else:
            await sockets.refresh(reason="refresh_requested" if what == "refresh" else what)
        return {"left": len(sockets.live)}


def shown(value: Any) -> Any:
    """Records as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return shown(asdict(value)) | ({"acknowledged": value.acknowledged} if hasattr(value, "acknowledged") else {})
    if isinstance(value, dict):
        return {str(key): shown(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [shown(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


async def serve(slack: Slack, port: int, ready: Callable[[Json], None], stop: asyncio.Event) -> None:
    """Runs a stand-in with its control until it is told to stop; `ready` is called with its addresses."""
    Control(slack)
    await slack.start(port)
    try:
        ready(
            {
                "url": slack.url,
                "api_url": slack.api_url,
                "control_url": f"{slack.url}/_control",
                "bot_token": slack.bot_token,
                "app_token": slack.app_token,
                "signing_secret": slack.signing_secret,
                "team": slack.workspace.team,
                "bot_user": slack.bot.id,
            }
        )
        await stop.wait()
    finally:
        await slack.stop()
