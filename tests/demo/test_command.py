"""`pennyworth demo` on a terminal: after the tour the page is there, and Ctrl-C ends it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import main
from bot.demo_page import _open, staged
from bot.errors import UsageError
from pricing import built_in
from tests.demo.running import NOW, Month

ROOT = Path(__file__).parents[2]


class Terminal:
    """A demo on a terminal."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self._keyboard, screen = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bot", "demo", "--no-browser", *arguments],
            cwd=ROOT,
            stdin=screen,
            stdout=screen,
            stderr=screen,
            env={"TERM": "xterm", "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)},
        )
        os.close(screen)
        self.shown = ""

    def read(self, pattern: str, seconds: float = 30) -> str:
        """Reads the screen until it shows something; returns the first group."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown)):
            assert time.monotonic() < end, self.shown
            if select.select([self._keyboard], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self._keyboard, 65_536).decode("utf-8", "replace")
                except OSError:  # it has ended
                    end = 0
        return found[1]

    def close(self) -> None:
        """Ends it, if it has not ended."""
        self.process.kill()
        self.process.wait()
        os.close(self._keyboard)


@contextmanager
def on_terminal(*arguments: str, folder: Path) -> Iterator[Terminal]:
    """Runs the demo on a terminal."""
    terminal = Terminal(*arguments, folder=folder)
    try:
        yield terminal
    finally:
        terminal.close()


class Two(NamedTuple):
    """Two demos that were started at once, on a port that somebody else has; the second goes on in a folder."""

    port: int
    passing: Terminal
    folder: Path
    keeping: Terminal
    kept: Path


@pytest.fixture(scope="module")
def two(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Two demos on terminals."""
    here, there = tmp_path_factory.mktemp("passing"), tmp_path_factory.mktemp("keeping")
    kept = month.copied(there / "kept")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        passing = on_terminal("--port", str(port), folder=here)
        keeping = on_terminal("--port", str(port), "--keep", str(kept), folder=there)
        with passing as one, keeping as other:
            yield Two(port, one, here, other, kept)


def test_the_page_is_served_until_it_is_interrupted(two: Two) -> None:
    """The address is printed, the page is there in the present, Ctrl-C ends it with status 0 and leaves no data."""
    terminal = two.passing
    url = terminal.read(r"The bot is at work: (http://127\.0\.0\.1:\d+/)\r", 60)
    assert "Plan for $1.11" in terminal.shown
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - its own page
        assert b"Pennyworth" in answer.read()
    with urllib.request.urlopen(f"{url}stream") as stream:  # noqa: S310 - its own page
        shown = json.loads(stream.readline().removeprefix(b"data: "))["put"]
    assert abs(shown["clock"]["ahead"]) < 1
    assert [each.name for each in two.folder.iterdir()] != []
    terminal.process.send_signal(signal.SIGINT)
    terminal.read(r"(Goodbye\.)")
    assert terminal.process.wait(10) == 0
    assert list(two.folder.iterdir()) == []
    assert "Traceback" not in terminal.shown


def test_a_used_port_moves_to_the_next_and_data_is_kept(two: Two) -> None:
    """--keep leaves the bot's database and the workspace in the folder."""
    assert int(two.keeping.read(r"http://127\.0\.0\.1:(\d+)/\r", 60)) > two.port
    two.keeping.process.send_signal(signal.SIGTERM)
    two.keeping.read(r"(Goodbye\.)")
    assert two.keeping.process.wait(10) == 0
    assert sorted(each.name for each in two.kept.iterdir()) == ["pennyworth.db", "workspace.json"]


@pytest.mark.parametrize("held", ["{}", "[1]", '{"version": 2}', "not JSON"])
async def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, held: str) -> None:
    """A sentence says so, and the file stays as it is."""
    (tmp_path / "workspace.json").write_text(held)
    with pytest.raises(UsageError, match=r"--keep: the demo.s data in .* cannot be used"):
        async with staged(built_in(), tmp_path, NOW):
            pass
    assert (tmp_path / "workspace.json").read_text() == held


async def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A folder with a bot's database and no workspace is somebody's data, not a demo's."""
    (tmp_path / "pennyworth.db").write_bytes(b"mine")
    with pytest.raises(UsageError, match="it has a database, and not the workspace that belongs to it"):
        async with staged(built_in(), tmp_path, NOW):
            pass
    assert (tmp_path / "pennyworth.db").read_bytes() == b"mine"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "١"])
def test_a_port_is_a_number(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is refused before anything runs."""
    with pytest.raises(SystemExit) as refused:
        main(["demo", "--port", port])
    assert refused.value.code == 2
    assert "is not a port; it is a whole number from 1 to 65535" in capsys.readouterr().err


def test_a_browser_in_the_terminal_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has a window of its own is; lynx would take the terminal over."""
    opened: list[str] = []

    class Window(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            opened.append(url)
            return True

    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("/bin/false"))
    _open("http://127.0.0.1:1/")
    assert opened == []
    monkeypatch.setattr(webbrowser, "get", Window)
    _open("http://127.0.0.1:1/")
    assert opened == ["http://127.0.0.1:1/"]
