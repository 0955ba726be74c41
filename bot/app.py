"""The wiring: settings in, a running bot out. Nothing here decides anything, and nothing happens at import."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.clock import Clock
from bot.desk.accounts import Accounts
from bot.desk.desk import Desk
from bot.desk.digests import Digests
from bot.digest.delivery import Courier
from bot.digest.gather import Gatherer
from bot.digest.ports import Composer
from bot.digest.timing import EVERY, Hooks
from bot.errors import UsageError
from bot.metrics import Metrics
from bot.scheduler import Scheduler
from bot.settings import RunSettings, SpendSettings
from bot.slack import blocks
from bot.slack.alerts import raise_everywhere
from bot.slack.digest_channel import DigestChannel, refusal
from bot.slack.http import web_app
from bot.slack.identity import Team
from bot.slack.limits import Limits
from bot.slack.listener import Dispatch, dispatcher
from bot.slack.people import People
from bot.slack.permissions import Permissions
from bot.slack.pipeline import Pipeline
from bot.slack.poster import TIMEOUT, Poster, Rejected
from bot.slack.service import Service
from bot.slack.socket import Pulse, Socket
from bot.slack.usage import Reports
from bot.spend.audit import note_prices
from bot.spend.hourly import Hourly
from bot.spend.keeping import Keeper
from bot.storage import retention
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tenants import tenants
from pricing import Catalog

_LOG = log.logger("app")
PORT = 3000
NO_SPEND = SpendSettings()
RECOGNIZE_SECONDS = 3
REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""What Slack says of a token that will not work later either."""

DRAIN_SECONDS = 10
"""For how long what is under way may go on after SIGTERM; the process is gone within 15 s."""


@dataclass(frozen=True)
class Bot:
    """The parts of a bot; `port` is where its HTTP listens while it runs, None where it does not."""

    dispatch: Dispatch
    service: Service
    scheduler: Scheduler
    socket: Socket | None
    port: int | None = None

    async def alive(self) -> Mapping[str, bool]:
        """What /healthz says."""
        return {"scheduler": self.scheduler.ticking}

    async def ready(self) -> Mapping[str, bool]:
        """What /readyz says."""
        found = {"database": bool(await self.service.desk.db.ready())}
        return found if self.socket is None else found | {"slack": await self.socket.connected()}


async def run(
    settings: RunSettings, database_url: str, catalog: Catalog, clock: Clock, spend: SpendSettings = NO_SPEND
) -> None:
    """Runs the bot until SIGTERM or SIGINT.

    Raises:
        UsageError: the database or the address to listen on cannot be used, or Slack refuses the bot token.
    """
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C ends it at once
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with running(settings, database_url, catalog, clock, spend=spend) as bot:
        await _recognized(bot.service.poster)
        log.say(_LOG, logging.INFO, "started", mode="socket" if bot.socket else "http", port=bot.port)
        await stopping.wait()
        log.say(_LOG, logging.INFO, "stopping")


