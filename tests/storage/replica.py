"""Replicas in processes of their own, run by tests: `replica.py race|die|see DATABASE_URL NUMBER` prints JSON.

Each is a fork of this process, which has imported everything and has no threads, so that many cost little.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect

from bot.storage.address import Address
from bot.storage.database import Database
from bot.storage.migrate import to_head
from bot.storage.seen import first_sight

AT = datetime(2026, 11, 22, tzinfo=UTC)


def together(how_many: int, work: Callable[[int], object]) -> list[Any]:
    """What each of so many processes answers, begun at the same moment; the signal's number of one that was killed."""
    gate, go = os.pipe()
    replicas = [_fork(partial(_after, gate, work, number), go) for number in range(how_many)]
    os.close(go)
    return [_answer(*replica) for replica in replicas]


def _after(gate: int, work: Callable[[int], object], number: int) -> object:
    os.read(gate, 1)
    return work(number)


def _fork(work: Callable[[], object], held: int) -> tuple[int, int]:
    answer, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(held)
        os.write(told, json.dumps(work()).encode())
        os._exit(0)
    os.close(told)
    return child, answer


def _answer(child: int, pipe: int) -> Any:
    with os.fdopen(pipe) as reader:
        told = reader.read()
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else json.loads(told)


def race(url: str, how_many: int) -> list[str]:
    """So many migrate at once: the revision that each found."""
    return together(how_many, lambda number: to_head(url).before)


def die(url: str, step: int) -> list[list[str]]:
    """Killed before its first statement, a later one…, until one gets through: the tables after each kill."""
    found = []
    for last in count(1, step):
        (end,) = together(1, lambda number: _migrate_until(url, last))  # noqa: B023 - called at once
        found.append(together(1, lambda number: _tables(url))[0])
        if end != signal.SIGKILL:
            break
    return found


def _migrate_until(url: str, last: int) -> str:
    left = iter(range(1, last))

    def executing(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", executing)
    event.listen(Engine, "commit", executing)
    return to_head(url).before


def _tables(url: str) -> list[str]:
    engine = create_engine(Address.of(url).url)
    with engine.connect() as connection:
        return sorted(inspect(connection).get_table_names())


def see(url: str, how_many: int) -> list[list[str]]:
    """Two look at the same keys, all at once: which keys were new to each."""
    return together(2, lambda number: asyncio.run(_see(url, how_many, number)))


async def _see(url: str, how_many: int, number: int) -> list[str]:
    db = Database(url)
    keys = [f"Ev{i}" for i in range(how_many)]
    in_turn = keys[::-1] if number else keys  # they meet in the middle, where it is close
    new = dict(zip(in_turn, await asyncio.gather(*map(partial(_see_later, db), in_turn, count())), strict=True))
    await db.close()
    return [key for key in keys if new[key]]


async def _see_later(db: Database, key: str, place: int) -> bool:
    await asyncio.sleep(place / 4_000)
    return await first_sight(db, "T1", key, AT)


COMMANDS: dict[str, Callable[[str, int], object]] = {"race": race, "die": die, "see": see}

if __name__ == "__main__":
    name, address, number = sys.argv[1:]
    print(json.dumps(COMMANDS[name](address, int(number))))
