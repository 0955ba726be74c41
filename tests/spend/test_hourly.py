"""The running bot reads the sources that are set up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import running
from bot.clock import SystemClock
from bot.playground import Slack
from bot.settings import SpendSettings
from bot.spend.ledger import Ledger
from bot.spend.usage import LedgerEntry
from pricing import built_in
from tests.slack.conftest import settings
from tests.spend.sources import proxy
from tests.spend.sources.proxy import FakeProxy
from tests.spend.sources.wires import Fault


async def test_the_bot_reads_as_soon_as_it_runs_and_ends_while_it_reads(tmp_path: Path) -> None:
    """Requests of the first page are in the ledger; while the second page hangs, the bot stops within seconds."""
    now = datetime.now(UTC)
    async with FakeProxy().running() as fake, Slack() as slack:
        for number in range(1_001):
            fake.spend(f"req-{number}", now - timedelta(minutes=60) + timedelta(seconds=number), 0.01)
        fake.faults.coming.extend([Fault("fine"), Fault("hang")])
        spend = SpendSettings(litellm_url=fake.address, litellm_key=SecretStr(proxy.KEY), team="T1")
        url = f"sqlite:///{tmp_path / 'bot.db'}"
        async with running(settings(slack, socket=False), url, built_in(), SystemClock(), spend=spend) as bot:
            ledger = Ledger(bot.service.desk.db, built_in(), SystemClock())

            async def found() -> list[LedgerEntry]:
                days = ((now - timedelta(days=1)).date(), (now + timedelta(days=1)).date())
                return [each async for each in ledger.entries("T1", *days)]

            async with asyncio.timeout(20):
                while len(await found()) < 1_000:
                    await asyncio.sleep(0.05)
            before = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - before < 5
