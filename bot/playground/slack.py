"""The stand-in as a whole: a workspace, its server, and the way to the app."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from bot.clock import Clock as Watch
from bot.clock import SystemClock
from bot.playground.acting import Acting
from bot.playground.clocks import Clock, RealClock
from bot.playground.deliveries import Delivery, Http, Outbox, Transport
from bot.playground.events import Events
from bot.playground.looking import Looking
from bot.playground.manifest import App, sample_manifest
from bot.playground.records import Kind
from bot.playground.server import Server
from bot.playground.talking import Talking
from bot.playground.workspace import Workspace


class Slack(Acting, Talking, Looking):
    """A workspace on this machine, in which one app is installed. See the package for how to use it."""

    def __init__(
        self,
        manifest: dict[str, Any] | None = None,
        *,
        clock: Clock | None = None,
        watch: Watch | None = None,
        team: str = "T0ACME",
        name: str = "Acme",
        seed: int = 0,
        people: bool = True,
    ) -> None:
        """`clock` is the workspace's time; `watch` the time in signatures, which the app's check holds to be now."""
        app = App.read(manifest or sample_manifest())
        self.clock = clock or RealClock()
        self.workspace = Workspace(app, self.clock, team=team, name=name)
        self.bot_token = f"xoxb-{team}-playground"
        self.app_token = f"xapp-1-{self.workspace.app_id}-playground"
        self.signing_secret = f"playground-secret-of-{team}"
        self.server = Server(self.workspace, self.bot_token, self.app_token, seed=seed)
        self.faults, self.limits, self.sockets = self.server.faults, self.server.limits, self.server.sockets
        self.triggers, self.responses = self.server.triggers, self.server.responses
        self.http = Http(self.workspace, self.signing_secret, watch or SystemClock())
        transport: Transport = self.sockets if app.socket_mode else self.http
        self.outbox = Outbox(self.workspace, transport, self.clock)
        self.events = Events(self.workspace, self.outbox)
        self.bot = self.workspace.bot
        if people:
            self._populate()

    def _populate(self) -> None:
        alice = self.add_user("alice", Kind.OWNER)
        bob = self.add_user("bob")
        carol = self.add_user("carol", zone="America/New_York", offset=-18_000)
        gina = self.add_user("gina", Kind.GUEST)
        other = self.add_user("otherbot", Kind.BOT)
        eva = self.add_user("eva", Kind.EXTERNAL, zone="Asia/Tokyo", offset=32_400)
        self.add_channel("general", [alice, bob, carol, gina])
        self.add_channel("design", [alice, bob, carol, other])
        self.add_channel("random", [alice, bob, carol], bot=False)
        self.add_channel("finance", [alice, carol], private=True)
        self.add_channel("board", [alice], private=True, bot=False)
        self.add_channel("partners", [alice, bob, eva])

    def lock(self, key: str) -> None:
        """Makes the tokens ones that nobody can guess; before all else, where other programs or web pages may try."""
        self.bot_token = self.server.bot_token = f"xoxb-{self.workspace.team}-{key}"
        self.app_token = self.server.app_token = f"xapp-1-{self.workspace.app_id}-{key}"

    @property
    def url(self) -> str:
        """The address of the stand-in."""
        return self.server.base_url

    @property
    def api_url(self) -> str:
        """What an app takes for https://slack.com/api/."""
        return f"{self.url}/api/"

    @property
    def oddities(self) -> list[str]:
        """What the app did that Slack takes and that is a trap all the same."""
        return self.workspace.oddities

    def deliver_to(self, *urls: str) -> None:
        """Sends everything by HTTP to this address, or to these in turn, whatever the manifest says."""
        self.http.urls = list(urls)
        self.outbox.transport = self.http

    async def until(self, condition: Any, seconds: float = 5.0) -> Any:
        """Waits until a condition holds, and returns what it gave; for what an app does after its ack."""
        return await self.workspace.until(condition, seconds)

    async def settled(self, seconds: float = 5.0) -> None:
        """Waits until every event was taken or given up."""
        await self.outbox.settled(seconds)

    def forget(self) -> None:
        """Drops messages, calls, deliveries, triggers and response_urls: for runs so long that memory matters."""
        self.workspace.forget()
        self.triggers.forget()
        self.responses.forget()
        self.outbox.deliveries.clear()

    async def verify_url(self) -> bool:
        """Saves the request URL: whether the app says the challenge back."""
        challenge = f"challenge-{self.workspace.number():08x}"
        body = {"type": "url_verification", "token": "playground-verification-token", "challenge": challenge}
        delivery = await self.outbox.once(Delivery("event", "url_verification", body))
        return challenge in (delivery.answer.get("challenge"), delivery.answer.get("text"))

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1."""
        await self.server.start(port)

    async def stop(self) -> None:
        """Ends everything that runs."""
        await self.outbox.close()
        await self.server.stop()
        await self.http.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
