"""From a fresh copy of the checkout to the first answered quote: what a newcomer waits for, pip's cache as it is.

python3 dev.py bench demo
"""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "*_cache", "__pycache__", ".hypothesis")
QUESTION = "100 medium square images with 30-word prompts"
PATIENCE = 600


def main() -> None:
    """Set everything up, run the demo on a terminal, ask, and print when what was there."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        begun = time.monotonic()
        process, screen = pty.fork()
        if not process:
            os.chdir(copy)
            os.execvp(sys.executable, [sys.executable, "dev.py", "demo", "--no-browser"])  # noqa: S606 - its own command
        try:
            _measure(screen, begun)
        finally:
            os.kill(process, signal.SIGINT)
            os.waitpid(process, 0)


def _measure(screen: int, begun: float) -> None:
    shown = _read(screen, "", "== A quote")
    print(f"set up: {time.monotonic() - begun:.1f} s", flush=True)
    shown = _read(screen, shown, "Ctrl-C ends it")
    url = re.findall(r"http://127\.0\.0\.1:\d+/", shown)[-1]
    print(f"the page is there: {time.monotonic() - begun:.1f} s")
    _ask(url)
    print(f"the first quote is answered: {time.monotonic() - begun:.1f} s")


def _read(screen: int, shown: str, until: str) -> str:
    end = time.monotonic() + PATIENCE
    while until not in shown:
        if time.monotonic() > end:
            sys.exit(shown)
        if select.select([screen], [], [], 1)[0]:
            shown += os.read(screen, 65_536).decode("utf-8", "replace")
    return shown


def _ask(url: str) -> None:
    """Asks as the page does, and reads what it is sent until the answer is there."""
    page = _open(url).read().decode()
    token = re.findall(r'page-token" content="([^"]+)"', page)[0]
    stream = _open(f"{url}stream")
    first = json.loads(stream.readline().removeprefix(b"data: "))["put"]
    room = next(each["id"] for key, each in first.items() if key.startswith("channel/") and each["mine"])
    what = {"act": "command", "as": first["me"], "channel": room, "command": "/cost", "text": QUESTION}
    _open(f"{url}act", json.dumps(what).encode(), {"X-Page-Token": token, "Content-Type": "application/json"})
    while b"only_for" not in stream.readline():
        continue


def _open(url: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
    return urllib.request.urlopen(urllib.request.Request(url, data, headers or {}), timeout=PATIENCE)  # noqa: S310 - its own page


if __name__ == "__main__":
    main()
