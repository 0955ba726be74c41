"""Ranges of days by name, as half-open intervals: start inclusive, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"\d{4}-\d{2}")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `start` to `end`, `end` not included; no start means all time."""

    start: date | None
    end: date

    def __str__(self) -> str:
        last = self.end - timedelta(days=1)
        if self.start is None:
            return f"up to {last}"
        return str(last) if self.start == last else f"{self.start} to {last}"


def days_of(name: str | None, today: date) -> Days:
    """The days that a range names, as of today; weeks begin on Monday, None is all time.

    `name` is one of the words of the request (`today`, `last_week`, …), a month as YYYY-MM, or two days as
    YYYY-MM-DD..YYYY-MM-DD, both counted.

    Raises:
        ValueError: it is none of these, or a day that there is not.
    """
    tomorrow = today + timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    named = {
        None: Days(None, tomorrow),
        "today": Days(today, tomorrow),
        "yesterday": Days(today - timedelta(days=1), today),
        "this_week": Days(monday, monday + timedelta(days=7)),
        "last_week": Days(monday - timedelta(days=7), monday),
        "this_month": Days(first, _next_month(first)),
        "last_month": Days((first - timedelta(days=1)).replace(day=1), first),
        "last_7_days": Days(tomorrow - timedelta(days=7), tomorrow),
        "last_30_days": Days(tomorrow - timedelta(days=30), tomorrow),
        "this_year": Days(today.replace(month=1, day=1), date(today.year + 1, 1, 1)),
    }
    if name in named:
        return named[name]
    start, dots, last = (name or "").partition("..")
    if dots:
        try:
            return Days(date.fromisoformat(start), date.fromisoformat(last) + timedelta(days=1))
        except OverflowError:
            raise ValueError(f"{last} is the last day that there is") from None
    month = date.fromisoformat(f"{start}-01")
    return Days(month, _next_month(month))


def before(name: str | None, days: Days) -> Days | None:
    """The range before one: the month before a month, the year before a year, else as many days; None before all time.

    `name` is what named the days.
    """
    start = days.start
    if start is None:
        return None
    if name == "this_year":
        return Days(start.replace(year=start.year - 1), start)
    if name in ("this_month", "last_month") or (name and _MONTH.fullmatch(name)):
        return Days((start - timedelta(days=1)).replace(day=1), start)
    length = days.end - start
    return Days(start - length, start) if start - date.min >= length else None


def spans(days: Iterable[date], most: int = 4) -> str:
    """Days in words, those in a row as one: "2026-11-02 to 2026-11-05, 2026-11-09 and 3 more days"."""
    runs: list[Days] = []
    for day in sorted(days):
        if runs and runs[-1].end == day:
            runs[-1] = Days(runs[-1].start, day + timedelta(days=1))
        else:
            runs.append(Days(day, day + timedelta(days=1)))
    left = sum((run.end - run.start).days for run in runs[most:] if run.start)
    return ", ".join(map(str, runs[:most])) + (
        f" and {left} more days" if left > 1 else " and 1 more day" if left else ""
    )


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
