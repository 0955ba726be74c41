"""What a weekly summary says. Pure: facts in, figures and sentences out; `bot.slack.blocks.digest` draws them.

    facts --sentence, breakdown, anomalies, outlook, notes--> Digest

Quotes are never called spend: where nothing was spent the summary says what was quoted, as that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from bot.digest.anomalies import odd_days
from bot.digest.breakdown import alone, breakdown
from bot.digest.facts import DigestFacts, Held, Pair
from bot.digest.model import Breakdown, BudgetBar, Digest, Name, NameKind
from bot.digest.notes import lead, notes
from bot.digest.outlook import ahead, odd
from bot.digest.schedule import zone_of
from bot.digest.sentence import percent, quoted_in, sentence
from bot.spend.budgets import Standing
from pricing.money import shown, times, total

ONE_DAY = timedelta(days=1)
WORTH_SAYING = Decimal("0.01")
"""Of what was quoted, by which what was spent must differ to be called another amount."""


def compose(facts: DigestFacts) -> Digest:
    """The summary of a week."""
    week, before = facts.total.week, facts.total.before
    parts, scope = tuple(_breakdowns(facts)), scope_name(facts)
    partial = any(each.sure == "missing" for each in week.days)
    known = before.total if not partial else None
    odd_ones = odd_days(week.days, facts.earlier) if week.total and wanted(facts, "anomalies") else ()
    return Digest(
        first=facts.period.first,
        last=facts.period.first + 6 * ONE_DAY,
        timezone=facts.subscription.timezone,
        scope=scope,
        arrived=week.arrived,
        sentence=sentence(facts, scope, [each for each in parts if each.by != "person"]),
        spent=week.total,
        before=known,
        partial=partial,
        lead=tuple(lead(facts)),
        days=week.days,
        days_before=before.days if known is not None else (),
        breakdowns=tuple(each if not partial else alone(each) for each in parts if wanted(facts, SECTION_OF[each.by])),
        budgets=tuple(_bar(held) for held in facts.budgets),
        quoted=_quoted(facts),
        odd=tuple(odd(each, facts) for each in odd_ones),
        ahead=tuple(ahead(facts)),
        notes=tuple(notes(facts)),
        by_person=facts.by_person,
    )


SECTION_OF: dict[NameKind, str] = {"model": "models", "person": "people", "channel": "channels"}


def wanted(facts: DigestFacts, section: str) -> bool:
    """Whether a section is shown: all are where none is named, and people only where a manager turned them on."""
    named = facts.subscription.sections
    return (not named or section in named) and (section != "people" or facts.by_person)


def scope_name(facts: DigestFacts) -> Name | None:
    """What the summary is of; None is the workspace."""
    only = facts.total.week.question.only
    if only.channels:
        return Name("channel", next(iter(only.channels)))
    return Name("project", next(iter(only.projects))) if only.projects else None


def _breakdowns(facts: DigestFacts) -> Iterator[Breakdown]:
    by: tuple[tuple[NameKind, Pair | None], ...] = (
        ("model", facts.models),
        ("channel", facts.channels),
        ("person", facts.people if facts.by_person else None),
    )
    for kind, pair in by:
        found = breakdown(kind, pair) if pair else None
        if found:
            yield found


def _bar(held: Held) -> BudgetBar:
    """A budget: what is spent of it, where it heads, and the day it would end."""
    now, budget = held.standing, held.standing.budget
    kinds: dict[str, NameKind] = {"channel": "channel", "person": "person", "project": "project"}
    kind = kinds.get(budget.scope.kind)
    when = _when(held)
    said = f"{when}: {shown(now.spent) if now.spent else 'nothing'} of {shown(budget.amount)}"
    if now.left < 0:
        said += f", {shown(-now.left)} over"
    elif not held.over and now.forecast:
        said += f"; heads for {shown(now.forecast)}{_early(now)}"
    return BudgetBar(Name(kind, budget.scope.id) if kind else None, now.share, (f"{said}.",))


def _early(now: Standing) -> str:
    """The day that a budget would be used up, and how many days that is before its last."""
    if now.ends_on is None:
        return ""
    after = now.window.end.astimezone(zone_of(now.budget.timezone)).date()
    days = (after - now.ends_on).days - 1
    early = "its last day" if days < 1 else "1 day early" if days == 1 else f"{days} days early"
    return f": at this rate it is used up on {now.ends_on.day} {now.ends_on:%B}, {early}"


def _when(held: Held) -> str:
    first, period = held.standing.window.first, held.standing.budget.period
    if period == "month":
        return f"{first:%B}{'' if held.over else ' so far'}"
    return f"Week of {first.day} {first:%B}{'' if held.over else ' so far'}"


def _quoted(facts: DigestFacts) -> str:
    """What was quoted in the week beside what was spent."""
    quoted = facts.quoted
    if not wanted(facts, "quoted") or not (quoted.count or quoted.unpriced) or facts.total.week.total is None:
        return ""
    said = quoted_in(quoted)
    if not quoted.made:
        return f"{said} None of it was logged as made." if facts.total.week.entries else said
    change = total([quoted.made_spent, -quoted.made_quoted])
    much = quoted.made_quoted > 0 and abs(change) >= times(WORTH_SAYING, quoted.made_quoted)
    more = f" ({'+' if change > 0 else '−'}{percent(change, quoted.made_quoted)})" if much else ""
    jobs = "1 was" if quoted.made == 1 else f"{quoted.made:,} were"
    return f"{said} {jobs} logged as made: quoted {shown(quoted.made_quoted)}, spent {shown(quoted.made_spent)}{more}."
