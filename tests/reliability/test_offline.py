"""P16: it starts offline, and nothing that Slack says meanwhile is lost. Socket Mode's part is in test_sockets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import running
from bot.clock import SystemClock
from bot.playground import Slack
from bot.slack.manifest import manifest
from bot.storage.people import stored
from pricing import built_in
from tests.ports import free_port
from tests.reliability.replicas import SAMPLE, Replicas
from tests.slack.conftest import settings

ISLAND = Path(__file__).with_name("island.py")


def can_be_cut_off() -> bool:
    """Whether this machine lets a process live without a network."""
    unshare = shutil.which("unshare")
    return (
        bool(unshare)
        and subprocess.run([str(unshare), "-rn", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not can_be_cut_off(), reason="needs Linux's user and network namespaces")
def test_without_any_network_it_quotes_migrates_starts_and_acknowledges(tmp_path: Path) -> None:
    """In a network namespace of its own, where nothing but loopback is there."""
    command = [str(shutil.which("unshare")), "-rn", sys.executable, str(ISLAND), str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout) == {
        "network": False,
        "ask": "Plan for $1.11",
        "migrate": 0,
        "healthz": 200,
        "readyz": 200,
        "command": 200,
        "ended": 0,
        "quotes": 1,
    }


async def test_what_slack_says_while_its_api_is_away_is_not_lost(tmp_path: Path) -> None:
    """A command is acknowledged and quoted; an event is not, until Slack's API is back, and then it is answered."""
    port = free_port()
    slack = Slack(manifest("https://bot.test"))
    slack.server.base_url = f"http://127.0.0.1:{port}"
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with running(settings(slack, socket=False), url, built_in(), SystemClock()) as bot:
        here = Replicas(slack, (bot,))
        here.one()
        delivery = await slack.command("bob", "general", "/cost", SAMPLE)
        assert delivery.acknowledged
        slack.outbox.held = True
        slack.mention("bob", "general", SAMPLE)
        mention = slack.outbox.deliveries[-1].body
        assert await here.tell(mention) == {503: 1}
        await slack.start(port)
        try:
            assert await here.tell(mention, retry=1) == {200: 1}
            assert len(here.said()) == 1
        finally:
            await slack.stop()
        held = await stored(bot.service.desk.db, slack.workspace.team, slack.workspace.user("bob").id)
        assert held.counts["quotes"] == 2