async def _recognized(poster: Poster) -> None:
    """A token that Slack knows no more would start a bot that answers nobody; a Slack that is silent is waited for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(RECOGNIZE_SECONDS):
            outcome = await poster.call(poster.client.auth_test)
            if isinstance(outcome, Rejected) and outcome.error in REFUSED:
                raise UsageError(
                    f"SLACK_BOT_TOKEN: Slack says {outcome.error}. Copy the Bot User OAuth Token anew, or install the "
                    "app again."
                )


@asynccontextmanager
async def running(
    settings: RunSettings,
    database_url: str,
    catalog: Catalog,
    clock: Clock,
    pulse: Pulse | None = None,
    *,
    spend: SpendSettings = NO_SPEND,
    composer: Composer | None = None,
) -> AsyncIterator[Bot]:
    """A running bot; at the end it takes no new work, lets what is under way end, and closes everything.

    `composer` writes its weekly summaries in place of the usual one.

    Raises:
        UsageError: the database or the address to listen on cannot be used.
    """
    await migrate(database_url)
    db = Database(database_url)
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session:
            desk = Desk(db, catalog, clock)
            bot = _bot(settings, desk, composer, session, pulse)
            async with _serving(settings, bot) as port, _working(bot), _syncing(bot, spend):
                yield replace(bot, port=port)
    finally:
        await db.close()


def _bot(
    settings: RunSettings, desk: Desk, composer: Composer | None, session: aiohttp.ClientSession, pulse: Pulse | None
) -> Bot:
    clock, metrics = desk.clock, Metrics()
    client = AsyncWebClient(
        settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        session=session,
        timeout=TIMEOUT,
        retry_handlers=[],
    )
    people = People(client, clock)
    permissions = Permissions(desk.db, people, settings.installer)
    desk = replace(desk, sees=lambda workspace, user: permissions.may(workspace, user, "spend"))
    limits = Limits(clock, settings.user_limit, settings.workspace_limit)
    gatherer = Gatherer(desk.db, desk.catalog, clock, blocks.digest, people.names)
    previews = composer or replace(gatherer, draw=partial(blocks.digest, preview=True))
    hooks = Hooks(watch=metrics.delivered, notice=refusal)
    courier = Courier(
        desk.db, DigestChannel(lambda _: client), composer or gatherer, clock, hooks=hooks, mine=Team(client).id
    )
    service = Service(
        desk=desk,
        accounts=Accounts(desk.db, desk.catalog, clock),
        digests=Digests(desk.db, previews, clock, courier.wake),
        courier=courier,
        poster=Poster(client, session),
        people=people,
        permissions=permissions,
        pipeline=Pipeline(desk.db, clock, limits, metrics),
        metrics=metrics,
        clock=clock,
    )
    dispatch = dispatcher(service)
    scheduler = Scheduler()
    scheduler.every(timedelta(hours=6), "retention", lambda: retention.forget_old(desk.db, clock.now()), at_once=True)
    scheduler.every(timedelta(hours=6), "prices", lambda: _note_prices(desk), at_once=True)
    scheduler.every(timedelta(minutes=5), "budgets", lambda: raise_everywhere(service))
    scheduler.every(EVERY, "deliveries", courier.wake)
    token = settings.app_token
    socket = None if token is None else Socket(dispatch, token, client, metrics, pulse)
    return Bot(dispatch, service, scheduler, socket)


async def _note_prices(desk: Desk) -> None:
    """Another price file since the last start leaves its trace in every workspace's audit trail."""
    for workspace in await tenants(desk.db):
        await note_prices(desk.db, desk.catalog, workspace, desk.clock.now())


@asynccontextmanager
async def _working(bot: Bot) -> AsyncIterator[None]:
    bot.scheduler.start()
    if bot.socket is not None:
        await bot.socket.start()
    try:
        yield
    finally:
        bot.service.courier.claim_no_more()
        await bot.scheduler.stop()
        if bot.socket is not None:
            await bot.socket.stop()


@asynccontextmanager
async def _syncing(bot: Bot, spend: SpendSettings) -> AsyncIterator[None]:
    """Reads spend's sources every hour, if any is set up; the end does not wait for one that is being read."""
    hourly = Hourly(bot.service.desk.db, bot.service.desk.catalog, bot.service.clock, spend)
    if spend.any_source:
        bot.scheduler.every(timedelta(hours=1), "sync", hourly.run, at_once=True)
    try:
        yield
    finally:
        await hourly.stop()


@asynccontextmanager
async def _serving(settings: RunSettings, bot: Bot) -> AsyncIterator[int | None]:
    """HTTP, where there is any to serve; what is under way ends after it, and the socket, take nothing new."""
    try:
        if settings.socket_mode and settings.port is None:
            yield None
        else:
            async with _served(settings, bot) as port:
                yield port
    finally:
        service = bot.service
        ended = await asyncio.gather(service.pipeline.drained(DRAIN_SECONDS), service.courier.stop(DRAIN_SECONDS))
        if not all(ended):
            log.say(_LOG, logging.WARNING, "stopped.early")


@asynccontextmanager
async def _served(settings: RunSettings, bot: Bot) -> AsyncIterator[int]:
    secret = None if settings.socket_mode else settings.signing_secret
    slack = None if secret is None else (bot.dispatch, secret)
    routes = web_app(
        alive=bot.alive,
        ready=bot.ready,
        metrics=bot.service.metrics,
        reports=_reports(bot.service.desk),
        slack=slack,
        clock=bot.service.clock,
    )
    runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1, lingering_time=1)
    await runner.setup()
    try:
        yield await _listen(runner, settings.host, PORT if settings.port is None else settings.port)
    finally:
        await runner.cleanup()


def _reports(desk: Desk) -> Reports:
    """Where usage is reported to: the ledger of the workspace that a key belongs to."""
    return Reports.of(
        desk.db,
        desk.clock,
        lambda workspace, events: Keeper(desk.db, desk.catalog, workspace, desk.clock).record(events),
    )


async def _listen(runner: web.AppRunner, host: str, port: int) -> int:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as wrong:
        reason = wrong.strerror or type(wrong).__name__
        raise UsageError(f"HOST and PORT: nothing can listen on {host} port {port}: {reason}.") from None
    return int(runner.addresses[0][1])
