"""The stand-in as a process: prints its addresses as one line of JSON, and serves until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from bot.playground.clocks import RealClock, ScaledClock
from bot.playground.control import serve
from bot.playground.slack import Slack


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="a free one unless given; always on 127.0.0.1")
    parser.add_argument("--manifest", type=Path, help="Slack's manifest of the app, YAML or JSON")
    parser.add_argument("--deliver-to", nargs="*", help="addresses that get everything by HTTP, in turn")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="how many times faster than the machine's its clock runs"
    )
    parser.add_argument("--team", default="T0ACME")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-tiers", action="store_true", help="does not count calls a minute")
    return parser.parse_args()


def show(addresses: dict[str, Any]) -> None:
    """Prints the addresses for the program that started this one."""
    sys.stdout.write(json.dumps(addresses) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Serves until SIGTERM or SIGINT."""
    given = arguments()
    manifest = yaml.safe_load(given.manifest.read_text()) if given.manifest else None
    clock = RealClock() if given.speed == 1.0 else ScaledClock(given.speed)
    slack = Slack(manifest, clock=clock, team=given.team, seed=given.seed)
    slack.limits.tiers = not given.no_tiers
    if given.deliver_to:
        slack.deliver_to(*given.deliver_to)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: it is killed
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await serve(slack, given.port, show, stop)


if __name__ == "__main__":
    asyncio.run(main())
