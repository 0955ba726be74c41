"""The bot may do what its features need and nothing else; manifest.yml, the table in code and the code itself agree."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.events import SCOPE as EVENT_SCOPES
from bot.playground.methods import METHODS
from bot.slack.manifest import (
    COMMAND,
    EVENTS,
    METHOD_SCOPES,
    SCOPES,
    THREAD_EVENTS,
    as_yaml,
    manifest,
)
from tests.reliability.processes import ROOT
from tests.security.deeds import everything
from tests.slack.conftest import office

FILE = ROOT / "manifest.yml"
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
THROUGH = {
    "files_upload_v2": ("files.getUploadURLExternal", "files.completeUploadExternal"),
    "SocketModeClient": ("apps.connections.open",),
}
"""What slack_sdk calls for us under another name."""


@cache
def names() -> dict[str, tuple[str, ...]]:
    """The Web API methods behind each of slack_sdk's functions."""
    found = {}
    for name, function in inspect.getmembers(AsyncWebClient, inspect.isfunction):
        called = re.findall(r'self\.api_call\(\s*"([\w.]+)"', inspect.getsource(function))
        if called:
            found[name] = tuple(called)
    return found | THROUGH


def called(file: Path) -> set[str]:
    """The Web API methods that a file calls, or names in an address of its own."""
    known, found = names(), set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        found |= set(known.get(name, ()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value.rpartition("/")[2]} & set(METHODS)
    return found


def by_the_bot() -> set[str]:
    """The Web API methods that the bot calls anywhere; the stand-in answers them, and the table names them."""
    left_out = ("playground", "slack/manifest.py")
    files = [file for file in SOURCES if not any(part in file.as_posix() for part in left_out)]
    return set().union(*map(called, files))


def test_the_file_is_what_the_command_prints() -> None:
    """`pennyworth manifest > manifest.yml` would change nothing."""
    command = [sys.executable, "-P", "-m", "bot", "manifest"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert FILE.read_text("utf-8") == printed == as_yaml(manifest())


@pytest.mark.parametrize("url", [None, "https://bot.test"])
@pytest.mark.parametrize("threads", [False, True])
def test_it_asks_for_what_the_table_has(url: str | None, threads: bool) -> None:
    """Every scope and event with its feature beside it, follow-ups' own events with --threads only."""
    text = as_yaml(manifest(url, threads=threads))
    made = yaml.safe_load(text)
    scopes = {need.name for need in SCOPES}
    events = {need.name for need in (*EVENTS, *(THREAD_EVENTS if threads else ()))}
    assert set(made["oauth_config"]["scopes"]["bot"]) == scopes
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == events
    assert list(made["oauth_config"]["scopes"]) == ["bot"]
    for line in text.splitlines():
        name = line.strip().removeprefix("- ").split("  #")[0]
        assert name not in scopes | events or "  # " in line


def test_every_method_that_is_called_is_in_the_table_and_every_one_in_the_table_is_called() -> None:
    """By reading the source."""
    assert by_the_bot() == set(METHOD_SCOPES)


def test_the_table_agrees_with_slack() -> None:
    """The scope of each method is one that Slack takes for it; a method without a scope needs none."""
    for name, scopes in METHOD_SCOPES.items():
        assert set(scopes) <= set(METHODS[name].scopes), name
        assert bool(scopes) == bool(METHODS[name].scopes), name


def test_every_scope_is_needed() -> None:
    """By a method, by an event, or by the command."""
    needed = {scope for scopes in METHOD_SCOPES.values() for scope in scopes}
    needed |= {EVENT_SCOPES.get(need.name) or "" for need in (*EVENTS, *THREAD_EVENTS)}
    commands = {"commands"} if manifest()["features"]["slash_commands"][0]["command"] == COMMAND else set()
    download = {"files:read"}  # url_private
    asked_for = {need.name for need in SCOPES}
    assert asked_for == needed - {""} | commands | download


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
async def test_a_full_run_stays_within_the_table(tmp_path: Path, socket: bool) -> None:
    """Every surface with the least scopes: every call is in the table, and none lacks a scope."""
    async with office(tmp_path, socket=socket, threads=False) as here:
        await everything(here)
        used = {call.method for call in here.slack.calls()} - {"response_url"}
        assert used <= set(METHOD_SCOPES)
        errors = {(call.answer or {}).get("error") for call in here.slack.calls()}
        assert "missing_scope" not in errors
        assert "unknown_method" not in errors
