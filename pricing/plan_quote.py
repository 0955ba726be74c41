"""Quoting images on a subscription: whole plan-months, by about how many images a plan makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from pricing.catalog import Model, Plan, Subscription
from pricing.errors import UnsupportedOption
from pricing.job import ImageJob
from pricing.money import ZERO, times
from pricing.quote import LineItem, Quote, Totals
from pricing.sku import SkuPrice


def quote_plan(model: Model, subscription: Subscription, job: ImageJob, at: datetime) -> Quote:
    """A month of the cheapest plan that is enough; beyond the largest plan, more months of that.

    A daily or weekly job is quoted for its month, since plans are sold by the month.

    Raises:
        UnsupportedOption: the job asks for the Batch API, which a subscription does not have.
    """
    if job.batch:
        raise UnsupportedOption(f"{model.name} has no Batch API.", nearest="without batch")
    job = job.monthly()
    choices = [
        (months_needed(subscription, plan, job.generations), price, plan)
        for plan, price in monthly_prices(model, subscription, at)
    ]
    enough = [choice for choice in choices if choice[0] == 1]
    months, price, plan = (
        min(enough, key=lambda choice: choice[1].price)
        if enough
        else max(choices, key=lambda choice: choice[2].fast_hours)
    )
    line = LineItem.of("subscription", months, price)
    return Quote(
        job=job,
        model=model,
        images=job.images,
        generations=job.generations,
        quality=None,
        size=None,
        per=job.per,
        lines=(line,),
        metered_lines=(line,),
        totals=Totals(line.amount),
        total=line.amount,
        basis="metered",
        plan=plan.name,
        plan_images=int(images_a_month(subscription, plan) / job.attempts) * months,
    )


def monthly_prices(model: Model, subscription: Subscription, at: datetime) -> list[tuple[Plan, SkuPrice]]:
    """Each plan with the price of its month in force at an instant, as listed."""
    prices = model.rate_card(at).plans
    return [(plan, prices[plan.name, "month"]) for plan in subscription.plans]


def images_a_month(subscription: Subscription, plan: Plan) -> int:
    """About how many images a month of a plan makes."""
    capacity = subscription.capacity
    return int(plan.fast_hours * capacity.images / capacity.fast_hours)


def months_needed(subscription: Subscription, plan: Plan, generations: int) -> int:
    """How many months of a plan that many generations take."""
    capacity = subscription.capacity
    needed, month = times(generations, capacity.fast_hours), times(capacity.images, plan.fast_hours)
    return max(int((needed / month).to_integral_value(ROUND_CEILING)), 1)


def share_plans(quotes: Sequence[Quote], at: datetime) -> tuple[Quote, ...]:
    """Quotes of jobs that are made side by side, those on one subscription sharing its plan.

    The first of them has the plan that is enough for all, the others cost nothing more.
    """
    shared: dict[tuple[str, str | None], list[int]] = {}
    for index, made in enumerate(quotes):
        if made.plan:
            shared.setdefault((made.model_id, made.per), []).append(index)
    result = list(quotes)
    for first, *others in shared.values():
        for index in others:
            result[index] = replace(quotes[index], lines=(), metered_lines=(), totals=Totals(ZERO), total=ZERO)
        if others:
            result[first] = _for_all(quotes[first], [quotes[index] for index in others], at)
    return tuple(result)


def _for_all(first: Quote, others: Sequence[Quote], at: datetime) -> Quote:
    model, job = first.model, first.job
    assert model is not None and model.subscription is not None and isinstance(job, ImageJob)  # noqa: S101, PT018
    generations = sum(made.generations or 0 for made in (first, *others))
    whole = quote_plan(model, model.subscription, replace(job, images=generations, attempts=Decimal(1)), at)
    return replace(whole, job=job, images=first.images, generations=first.generations)
