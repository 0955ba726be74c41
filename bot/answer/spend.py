"""Answering what was spent, from a summary that was looked up; without one, that nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.answer.clarify import problem
from bot.answer.costs import Quoter
from bot.answer.groups import AS_OF, UNKNOWN
from bot.answer.model import Answer, Data, Row, Value
from bot.periods import Days, days_of, spans
from bot.request import Reading, SpendRequest
from bot.spend.facts import SOURCES
from pricing.money import ZERO, plain, ratio, shown, times, total

if TYPE_CHECKING:  # the quick answers need none of it
    from bot.spend.facts import Quoted
    from bot.spend.summary import SpendSummary


def spend(quoter: Quoter, reading: Reading, request: SpendRequest) -> Answer:
    """What was spent: from what is known, or that nothing is."""
    summary = quoter.known.spend
    try:
        days = summary.question.days if summary else days_of(request.range, quoter.at.date())
    except ValueError:
        return problem(reading, quoter.at, "range", f"{request.range} is not a time that I know. For which time?")
    fields: dict[str, Value] = {
        "from": days.start,
        "to": days.end,
        "timezone": summary.question.zone if summary else "UTC",
        "total_usd": summary.total if summary else None,
        "previous_usd": summary.previous if summary else None,
        "complete": summary.complete if summary else False,
    }
    if summary is None:
        why = quoter.known.why or f"No spend data {_whole(days, 'UTC', request)}: {NOTHING}"
        return Answer(reading, quoter.at, data=Data(fields=fields), body=(why,))
    rows: tuple[Row, ...] = tuple({"key": row.key or UNKNOWN, "usd": row.usd} for row in summary.rows)
    lead = tuple(_lead(summary, request))
    note = (quoter.known.note,) if quoter.known.note else ()
    body = (*lead, *note, *_rest(summary), *_quoted(quoter.known.quoted), *_as_of(summary))
    data = Data(rows, fields, summary.as_of, len(lead), summary.question.by)
    return Answer(reading, quoter.at, data=data, body=body)


NOTHING = "nothing has been recorded or imported yet."
NOT_YET = "it has not arrived yet."


def _lead(summary: SpendSummary, request: SpendRequest) -> Iterator[str]:
    days, zone = summary.question.days, summary.question.zone
    missing = _missing(summary)
    if summary.total is None or (not summary.total and len(missing) == len(summary.days) > 0):
        why = NOTHING if summary.arrived == "never" else NOT_YET
        yield f"No spend data {_whole(days, zone, request)}{_on(summary)}: {why}"
        return
    least = "at least " if missing and not summary.runs else ""
    spent = f"Spent {least}{shown(summary.total)}" if summary.total else "Nothing was spent"
    so_far = " so far" if summary.runs else ""
    yield f"{spent} {_when(days)} ({zone}){_whose(request)}{_on(summary)}{so_far}."
    if not least:
        yield from _change(summary, request)


def _missing(summary: SpendSummary) -> list[date]:
    """The days that no data has arrived for; before the first that anything was recorded there is none to come."""
    return [day.day for day in summary.days if day.sure == "missing" and day.day >= summary.began]


def _rest(summary: SpendSummary) -> Iterator[str]:
    if summary.total is None:
        return
    if summary.reconciliation.billed and not summary.question.only.attributed:
        yield from _reconciled(summary)
    yield from _sure(summary)


def _whole(days: Days, zone: str, request: SpendRequest) -> str:
    return f"{f'for {days}' if days.start else days} ({zone}){_whose(request)}"


def _whose(request: SpendRequest) -> str:
    whose = (("by", request.user), ("in", request.channel and f"#{request.channel}"), ("on", request.model))
    return "".join(f" {preposition} {name}" for preposition, name in whose if name)


def _on(summary: SpendSummary) -> str:
    """The project that is asked for, which no request says."""
    return "".join(f" for project {name}" for name in summary.question.only.projects)


def _when(days: Days) -> str:
    if days.start is None:
        return str(days)
    return f"on {days}" if _length(days) == 1 else f"from {days}"


def _length(days: Days) -> int:
    return (days.end - days.start).days if days.start else 0


def _change(summary: SpendSummary, request: SpendRequest) -> Iterator[str]:
    """Against the range before; while a range runs, against the part of it that is as long."""
    before = summary.previous_so_far if summary.runs else summary.previous
    if before is None or summary.total is None:
        return
    change = total([summary.total, -before])
    what = f"the {_unit(request.range, summary.question.days)} before"
    if summary.runs:
        what += f" by the same day ({shown(before)}, and {shown(summary.previous or ZERO)} in all)"
    else:
        what += f" ({shown(before)})"
    if not change:
        yield f"That is as much as {what}."
        return
    share = f" ({plain(abs(ratio(times(100, change), before, 0)), 0)} %)" if before else ""
    yield f"That is {shown(abs(change))}{share} {'more' if change > 0 else 'less'} than {what}."


def _unit(name: str | None, days: Days) -> str:
    """What the range before is called."""
    for unit in ("week", "month", "year"):
        if name in (f"this_{unit}", f"last_{unit}"):
            return unit
    if name and len(name) == len("2026-10"):
        return "month"
    return "day" if _length(days) == 1 else f"{_length(days)} days"


def _reconciled(summary: SpendSummary) -> Iterator[str]:
    held = summary.reconciliation
    yield f"Billed: {shown(held.billed)}; usage recorded on all days: {shown(held.recorded)}."
    yield from (str(cause) for cause in held.causes)
    if held.revised:
        yield f"Bills were revised by {shown(held.revised)} after they had come."


def _sure(summary: SpendSummary) -> Iterator[str]:
    if summary.days and summary.days[0].day < summary.began:
        yield f"Nothing is recorded before {summary.began}."
    for sure, said in (
        ("missing", "No data has arrived for {}."),
        ("estimate", "Still an estimate: {}."),
        ("final", "Final: {}."),
    ):
        days = [day.day for day in summary.days if day.sure == sure and day.day >= summary.began]
        if days:
            yield said.format(spans(days))


def _quoted(found: Quoted | None) -> Iterator[str]:
    """What was quoted in the range, and how far what was made of it cost something else."""
    if found is None or not found.count:
        return
    said = f"Quoted in that time: {shown(found.usd)} in {found.count:,} {'quote' if found.count == 1 else 'quotes'}."
    if not found.made:
        yield f"{said} Nothing says that any of it was made."
        return
    change = total([found.made_spent, -found.made_quoted])
    against = f", {shown(abs(change))} {'more' if change > 0 else 'less'}" if change else ", as quoted"
    made = f"{found.made:,} of them {'was' if found.made == 1 else 'were'} made"
    made = ("It was made" if found.count == 1 else "All were made") if found.made == found.count else made
    yield f"{said} {made}: quoted {shown(found.made_quoted)} by tokens, spent {shown(found.made_spent)}{against}."


def _as_of(summary: SpendSummary) -> Iterator[str]:
    if summary.as_of:
        told = (f"{SOURCES.get(source, source)} {_instant(at)}" for source, at in summary.as_of.items())
        yield f"{AS_OF}{', '.join(told)}."


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
