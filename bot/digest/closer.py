"""A closer look at what the week raises: days that stand out, and models in use that retire. One look for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.digest.anomalies import odd_days
from bot.digest.compose import wanted
from bot.digest.facts import DigestFacts, OddDay, Retiring
from bot.digest.market import ends, retiring
from bot.periods import Days
from bot.spend.books import Books
from bot.spend.facts import Group
from bot.spend.summary import Question, SpendSummary
from pricing import Catalog

ONE_DAY = timedelta(days=1)
GROUPS: tuple[Group, ...] = ("model", "channel")
"""What a day that stands out is explained by."""


async def closer(facts: DigestFacts, books: Books, catalog: Catalog) -> DigestFacts:
    """The facts with what the days that stand out were made of, and the models that retire.

    Raises:
        StorageError: the ledger cannot be read.
    """
    days, models = _odd_days(facts), _retiring_models(facts, catalog)
    by_day, by_model = _of_days(facts, days), _of_models(facts, models)
    found = await books.many(facts.subscription.workspace, [*by_day, *by_model]) if by_day or by_model else []
    return replace(
        facts,
        odd=_odd(days, found[: len(by_day)]),
        retiring=_retiring(facts, catalog, models, found[len(by_day) :]),
    )


def used(facts: DigestFacts) -> tuple[str, ...]:
    """The models of the week, those that cost most first."""
    rows = facts.models.week.rows if facts.models else ()
    return tuple(row.key for row in rows if row.kind == "group" and row.key and row.usd > 0)


def _odd_days(facts: DigestFacts) -> list[date]:
    if not wanted(facts, "anomalies"):
        return []
    return [each.day for each in odd_days(facts.total.week.days, facts.earlier)]


def _of_days(facts: DigestFacts, days: Sequence[date]) -> list[Question]:
    """All the earlier days, then each that stands out, by one group and then the next."""
    if not days:
        return []
    week = facts.total.week.question
    ranges = [Days(facts.earlier[0].day, facts.period.first), *(Days(day, day + ONE_DAY) for day in days)]
    groups = [group for group in GROUPS if group != "channel" or not week.only.channels]
    return [replace(week, days=each, by=group) for group in groups for each in ranges]


def _odd(days: Sequence[date], found: Sequence[SpendSummary]) -> tuple[OddDay, ...]:
    groups = [found[at : at + 1 + len(days)] for at in range(0, len(found), 1 + len(days))]
    return tuple(
        OddDay(day, {same[0].question.by: (same[at], same[0]) for same in groups if same[0].question.by})
        for at, day in enumerate(days, 1)
    )


def _retiring_models(facts: DigestFacts, catalog: Catalog) -> list[str]:
    if not wanted(facts, "retiring"):
        return []
    return [model for model in used(facts) if ends(catalog, model, facts.now)]


def _of_models(facts: DigestFacts, models: Sequence[str]) -> list[Question]:
    """The week of each model by quality."""
    week = facts.total.week.question
    return [replace(week, by="quality", only=replace(week.only, models=(model,))) for model in models]


def _retiring(
    facts: DigestFacts, catalog: Catalog, models: Sequence[str], found: Sequence[SpendSummary]
) -> tuple[Retiring, ...]:
    every = (retiring(catalog, model, each, facts.now) for model, each in zip(models, found, strict=True))
    return tuple(sorted(every, key=lambda each: (each.over, each.ends)))
