"""The keys of spend's sources show nowhere, and its addresses get them over no open wire."""

from __future__ import annotations

import json
import traceback
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.errors import UsageError
from bot.settings import SpendSettings
from bot.spend.hourly import Hourly
from bot.storage.database import Database
from bot.storage.migrate import migrate
from pricing import built_in
from tests.security.logs import logged
from tests.spend.sources.organization import FakeOrganization
from tests.spend.sources.proxy import FakeProxy

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CANARIES = ("sk-admin-canary0admin", "sk-canary0litellm")
ENVIRONMENT = {
    "OPENAI_ADMIN_KEY": CANARIES[0],
    "LITELLM_BASE_URL": "http://127.0.0.1:9",
    "LITELLM_API_KEY": CANARIES[1],
    "SPEND_TEAM_ID": "T1",
}


def found_in(text: str) -> list[str]:
    """The keys that a text holds."""
    return [canary for canary in CANARIES if canary.rpartition("canary")[2] in text]


def test_settings_show_none() -> None:
    """As repr, in a dict and as JSON."""
    made = SpendSettings.of(ENVIRONMENT)
    assert found_in(f"{made!r} {asdict(made)} {json.dumps(asdict(made), default=str)}") == []
    assert made.openai_key is not None
    assert made.openai_key.get_secret_value() == CANARIES[0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OPENAI_BASE_URL", "http://api.example.com/v1", "OPENAI_BASE_URL would send the token unencrypted"),
        ("OPENAI_BASE_URL", "api.example.com", "OPENAI_BASE_URL is not an address"),
        ("LITELLM_BASE_URL", "http://proxy.example.com", "LITELLM_BASE_URL would send the token unencrypted"),
        ("LITELLM_BASE_URL", "http://8.8.8.8:4000", "LITELLM_BASE_URL would send the token unencrypted"),
        ("LITELLM_BASE_URL", "", "LITELLM_API_KEY is set, but not LITELLM_BASE_URL"),
        ("SPEND_TEAM_ID", "acme", "SPEND_TEAM_ID is not a Slack workspace ID"),
    ],
)
def test_a_malformed_setting_is_told(name: str, value: str, said: str) -> None:
    """One sentence that names it, and no key in what led there."""
    with pytest.raises(UsageError, match=f"^{said}") as told:
        SpendSettings.of(ENVIRONMENT | {name: value})
    assert found_in("".join(traceback.format_exception(told.value))) == []


@pytest.mark.parametrize("address", ["https://x.example.com", "http://litellm:4000", "http://10.0.0.7:4000"])
def test_a_proxy_may_stand_in_the_own_network(address: str) -> None:
    """https anywhere; http where only the own network comes by."""
    assert SpendSettings.of({"LITELLM_BASE_URL": address}).litellm_url == address


@pytest.mark.parametrize("level", ["debug", "info"])
async def test_reading_logs_none(tmp_path: Path, level: str) -> None:
    """Keys that are refused by both: the log says so, and holds neither key."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    await migrate(url)
    db = Database(url)
    with logged(level) as log:
        async with FakeOrganization().running() as openai, FakeProxy().running() as litellm:
            given = {**ENVIRONMENT, "OPENAI_BASE_URL": openai.address, "LITELLM_BASE_URL": litellm.address}
            await Hourly(db, built_in(), FixedClock(NOW), SpendSettings.of(given)).run()
    await db.close()
    told = [line for line in log.lines if line["event"] == "synced"]
    assert [line["source"] for line in told] == ["openai costs", "openai images", "litellm log"]
    assert all("does not accept the key" in line["failed"] for line in told)
    assert found_in(log.text) == []
