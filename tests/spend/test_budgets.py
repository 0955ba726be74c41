"""Budgets: periods, where they stand and head, and what is said once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import available_timezones

import pytest

from bot.clock import FixedClock
from bot.desk.accounts import Accounts, Held
from bot.digest.ports import Content
from bot.spend.budgets import Budget, BudgetPeriod, Scope, Threshold, alert_text, crossed, over, standing, window_of
from bot.storage import budgets as stored
from bot.storage import deliveries
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.deliveries import New
from pricing import built_in
from tests.spend.samples import ledger, stated
from tests.storage.samples import alert

HUNDRED = Decimal(100)


def budget(period: BudgetPeriod = "month", timezone: str = "Europe/Berlin", amount: Decimal = HUNDRED) -> Budget:
    """A budget for everybody."""
    return Budget("b", Scope(), period, amount, timezone, "C1", "U1")


def test_a_month_is_from_midnight_there_to_midnight_there() -> None:
    """October 2026 in Berlin has a clock change: it begins at 22:00 UTC and ends at 23:00 UTC."""
    window = window_of(budget(), datetime(2026, 10, 15, tzinfo=UTC))
    assert (window.start, window.end, window.first) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 23, tzinfo=UTC),
        date(2026, 10, 1),
    )


@pytest.mark.parametrize("zone", sorted(available_timezones() - {"localtime", "Factory"})[::7])
@pytest.mark.parametrize("period", ["week", "month"])
def test_periods_follow_one_another_without_a_gap(zone: str, period: BudgetPeriod) -> None:
    """Through two years in a zone, each period begins where the one before it ended."""
    at = datetime(2025, 12, 20, 12, tzinfo=UTC)
    held = budget(period, zone)
    for _ in range(105 if period == "week" else 25):
        window = window_of(held, at)
        assert window.start <= at < window.end
        following = window_of(held, window.end)
        assert following.start == window.end
        at = window.end


def test_a_forecast_waits_until_a_fifth_of_the_period_has_passed() -> None:
    """A big first day is no forecast; ten days at $5 in a month of thirty head for $150, used up on the 20th day."""
    held = budget(timezone="UTC")
    assert standing(held, Decimal(90), datetime(2026, 11, 2, tzinfo=UTC)).forecast is None
    now = standing(held, Decimal(50), datetime(2026, 11, 11, tzinfo=UTC))
    assert now.forecast == Decimal(150)
    assert now.ends_on == date(2026, 11, 21)
    assert crossed(now) == ("50", "forecast")


def test_a_jump_crosses_every_threshold_on_its_way() -> None:
    """From 80 to 140 of 100: all of them are reached, one sentence names them."""
    now = standing(budget(timezone="UTC"), Decimal(140), datetime(2026, 11, 11, tzinfo=UTC))
    assert crossed(now) == ("50", "80", "100")
    text = alert_text(now, ("80", "100"), "#growth")
    assert text.startswith("The monthly budget of $100.00 for #growth has reached 80 % and 100 %: $140.00 is spent.")
    assert "not a cap" in text


def test_a_forecast_alone_says_when_it_ends() -> None:
    """Nothing reached yet, but the rate uses it up."""
    now = standing(budget(timezone="UTC"), Decimal(45), datetime(2026, 11, 11, tzinfo=UTC))
    text = alert_text(now, crossed(now), "this workspace")
    assert "heads for $135.00; at this rate it ends on 23 November 2026" in text


def test_a_quote_beyond_what_is_left_says_so() -> None:
    """$30 of $100 are left: $31 is too much, $30 is not."""
    now = standing(budget(timezone="UTC"), Decimal(70), datetime(2026, 11, 11, tzinfo=UTC))
    assert over([now], Decimal(30)) is None
    caution = over([now], Decimal(31), (("b", "#growth"),))
    assert caution is not None
    assert caution.code == "over_budget"
    assert "left of the monthly budget for #growth: $30.00" in caution.message


AT = datetime(2026, 11, 11, 9, tzinfo=UTC)
NEW = NewBudget("channel", "C1", "month", HUNDRED, "Europe/Berlin", "C1")


async def test_a_new_budget_ends_the_one_before_it(db: Database) -> None:
    """Of a scope and period one holds; what was set before stays in the history."""
    first = await stored.put(db, "T1", "U1", NEW, AT)
    second = await stored.put(db, "T1", "U2", NEW, AT + timedelta(days=1))
    assert [each.id for each in await stored.holding(db, "T1")] == [second.id]
    assert {each.id for each in await stored.history(db, "T1")} == {first.id, second.id}
    assert await stored.holding(db, "T2") == ()
    assert await stored.clear(db, "T1", "U1", ("channel", "C1", "month"), AT + timedelta(days=2))
    assert await stored.holding(db, "T1") == ()
    assert not await stored.clear(db, "T1", "U1", ("channel", "C1", "month"), AT + timedelta(days=2))


async def test_a_threshold_is_due_once_a_period(db: Database) -> None:
    """The second time it is known already; the next period begins anew. What is new is enqueued with it."""
    held = await stored.put(db, "T1", "U1", NEW, AT)
    worded = partial(alert, "T1", held.id)
    november, december = date(2026, 11, 1), date(2026, 12, 1)
    assert await stored.reach(db, "T1", held.id, november, ("50", "80"), AT, worded) == ("50", "80")
    assert await stored.reach(db, "T1", held.id, november, ("50", "80", "100"), AT, worded) == ("100",)
    assert await stored.reach(db, "T1", held.id, december, ("50",), AT, worded) == ("50",)
    enqueued = await deliveries.history(db, "T1", held.id)
    assert {each.period for each in enqueued} == {"2026-11-01/50+80", "2026-11-01/100", "2026-11-01/50"}


async def test_a_threshold_whose_message_is_not_enqueued_is_not_noted(db: Database) -> None:
    """Both or neither: the next look finds it again."""
    held = await stored.put(db, "T1", "U1", NEW, AT)

    def broken(_: tuple[str, ...]) -> New:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await stored.reach(db, "T1", held.id, date(2026, 11, 1), ("50",), AT, broken)
    assert await stored.alerts_of(db, "T1", held.id, date(2026, 11, 1)) == ()


async def test_an_alert_is_acknowledged_or_snoozed_for_everyone(db: Database) -> None:
    """Who did it and until when stands in every alert of the period."""
    held = await stored.put(db, "T1", "U1", NEW, AT)
    first = date(2026, 11, 1)
    assert not await stored.answered(db, "T1", held.id, first, "acknowledged", "U2")
    await stored.reach(db, "T1", held.id, first, ("50",), AT, partial(alert, "T1", held.id))
    until = AT + timedelta(days=7)
    assert await stored.answered(db, "T1", held.id, first, "snoozed", "U2", until)
    [noted] = await stored.alerts_of(db, "T1", held.id, first)
    assert (noted.state, noted.by, noted.until) == ("snoozed", "U2", until)


async def test_in_a_quiet_week_nothing_is_said(db: Database) -> None:
    """What is reached meanwhile is said after it, in one message."""
    held = await stored.put(db, "T1", "U1", NEW, AT)
    first = date(2026, 11, 1)

    async def due(at: datetime) -> list[tuple[str, ...]]:
        said: list[tuple[str, ...]] = []

        def worded(_: Held, thresholds: tuple[Threshold, ...]) -> Content:
            said.append(thresholds)
            return Content("80 %")

        assert await Accounts(db, built_in(), FixedClock(at)).raise_alerts("T1", worded) == len(said)
        return said

    await ledger(db, AT).record("T1", [stated("a", "55", AT, channel="C1")])
    assert await due(AT) == [("50", "forecast")]
    await stored.answered(db, "T1", held.id, first, "snoozed", "U2", AT + timedelta(days=7))
    await ledger(db, AT).record("T1", [stated("b", "50", AT, channel="C1")])
    assert await due(AT + timedelta(days=6)) == []
    assert await due(AT + timedelta(days=7)) == [("80", "100")]
    assert await due(AT + timedelta(days=8)) == []
