"""Which stretch of days a question about spend asks about."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from bot.language import dates
from bot.language.requests.cues import Cues
from bot.language.vocabulary import WEEKDAYS

_THROUGH = ("and", "to", "-", "–", "until", "till", "through", "thru")


def range_of(cues: Cues, today: date) -> str | None:
    """The stretch of days asked about."""
    return (
        _dates(cues, today)
        or _recent(cues, today)
        or _part_of_month(cues, today)
        or _half_year(cues, today)
        or _months(cues, today)
        or _quarter(cues, today)
        or _calendar_week(cues, today)
        or _weekend(cues, today)
        or _named(cues, today)
        or _year(cues, today)
        or _weekday(cues, today)
    )


def _dates(cues: Cues, today: date) -> str | None:
    found = [_in_year(item.value, cues, today) for item in cues.items if item.kind == "date"]
    if not found:
        return None
    first = dates.day_of(_with_year(found[0], found), today)
    if len(found) == 1 and (day := _other_day(cues)):
        return _in_month(first, day)
    if len(found) > 1:
        last = dates.day_of(_with_year(found[1], found), today)
        if first > last:  # December to January; where both years are said, the other way round
            said = all(not value.startswith("0000") for value in found[:2])
            first, last = (last, first) if said else (first.replace(year=last.year - 1), last)
    else:
        last = today if "since" in cues.words else first
    return f"{first.isoformat()}..{last.isoformat()}"


def _with_year(value: str, values: list[str]) -> str:
    year = next((v[:4] for v in values if v[:4] != "0000"), value[:4])
    return year + value[4:] if value.startswith("0000") else value


def _other_day(cues: Cues) -> int:
    """The 3 of "between 3 and 9 March", the 9 of "March 3 to 9"; 0 where one day is all there is,
    below zero where the two are no stretch of one month."""
    items = [item for item in cues.items if item.text not in ("the", "of")]
    n = next(n for n, item in enumerate(items) if item.kind == "date")
    for joint, day in ((n - 1, n - 2), (n + 1, n + 2)):
        if 0 <= day < len(items) and items[joint].text in _THROUGH and items[day].of("num", "ordinal"):
            said = items[day].value or items[day].text
            known = int(items[n].value[-2:])
            other = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0
            return other if (other < known) == (day < n) else -1
    return 0


def _in_month(known: date, day: int) -> str | None:
    """The days between the two, both in the month of the one that is known; None when the month has no such day."""
    try:
        first, last = sorted((known, known.replace(day=day)))
    except ValueError:
        return None
    return f"{first.isoformat()}..{last.isoformat()}"


def _weekday(cues: Cues, today: date) -> str | None:
    """Since Monday, on Friday: the latest such day that has begun."""
    named = cues.first("weekday")
    if named is None:
        return None
    day = today - timedelta(days=(today.weekday() - list(WEEKDAYS).index(named)) % 7)
    return f"{day.isoformat()}..{(today if 'since' in cues.words else day).isoformat()}"


def _weekend(cues: Cues, today: date) -> str | None:
    """Last weekend, over the weekend: the latest Saturday and Sunday that are over, or that have begun."""
    if not cues.says("last weekend", "this weekend", "the weekend"):
        return None
    since = (today.weekday() - 5) % 7  # days since the latest Saturday
    saturday = today - timedelta(days=since + 7 * ("last" in cues.words and since < 2))
    return f"{saturday.isoformat()}..{(saturday + timedelta(days=1)).isoformat()}"


def _in_year(value: str, cues: Cues, today: date) -> str:
    """March last year: the year that the text names elsewhere."""
    named = {"last_year": today.year - 1, "this_year": today.year}.get(cues.first("range") or "")
    return f"{named:04}{value[4:]}" if named and value.startswith("0000") else value


def _named(cues: Cues, today: date) -> str | None:
    """A stretch of days by its name; last year has none in a request and is written out."""
    name = cues.first("range")
    if name in ("last_week", "last_month") and "before last" in cues.line:
        monday = today - timedelta(days=today.weekday() + 14)
        week = f"{monday.isoformat()}..{(monday + timedelta(days=6)).isoformat()}"
        return week if name == "last_week" else f"{_months_ago(today, 2):%Y-%m}"
    if name == "yesterday" and "before" in cues.words:
        day = today - timedelta(days=2)
        return f"{day.isoformat()}..{day.isoformat()}"
    return f"{today.year - 1}-01-01..{today.year - 1}-12-31" if name == "last_year" else name


def _year(cues: Cues, today: date) -> str | None:
    """Spend in 2025."""
    year = _year_said(cues)
    if not 0 < year <= today.year:
        return None
    return "this_year" if year == today.year else f"{year}-01-01..{year}-12-31"


def _year_said(cues: Cues) -> int:
    """The year that the text names by its number; 0 when it names none."""
    return next((int(f.text) for f in cues.facts if f.kind == "year"), 0)


def _recent(cues: Cues, today: date) -> str | None:
    if not cues.words & {"last", "past", "previous"}:
        return None
    stretch = next((f for f in cues.facts if f.kind == "duration" and f.number is not None), None)
    if stretch is None or stretch.number is None:
        return None
    days = int(stretch.number * {"day": 1, "week": 7, "month": 30, "year": 365}.get(stretch.value, 1))
    if days in (7, 30):
        return f"last_{days}_days"
    if not 0 < days < 4000:
        return None
    return f"{(today - timedelta(days=days - 1)).isoformat()}..{today.isoformat()}"


def _months(cues: Cues, today: date) -> str | None:
    named = [_in_year(item.value, cues, today) for item in cues.items if item.kind == "month"]
    found = [dates.month_range(value, today) for value in named]
    if found and "since" in cues.words:
        return f"{found[0]}-01..{today.isoformat()}"
    if len(found) < 2:
        return found[0] if found else None
    year, month = (int(part) for part in found[-1].split("-"))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return f"{found[0]}-01..{last.isoformat()}"


def _part_of_month(cues: Cues, today: date) -> str | None:
    """The first ten days of November, the second half of October, the last week of September."""
    named = [item.value for item in cues.items if item.kind == "month"]
    side = next((word for word in ("first", "last", "second") if word in cues.words), "")
    if len(named) != 1 or not side:
        return None
    year, month = (int(part) for part in dates.month_range(_in_year(named[0], cues, today), today).split("-"))
    ends = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if cues.says("first half", "second half", "last half"):
        first, last = (1, 15) if side == "first" else (16, ends)
    else:
        days = _days_said(cues)
        if not 0 < days < ends or side == "second":
            return None
        first, last = (1, days) if side == "first" else (ends - days + 1, ends)
    return f"{date(year, month, first).isoformat()}..{date(year, month, last).isoformat()}"


def _half_year(cues: Cues, today: date) -> str | None:
    """The first half of this year, the second half of 2025."""
    named = {"this_year": today.year, "last_year": today.year - 1}.get(cues.first("range") or "")
    year = named or _year_said(cues)
    halved = cues.words & {"h1", "h2"}
    year = year or (today.year if halved else 0)
    if not year or not (halved or cues.says("first half", "second half", "last half")):
        return None
    return f"{year}-01-01..{year}-06-30" if cues.words & {"first", "h1"} else f"{year}-07-01..{year}-12-31"


def _days_said(cues: Cues) -> int:
    """How many days the text counts: ten days, a week, two weeks; 0 when it counts none."""
    for before, item in pairwise(cues.items):
        if item.kind == "time" and item.value in ("day", "week"):
            many = before.number if before.kind == "num" else Decimal(before.text in ("first", "last"))
            return int((many or 0) * (7 if item.value == "week" else 1))
    return 0


def _quarter(cues: Cues, today: date) -> str | None:
    named = next((int(w[1]) for w in ("q1", "q2", "q3", "q4") if w in cues.words), 0)
    if named:
        year = today.year if 3 * named - 2 <= today.month else today.year - 1
        year = int(_in_year(f"0000-{year}", cues, today)[:4]) or year
        first, after = date(year, 3 * named - 2, 1), date(year + named // 4, (3 * named) % 12 + 1, 1)
        return f"{first.isoformat()}..{(after - timedelta(days=1)).isoformat()}"
    running = cues.says("this quarter", "this quarter's", "of the quarter", "of this quarter")
    if not (running or cues.says("last quarter", "last quarter's", "previous quarter")):
        return None
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    if running:
        return f"{first.isoformat()}..{today.isoformat()}"
    last = first - timedelta(days=1)
    return f"{date(last.year, last.month - 2, 1).isoformat()}..{last.isoformat()}"


def _calendar_week(cues: Cues, today: date) -> str | None:
    """Calendar week 46, KW 46: the latest that has begun, Monday to Sunday (ISO 8601)."""
    for before, item in pairwise(cues.items):
        number = item.number if item.kind == "num" else None
        if before.text not in ("week", "kw", "cw", "wk") or number is None or number not in range(1, 54):
            continue
        for year in (today.year, today.year - 1):
            monday = _monday_of(year, int(number))
            if monday is not None and monday <= today:
                return f"{monday.isoformat()}..{(monday + timedelta(days=6)).isoformat()}"
    return None


def _monday_of(year: int, week: int) -> date | None:
    """The first day of a calendar week; None where the year has no 53rd."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _months_ago(today: date, months: int) -> date:
    """The first day of an earlier month."""
    since = today.year * 12 + today.month - 1 - months
    return date(since // 12, since % 12 + 1, 1)
