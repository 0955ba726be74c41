"""P6: the clock may jump. Replicas' clocks, the database's and the scheduler's are set wrong and right again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apscheduler.schedulers import base
from apscheduler.triggers import interval

from bot import scheduler as schedulers
from bot.digest import delivery
from bot.digest.schedule import Schedule
from bot.digest.subscriptions import Wanted, subscribe
from bot.scheduler import Scheduler
from bot.storage import digests, ticks
from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.digest.kit import BERLIN, MONDAY, NINE, QUICK, WORKSPACE, Desk, SetClock, desk
from tests.reliability.defects import without_unique_row

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = (timedelta(0), HOUR, -HOUR, 10 * DAY, -10 * DAY, timedelta(minutes=5), -timedelta(minutes=5))
START = datetime(2026, 11, 1, tzinfo=UTC)
STEP = timedelta(hours=12)
WEEKS = 2


def schedules() -> list[Schedule]:
    """Every weekday, at nine and at half past ten in the evening."""
    return [Schedule(day, NINE.replace(hour=hour, minute=30), BERLIN) for day in range(7) for hour in (9, 22)]


async def through_jumps(at: Desk, seed: int) -> list[Schedule]:
    """Two replicas through two weeks, whose clocks are set to something else again and again; right at the end."""
    rng, every = random.Random(seed), schedules()
    for number, each in enumerate(every):
        wanted = Wanted(at.channel("general"), at.owner, each.weekday, each.at, each.zone, "project", str(number))
        await subscribe(at.db, WORKSPACE, wanted, START)
    clocks = [SetClock(), SetClock()]
    couriers = [at.courier(clock=clock) for clock in clocks]
    now = START
    while now <= START + 7 * WEEKS * DAY:
        now += STEP
        right = rng.random() < 0.4 or now > START + 7 * WEEKS * DAY
        for clock, courier in zip(clocks, couriers, strict=True):
            clock.instant = now + (timedelta(0) if right else rng.choice(JUMPS))
            await courier.deliver_due()
    return every


async def told(at: Desk, every: list[Schedule]) -> tuple[set[tuple[str, str]], Counter[tuple[str, str]]]:
    """The weeks that have come by the true time, and how often each week stands in the channel; by digest."""
    subjects = {row.key: (row.subject, row.period) for row in await at.rows()}
    posted = Counter(subjects[key] for key in at.keys("general"))
    by_number = {row.scope_id: row.id for row in await digests.every(at.db, WORKSPACE)}
    due = {
        (by_number[str(number)], occurrence.period.isoformat())
        for number, each in enumerate(every)
        for occurrence in each.missed(START, START + 7 * WEEKS * DAY)
    }
    return due, posted


async def test_a_jumping_clock_loses_and_doubles_nothing(db: Database, full: bool) -> None:
    """An hour, ten days, five minutes to and fro on two replicas, 2 weeks of 14 digests; 20 times in the full form."""
    for seed in range(20 if full else 1):
        async with desk(db) as at:
            due, posted = await told(at, await through_jumps(at, seed))
        assert max(posted.values()) == 1
        assert not due - set(posted)
        async with db.writing() as connection:
            for table in metadata.sorted_tables:
                await connection.execute(table.delete())


async def set_back_and_forth(at: Desk) -> list[str]:
    """A digest goes out, the clock is set back ten days, and time passes again; what stands in the channel."""
    await at.subscribed()
    courier = at.courier()
    for instant in (MONDAY, MONDAY - 10 * DAY, MONDAY - 7 * DAY, MONDAY, MONDAY + HOUR):
        at.clock.instant = instant
        await courier.deliver_due()
    return at.texts()


async def test_a_week_that_comes_again_is_not_told_again(at_desk: Desk) -> None:
    """The clock goes back ten days: the week before comes for the first time, the week itself for the second."""
    assert await set_back_and_forth(at_desk) == ["Week of 2026-11-16", "Week of 2026-11-09"]


async def test_without_the_unique_row_it_would_be_noticed(at_desk: Desk) -> None:
    """The week is planned again, and nothing knows that it was told of."""
    await without_unique_row(at_desk.db)
    assert (await set_back_and_forth(at_desk)).count("Week of 2026-11-16") == 2


@contextmanager
def moved(by: list[int], patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database's time, ahead by so many ticks."""
    true = ticks.now
    with patch.context() as within:
        within.setattr(ticks, "now", lambda connection: true(connection) + by[0])
        yield


@pytest.mark.parametrize("watched", [True, False])
async def test_a_jump_of_the_databases_time_ends_no_lease(
    at_desk: Desk, watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post is under way when the time jumps an hour: nobody takes it over. Without the comparison somebody would."""
    by, timing = [0], replace(QUICK, lease=timedelta(seconds=60), timeout=timedelta(seconds=9))
    if not watched:
        monkeypatch.setattr(delivery, "EVENLY", 1e6)
    with moved(by, monkeypatch):
        slow = at_desk.slack.faults.add("delay", "chat.postMessage", seconds=1)
        other = at_desk.courier(timing=timing)
        await other.deliver_due()
        await at_desk.subscribed()
        posting = asyncio.create_task(at_desk.courier(timing=timing).deliver_due())
        await at_desk.slack.until(lambda: slow.hits)
        by[0] = 3_600 * ticks.SECOND
        await other.deliver_due()
        await posting
    assert slow.hits == (1 if watched else 2)


async def test_waits_from_before_a_jump_do_not_last(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database whose time is set back by ten days lets nothing wait for ten days, a lease neither."""
    by = [10 * 86_400 * ticks.SECOND]
    with moved(by, monkeypatch):
        at_desk.slack.faults.add("rate", "chat.postMessage", times=1, seconds=1)
        await at_desk.subscribed()
        courier = at_desk.courier()
        await courier.deliver_due()
        by[0] = 0
        await courier.deliver_due()
    assert at_desk.texts() == ["Week of 2026-11-16"]


@pytest.fixture
async def at_desk(db: Database) -> Any:
    """A workspace and a database."""
    async with desk(db) as made:
        yield made


class Jumping(datetime):
    """The machine's clock, that can be set wrong."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        """What it shows."""
        return datetime.now(tz) + cls.by


@pytest.mark.parametrize("by", [HOUR / 100, -HOUR, DAY / 100, -10 * DAY])
async def test_the_scheduler_ticks_on(by: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the clock jumps, wake-ups go on; with intervals a hundred times as short as in the running bot.

    Alone APScheduler would stand still for an hour, or for ten days.
    """
    for module in (base, interval):
        monkeypatch.setattr(module, "datetime", Jumping)
    monkeypatch.setattr(Jumping, "by", timedelta(0))
    monkeypatch.setattr(schedulers, "TICK", schedulers.TICK / 100)
    woken: list[int] = []

    async def wake() -> None:
        woken.append(1)

    scheduler = Scheduler()
    scheduler.every(timedelta(seconds=0.02), "deliveries", wake)
    scheduler.start()
    await until(lambda: len(woken) > 2)
    monkeypatch.setattr(Jumping, "by", by)
    before = len(woken)
    async with asyncio.timeout(30):
        await until(lambda: len(woken) > before + 2)
    await scheduler.stop()


async def until(condition: Any) -> None:
    """Waits for something."""
    while not condition():
        await asyncio.sleep(0.005)
