"""When a summary goes out: worked out by hand for places and days where it matters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from bot.digest.schedule import Schedule, Window, window, zone_names, zone_of
from bot.errors import UsageError


def utc(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_monday_tells_of_the_week_before() -> None:
    """Monday 23 November 2026, 09:00 in Berlin is 08:00 UTC, and tells of the week of the 16th."""
    found = Schedule(0, time(9), "Europe/Berlin").next(utc("2026-11-20T12:00"))
    assert (found.at, found.period) == (utc("2026-11-23T08:00"), date(2026, 11, 16))


def test_any_other_day_tells_of_the_last_whole_week() -> None:
    """Friday 27 November in Lisbon and Sunday the 29th: the week of the 16th, since that of the 23rd is not over."""
    friday = Schedule(4, time(16, 30), "Europe/Lisbon").next(utc("2026-11-27T16:29"))
    assert (friday.at, friday.period) == (utc("2026-11-27T16:30"), date(2026, 11, 16))
    sunday = Schedule(6, time(23, 59), "UTC").next(utc("2026-11-27T16:29"))
    assert (sunday.at, sunday.period) == (utc("2026-11-29T23:59"), date(2026, 11, 16))


def test_next_is_after_and_never_at() -> None:
    """Asked at the very instant, it is a week later."""
    schedule = Schedule(0, time(9), "UTC")
    assert schedule.next(utc("2026-11-23T09:00")).at == utc("2026-11-30T09:00")
    assert schedule.next(utc("2026-11-23T09:00") - timedelta(microseconds=1)).at == utc("2026-11-23T09:00")


def test_the_hour_stays_when_the_clock_changes() -> None:
    """Nine in New York is 13:00 UTC until 1 November 2026 and 14:00 after."""
    found = list(islice(Schedule(0, time(9), "America/New_York").occurrences(utc("2026-10-20T00:00")), 2))
    assert [each.at for each in found] == [utc("2026-10-26T13:00"), utc("2026-11-02T14:00")]


def test_a_skipped_time_moves_forward() -> None:
    """Sunday 29 March 2026 has no 02:30 in Berlin: 03:30 it is, 01:30 UTC."""
    assert Schedule(6, time(2, 30), "Europe/Berlin").next(utc("2026-03-25T00:00")).at == utc("2026-03-29T01:30")


def test_a_repeated_time_comes_once() -> None:
    """Sunday 25 October 2026 has 02:30 twice in Berlin: the first, 00:30 UTC, and then a week later."""
    found = list(islice(Schedule(6, time(2, 30), "Europe/Berlin").occurrences(utc("2026-10-20T00:00")), 2))
    assert [each.at for each in found] == [utc("2026-10-25T00:30"), utc("2026-11-01T01:30")]


def test_the_other_side_of_the_date_line() -> None:
    """Monday 00:30 on Kiritimati (UTC+14) is Sunday 10:30 UTC."""
    found = Schedule(0, time(0, 30), "Pacific/Kiritimati").next(utc("2026-11-20T00:00"))
    assert (found.at, found.period) == (utc("2026-11-22T10:30"), date(2026, 11, 16))


def test_a_week_is_from_monday_to_monday_in_its_zone() -> None:
    """That of the change in October 2026 has 169 hours in Berlin, that of March 167."""
    october = window(date(2026, 10, 19), "Europe/Berlin")
    assert october == Window(utc("2026-10-18T22:00"), utc("2026-10-25T23:00"))
    assert october.end - october.start == timedelta(hours=169)
    march = window(date(2026, 3, 23), "Europe/Berlin")
    assert march.end - march.start == timedelta(hours=167)


def test_weeks_follow_one_another_without_a_gap() -> None:
    """The end of each is the beginning of the next, in a zone that changes by half an hour at midnight's hour."""
    first = date(2026, 1, 5)
    weeks = [window(first + timedelta(days=7 * n), "Australia/Lord_Howe") for n in range(60)]
    assert [each.end for each in weeks[:-1]] == [each.start for each in weeks[1:]]


def test_midnight_that_does_not_exist_begins_the_week_when_the_day_does() -> None:
    """In Beirut the clocks skip 00:00 to 01:00 on Sunday 29 March 2026: a summary for 00:00 goes out at 01:00."""
    found = Schedule(6, time(0, 0), "Asia/Beirut").next(utc("2026-03-25T00:00"))
    assert found.at.astimezone(zone_of("Asia/Beirut")).isoformat() == "2026-03-29T01:00:00+03:00"


@pytest.mark.parametrize("zone", ["Europe/Berlino", "", "../etc/passwd", "/etc/localtime", "Europe", "europe/berlin"])
def test_a_zone_that_is_none_is_told(zone: str) -> None:
    """In a sentence that shows how zones are called."""
    with pytest.raises(UsageError, match="zones are called like Europe/Berlin"):
        Schedule(0, time(9), zone)


def test_a_weekday_that_is_none_is_told() -> None:
    """There are seven."""
    with pytest.raises(UsageError, match="no weekday 7"):
        Schedule(7, time(9), "UTC")


def test_zones_are_those_of_the_package() -> None:
    """Hundreds of them, whatever the machine has."""
    assert len(zone_names()) > 550
    assert {"Europe/Kyiv", "Asia/Kolkata", "UTC"} <= zone_names()
