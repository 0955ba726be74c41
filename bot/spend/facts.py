"""What a summary of spend is made of, as the ledger holds it: sums of entries, bills, and what has arrived."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from pricing.money import ZERO, total

Group = Literal["model", "user", "channel", "quality", "day", "project"]
SOURCES = {"openai": "OpenAI", "litellm": "LiteLLM", "import": "imports", "api": "services", "slack": "Slack"}
"""What people call the sources."""

READ = frozenset({"openai", "litellm"})
"""Sources that are read: until they are complete, which only the reader knows, data is outstanding."""

BILLED = frozenset({"openai"})
"""Sources that tell what their provider billed, too."""

SETTLES = timedelta(days=2)
"""How long after its end a billed day is still expected to change."""


@dataclass(frozen=True, slots=True)
class Only:
    """Which entries are asked for: those of any of these names, whatever their case; all where there are none."""

    models: Collection[str] = ()
    people: Collection[str] = ()
    channels: Collection[str] = ()
    projects: Collection[str] = ()

    @property
    def attributed(self) -> bool:
        """Whether it takes entries to tell: a bill knows of no person, channel or project of ours."""
        return bool(self.people or self.channels or self.projects)

    def has_model(self, model: str) -> bool:
        """Whether a model is among those asked for."""
        return not self.models or model.lower() in {name.lower() for name in self.models}


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class Cell:
    """What the entries of a UTC day come to that share a day by the asker's clocks, a source, a provider and a group.

    `key` names the group ("" where an entry does not say). `matches` is whether they are among those asked for: sums
    of whole days need the others too.
    """

    utc_day: date
    day: date
    source: str
    provider: str
    key: str
    matches: bool
    usd: Decimal
    entries: int
    images: int


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of a day's bill: dollars, and as far as the bill says it the model, the project, its words, how much."""

    usd: Decimal
    model: str = ""
    project: str = ""
    line: str = ""
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """What a provider billed for a UTC day, as of an instant. A day that is billed otherwise later has revisions."""

    source: str
    provider: str
    day: date
    lines: tuple[BilledLine, ...]
    as_of: datetime
    revision: int = 0
    recorded_at: datetime | None = None

    @property
    def usd(self) -> Decimal:
        """The day's amount."""
        return total(line.usd for line in self.lines)

    @property
    def closed(self) -> bool:
        """Whether the day was over when it was billed so."""
        return self.as_of >= end_of(self.day)

    @property
    def final(self) -> bool:
        """Whether it is not expected to change any more."""
        return self.as_of >= end_of(self.day) + SETTLES


@dataclass(frozen=True, slots=True)
class Arrival:
    """A source: the instant of the earliest thing it told of, and up to when everything has arrived."""

    source: str
    since: datetime
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was quoted in a range, the latest quote of each thread, in dollars as people saw them.

    `made` of them were made: usage that names them cost `made_spent`, and as metered they were `made_quoted`.
    `unpriced` others had no price.
    """

    count: int = 0
    usd: Decimal = ZERO
    made: int = 0
    made_quoted: Decimal = ZERO
    made_spent: Decimal = ZERO
    unpriced: int = 0


def end_of(day: date) -> datetime:
    """The end of a UTC day."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)
