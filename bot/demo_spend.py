"""What the demo's company spent: images that its services made and report, and what OpenAI billed for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, Protocol

from bot.clock import Clock
from bot.demo_seed import dates
from bot.playground.workspace import Workspace
from bot.spend.facts import SETTLES, Bill, BilledLine, end_of
from bot.spend.keeping import Keeper
from bot.spend.ledger import Ledger
from bot.spend.pricer import used
from bot.spend.usage import UsageEvent
from bot.storage.database import Database
from pricing import Catalog, ImageJob, Prompt, quote
from pricing.money import ZERO
from pricing.quality import Quality

OPENAI = "OpenAI"
WORDS = 30
BUSY = (3, 4, 5, 2, 6)
"""Quarters of the usual number of images, from Monday to Friday."""


class Company(Protocol):
    """Where it is kept, who the people are, and when it is."""

    @property
    def db(self) -> Database:
        """Where its ledger is."""
        ...

    @property
    def workspace(self) -> Workspace:
        """Its people and channels."""
        ...

    @property
    def catalog(self) -> Catalog:
        """What it pays by."""
        ...

    @property
    def clock(self) -> Clock:
        """Its time."""
        ...


class Event(NamedTuple):
    """What is reported or read at an instant."""

    at: datetime
    play: Callable[[Company], Awaitable[None]]


class Service(NamedTuple):
    """Images that a service makes on a usual weekday: for whom, where; of its models the first that is there counts."""

    person: str
    channel: str
    project: str
    images: int
    quality: Quality
    size: str
    models: tuple[str, ...]


SERVICES = (
    Service("jonas", "product-images", "catalogue", 14, "medium", "square", ("gpt-image-2",)),
    Service("jonas", "product-images", "thumbnails", 90, "low", "square", ("gpt-image-1-mini", "gpt-image-2.5-flare")),
    Service("amara", "marketing", "campaigns", 15, "high", "landscape", ("gpt-image-2.5-flare", "gpt-image-2")),
    Service("maya", "marketing", "brand", 4, "high", "portrait", ("gpt-image-1.5", "gpt-image-2")),
)
CAMPAIGN, TIMES = "campaigns", 6
"""When a campaign starts, its service makes so many times its usual images."""

BEYOND = BilledLine(Decimal("1.27"), "gpt-image-1.5", line="gpt-image-1.5, image output")
"""Billed on Wednesdays, and reported by nobody."""

REVISED, LATER = BilledLine(Decimal("0.42"), "gpt-image-2", line="gpt-image-2, image input"), timedelta(days=4)
"""Billed on Thursdays too, but only so long after them."""

READ = timedelta(days=12)
"""How far back bills are read again."""


def usual(begin: datetime, end: datetime, started: date | None = None) -> Iterator[Event]:
    """What goes on by itself: services report on workdays, OpenAI's bill is read on Mondays; a campaign may start."""
    for day in dates(begin, end):
        if day.weekday() < 5:
            yield Event(datetime.combine(day, time(17, 30), UTC), launch if day == started else services)
        if day.weekday() == 0:
            yield Event(datetime.combine(day, time(6), UTC), bills)


def campaign(end: datetime) -> date:
    """The day of last week on which a campaign started: its Tuesday."""
    return (end - timedelta(days=end.weekday() + 6)).date()


async def services(on: Company) -> None:
    """What services made today, as they report it in the evening."""
    await _keeper(on).record(list(_made(on, on.clock.now(), launch=False)))


async def launch(on: Company) -> None:
    """The same on the day when a campaign starts."""
    await _keeper(on).record(list(_made(on, on.clock.now(), launch=True)))


async def bills(on: Company) -> None:
    """What OpenAI has billed for the days before, as it is read now."""
    now, workspace = on.clock.now(), on.workspace.team
    read = list(dates(now - READ, now - timedelta(days=1)))
    spent: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    async for entry in Ledger(on.db, on.catalog, on.clock).entries(workspace, read[0], read[-1]):
        if entry.event.provider == OPENAI:
            spent[entry.event.at.date()][entry.event.model] += entry.cost
    made = [_bill(day, spent[day], now) for day in read if spent and day >= min(spent)]
    await _keeper(on).bill([bill for bill in made if bill])
    await _keeper(on).complete("openai", now)


def _keeper(on: Company) -> Keeper:
    return Keeper(on.db, on.catalog, on.workspace.team, on.clock)


def _made(on: Company, now: datetime, *, launch: bool) -> Iterator[UsageEvent]:
    workspace = on.workspace
    for number, each in enumerate(SERVICES):
        at = now - timedelta(hours=2 * number + 1)
        quarters = 4 * TIMES if launch and each.project == CAMPAIGN else BUSY[at.weekday()]
        model = _living(on.catalog, each.models, at)
        job = ImageJob(model, each.images * quarters // 4, each.quality, each.size, Prompt.of_words(WORDS))
        yield replace(
            used(quote(on.catalog, job, at, "metered"), "api", f"{each.project} {at.date()}", at),
            person=workspace.user(each.person).id,
            channel=workspace.channel(each.channel).id,
            project=each.project,
        )


def _living(catalog: Catalog, models: tuple[str, ...], at: datetime) -> str:
    living = [model.id for model in catalog.live(at)]
    return next((model for model in models if model in living), living[0])


def _bill(day: date, spent: dict[str, Decimal], now: datetime) -> Bill | None:
    """A day's bill as of now; none for a day without usage that may still get one."""
    lines = [BilledLine(usd, model, line=f"{model}, image output") for model, usd in sorted(spent.items())]
    if not lines and now < end_of(day) + SETTLES:
        return None
    if lines and day.weekday() == 2:
        lines.append(BEYOND)
    if lines and day.weekday() == 3 and now >= end_of(day) + LATER:
        lines.append(REVISED)
    return Bill("openai", OPENAI, day, tuple(lines), as_of=now)
