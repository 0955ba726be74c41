"""A clock that all replicas of a database share and that nobody sets: for leases, waits and rates, not for dates.

PostgreSQL's own clock serves every replica, however wrong theirs are. A SQLite file belongs to one machine, whose time
since boot all processes read, and which no change of its clock moves.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, literal
from sqlalchemy.ext.asyncio import AsyncConnection

SECOND = 1_000_000
"""Ticks are microseconds."""

FAR = 3_600 * SECOND
"""No wait is as long as this: a time that is further off was noted before ticks began anew."""

_SERVER = cast(extract("epoch", func.clock_timestamp()) * SECOND, BigInteger)


def uptime() -> float:
    """Seconds since this machine started, the time it slept counted where the system tells it."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def now(connection: AsyncConnection) -> ColumnElement[int]:
    """This tick, to be used within a statement."""
    if connection.dialect.name == "postgresql":
        return _SERVER
    return literal(int(uptime() * SECOND), BigInteger)


def of(length: timedelta) -> int:
    """A length of time in ticks."""
    return round(length.total_seconds() * SECOND)


def reached(tick: Any, current: Any) -> Any:
    """The condition that a wait is over: `tick` has come, or is from before ticks began anew."""
    return (tick <= current) | (tick > current + FAR)
