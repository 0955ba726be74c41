"""`pennyworth doctor`: what it finds well, what it marks, and how it says to mend it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.playground import Slack
from bot.slack.manifest import manifest
from bot.storage.migrate import migrate
from tests.slack.conftest import office

Look = Callable[..., Coroutine[Any, Any, tuple[int, str]]]
VARIABLES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "DATABASE_URL",
    "HOST",
    "PORT",
    "OPENAI_ADMIN_KEY",
    "OPENAI_BASE_URL",
    "LITELLM_BASE_URL",
    "LITELLM_API_KEY",
    "SPEND_TEAM_ID",
)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A workspace in which the app is installed as manifest.yml has it."""
    async with Slack(manifest()) as made:
        yield made


@pytest.fixture
def look(slack: Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Look:
    """Runs the command with good settings and a database, except for what is given; its status and what it printed."""

    async def run(**given: str) -> tuple[int, str]:
        url = f"sqlite:///{tmp_path / 'bot.db'}"
        await migrate(url)
        good = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url}
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in (good | {"DATABASE_URL": url} | given).items():
            monkeypatch.setenv(name, value)
        status = await asyncio.to_thread(main, ["doctor"])
        return status, capsys.readouterr().out

    return run


async def test_a_good_set_up_is_well(look: Look) -> None:
    """Every line is ok and the status is 0."""
    status, out = await look()
    assert status == 0
    assert all(line.startswith("ok  ") for line in out.splitlines()[:-1])
    assert out.endswith("All is well.\n")


async def test_a_file_that_run_makes_is_no_fault(look: Look, tmp_path: Path) -> None:
    """README has people run it before the first start."""
    status, out = await look(DATABASE_URL=f"sqlite:///{tmp_path / 'new' / 'bot.db'}")
    assert status == 0
    assert "is not there yet; `pennyworth run` makes it" in out
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("given", "marked", "mend"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-other"}, "Bot token: Slack says invalid_auth", "Copy the Bot User OAuth Token anew"),
        ({"SLACK_BOT_TOKEN": "xoxb-…"}, "Settings: ", "SLACK_BOT_TOKEN is not a token of the right kind"),
        ({"SLACK_BOT_TOKEN": "xoxb-a\nb"}, "Settings: ", "SLACK_BOT_TOKEN is not a token of the right kind"),
        ({"SLACK_APP_TOKEN": "xapp-other"}, "App token: Slack says invalid_auth", "connections:write"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack: not reachable", "see to the network or proxy"),
        ({"DATABASE_URL": "mysql://a/b"}, "Database: not usable", "no database that Pennyworth works with"),
        (
            {"DATABASE_URL": "postgresql://127.0.0.1:9/b"},
            "Database: not ready",
            "cannot be reached. `pennyworth migrate`",
        ),
        (
            {"DATABASE_URL": "sqlite:////dev/null/a/b.db"},
            "cannot be made",
            "/dev/null is no folder that may be written",
        ),
        (
            {"OPENAI_ADMIN_KEY": "sk-admin-a", "SPEND_TEAM_ID": "acme"},
            "Spend: settings cannot be used",
            "SPEND_TEAM_ID is not a Slack workspace ID",
        ),
        ({"PORT": "web"}, "Settings: ", "PORT is not a whole number"),
        ({"HOST": "no.such.host.invalid", "PORT": "0"}, "Port: not free", "nothing can listen on no.such.host.invalid"),
    ],
)
async def test_what_is_wrong_is_marked(look: Look, given: dict[str, str], marked: str, mend: str) -> None:
    """The status is 1, the line is marked and the next one says what to do."""
    status, out = await look(**given)
    assert status == 1
    lines = out.splitlines()
    found = next(number for number, line in enumerate(lines) if line.startswith("!!") and marked in line)
    assert mend in lines[found + 1]
    assert lines[found + 1].count("pennyworth migrate") <= 1


async def test_a_port_in_use_is_marked_unless_the_bot_has_it(look: Look, tmp_path: Path) -> None:
    """Something else that listens there would stop the start; a running Pennyworth is no fault."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        status, out = await look(PORT=str(other.getsockname()[1]))
    assert status == 1
    assert "!!  Port: not free" in out
    async with office(tmp_path) as at:
        status, out = await look(PORT=str(at.bot.port))
    assert status == 0
    assert "is that of a running Pennyworth" in out


async def test_scopes_that_lack_are_named_with_what_needs_them(look: Look, slack: Slack) -> None:
    """And the manifest grants them."""
    app = slack.workspace.app
    slack.workspace.app = replace(app, scopes=tuple(scope for scope in app.scopes if scope != "users:read"))
    status, out = await look()
    assert status == 1
    assert "Scopes: lacking users:read (knows guests from members" in out
    assert "pennyworth manifest" in out
