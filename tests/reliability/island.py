"""Run by `unshare -rn`, where there is no network but loopback: what the bot can do there, as JSON."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = "100 medium square images with 30-word prompts"
SECRET = "a-signing-secret"


def loopback_up() -> None:
    """A new namespace has its loopback down: SIOCSIFFLAGS with IFF_UP and IFF_RUNNING."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket.fileno(), 0x8914, struct.pack("16sh14x", b"lo", 0x41))


def network() -> bool:
    """Whether anything beyond this machine can be reached."""
    try:
        socket.create_connection(("198.51.100.1", 80), 1).close()
    except OSError:
        return False
    return True


def bot(*arguments: str) -> list[str]:
    """A command of the bot's."""
    return [sys.executable, "-P", "-m", "bot", *arguments]


def status(url: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    """The status of an answer, 0 for none."""
    try:
        request = urllib.request.Request(url, data, headers or {})  # noqa: S310 - of this machine
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def command(url: str) -> int:
    """The status that a signed command gets."""
    body = f"command=/cost&text={SAMPLE}&team_id=T1&user_id=U1&channel_id=C1&trigger_id=1.1&response_url=".encode()
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed}"}
    return status(url, body, headers | {"Content-Type": "application/x-www-form-urlencoded"})


def main(folder: Path) -> None:
    """Prints what was found."""
    loopback_up()
    database = folder / "island.db"
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET, "PORT": "3000"}
    os.environ.update(given | {"DATABASE_URL": f"sqlite:///{database}", "NO_COLOR": "1"})
    asked = subprocess.run(bot("ask", SAMPLE), cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: dict[str, object] = {"network": network(), "ask": asked[: len("Plan for $1.11")]}
    found["migrate"] = subprocess.run(bot("migrate"), cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    running = subprocess.Popen(bot("run"), cwd=ROOT, stderr=subprocess.DEVNULL)
    url = "http://127.0.0.1:3000"
    for _ in range(200):
        if status(f"{url}/healthz"):
            break
        time.sleep(0.05)
    found |= {name: status(f"{url}/{name}") for name in ("healthz", "readyz")}
    found["command"] = command(f"{url}/slack/events")
    running.terminate()
    found["ended"] = running.wait(15)
    with sqlite3.connect(database) as connection:
        found["quotes"] = connection.execute("SELECT count(*) FROM quotes").fetchone()[0]
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
