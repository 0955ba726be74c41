from decimal import Decimal
from typing import Any

import pytest

from pricing import Totals, UnsupportedOption, built_in, quote
from pricing.plan_quote import share_plans
from tests.pricing.jobs import MINI, TODAY, image_job, quoted, usd


@pytest.mark.parametrize(
    ("images", "plan", "amount"),
    [
        (1, "Basic", "10"),
        (200, "Basic", "10"),
        (201, "Standard", "30"),
        (909, "Standard", "30"),  # 15 / 3.3 x 200 = 909.09
        (910, "Pro", "60"),
        (1818, "Pro", "60"),
        (1819, "Mega", "120"),
        (3636, "Mega", "120"),
        (3637, "Mega", "240"),
        (10_000, "Mega", "360"),
    ],
)
def test_cheapest_sufficient_plan(images: int, plan: str, amount: str) -> None:
    """About 200 images per 3.3 fast hours; beyond the largest plan, more months of it."""
    made = quoted("midjourney", images=images)
    assert (made.plan, made.total, made.totals) == (plan, usd(amount), Totals(usd(amount)))
    assert (made.quality, made.size, made.basis) == (None, None, "metered")
    (line,) = made.lines
    assert (line.meter, line.amount) == ("subscription", usd(amount))


@pytest.mark.parametrize(
    ("per", "images", "plan"), [("day", 300, "Standard"), ("week", 44, "Basic"), ("month", 10, "Basic")]
)
def test_plans_are_sold_by_the_month(per: Any, images: int, plan: str) -> None:
    """Ten a day are 300 a month; ten a week 43.3, which is 44."""
    made = quoted("midjourney", images=10, per=per)
    assert (made.images, made.per, made.plan) == (images, "month", plan)


def test_month_without_a_period() -> None:
    """Without a period it is one month of a plan, and the quote has no period."""
    assert quoted("midjourney").per is None


def test_attempts_use_up_a_plan() -> None:
    """A hundred images at three tries are 300 generations: Standard, at $0.30 an image kept."""
    made = quoted("midjourney", attempts=usd("3"))
    assert (made.plan, made.generations, made.per_image) == ("Standard", 300, usd("0.30"))


@pytest.mark.parametrize(
    "changes", [{"quality": "max"}, {"size": "7x9"}, {"quality": "auto", "size": "auto"}, {"references": 5}]
)
def test_what_does_not_matter_to_a_plan(changes: dict[str, Any]) -> None:
    """Quality, size and references do not change a plan's price."""
    assert quoted("midjourney", **changes).total == usd("10")


def test_no_batch_on_a_plan() -> None:
    """A subscription has no Batch API."""
    with pytest.raises(UnsupportedOption, match=r"^Midjourney has no Batch API.$"):
        quoted("midjourney", batch=True)


def test_jobs_side_by_side_share_a_plan() -> None:
    """50 and 20 images fit one Basic plan of 200; 150 and 100 need Standard. Other periods and models keep theirs."""
    catalog = built_in()

    def totals(*images: int, **changes: Any) -> list[Decimal]:
        quotes = [quote(catalog, image_job("midjourney", images=count, **changes), TODAY) for count in images]
        return [each.total for each in share_plans(quotes, TODAY)]

    assert totals(50, 20) == [10, 0]
    assert totals(150, 100) == [30, 0]
    assert totals(50, 20, attempts=usd("3")) == [30, 0]
    assert totals(50) == [10]
    months = [quote(catalog, image_job("midjourney", images=50, per=per), TODAY) for per in (None, "month")]
    metered = quote(catalog, image_job(MINI), TODAY)
    assert share_plans([*months, metered], TODAY) == (*months, metered)
