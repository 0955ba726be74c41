"""What was used, as its source tells it (`UsageEvent`), and as the ledger keeps it (`LedgerEntry`).

RefusedUsage          an event that is not recorded; says in one sentence why
├── MalformedUsage    a key, a text or a number that cannot be kept
├── NegativeQuantity  less than nothing was used, or cost
├── FutureUsage       it has not happened yet
└── WrongCurrency     the ledger is in US dollars
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Literal, get_args

from pricing.money import plain
from pricing.sku import Meter

Source = Literal["openai", "litellm", "import", "api", "slack"]
How = Literal["priced", "estimated", "stated"]
"""At list prices as metered; at list prices where only images are known, as a quote would; as its source says."""

METERS: tuple[Meter, ...] = get_args(Meter)
MOST_TEXT = 255
MOST_TAGS = 50
MOST_COUNT = 10**15
MOST_PLACES = 12
MOST_COST = Decimal(10**9)
SKEW = timedelta(minutes=5)
"""How far the clock of another machine may be ahead."""

EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)


_told_as = json.JSONEncoder().encode


class RefusedUsage(Exception):
    """An event that is not recorded; `field` names what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class MalformedUsage(RefusedUsage):
    """A key, a text or a number that cannot be kept."""


class NegativeQuantity(RefusedUsage):
    """Less than nothing was used, or cost."""


class FutureUsage(RefusedUsage):
    """It has not happened yet."""


class WrongCurrency(RefusedUsage):
    """The ledger is in US dollars."""


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """Something that was used, and cost money.

    `key` is the source's own name for it: unique in a workspace and source. `quantities` are by meter, `images` those
    kept and `calls` the requests, where known. `stated` is what the source says it cost; without it the price in force
    at `at` counts. `quality` and `size` are as the source writes them. `plan` is a subscription's. `quote` is the id
    of the quote that it came from.
    """

    source: Source
    key: str
    at: datetime
    model: str
    provider: str = ""
    quantities: Mapping[Meter, Decimal] = field(default_factory=dict)
    images: int | None = None
    calls: int | None = None
    quality: str = ""
    size: str = ""
    batch: bool = False
    plan: str = ""
    stated: Decimal | None = None
    currency: str = "USD"
    person: str = ""
    channel: str = ""
    project: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    quote: str = ""

    @property
    def content(self) -> bytes:
        """Sixteen bytes that differ when anything but the key does."""
        told = [
            self.at.astimezone(UTC).isoformat(),
            self.provider,
            self.model,
            sorted((meter, plain(quantity, 0)) for meter, quantity in self.quantities.items()),
            self.images,
            self.calls,
            self.quality,
            self.size,
            self.batch,
            self.plan,
            None if self.stated is None else plain(self.stated),
            self.person,
            self.channel,
            self.project,
            sorted(self.tags.items()),
            self.quote,
        ]
        return blake2b(_told_as(told).encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A line of the ledger, which is never changed: what was used and its cost in dollars, exact to the nano-dollar.

    Revision 0 is the event as it was first recorded. An odd revision takes the one before it back (`cost` is its
    negative); an even one stands in its place. `rates` are the prices of a unit that it was priced at, by meter.
    """

    event: UsageEvent
    cost: Decimal
    how: How
    recorded_at: datetime
    revision: int = 0
    rates: Mapping[Meter, Decimal] = field(default_factory=dict)

    @property
    def takes_back(self) -> bool:
        """Whether this is a correction that takes the entry before it back."""
        return self.revision % 2 == 1

    @property
    def corrects(self) -> str | None:
        """The key of the entry that it corrects, if it does."""
        return self.event.key if self.revision else None


def check(event: UsageEvent, now: datetime) -> None:
    """Whether an event can be recorded, but for its model and its price, which `bot.spend.pricer` looks at.

    Raises:
        RefusedUsage: it cannot; says why.
    """
    if event.currency.upper() != "USD":
        raise WrongCurrency("currency", f"The ledger is in USD; {_shown(event.currency)} amounts are not converted.")
    if event.source not in get_args(Source):
        raise MalformedUsage("source", f"{_shown(event.source)} is not a source of usage.")
    if event.at.tzinfo is None:
        raise MalformedUsage("at", f"{event.at.isoformat()} does not say its time zone.")
    if event.at > now + SKEW:
        raise FutureUsage("at", f"{event.at.isoformat()} has not come yet; it is {now.isoformat(timespec='seconds')}.")
    if event.at < EARLIEST:
        raise MalformedUsage("at", f"{event.at.isoformat()} is before there was anything to bill ({EARLIEST.date()}).")
    for name, text in _texts(event):
        if len(text) > MOST_TEXT or "\0" in text:
            raise MalformedUsage(name, f"{_shown(text)} is not a {name}: up to {MOST_TEXT} characters, and no NUL.")
    _check_counts(event)


def _texts(event: UsageEvent) -> Iterator[tuple[str, str]]:
    if not event.key:
        raise MalformedUsage("key", "It has no key, without which it would be counted twice.")
    if not event.model:
        raise MalformedUsage("model", "It does not say the model.")
    if len(event.tags) > MOST_TAGS:
        raise MalformedUsage("tags", f"{len(event.tags)} tags are more than {MOST_TAGS}.")
    names = ("key", "model", "provider", "quality", "size", "plan", "person", "channel", "project", "quote")
    yield from ((name, getattr(event, name)) for name in names)
    for tag, value in event.tags.items():
        yield from (("tag", tag), ("tag", value))


def _check_counts(event: UsageEvent) -> None:
    for meter, quantity in event.quantities.items():
        if meter not in METERS:
            raise MalformedUsage("quantities", f"{_shown(str(meter))} is not a meter; one is {', '.join(METERS)}.")
        _check_amount(meter, quantity, Decimal(MOST_COUNT))
    for name, count in (("images", event.images), ("calls", event.calls)):
        if count is not None:
            _check_amount(name, Decimal(count), Decimal(MOST_COUNT))
    if event.stated is not None:
        _check_amount("cost", event.stated, MOST_COST)


def check_cost(cost: Decimal) -> None:
    """Whether the ledger can hold what an event costs.

    Raises:
        MalformedUsage: it cannot.
    """
    if cost >= MOST_COST:
        raise MalformedUsage("cost", f"It would cost {plain(cost)}; an event costs less than {MOST_COST:,} dollars.")


def _check_amount(name: str, amount: Decimal, most: Decimal) -> None:
    if not amount.is_finite() or amount >= most or int(amount.as_tuple().exponent) < -30:
        raise MalformedUsage(name, f"{_shown(str(amount))} is not an amount of {name} below {most:,}.")
    if amount < 0:
        raise NegativeQuantity(name, f"{_shown(str(amount))} {name} is less than nothing.")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
