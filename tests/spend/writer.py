"""Writers that are killed, run by a test: `writer.py DATABASE_URL KILLS EVENTS` prints JSON.

Each is a fork of this process. It records ten events a transaction from the last acknowledged one on, and says after
each how far it is; at random it is killed with SIGKILL.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time

from bot.storage.database import Database
from tests.spend.samples import ledger, stated

TEN = 10


async def write(url: str, first: int, last: int, told: int) -> None:
    """Records from one event to another, and tells how many are acknowledged."""
    db = Database(url)
    for start in range(first, last, TEN):
        await ledger(db).record("T1", [stated(f"k{number}", "0.000000001") for number in range(start, start + TEN)])
        os.write(told, f"{start + TEN}\n".encode())
    await db.close()


def run(url: str, first: int, last: int, patience: float) -> tuple[int, bool]:
    """One writer, killed some time after its first word: how many are acknowledged, and whether it was killed."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        asyncio.run(write(url, first, last, mouth))
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear) as said:
        words = said.readline()
        if patience:
            time.sleep(random.random() * patience)
            os.kill(child, signal.SIGKILL)
        words += said.read()
    _, status = os.waitpid(child, 0)
    complete = words[: words.rfind("\n") + 1].split()
    return int(complete[-1]) if complete else first, os.WIFSIGNALED(status)


def main(url: str, kills: int, events: int) -> None:
    """So many are killed, and one more gets to the end."""
    acknowledged, killed = 0, 0
    each = events // (kills + 1)
    for number in range(kills):
        acknowledged, dead = run(url, acknowledged, max(acknowledged + TEN, each * (number + 1)) + 10 * events, 0.1)
        killed += dead
    acknowledged, _ = run(url, acknowledged, max(events, acknowledged + TEN), 0)
    print(json.dumps({"acknowledged": acknowledged, "killed": killed}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
