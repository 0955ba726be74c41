"""The page's server: its files, what a person sees as a stream of changes, and what they do as requests."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.clocks import MovableClock
from bot.playground.page import log
from bot.playground.page.acts import FILE_BYTES, Acts
from bot.playground.page.guard import HEADERS, guarding
from bot.playground.page.showing import Difference, Meanwhile, Scene, sees
from bot.playground.records import File, Json, User
from bot.playground.refusals import Impossible
from bot.playground.slack import Slack

STATIC = Path(__file__).with_name("static")
TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURES = {"gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png"}
PORTS = 50
"""How many ports are tried from the first."""
GATHER = 0.03
"""Seconds in which changes are gathered before they are sent."""
QUIET = 15.0
"""Seconds after which a stream says that it is still there."""


class Page:
    """Serves one workspace to browsers on this machine."""

    def __init__(
        self,
        slack: Slack,
        manifest: Json,
        clock: MovableClock,
        *,
        installer: str = "",
        meanwhile: Meanwhile | None = None,
    ) -> None:
        self._slack = slack
        self._scene = Scene(slack, manifest, clock, installer, meanwhile)
        self._acts = Acts(self._scene)
        self._token = secrets.token_urlsafe(24)
        self._stopping = asyncio.Event()
        self._files = {file.relative_to(STATIC).as_posix(): file for file in STATIC.rglob("*.*")}
        self.web = web.Application(client_max_size=FILE_BYTES * 3 // 2, middlewares=[guarding(self._token)])
        self.web.router.add_get("/", self._index)
        self.web.router.add_get("/static/{name:.+}", self._static)
        self.web.router.add_get("/stream", self._stream)
        self.web.router.add_post("/act", self._act)
        self.web.router.add_get("/file/{id}", self._file)
        self.web.router.add_get("/payload/{name}", self._payload)
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}/"

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1, on this port or the next one that is free; 0 is any.

        Raises:
            OSError: none of them can be had.
        """
        self._runner = web.AppRunner(self.web, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        last = port + PORTS if port else port
        for attempt in range(port, last + 1):
            try:
                await web.TCPSite(self._runner, "127.0.0.1", attempt).start()
                break
            except (OSError, OverflowError):
                if attempt == last or attempt > 65_535:
                    await self._runner.cleanup()
                    raise
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Ends every stream and stops listening."""
        self._stopping.set()
        self._slack.workspace.changed()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _index(self, _: web.Request) -> web.Response:
        text = self._files["index.html"].read_text("utf-8").replace("{{token}}", self._token)
        return web.Response(text=text, content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        file = self._files.get(request.match_info["name"])  # one of those that lie there, or nothing
        if file is None or file.suffix not in TYPES or file.name == "index.html":
            raise web.HTTPNotFound
        return web.Response(body=file.read_bytes(), content_type=TYPES[file.suffix], charset="utf-8")

    def _person(self, identifier: Any) -> User:
        found = next((person for person in self._scene.people if person.id == identifier), None)
        if found is None:
            raise web.HTTPNotFound(text="no such person")
        return found

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: what has changed for a person, and everything at first."""
        people = self._scene.people
        person = self._person(request.query.get("as") or people[0].id)
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the browser has gone
            await self._tell(response, person)
        return response

    async def _tell(self, response: web.StreamResponse, person: User) -> None:
        difference = Difference()
        with self._slack.workspace.bell() as bell:
            while not self._stopping.is_set():
                bell.clear()
                news = difference.to(self._scene.records(person))
                await response.write(f"data: {news}\n\n".encode() if news else b": here\n\n")
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), QUIET)
                    await asyncio.sleep(GATHER)

    async def _act(self, request: web.Request) -> web.Response:
        try:
            what = await request.json()
            person = self._person(what.get("as"))
            return web.json_response(await self._acts.do(person, what))
        except Impossible as impossible:
            return web.json_response({"problem": str(impossible)})
        except (AttributeError, KeyError, TypeError, ValueError, json.JSONDecodeError):
            raise web.HTTPBadRequest(text="no such act") from None

    async def _file(self, request: web.Request) -> web.Response:
        """A file that somebody sees, by its id: pictures to look at, all others to keep."""
        person = self._person(request.query.get("as"))
        file = self._slack.workspace.files.get(request.match_info["id"])
        if file is None or file.content is None or not self._may_see(person, file):
            raise web.HTTPNotFound
        kind = PICTURES.get(file.filetype)
        headers = {} if kind else {"Content-Disposition": f'attachment; filename="{_plain(file.name)}"'}
        return web.Response(body=file.content, content_type=kind or "application/octet-stream", headers=headers)

    def _may_see(self, person: User, file: File) -> bool:
        rooms = [self._slack.workspace.channels[channel] for channel in file.channels]
        return any(sees(person, room) for room in rooms) or (not rooms and file.user == self._slack.bot.id)

    async def _payload(self, request: web.Request) -> web.Response:
        found = log.payload(self._slack, request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        return web.json_response(found)


def _plain(name: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in " ._-") else "_" for letter in name)
