"""The only place that asks the machine what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from; tests and `--today` bring their own."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still."""

    instant: datetime

    @classmethod
    def on(cls, day: date) -> FixedClock:
        """A clock that stands at the first instant of a day in UTC."""
        return cls(datetime.combine(day, time(), UTC))

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.instant
