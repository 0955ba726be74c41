"""The HTTP side of the stand-in: Web API, uploads and downloads, response_urls, websockets."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from aiohttp import web

from bot.playground import forms
from bot.playground.faults import AFTER, Fault, Faults, Rule
from bot.playground.limits import Limits, RateLimited
from bot.playground.methods import METHODS, Call, Method
from bot.playground.records import ApiCall, File, Json
from bot.playground.refusals import Refused
from bot.playground.responses import Responses
from bot.playground.sockets import Sockets
from bot.playground.triggers import Triggers
from bot.playground.workspace import Workspace

BODY_BYTES = 64 * 1024 * 1024
POSTING = {"chat.postMessage", "chat.startStream"}


class Server:
    """Serves one workspace on a port of this machine."""

    def __init__(self, workspace: Workspace, bot_token: str, app_token: str, *, seed: int = 0) -> None:
        self.workspace, self.bot_token, self.app_token = workspace, bot_token, app_token
        self.triggers = Triggers(workspace)
        self.responses = Responses(workspace)
        self.sockets = Sockets(workspace, seed)
        workspace.tickets = self.sockets.ticket
        self.faults = Faults(workspace.clock, seed)
        self.limits = Limits(workspace.clock)
        self.base_url = ""
        self.web = web.Application(client_max_size=BODY_BYTES)
        self.web.router.add_route("*", "/api/{method}", self._api)
        self.web.router.add_post("/upload/v1/{file}", self._upload)
        self.web.router.add_get("/files-pri/{file}/{rest:.*}", self._download)
        self.web.router.add_get("/signin", _sign_in)
        self.web.router.add_post("/response/{path:.*}", self._response)
        self.web.router.add_get("/link/", self.sockets.serve)
        self._runner: web.AppRunner | None = None
        self._stopping = asyncio.Event()

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1, on a free port unless one is given."""
        self._runner = web.AppRunner(self.web, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True)
        await site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.responses.base_url = self.workspace.files_url = self.base_url

    async def stop(self) -> None:
        """Stops listening and ends every connection."""
        self._stopping.set()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            args = await forms.arguments(request)
        except Refused as refused:
            return web.json_response(refused.answer())
        token = _token(request, args)
        struck = self.faults.striking(name, args)
        early = await self._before(request, struck)
        if early is not None:
            self._note(name, args, token, None, early.status)
            return early
        response, answer = self._answered(name, args, token)
        self._note(name, args, token, answer, response.status)
        return await self._after(request, struck, response)

    def _note(self, name: str, args: Json, token: str, answer: Json | None, status: int) -> None:
        args = {key: value for key, value in args.items() if key != "token"}
        self.workspace.record(ApiCall(name, args, self.workspace.clock.now(), token, answer, status))

    def _answered(self, name: str, args: Json, token: str) -> tuple[web.Response, Json]:
        headers: dict[str, str] = {}
        status = 200
        try:
            entry = METHODS.get(name)
            if entry is None:
                raise Refused("unknown_method", req_method=name)
            self._authorize(entry, token)
            headers = {
                "x-oauth-scopes": ",".join(self.workspace.app.scopes),
                "x-accepted-oauth-scopes": ",".join(entry.scopes),
            }
            self.limits.count(name, entry.tier)
            if name in POSTING:
                self.limits.count_post(str(args.get("channel")))
            call = Call(self.workspace, self.triggers, {k: v for k, v in args.items() if k != "token"}, self.base_url)
            answer: Json = {"ok": True, **entry.run(call)}
        except RateLimited as refused:
            answer, status = refused.answer(), 429
            headers["Retry-After"] = str(refused.retry_after)
        except Refused as refused:
            answer = refused.answer()
        return web.json_response(answer, status=status, headers=headers), answer

    def _authorize(self, entry: Method, token: str) -> None:
        workspace = self.workspace
        if entry.bearer == "none":
            return
        if not token:
            raise Refused("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise Refused("invalid_auth")
        if workspace.revoked:
            raise Refused("account_inactive")
        if token != (self.app_token if entry.bearer == "app" else self.bot_token):
            raise Refused("not_allowed_token_type")
        if entry.bearer == "bot" and entry.scopes and not set(entry.scopes) & set(workspace.app.scopes):
            raise Refused("missing_scope", needed=",".join(entry.scopes), provided=",".join(workspace.app.scopes))

    async def _before(self, request: web.Request, struck: list[Rule]) -> web.StreamResponse | None:
        for rule in struck:
            if rule.fault is Fault.DELAY:
                await self.workspace.clock.sleep(rule.seconds)
            elif rule.fault is Fault.RESET:
                return _reset(request)
            elif rule.fault is Fault.STATUS:
                return web.Response(status=rule.status, text="upstream error")
            elif rule.fault is Fault.RATE:
                wait = {"Retry-After": str(int(rule.seconds) or 1)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)
            elif rule.fault is Fault.ERROR:
                return web.json_response({"ok": False, "error": rule.error})
            elif rule.fault is Fault.BLOCK:
                error = "invalid_arguments" if request.path.startswith("/api/views.") else "invalid_blocks"
                refused = Refused(error, [f"unsupported type: {rule.block} [json-pointer:/blocks]"])
                return web.json_response(refused.answer())
        return None

    async def _after(
        self, request: web.Request, struck: list[Rule], response: web.StreamResponse
    ) -> web.StreamResponse:
        for rule in struck:
            if rule.fault not in AFTER:
                continue
            if rule.fault is Fault.STATUS_AFTER:
                return web.Response(status=rule.status, text="upstream error")
            if rule.fault is Fault.LOST:
                await self._hold(request)
            return _reset(request)
        return response

    async def _hold(self, request: web.Request) -> None:
        while request.transport is not None and not request.transport.is_closing() and not self._stopping.is_set():
            await asyncio.sleep(0.02)

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["file"])
        if file is None or file.content is not None:
            return web.Response(status=404, text="file not found")
        file.content = await _bytes(request)
        if len(file.content) != file.size:
            file.content = None
            return web.Response(status=400, text="size mismatch")
        return web.Response(text=f"OK - {file.size}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        file = self.workspace.files.get(request.match_info["file"].rpartition("-")[2])
        if file is None or file.deleted or file.content is None:
            return web.Response(status=404)
        if not self._may_read(request, file):  # Slack sends such visitors to its sign-in page
            raise web.HTTPFound(f"{self.base_url}/signin?redir={request.path}")
        struck = self.faults.striking("download", {"file": file.id})
        early = await self._before(request, struck)
        if early is not None:
            return early
        return await self._after(request, struck, web.Response(body=file.content))

    def _may_read(self, request: web.Request, file: File) -> bool:
        scoped = "files:read" in self.workspace.app.scopes and not self.workspace.revoked
        return scoped and _token(request, {}) == self.bot_token

    async def _response(self, request: web.Request) -> web.StreamResponse:
        body: Any = None
        try:
            body = await request.json()
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        args = body if isinstance(body, dict) else {}
        struck = self.faults.striking("response_url", args)
        early = await self._before(request, struck)
        if early is not None:
            self._note("response_url", args, "", None, early.status)
            return early
        answer: Json = {"ok": True}
        status = 200
        try:
            self.responses.use(request.match_info["path"], body)
        except Refused as refused:
            answer = refused.answer()
            status = 404 if refused.error in {"expired_url", "used_url", "invalid_url"} else 400
        self._note("response_url", args, "", answer, status)
        done = web.Response(text="ok") if answer["ok"] else web.json_response(answer, status=status)
        return await self._after(request, struck, done)


async def _sign_in(request: web.Request) -> web.Response:
    return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")


def _token(request: web.Request, args: Json) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else str(args.get("token") or "")


async def _bytes(request: web.Request) -> bytes:
    if request.content_type == "multipart/form-data":
        for value in (await request.post()).values():
            if isinstance(value, web.FileField):
                return value.file.read()
        return b""
    return await request.read()


def _reset(request: web.Request) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:  # closes with a reset instead of a polite end
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)
