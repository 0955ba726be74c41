"""Ranges of days by name."""

from __future__ import annotations

from datetime import date

import pytest

from bot.periods import before, days_of

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("today", "2026-11-22", "2026-11-23"),
        ("yesterday", "2026-11-21", "2026-11-22"),
        ("this_week", "2026-11-16", "2026-11-23"),
        ("last_week", "2026-11-09", "2026-11-16"),
        ("this_month", "2026-11-01", "2026-12-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("last_7_days", "2026-11-16", "2026-11-23"),
        ("last_30_days", "2026-10-24", "2026-11-23"),
        ("this_year", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-10-05..2026-10-25", "2026-10-05", "2026-10-26"),
    ],
)
def test_ranges_are_half_open(name: str, start: str, end: str) -> None:
    """The first day counts, the last is the day before the end."""
    days = days_of(name, SUNDAY)
    assert (str(days.start), str(days.end)) == (start, end)


def test_all_time_has_no_start() -> None:
    """No range means everything up to today."""
    days = days_of(None, SUNDAY)
    assert (days.start, days.end) == (None, date(2026, 11, 23))
    assert str(days) == "up to 2026-11-22"


def test_days_are_written_with_both_ends_counted() -> None:
    """A single day stands for itself."""
    assert str(days_of("today", SUNDAY)) == "2026-11-22"
    assert str(days_of("last_week", SUNDAY)) == "2026-11-09 to 2026-11-15"


def test_a_name_that_is_no_range_is_refused() -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="isoformat"):
        days_of("whenever", SUNDAY)


def test_the_last_and_the_first_days_of_the_calendar() -> None:
    """There is no day after the last, and no range before the first."""
    with pytest.raises(ValueError, match="9999-12-31 is the last day"):
        days_of("9999-12-30..9999-12-31", SUNDAY)
    assert before("0001-01-02..0001-01-09", days_of("0001-01-02..0001-01-09", SUNDAY)) is None
