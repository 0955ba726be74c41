"""Socket Mode lasts: connections that end, break or die in silence are replaced, with slack_sdk's help or without."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.app import running
from bot.clock import SystemClock
from bot.playground import Slack
from bot.slack.manifest import manifest
from bot.slack.socket import Pulse
from pricing import built_in
from tests.ports import free_port
from tests.reliability.wires import wire
from tests.slack.conftest import Office, office, settings

QUICK = Pulse(ping=0.4, look=0.2, stuck=2)
BLIND = Pulse(ping=0.4, look=3_600)
"""No watchdog within a test's time."""


async def answers(here: Office) -> None:
    """A command is taken and answered."""
    before = len(here.slack.ephemerals("bob"))
    delivery = await here.slack.command("bob", "general", "/cost", "10 low squares")
    assert delivery.acknowledged
    await here.whispered("bob", before)


async def replaced(here: Office, seconds: float = 5) -> None:
    """Waits until another connection has taken the place of the first."""
    await here.slack.until(lambda: here.slack.sockets.opened > 1 and len(here.slack.sockets.live) == 1, seconds)


async def go_blind(here: Office) -> None:
    """slack_sdk's own monitor dies, as it was seen to (bolt-python issue 1529)."""
    client = here.bot.socket and here.bot.socket._client
    assert client
    assert client.current_session_monitor
    client.current_session_monitor.cancel()


async def freeze(slack: Slack) -> None:
    """Nothing comes through any more, and nobody says so."""
    slack.sockets.freeze()


@pytest.mark.parametrize(
    "end",
    [
        freeze,
        lambda slack: slack.sockets.drop(),
        lambda slack: slack.sockets.refresh(),
        lambda slack: slack.sockets.refresh(reason="warning"),
        lambda slack: slack.sockets.refresh(reason="too_many_websockets"),
    ],
    ids=["dead in silence", "broken", "refreshed", "warned", "too many"],
)
async def test_a_connection_that_ends_is_replaced(tmp_path: Path, end: Callable[[Slack], Awaitable[None]]) -> None:
    """However it ends, the next one takes what people do."""
    async with office(tmp_path, socket=True, pulse=QUICK) as here:
        await answers(here)
        await end(here.slack)
        await replaced(here)
        await answers(here)


async def test_the_watchdog_replaces_what_slack_sdk_does_not(tmp_path: Path) -> None:
    """With slack_sdk's monitor gone, a connection that is dead in silence is replaced all the same, and counted."""
    async with office(tmp_path, socket=True, pulse=QUICK) as here:
        await go_blind(here)
        here.slack.sockets.freeze()
        await replaced(here)
        await answers(here)
        assert b"pennyworth_socket_reconnects_total 1.0" in here.bot.service.metrics.exposition()


async def test_without_the_watchdog_it_stays_dead(tmp_path: Path) -> None:
    """The test before this one can fail."""
    async with office(tmp_path, socket=True, pulse=BLIND) as here:
        await go_blind(here)
        here.slack.sockets.freeze()
        with pytest.raises(TimeoutError):
            await replaced(here, 1.5)


@pytest.mark.parametrize("wrong", ["refused", "stale"])
async def test_it_connects_in_the_end(tmp_path: Path, wrong: str) -> None:
    """Slack gives no address twice, or one that it takes no more, which slack_sdk would try for good."""
    async with Slack(manifest()) as slack:
        if wrong == "refused":
            slack.faults.add("error", "apps.connections.open", error="internal_error", times=2)
        else:
            given = slack.workspace.tickets
            tickets = iter(["used-up"])
            slack.workspace.tickets = lambda: next(tickets, None) or given()
        url = f"sqlite:///{tmp_path / 'bot.db'}"
        async with running(settings(slack, socket=True), url, built_in(), SystemClock(), QUICK) as bot:
            await slack.until(lambda: slack.sockets.live)
            await answers(Office(slack, bot))


async def test_it_starts_without_a_network_and_connects_when_it_is_back(tmp_path: Path) -> None:
    """Until then it is alive and not ready."""
    port = free_port()
    slack = Slack(manifest())
    slack.server.base_url = f"http://127.0.0.1:{port}"
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with running(settings(slack, socket=True), url, built_in(), SystemClock(), QUICK) as bot:
        await asyncio.sleep(0.1)
        assert await bot.alive() == {"scheduler": True}
        assert await bot.ready() == {"database": True, "slack": False}
        await slack.start(port)
        try:
            await slack.until(lambda: slack.sockets.live)
            assert await bot.ready() == {"database": True, "slack": True}
            await answers(Office(slack, bot))
        finally:
            await slack.stop()


async def test_a_dead_wire_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """The goodbye to a connection through which nothing comes takes a second, not the ten that aiohttp would wait."""
    async with Slack(manifest()) as slack, wire(int(slack.url.rpartition(":")[2])) as to_slack:
        slack.server.base_url = f"http://127.0.0.1:{to_slack.port}"
        url = f"sqlite:///{tmp_path / 'bot.db'}"
        async with running(settings(slack, socket=True), url, built_in(), SystemClock()):
            await slack.until(lambda: slack.sockets.live)
            to_slack.dead = True
            started = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - started < 3
