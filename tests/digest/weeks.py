"""Weeks whose summaries are approved: what happened in each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from bot.storage.digests import Subscription
from tests.digest.kit import MONDAY
from tests.digest.team import COSTS, DAY, DESIGN, MARKETING, WEEK, Team, noon, weekdays

EARLIER = WEEK - 8 * 7 * DAY
MODELS = ("gpt-image-2", "gpt-image-2.5-flare", "gpt-image-1-mini", "gpt-image-2.6-flare")
PEOPLE = ("U0MAYA", "U0JONAS", "U0AMARA")
PLACES = (DESIGN, MARKETING, "")


async def ordinary(team: Team, first: date = EARLIER, weeks: int = 9) -> None:
    """Some of each model, person and channel on every working day, a little more each week."""
    events = []
    for number, day in enumerate(weekdays(first, weeks)):
        for index, model in enumerate(MODELS):
            images = 40 + 10 * index + 7 * (number % 5) + 2 * (number // 5)
            who, where = PEOPLE[(number + index) % 3], PLACES[(number + 2 * index) % 3]
            at = noon(day) + timedelta(minutes=index)
            events.append(team.event(at, model=model, images=images, quality="medium", person=who, channel=where))
    await team.record(*events)


async def a_first_week(team: Team) -> Subscription:
    """Spend began last Wednesday; nothing was there before."""
    await team.record(
        team.event(noon(WEEK + 2 * DAY), images=120, quality="medium", channel=DESIGN),
        team.event(noon(WEEK + 3 * DAY), images=60, quality="high", channel=DESIGN, model="gpt-image-2.5-flare"),
        team.event(noon(WEEK + 4 * DAY), images=200, quality="low", channel=MARKETING),
    )
    return await team.subscribed()


async def a_normal_week(team: Team) -> Subscription:
    """Nine weeks of work, billed up to Thursday; quotes, of which one was logged; a budget; people are shown."""
    await ordinary(team)
    team.clock.instant = MONDAY - timedelta(minutes=5)
    billed = dict.fromkeys(weekdays(WEEK, 1)[:4], "11.00")
    await team.bill(billed, MONDAY - timedelta(minutes=5))
    await team.ledger.complete("T1", "openai", MONDAY - timedelta(minutes=5))
    team.clock.instant = MONDAY
    kept = await team.quote("5.30")
    await team.record(team.event(noon(WEEK + 4 * DAY), source="slack", images=100, quality="medium", quote=kept.id))
    await team.quote("2.10", MARKETING)
    await team.quote("12.00", MARKETING, thread="1")
    await team.quote("11.00", MARKETING, thread="1", days_ago=3)
    await team.budget(250, "month")
    await team.by_person()
    return await team.subscribed()


async def a_week_without_data(team: Team) -> Subscription:
    """Nothing was ever recorded; three jobs were quoted, in four versions."""
    await team.quote("1.11")
    await team.quote("4.44", MARKETING)
    await team.quote("20.00", DESIGN, thread="1")
    await team.quote("10.00", DESIGN, thread="1", days_ago=3)
    return await team.subscribed()


async def a_week_that_has_not_arrived(team: Team) -> Subscription:
    """OpenAI was read up to the Sunday before, and stands still."""
    await team.record(team.event(noon(WEEK - 4 * DAY), source="openai", images=100))
    await team.ledger.complete("T1", "openai", noon(WEEK - DAY))
    await team.quote("3.00")
    return await team.subscribed()


async def a_quiet_week(team: Team) -> Subscription:
    """Everything was read, and nothing was spent."""
    await team.record(team.event(noon(WEEK - 4 * DAY), source="openai", images=100))
    await team.ledger.complete("T1", "openai", MONDAY)
    return await team.subscribed()


async def a_large_team(team: Team) -> Subscription:
    """500 people, 80 models, 60 channels and 12 budgets; some of the names are not kind."""
    events = []
    for number in range(750):
        day = WEEK - 7 * DAY * (number // 500) + DAY * (number % 7)
        events.append(
            team.event(
                noon(day) + timedelta(seconds=number),
                source="litellm",
                model=f"a-model-with-a-rather-long-name-{number % 80:02}-2026-11",
                usd=f"{1 + number % 97}.{number % 100:02}",
                images=number % 9,
                person=f"U0PERSON{number % 500:03}",
                channel=f"C0CHANNEL{number % 60:02}" if number % 3 else "<!channel> *everyone* & <@U0MAYA>",
            )
        )
    await team.record(*events)
    await team.ledger.complete("T1", "litellm", MONDAY - timedelta(hours=30))
    for number in range(12):
        await team.budget(100 + number, "month", "channel", f"C0CHANNEL{number:02}")
    await team.by_person()
    return await team.subscribed(channel=COSTS)


async def a_clock_change_week(team: Team) -> Subscription:
    """The clocks go back on Sunday 25 October: that day has 25 hours, and its last one counts."""
    sunday = date(2026, 10, 25)
    team.clock.instant = datetime(2026, 10, 26, 8, tzinfo=UTC)
    await team.record(
        team.event(datetime(2026, 10, 18, 21, 59, tzinfo=UTC), usd="100"),  # Sunday 23:59 of the week before
        team.event(datetime(2026, 10, 18, 22, 0, tzinfo=UTC), usd="1"),  # Monday 00:00
        team.event(datetime.combine(sunday, datetime.min.time(), UTC), usd="20"),
        team.event(datetime(2026, 10, 25, 22, 59, tzinfo=UTC), usd="4"),  # Sunday 23:59, by winter's clocks
        team.event(datetime(2026, 10, 25, 23, 0, tzinfo=UTC), usd="1000"),  # Monday 00:00
    )
    return await team.subscribed()


async def a_budget_overrun(team: Team) -> Subscription:
    """One wild Tuesday: the channel's week and the month are over, and the day stands out."""
    await ordinary(team)
    await team.record(
        team.event(noon(WEEK + DAY), images=3000, quality="high", channel=MARKETING, person="U0JONAS"),
    )
    await team.budget(250, "month")
    await team.budget(50, "week", "channel", MARKETING)
    await team.budget(20, "month", "project", "Winter <campaign>")
    return await team.subscribed()


async def a_week_of_movers(team: Team) -> Subscription:
    """Seven models: one that is not among the largest grew, one is gone."""
    for name, (before, now) in MOVING.items():
        events = [(WEEK - 6 * DAY, before), (WEEK + DAY, now)]
        await team.record(*(team.event(noon(day), model=f"gpt-{name}", usd=str(usd)) for day, usd in events if usd))
    return await team.subscribed()


MOVING = {
    "5": (40, 41),
    "5-mini": (30, 28),
    "5-nano": (20, 21),
    "4o": (15, 16),
    "4.1": (14, 14),
    "4.1-mini": (1, 9),
    "4o-mini": (12, 0),
}


async def a_channels_week(team: Team) -> Subscription:
    """A summary of one channel, late by two hours, with some of the sections."""
    await ordinary(team)
    return await team.subscribed("channel", scope_id=MARKETING, sections=("models", "budgets", "retiring"))


EVERY: dict[str, Callable[[Team], Awaitable[Subscription]]] = {
    "first": a_first_week,
    "normal": a_normal_week,
    "no-data": a_week_without_data,
    "not-arrived": a_week_that_has_not_arrived,
    "quiet": a_quiet_week,
    "large": a_large_team,
    "clock-change": a_clock_change_week,
    "overrun": a_budget_overrun,
    "movers": a_week_of_movers,
    "channel": a_channels_week,
}
LATE = {"channel": timedelta(hours=2)}
