"""What was spent, budgets and the digest: requests about records, read off a message's cues."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from bot.language import dates
from bot.language.plainwords import STOP_WORDS
from bot.language.requests.cues import Cues
from bot.language.vocabulary import WEEKDAYS
from bot.request import (
    BudgetAction,
    BudgetPeriod,
    BudgetRequest,
    ClarifyRequest,
    DigestAction,
    DigestRequest,
    Request,
    SpendBy,
    SpendRequest,
    Weekday,
)

NOBODY = frozenset("people everyone anyone team everybody company marketing design month actually really".split())
GREETINGS = frozenset("hi hello hey good morning afternoon evening dear yo".split())
_THROUGH = ("and", "to", "-", "–", "until", "till", "through", "thru")
PERIODS: dict[str, BudgetPeriod] = {"week": "week", "month": "month"}


def spend(cues: Cues, today: date) -> SpendRequest:
    """A question about real spend."""
    return SpendRequest(
        range_of(cues, today),
        by_of(cues),
        cues.models[0] if cues.models else None,
        user_of(cues),
        cues.first("channel"),
    )


def user_of(cues: Cues) -> str | None:
    """The person asked about: not the bot, which is mentioned in front."""
    for n, item in enumerate(cues.items):
        lead = n < 3 and all(i.kind in ("user", "thanks", "punct") or i.text in GREETINGS for i in cues.items[:n])
        if item.kind == "user" and not (lead and item.text != item.raw and item.raw.startswith("<@")):
            return item.value if item.raw.startswith("<@") is False else item.raw[2:].split("|")[0].rstrip(">")
    return _name(cues)


def _name(cues: Cues) -> str | None:
    """A person named without @: what did dana spend."""
    for before, item, after in zip(cues.items, cues.items[1:], cues.items[2:], strict=False):
        asks = before.text in ("did", "has", "have", "what", "much", "how much")
        plain = item.kind == "word" and item.text.isalpha() and item.text not in STOP_WORDS | NOBODY
        if asks and plain and after.text in ("spend", "spent"):
            return item.raw
    return None


def by_of(cues: Cues) -> SpendBy | None:
    """What the spend is broken down by."""
    daily = any(f.kind == "period" and f.value == "day" for f in cues.facts)
    return cast(SpendBy | None, cues.first("by")) or ("day" if daily else None)


def range_of(cues: Cues, today: date) -> str | None:
    """The stretch of days asked about."""
    return (
        _dates(cues, today)
        or _recent(cues, today)
        or _months(cues, today)
        or _quarter(cues, today)
        or _named(cues, today)
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
        first = first if first <= last else first.replace(year=last.year - 1)
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


def _in_year(value: str, cues: Cues, today: date) -> str:
    """March last year: the year that the text names elsewhere."""
    named = {"last_year": today.year - 1, "this_year": today.year}.get(cues.first("range") or "")
    return f"{named:04}{value[4:]}" if named and value.startswith("0000") else value


def _named(cues: Cues, today: date) -> str | None:
    """A stretch of days by its name; last year has none in a request and is written out."""
    name = cues.first("range")
    return f"{today.year - 1}-01-01..{today.year - 1}-12-31" if name == "last_year" else name


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


def _quarter(cues: Cues, today: date) -> str | None:
    named = next((int(w[1]) for w in ("q1", "q2", "q3", "q4") if w in cues.words), 0)
    if named:
        year = today.year if 3 * named - 2 <= today.month else today.year - 1
        year = int(_in_year(f"0000-{year}", cues, today)[:4]) or year
        first, after = date(year, 3 * named - 2, 1), date(year + named // 4, (3 * named) % 12 + 1, 1)
        return f"{first.isoformat()}..{(after - timedelta(days=1)).isoformat()}"
    if not cues.says("this quarter", "last quarter"):
        return None
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    if cues.says("this quarter"):
        return f"{first.isoformat()}..{today.isoformat()}"
    last = first - timedelta(days=1)
    return f"{date(last.year, last.month - 2, 1).isoformat()}..{last.isoformat()}"


def budget(cues: Cues) -> Request:
    """Set, show or clear a budget; setting one needs an amount."""
    money = next((f for f in cues.facts if f.kind == "money"), None)
    bare = next((f for f in cues.facts if f.kind == "count"), None)
    if money is not None and _by(cues):
        return ClarifyRequest(jobs=(), missing=("amount_usd",))
    action: BudgetAction = "show"
    if (cues.has("clear") or cues.says("no more budget", "no budget")) and money is None:
        action = "clear"
    elif (
        money is not None
        or (bare is not None and cues.has("channel"))
        or (cues.has("set") and not cues.says("what is", "what's", "show"))
    ):
        action = "set"
    amount = money.number if money else (bare.number if bare and action == "set" else None)
    if action == "set" and (amount is None or amount <= 0 or (money and money.value != "USD")):
        return ClarifyRequest(jobs=(), missing=("amount_usd",))
    return BudgetRequest(action, amount if action == "set" else None, period_of(cues), cues.first("channel"))


def _by(cues: Cues) -> bool:
    """Raise it by $50: how much it was is not said."""
    return any(a.text == "by" and b.kind == "money" for a, b in pairwise(cues.items))


def period_of(cues: Cues) -> BudgetPeriod | None:
    """Week or month, where the text says one."""
    for fact in cues.facts:
        if fact.kind in ("period", "time") and fact.value in PERIODS:
            return PERIODS[fact.value]
    if cues.says("this month", "this week"):
        return "month" if cues.says("this month") else "week"
    return None


def clock_of(cues: Cues) -> str | None:
    """The time of day said: 16:30, 4 pm, at 9."""
    for item in cues.items:
        if item.kind == "time" and ":" in item.value:
            return item.value
    if spoken := _spoken_clock(cues):
        return spoken
    for before, item in pairwise(cues.items):
        if before.text == "at" and item.kind == "num" and item.number is not None and 0 <= item.number <= 23:
            return f"{int(item.number):02}:00"
    return None


def _spoken_clock(cues: Cues) -> str | None:
    """Half past six, quarter to nine; in the evening."""
    for part, side, hour in zip(cues.items, cues.items[1:], cues.items[2:], strict=False):
        minutes = {"half": 30, "quarter": 15}.get(part.text)
        if minutes is None or side.text not in ("past", "to") or hour.number is None or not 0 < hour.number <= 12:
            continue
        late = bool(cues.words & {"evening", "afternoon", "pm", "tonight"}) and hour.number < 12
        since = (int(hour.number) + 12 * late) * 60 + (minutes if side.text == "past" else -minutes)
        return f"{since // 60 % 24:02}:{since % 60:02}"
    return None


def _city(cues: Cues) -> str | None:
    """A zone by a city that stands by itself: 17:15 São Paulo, at 9 in Berlin."""
    for length in (3, 2, 1):
        for n in range(len(cues.items) - length + 1):
            some = cues.items[n : n + length]
            named = all(item.kind == "word" for item in some) and some[0].raw[:1].isupper()
            if named and (zone := dates.zone_of(" ".join(item.text for item in some))):
                return zone
    return None


def digest(cues: Cues) -> DigestRequest | ClarifyRequest:
    """What to do with the weekly digest, and when it is sent."""
    weekday = cast(Weekday | None, cues.first("weekday"))
    zone, clock = cues.first("zone") or _city(cues), clock_of(cues)
    action: DigestAction = "show"
    asks = "when" in cues.words or cues.says("when's", "when does", "what time", "which day", "what day")
    if weekday or clock or zone:
        action = "show" if asks else "schedule"
    elif cues.has("pause", "clear") or "off" in cues.words:
        action = "pause"
    elif cues.has("resume") or {"start", "again"} <= cues.words:
        action = "resume"
    elif (cues.has("send") or "post" in cues.words) and not asks:
        action = "send"
    if action != "schedule":
        return DigestRequest(action)
    if (
        any(f.kind == "workdays" or (f.kind == "period" and f.value == "day") for f in cues.facts)
        or len({i.value for i in cues.items if i.kind == "weekday"}) > 1
    ):
        return ClarifyRequest(jobs=(), missing=("weekday",))
    return DigestRequest(action, weekday, clock, zone)
