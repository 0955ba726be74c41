"""P5: every zone, every clock change of 2020 to 2038, against a calculation that shares nothing with the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.digest.schedule import WEEK, Schedule, monday_of, zone_names
from tests.reliability import zones
from tests.reliability.zones import DAY, EPOCH

FIRST, LAST = date(2020, 1, 1), date(2038, 12, 31)
HALF_HOURS = 336
UNIX = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def expected(where: zones.Zone, half_hour: int) -> Iterator[tuple[int, date]]:
    """Each occurrence: seconds since 1970, and the Monday of the week before its own."""
    weekday, seconds = half_hour // 48, half_hour % 48 * 1_800
    day = FIRST + timedelta(days=(weekday - FIRST.weekday()) % 7)
    while day <= LAST:
        yield where.first((day.toordinal() - EPOCH) * DAY + seconds), day - timedelta(days=day.weekday() + 7)
        day += WEEK


def of(half_hour: int, zone: str) -> Schedule:
    """The schedule of a half hour of the week."""
    weekday, number = divmod(half_hour, 48)
    return Schedule(weekday, time(number // 2, number % 2 * 30), zone)


def differences(name: str, half_hours: Iterable[int]) -> list[str]:
    """Where the schedule and the calculation differ, or occurrences do not follow one another week by week."""
    found = []
    where = zones.zone(zones.content(name))
    for half_hour in half_hours:
        due = of(half_hour, name).occurrences(datetime(2019, 12, 31, tzinfo=UTC) - DAY * SECOND)
        before: tuple[int, date] | None = None
        ours = ((int((each.at - UNIX) / SECOND), each.period) for each in due)
        calculated = list(expected(where, half_hour))
        got = next(each for each in ours if each[1] == calculated[0][1])
        for want in calculated:
            if got != want:
                found.append(f"{name}, half hour {half_hour}: {got}, not {want}")
            if before and not (got[0] > before[0] and got[1] == before[1] + WEEK):
                found.append(f"{name}, half hour {half_hour}: {got} after {before}")
            before, got = got, next(ours)
    return found


def representatives() -> list[str]:
    """A zone of each different file: the schedule sees nothing but the file."""
    by_content: dict[bytes, str] = {}
    for name in sorted(zone_names()):
        by_content.setdefault(zones.content(name), name)
    return list(by_content.values())


def around_changes(name: str) -> list[str]:
    """What differs in the half hours on both sides of each clock change of a zone, and within what it skips."""
    where, found = zones.zone(zones.content(name)), []
    for at, before, after in where.changes():
        low, high = sorted((at + before, at + after))
        for local in range(low // 1_800 * 1_800 - 3_600, high + 3_600, 1_800):
            days, seconds = divmod(local, DAY)
            day = date.fromordinal(EPOCH + days)
            got = of(day.weekday() * 48 + seconds // 1_800, name).next(UNIX + SECOND * (at - 3 * DAY))
            want = UNIX + SECOND * where.first(local), monday_of(day) - WEEK
            if (got.at, got.period) != want:
                found.append(f"{name}: {got}, not {want}")
    return found


def every_half_hour(name: str) -> list[str]:
    """`differences` of the whole week."""
    return differences(name, range(HALF_HOURS))


def test_every_clock_change_of_every_zone() -> None:
    """A skipped time moves forward by what is skipped, a repeated one fires the first time, 2020 to 2038."""
    assert [each for name in representatives() for each in around_changes(name)] == []


def test_every_zone_through_all_years(full: bool) -> None:
    """One occurrence a period, strictly increasing, at the calculated second: the whole week in half hours.

    In the ordinary run a half hour of each of a third of the zones, another for each.
    """
    if full:
        with ProcessPoolExecutor() as pool:
            assert [each for found in pool.map(every_half_hour, representatives()) for each in found] == []
        return
    for number, name in enumerate(representatives()[::3]):
        assert differences(name, [number * 37 % HALF_HOURS]) == []


def test_the_calculation_knows_the_cases_that_people_know() -> None:
    """02:30 in Berlin is skipped on 29 March 2026 and comes twice on 25 October; Lord Howe moves by half an hour."""

    def first(name: str, *local: int) -> str:
        moment = datetime(*local, tzinfo=UTC)  # type: ignore[arg-type,misc]
        seconds = zones.zone(zones.content(name)).first(int((moment - UNIX) / SECOND))
        return (UNIX + SECOND * seconds).isoformat()[:16]

    assert first("Europe/Berlin", 2026, 3, 29, 2, 30) == "2026-03-29T01:30"  # 03:30 on the clock
    assert first("Europe/Berlin", 2026, 10, 25, 2, 30) == "2026-10-25T00:30"  # still summer
    assert first("Australia/Lord_Howe", 2026, 10, 4, 2, 15) == "2026-10-03T15:45"  # 02:45 on the clock
    assert first("Europe/Berlin", 2037, 7, 6, 9, 0) == "2037-07-06T07:00"  # by the rule alone
    assert first("Asia/Kathmandu", 2026, 11, 23, 9, 0) == "2026-11-23T03:15"


def test_a_wrong_schedule_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking the second of two times, and what lies before a gap, differs."""
    from bot.digest import schedule

    def second(day: date, at: time, zone: object) -> datetime:
        return datetime.combine(day, at.replace(fold=1), zone).astimezone(UTC)  # type: ignore[arg-type]

    monkeypatch.setattr(schedule, "instant", second)
    assert around_changes("Europe/Berlin")
