"""The demo in a thread of its own, so that a test may wait for a browser while the bot works."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.demo_page import Stage, staged
from pricing import built_in

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday, a week before gpt-image-1-mini shuts down."""


class Running:
    """A demo at work; `call` does something in its thread."""

    def __init__(self, stage: Stage, loop: asyncio.AbstractEventLoop) -> None:
        self.stage, self._loop = stage, loop

    @property
    def url(self) -> str:
        """Where its page is."""
        return self.stage.page.url

    def person(self, name: str) -> str:
        """A person's id."""
        return self.stage.slack.workspace.user(name).id

    def channel(self, name: str) -> str:
        """A channel's id."""
        return self.stage.slack.workspace.channel(name).id

    def home(self, name: str) -> str:
        """Which version of App Home a person has; empty before the first."""
        view = self.stage.slack.home(name)
        return view.hash if view else ""

    def call(self, act: Callable[[Stage], Any]) -> Any:
        """What the act gives, done beside the bot."""

        async def work() -> Any:
            done = act(self.stage)
            return await done if isinstance(done, Awaitable) else done

        return self.run(work())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What a coroutine gives in the demo's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(15)


@dataclass(frozen=True)
class Month:
    """The month before the demo as it was played: what its stage held at the end, and the folder that it left."""

    stage: Stage
    folder: Path

    def copied(self, to: Path) -> Path:
        """A folder in which a demo goes on after it."""
        return shutil.copytree(self.folder, to, dirs_exist_ok=True)


@contextmanager
def running(folder: Path, now: datetime = NOW) -> Iterator[Running]:
    """A demo whose clock stands still until it is moved."""
    ready: asyncio.Queue[Any] = asyncio.Queue()
    up, end = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def play() -> None:
        try:
            async with staged(built_in(), folder, now, still=True) as stage:
                ready.put_nowait(stage)
                up.set()
                await end.wait()
        except Exception as wrong:
            ready.put_nowait(wrong)
            up.set()
            raise

    thread = threading.Thread(target=lambda: loop.run_until_complete(play()), name="demo")
    thread.start()
    try:
        assert up.wait(30)
        stage = ready.get_nowait()
        if isinstance(stage, Exception):
            raise stage
        yield Running(stage, loop)
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join(15)
        loop.close()
