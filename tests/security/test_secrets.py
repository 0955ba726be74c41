"""A secret shows in no repr, JSON, traceback, message, command line or log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bot.app import running
from bot.clock import SystemClock
from bot.errors import UsageError
from bot.settings import LOG_LEVELS, RunSettings, Settings
from bot.slack.manifest import manifest
from bot.storage.database import Database
from pricing import built_in
from tests.reliability.processes import ROOT, environment, process
from tests.security.canaries import DATABASE_URL, ENVIRONMENT, PASSWORD, found_in, with_canaries
from tests.security.deeds import everything, idle
from tests.security.logs import logged
from tests.slack.conftest import Office, settings


def test_the_search_finds_what_it_should() -> None:
    """The other tests can fail."""
    for secret in ENVIRONMENT.values():
        assert found_in(f"'{secret}'")


def test_settings_show_none() -> None:
    """As repr, str, in a dict, as JSON of two kinds."""
    made = RunSettings.of(ENVIRONMENT)
    shown = [repr(made), str(made), f"{asdict(made)}", json.dumps(asdict(made), default=str)]
    shown.append(TypeAdapter(RunSettings).dump_json(made).decode())
    shown += [repr(Settings(database=DATABASE_URL)), repr(Database(DATABASE_URL))]
    assert found_in("\n".join(shown)) == []
    assert made.bot_token.get_secret_value() == ENVIRONMENT["SLACK_BOT_TOKEN"]


@pytest.mark.parametrize(
    "wrong", [PASSWORD, f"https://{PASSWORD}", f"postgresql://a:{PASSWORD}@@b", f"sqlite://{PASSWORD}"]
)
@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL"])
def test_a_setting_that_is_wrong_is_not_said_back(name: str, wrong: str) -> None:
    """A token in the wrong place, or a password in a malformed address."""

    def read() -> object:
        return Database(wrong) if name == "DATABASE_URL" else RunSettings.of({**ENVIRONMENT, name: wrong, "PORT": "x"})

    with pytest.raises(UsageError) as refused:
        read()
    assert found_in("".join(traceback.format_exception(refused.value))) == []


async def test_a_traceback_shows_none() -> None:
    """A database that cannot be reached, with everything that led to it."""
    made = RunSettings.of(ENVIRONMENT)
    with pytest.raises(UsageError) as refused:
        async with running(made, DATABASE_URL, built_in(), SystemClock()):
            pass
    assert found_in("".join(traceback.format_exception(refused.value))) == []


async def trouble(here: Office) -> None:
    """Slack refuses, breaks and is not there."""
    for fault in ("reset", "status", "error"):
        here.slack.faults.clear()
        here.slack.faults.add(fault, error="invalid_auth")
        here.slack.mention("carol", "general", "20 squares")
        await here.slack.command("carol", "general", "/cost", "20 squares")
        await idle(here)


@pytest.mark.parametrize(("level", "socket"), [("debug", True), *((level, False) for level in LOG_LEVELS)])
async def test_a_full_run_logs_none(tmp_path: Path, level: str, socket: bool) -> None:
    """Every surface, then a Slack that refuses, breaks and is not there."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    with logged(level) as log:
        async with (
            with_canaries(manifest(None if socket else "https://bot.test", threads=True)) as slack,
            running(settings(slack, socket=socket), url, built_in(), SystemClock()) as bot,
        ):
            here = Office(slack, bot)
            if socket:
                await slack.until(lambda: slack.sockets.live)
            else:
                slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
            await everything(here)
            await trouble(here)
    assert found_in(log.text) == []
    assert all(json.dumps(line) for line in log.lines)


def test_the_doctor_prints_none() -> None:
    """It looks at every setting, and none of them works."""
    given = {**os.environ, **ENVIRONMENT, "SLACK_API_URL": "http://127.0.0.1:9/"}
    command = [sys.executable, "-P", "-m", "bot", "doctor"]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=60)
    assert "SLACK" in done.stdout.upper()
    assert found_in(done.stdout + done.stderr) == []


async def test_a_process_has_none_in_its_command_line_nor_its_output(tmp_path: Path) -> None:
    """`pennyworth run` with LOG_LEVEL=debug, which cannot reach Slack: JSON lines from its start to its end."""
    async with with_canaries(manifest()) as slack:
        given = environment(slack, f"sqlite:///{tmp_path / 'bot.db'}", socket=True, LOG_LEVEL="debug")
        slack.faults.add("error", "apps.connections.open", error="invalid_auth")
        async with process(given) as bot:
            await bot.until("socket.refused")
            assert found_in(Path(f"/proc/{bot.process.pid}/cmdline").read_text()) == []
            bot.process.terminate()
            await bot.ended()
            assert bot.logged("socket.refused")[0]["error"] == "invalid_auth"
            assert {"started", "stopping"} <= {line["event"] for line in bot.log}
            assert found_in("\n".join(bot.lines)) == []
