"""The small print of a weekly summary: late, revised, how sure each day is, as of when, and the next one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.digest.facts import DigestFacts
from bot.digest.schedule import zone_of
from bot.digest.sentence import signed, weekdays
from bot.spend.facts import SOURCES
from bot.spend.summary import Sure
from pricing.money import ZERO, shown, total

SURE: dict[Sure, str] = {"final": "final", "estimate": "an estimate", "missing": "not here yet"}


def notes(facts: DigestFacts) -> Iterator[str]:
    """Each of them a sentence."""
    zone = facts.subscription.timezone
    if facts.period.late:
        yield f"Late: it was due on {_instant(facts.period.due, zone)}."
    yield from _revised(facts)
    yield from _sure(facts)
    as_of = facts.total.week.as_of
    if as_of:
        told = (f"{SOURCES.get(source, source)} {_instant(at, zone)}" for source, at in as_of.items())
        yield f"As of: {', '.join(told)}."
    if facts.next_at is not None:
        yield f"Next: {_instant(facts.next_at, zone)} ({zone})."


def _revised(facts: DigestFacts) -> Iterator[str]:
    """By how much the week before is not what was told of it."""
    before = facts.total.before.total
    if facts.told is None or before is None or before == facts.told:
        return
    change = signed(total([before, -facts.told]))
    yield f"The week before was revised by {change} to {shown(before)} since it was told of."


def _sure(facts: DigestFacts) -> Iterator[str]:
    week = facts.total.week
    if week.total is None:
        return
    by_sure = {sure: [each.day for each in week.days if each.sure == sure] for sure in SURE}
    parts = [f"{weekdays(days)} {SURE[sure]}" for sure, days in by_sure.items() if days]
    if parts:
        yield f"{'; '.join(parts)}."
    if week.reconciliation.unexplained > ZERO:
        yield f"{shown(week.reconciliation.unexplained)} was billed that no recorded usage explains."


def _instant(at: datetime, zone: str) -> str:
    """As people there write it: Mon 23 November 09:00."""
    there = at.astimezone(zone_of(zone))
    return f"{there:%a} {there.day} {there:%B} {there:%H:%M}"
