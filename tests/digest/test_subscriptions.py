"""To subscribe, change, pause, resume, snooze, send and end."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot.digest import subscriptions
from bot.digest.subscriptions import Wanted, standing
from bot.errors import UsageError
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.deliveries import New
from tests.digest.kit import BERLIN, MONDAY, NINE, WORKSPACE

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST = date(2026, 11, 16)
BEFORE = MONDAY - 3 * DAY


async def subscribed(db: Database, **more: object) -> digests.Subscription:
    """Mondays at nine in Berlin."""
    wanted = Wanted(**{"channel": "C1", "owner": "U1", "weekday": 0, "at": NINE, "timezone": BERLIN, **more})  # type: ignore[arg-type]
    return await subscriptions.subscribe(db, WORKSPACE, wanted, BEFORE)


async def told(db: Database, id: str, period: date) -> None:
    """The week was told of."""
    await deliveries.enqueue(db, [New(WORKSPACE, "digest", id, period.isoformat(), "C1", "U1", MONDAY)], MONDAY)


async def test_a_subscription_knows_its_next_occurrence(db: Database) -> None:
    """It is active, due next Monday, and found by its channel, its id and among all."""
    made = await subscribed(db, sections=("models", "budgets"), scope="workspace")
    assert (made.next_at, made.next_period, made.state) == (MONDAY, FIRST, "active")
    assert (made.at, made.sections, made.scope) == (NINE, ("models", "budgets"), "workspace")
    assert await digests.of_channel(db, WORKSPACE, "C1") == (made,)
    assert await digests.get(db, WORKSPACE, made.id) == made
    assert await digests.every(db, WORKSPACE) == (made,)
    assert await digests.every(db, "T2") == ()


async def test_to_subscribe_again_changes_it(db: Database) -> None:
    """A channel has one summary of a scope, and another of another."""
    made = await subscribed(db)
    await subscriptions.pause(db, WORKSPACE, made.id, BEFORE)
    again = await subscribed(db, weekday=1, owner="U2")
    assert (again.id, again.next_at, again.state, again.owner) == (made.id, MONDAY + DAY, "active", "U2")
    other = await subscribed(db, scope="project", scope_id="p1")
    assert other.id != made.id
    assert len(await digests.every(db, WORKSPACE)) == 2


async def test_a_change_tells_no_week_twice(db: Database) -> None:
    """Told of on Monday and changed to Fridays: the next is the Friday after next."""
    made = await subscribed(db)
    await told(db, made.id, FIRST)
    changed = await subscriptions.change(db, WORKSPACE, made.id, MONDAY, weekday=4, at=time(16, 30))
    assert changed
    assert (changed.next_at, changed.next_period) == (MONDAY + 11 * DAY + timedelta(hours=7.5), FIRST + WEEK)
    again = await subscriptions.subscribe(db, WORKSPACE, Wanted("C1", "U1", 4, NINE, BERLIN), MONDAY)
    assert again.next_period == FIRST + WEEK


async def test_pause_and_resume(db: Database) -> None:
    """Paused it has no next occurrence; resumed it has the next one, and what was missed is not made up for."""
    made = await subscribed(db)
    paused = await subscriptions.pause(db, WORKSPACE, made.id, BEFORE)
    assert paused
    assert (paused.state, paused.next_at, standing(paused, BEFORE)) == ("paused", None, "paused")
    assert await subscriptions.snooze(db, WORKSPACE, made.id, MONDAY, BEFORE) == paused
    changed = await subscriptions.change(db, WORKSPACE, made.id, BEFORE, weekday=2)
    assert changed
    assert (changed.state, changed.next_at) == ("paused", None)
    resumed = await subscriptions.resume(db, WORKSPACE, made.id, MONDAY + 20 * DAY)
    assert resumed
    assert (resumed.state, resumed.next_at) == ("active", MONDAY + 23 * DAY)


async def test_snooze_leaves_out_what_is_due_meanwhile(db: Database) -> None:
    """Quiet until Tuesday: this Monday's is left out, the next one is not; to resume ends the quiet."""
    made = await subscribed(db)
    quiet = await subscriptions.snooze(db, WORKSPACE, made.id, MONDAY + DAY, BEFORE)
    assert quiet
    assert (quiet.next_at, standing(quiet, BEFORE), standing(quiet, MONDAY + DAY)) == (
        MONDAY + WEEK, "snoozed", "active",
    )  # fmt: skip
    resumed = await subscriptions.resume(db, WORKSPACE, made.id, BEFORE)
    assert resumed
    assert (resumed.next_at, standing(resumed, BEFORE)) == (MONDAY, "active")


@pytest.mark.parametrize("later", [timedelta(0), 3 * DAY + timedelta(hours=1)])
async def test_a_change_does_not_bring_back_what_a_snooze_leaves_out(db: Database, later: timedelta) -> None:
    """The week of 16 November is left out, also if it would go out on Fridays then, before or after the Monday."""
    made = await subscribed(db)
    await subscriptions.snooze(db, WORKSPACE, made.id, MONDAY, BEFORE)
    changed = await subscriptions.change(db, WORKSPACE, made.id, BEFORE + later, weekday=4)
    assert changed
    assert (changed.next_period, changed.next_at) == (FIRST + WEEK, MONDAY + 11 * DAY)


async def test_send_now_is_once_for_a_key(db: Database) -> None:
    """It tells of the last whole week, and counts for no week of the schedule."""
    made = await subscribed(db)
    assert await subscriptions.send_now(db, WORKSPACE, made.id, "tap", BEFORE)
    assert not await subscriptions.send_now(db, WORKSPACE, made.id, "tap", BEFORE)
    assert await subscriptions.send_now(db, WORKSPACE, made.id, "tap2", BEFORE)
    assert [row.period for row in await deliveries.history(db, WORKSPACE, made.id)] == [
        "2026-11-09/tap", "2026-11-09/tap2",
    ]  # fmt: skip
    assert await digests.last_period(db, WORKSPACE, made.id) is None


async def test_unsubscribed_is_gone_with_what_is_due(db: Database) -> None:
    """What nobody has begun is taken back."""
    made = await subscribed(db)
    await told(db, made.id, FIRST)
    assert await subscriptions.unsubscribe(db, WORKSPACE, made.id)
    assert not await subscriptions.unsubscribe(db, WORKSPACE, made.id)
    assert await deliveries.history(db, WORKSPACE) == ()


async def test_what_is_not_there_is_none(db: Database) -> None:
    """No function makes one up."""
    assert await subscriptions.change(db, WORKSPACE, "x", MONDAY, weekday=1) is None
    assert await subscriptions.pause(db, WORKSPACE, "x", MONDAY) is None
    assert await subscriptions.resume(db, WORKSPACE, "x", MONDAY) is None
    assert await subscriptions.snooze(db, WORKSPACE, "x", MONDAY, BEFORE) is None
    assert not await subscriptions.send_now(db, WORKSPACE, "x", "tap", MONDAY)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"timezone": "Berlin"}, "no time zone 'Berlin'"),
        ({"weekday": 8}, "no weekday 8"),
        ({"scope": "team"}, "no scope 'team'"),
        ({"sections": ("models", "weather")}, "no section 'weather'"),
    ],
)
async def test_what_cannot_be_is_told(db: Database, more: dict[str, object], sentence: str) -> None:
    """A sentence that names the thing; nothing is kept."""
    with pytest.raises(UsageError, match=sentence):
        await subscribed(db, **more)
    assert await digests.every(db, WORKSPACE) == ()
