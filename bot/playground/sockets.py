"""Socket Mode: tickets, connections, envelopes and their acks, refreshes, and connections that have died in silence."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.deliveries import ACK_SECONDS, Attempt, Delivery
from bot.playground.workspace import Workspace

CONNECTIONS_MOST = 10
TYPES = {"event": "events_api", "command": "slash_commands", "interaction": "interactive", "options": "interactive"}
REASONS = {"http_timeout": "timeout"}


class Connection:
    """One websocket of the app."""

    def __init__(self, number: int, socket: web.WebSocketResponse) -> None:
        self.number, self.socket = number, socket
        self.frozen = False
        """It stays open, and neither pongs nor envelopes come through it any more."""
        self.sent: list[str] = []
        self.open = True

    async def send(self, message: dict[str, Any]) -> None:
        """Sends a message, unless nothing comes through any more."""
        if not self.frozen and not self.socket.closed:
            await self.socket.send_str(json.dumps(message))


class Sockets:
    """The connections of the app, and the way of deliveries through them."""

    def __init__(self, workspace: Workspace, seed: int = 0) -> None:
        self.connections: list[Connection] = []
        self.opened = 0
        """How many connections there have been."""
        self._workspace = workspace
        self._tickets: set[str] = set()
        self._acks: dict[str, asyncio.Future[str]] = {}
        self._random = random.Random(seed)  # noqa: S311  # which connection gets a payload is no secret

    def ticket(self) -> str:
        """Leave to open one connection."""
        name = f"ticket-{self._workspace.number():x}"
        self._tickets.add(name)
        return name

    @property
    def live(self) -> list[Connection]:
        """The connections that take envelopes."""
        return [connection for connection in self.connections if connection.open]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A connection from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if len(self.connections) >= CONNECTIONS_MOST:
            await socket.send_str(json.dumps(self._disconnect("too_many_websockets")))
            await socket.close()
            return socket
        self.opened += 1
        connection = Connection(self.opened, socket)
        self.connections.append(connection)
        await connection.send(self._hello())
        self._workspace.changed()
        try:
            await self._listen(connection)
        finally:
            connection.open = False
            self.connections.remove(connection)
            self._workspace.changed()
        return socket

    def _hello(self) -> dict[str, Any]:
        debug = {"host": "applink-playground", "build_number": 1, "approximate_connection_time": 18060}
        connection = {"app_id": self._workspace.app_id}
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": debug,
            "connection_info": connection,
        }

    def _disconnect(self, reason: str) -> dict[str, Any]:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-playground"}}

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.frozen:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(message.data)

    def _acknowledge(self, text: str) -> None:
        try:
            body = json.loads(text)
        except json.JSONDecodeError:
            return
        ack = self._acks.get(str(body.get("envelope_id"))) if isinstance(body, dict) else None
        if ack is not None and not ack.done():
            payload = body.get("payload")
            ack.set_result(json.dumps(payload) if payload else "")

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """Sends an envelope through one connection, whichever, and waits three seconds for its ack."""
        at = self._workspace.clock.now()
        live = self.live
        if not live:
            return Attempt(at, number, reason="connection_failed")
        connection = self._random.choice(live)
        identifier = f"{self._workspace.number():08x}-0000-4000-8000-{self._random.getrandbits(48):012x}"
        envelope = {
            "envelope_id": identifier,
            "type": TYPES[delivery.kind],
            "accepts_response_payload": delivery.kind != "event",
            "payload": delivery.body,
        }
        if delivery.kind == "event":
            envelope |= {"retry_attempt": number, "retry_reason": REASONS.get(reason, reason)}
        return await self._sent(connection, envelope, Attempt(at, number))

    async def _sent(self, connection: Connection, envelope: dict[str, Any], attempt: Attempt) -> Attempt:
        ack = self._acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        bell = asyncio.ensure_future(self._workspace.clock.sleep(ACK_SECONDS))
        connection.sent.append(envelope["envelope_id"])
        try:
            await connection.send(envelope)
            await asyncio.wait({ack, bell}, return_when=asyncio.FIRST_COMPLETED)
            if not ack.done():
                return Attempt(attempt.at, attempt.number, reason="http_timeout")
            return Attempt(attempt.at, attempt.number, 200, ack.result())
        except ConnectionError:
            return Attempt(attempt.at, attempt.number, reason="connection_failed")
        finally:
            bell.cancel()
            del self._acks[envelope["envelope_id"]]

    async def refresh(self, connection: Connection | None = None, *, reason: str = "refresh_requested") -> None:
        """Tells connections that they end; a warning comes before the end, any other reason is the end."""
        for each in [connection] if connection else list(self.connections):
            await each.send(self._disconnect(reason))
            if reason != "warning":
                each.open = False
                await each.socket.close()

    def freeze(self, connection: Connection | None = None) -> None:
        """Lets connections die in silence."""
        for each in [connection] if connection else self.connections:
            each.frozen = True

    async def drop(self, connection: Connection | None = None) -> None:
        """Breaks connections without a word."""
        for each in [connection] if connection else list(self.connections):
            each.open = False
            transport = each.socket._req.transport if each.socket._req else None  # no other way to cut it
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        """Ends every connection."""
        for connection in list(self.connections):
            connection.open = False
            await connection.socket.close()
