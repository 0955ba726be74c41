"""A weekly summary's small print: late, revised, an image's cost, how sure each day is, the next one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice

from bot.digest.facts import DigestFacts
from bot.digest.schedule import zone_of
from bot.digest.sentence import hint, signed, weekdays
from bot.spend.facts import SOURCES
from bot.spend.summary import SpendSummary, Sure
from pricing.money import ratio, shown, total

UNIT_PLACES = 9
MOST_CAUSES = 2
"""Why bills and usage differ, the largest first."""

SURE: dict[Sure, str] = {"final": "final", "estimate": "an estimate", "missing": "not here yet"}


def lead(facts: DigestFacts) -> Iterator[str]:
    """What belongs to the sentence that the summary begins with."""
    if facts.period.late:
        yield f"Late: this was due on {_instant(facts.period.due, facts.subscription.timezone)}."
    yield from filter(None, (hint(facts), _unit_cost(facts)))
    yield from _revised(facts)


def notes(facts: DigestFacts) -> Iterator[str]:
    """The small print at the end."""
    zone = facts.subscription.timezone
    yield from _sure(facts)
    as_of = facts.total.week.as_of
    if as_of:
        told = (f"{SOURCES.get(source, source)} {_instant(min(at, facts.now), zone)}" for source, at in as_of.items())
        yield f"As of: {', '.join(told)}."
    following = f"Next: {_instant(facts.next_at, zone)}. " if facts.next_at is not None else ""
    yield f"{following}Days and times are those of {zone}."


def unit_cost(models: SpendSummary | None) -> tuple[Decimal | None, int]:
    """What an image cost on average, over the models that made some, and how many they made."""
    made = [row for row in models.rows if row.images > 0] if models else []
    images = sum(row.images for row in made)
    usd = total(row.usd for row in made)
    return (ratio(usd, Decimal(images), UNIT_PLACES) if images and usd > 0 else None), images


def _unit_cost(facts: DigestFacts) -> str:
    """What an image cost, beside the week before."""
    models = facts.models
    cost, images = unit_cost(models.week if models else None)
    if cost is None:
        return ""
    before, _ = unit_cost(models.before if models else None)
    more = f"; the week before {shown(before)}" if before is not None else ""
    return f"{images:,} images at {shown(cost)} each{more}." if images > 1 else f"1 image at {shown(cost)}{more}."


def _revised(facts: DigestFacts) -> Iterator[str]:
    """By how much the week before is not what was told of it."""
    before = facts.total.before.total
    if facts.told is None or before is None or before == facts.told:
        return
    change = signed(total([before, -facts.told]))
    yield f"The week before was revised by {change} to {shown(before)} since it was told of."


def _sure(facts: DigestFacts) -> Iterator[str]:
    """How sure each day is, and why bills are not what usage says."""
    week = facts.total.week
    if week.total is None:
        return
    by_sure = {sure: [each.day for each in week.days if each.sure == sure] for sure in SURE}
    told = [(weekdays(days), SURE[sure]) for sure, days in by_sure.items() if days]
    if len(told) == 1:
        yield f"All days are {told[0][1]}."
    elif told:
        yield f"{'; '.join(f'{days} {sure}' for days, sure in told)}."
    if not week.question.only.attributed:
        causes = (each for each in week.reconciliation.causes if each.reason != "bill_late")  # an estimate says that
        yield from map(str, islice(causes, MOST_CAUSES))


def _instant(at: datetime, zone: str) -> str:
    """As people there write it: Mon 23 Nov 09:00."""
    there = at.astimezone(zone_of(zone))
    return f"{there:%a} {there.day} {there:%b} {there:%H:%M}"
