"""The demo in a browser: the bot itself over Socket Mode, on SQLite, in the local workspace, and its page."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import starmap
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from pydantic import SecretStr

from bot import log
from bot.app import Bot, running
from bot.clock import SystemClock
from bot.demo import Choices
from bot.demo_scenes import month
from bot.demo_seed import DAYS, Scene, Seeding, installer, people_and_places
from bot.demo_spend import usual
from bot.errors import UsageError
from bot.playground import MovableClock, Slack, keeping
from bot.playground.page import Page
from bot.playground.page.guard import programs_only
from bot.playground.records import Json
from bot.settings import RunSettings
from bot.slack.manifest import manifest
from pricing import Catalog

DATABASE, WORKSPACE = "pennyworth.db", "workspace.json"
ROOMY = 100_000
"""Requests a minute: whoever tries things out is not to be told that it was enough."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo while it runs."""

    slack: Slack
    bot: Bot
    page: Page
    clock: MovableClock


def show(catalog: Catalog, choices: Choices) -> int:
    """Runs the demo until it is interrupted; returns the exit status.

    Raises:
        UsageError: the folder to keep data in or the port cannot be used.
    """
    log.configure("error")
    asyncio.run(_until_interrupted(catalog, choices))
    print("\nGoodbye.")
    return 0


async def _until_interrupted(catalog: Catalog, choices: Choices) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt there
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    print("Setting up a workspace with the bot in it...", flush=True)
    with ExitStack() as folders:
        folder = choices.keep or Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="pennyworth-")))
        async with staged(catalog, folder, SystemClock().now(), port=choices.port) as stage:
            print(f"\nThe bot is at work: {stage.page.url}\nCtrl-C ends it.", flush=True)
            if choices.browser:
                await asyncio.to_thread(_open, stage.page.url)
            await stop.wait()


def _open(url: str) -> None:
    """Opens a browser, if there is one with a window of its own: one in the terminal would take it over."""
    with suppress(webbrowser.Error):
        found = webbrowser.get()
        if type(found) is not webbrowser.GenericBrowser:
            found.open(url)


@asynccontextmanager
async def staged(
    catalog: Catalog, folder: Path, now: datetime, *, port: int = 0, still: bool = False
) -> AsyncIterator[Stage]:
    """Everything of the demo, with the month before it, until it ends; what the folder holds of an earlier one goes on.

    `still` is for tests: the clock then stands at `now` until it is moved.

    Raises:
        UsageError: the folder or the port cannot be used.
    """
    kept = _kept(folder)
    begin = max(now, keeping.time_of(kept)) if kept else now - timedelta(days=DAYS + 4)
    clock = MovableClock(begin, still=still)
    made = manifest(threads=True)
    slack = Slack(made, clock=clock, people=False)
    slack.lock(token_hex(16))
    slack.limits.tiers = False
    slack.server.web.middlewares.append(programs_only)
    if kept:
        keeping.restore(slack.workspace, kept)
    else:
        people_and_places(slack)
    async with AsyncExitStack() as opened:
        last = opened.enter_context(ExitStack())  # entered first, left when nothing runs any more
        await opened.enter_async_context(slack)
        bot = await opened.enter_async_context(running(_settings(slack), _database(folder), catalog, clock))
        await slack.until(lambda: slack.sockets.live)
        seeding = Seeding(slack, bot, clock, catalog)
        if not kept:
            await seeding.play(month(now), now)
            clock.move_to(now if still else SystemClock().now())
            for person in slack.workspace.users.values():
                slack.reload(person)  # what only they saw is long gone
        page = Page(
            slack,
            made,
            clock,
            installer=installer(slack).id,
            meanwhile=lambda until: seeding.play(starmap(Scene, usual(clock.now(), until)), until),
        )
        await _listening(page, port)
        opened.push_async_callback(page.stop)
        keeping.write(slack.workspace, folder / WORKSPACE)
        last.callback(keeping.write, slack.workspace, folder / WORKSPACE)
        yield Stage(slack, bot, page, clock)


def _settings(slack: Slack) -> RunSettings:
    return RunSettings(
        bot_token=SecretStr(slack.bot_token),
        app_token=SecretStr(slack.app_token),
        api_url=slack.api_url,
        installer=installer(slack).id,
        user_limit=ROOMY,
        workspace_limit=ROOMY,
    )


def _database(folder: Path) -> str:
    return f"sqlite:///{quote((folder.absolute() / DATABASE).as_posix(), safe='/:')}"


def _kept(folder: Path) -> Json | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / DATABASE).exists() and not (folder / WORKSPACE).exists():
            raise ValueError("it has a database, and not the workspace that belongs to it")
        return keeping.read(folder / WORKSPACE)
    except (OSError, ValueError) as wrong:
        raise UsageError(f"--keep: the demo's data in {folder} cannot be used: {wrong}.") from None


async def _listening(page: Page, port: int) -> None:
    try:
        await page.start(port)
    except (OSError, OverflowError) as wrong:
        raise UsageError(f"--port: nothing can listen on port {port} or the next ones: {wrong}.") from None
