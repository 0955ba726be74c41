"""What recurs: it begins at the start, and one failure does not end it."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.scheduler import STILL, Scheduler


async def test_a_task_runs_at_the_start_and_again_after_it_failed(caplog: pytest.LogCaptureFixture) -> None:
    """A bot that is restarted every hour comes to what is due every six."""
    runs = 0

    async def task() -> None:
        nonlocal runs
        runs += 1
        raise ValueError

    scheduler = Scheduler()
    scheduler.every(timedelta(milliseconds=30), "task", task, at_once=True)
    with caplog.at_level(logging.ERROR):
        scheduler.start()
        await asyncio.sleep(0)
        await asyncio.sleep(0.2)
        await scheduler.stop()
    assert runs >= 3
    assert set(caplog.messages) == {"task.failed"}


async def test_a_long_interval_begins_at_the_start_too() -> None:
    """Once, and not again before it is due."""
    runs = 0

    async def task() -> None:
        nonlocal runs
        runs += 1

    scheduler = Scheduler()
    scheduler.every(timedelta(hours=6), "task", task, at_once=True)
    scheduler.start()
    await asyncio.sleep(0.1)
    await scheduler.stop()
    assert runs == 1


async def test_a_task_under_way_ends_before_the_stop() -> None:
    """It is not broken off, so that no connection is left half open."""
    done: list[str] = []

    async def task() -> None:
        await asyncio.sleep(0.05)
        done.append("it")

    scheduler = Scheduler()
    scheduler.every(timedelta(hours=6), "task", task, at_once=True)
    scheduler.start()
    await asyncio.sleep(0.02)
    await scheduler.stop()
    assert done == ["it"]


async def test_a_scheduler_that_stands_still_does_not_tick() -> None:
    """Its health goes by the monotonic clock."""
    seconds = [0.0]
    scheduler = Scheduler(lambda: seconds[0])
    scheduler.start()
    found = [scheduler.ticking]
    seconds[0] = STILL + 1.0
    found.append(scheduler.ticking)
    await scheduler.stop()
    assert found == [True, False]
