"""What keeps the bot from starting, and what does not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import run
from bot.clock import SystemClock
from bot.errors import UsageError
from bot.playground import Slack
from bot.slack.manifest import manifest
from pricing import built_in
from tests.slack.conftest import settings


async def test_a_token_that_slack_refuses_stops_the_start(tmp_path: Path) -> None:
    """In a sentence that says what to do; else it would run and answer nobody."""
    async with Slack(manifest()) as slack:
        wrong = replace(settings(slack, socket=True), bot_token=SecretStr("xoxb-other"))
        with pytest.raises(UsageError, match="SLACK_BOT_TOKEN: Slack says invalid_auth"):
            await run(wrong, f"sqlite:///{tmp_path / 'bot.db'}", built_in(), SystemClock())


@pytest.mark.parametrize("fault", ["status", "reset", "error"])
async def test_a_slack_that_is_out_of_order_does_not(tmp_path: Path, fault: str) -> None:
    """It runs, and answers once Slack does."""
    async with Slack(manifest()) as slack:
        rule = slack.faults.add(fault, "auth.test")
        url = f"sqlite:///{tmp_path / 'bot.db'}"
        running = asyncio.create_task(run(settings(slack, socket=True), url, built_in(), SystemClock()))
        await slack.until(lambda: slack.sockets.live and rule.hits)
        await slack.command("bob", "general", "/cost", "100 images")
        await slack.until(lambda: slack.ephemerals("bob"))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
