"""What was spent, budgets and the digest: requests about records, read off a message's cues."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import cast

from bot.language import dates
from bot.language.facts.fact import Fact
from bot.language.requests.cues import Cues
from bot.language.requests.groupings import by_of
from bot.language.requests.ranges import range_of
from bot.language.requests.whose import channel_of, user_of
from bot.request import (
    BudgetAction,
    BudgetPeriod,
    BudgetRequest,
    ClarifyRequest,
    DigestAction,
    DigestRequest,
    Request,
    SpendRequest,
    Weekday,
)

_CHANGED_TO = ("to", "into", "up to", "down to", "→", "->", ">")
_ASKING = (" did ", " has ", " have ", " is ", " are ")
_NO_MORE = ("no more budget", "no budget", "no longer", "take it off", "take that off")
PERIODS: dict[str, BudgetPeriod] = {"week": "week", "month": "month"}


def spend(cues: Cues, today: date) -> SpendRequest:
    """A question about real spend."""
    return SpendRequest(
        range_of(cues, today),
        by_of(cues),
        cues.models[0] if cues.models else None,
        user_of(cues),
        channel_of(cues),
    )


def budget(cues: Cues) -> Request:
    """Set, show or clear a budget; setting one needs an amount."""
    money = _new_amount([f for f in cues.facts if f.kind == "money"], cues)
    bare = next((f for f in cues.facts if f.kind == "count"), None)
    if money is not None and _by(cues):
        return ClarifyRequest(jobs=(), missing=("amount_usd",))
    action: BudgetAction = "show"
    if money is None and bare is None and cues.line.startswith(_ASKING) and not cues.has("clear"):
        return BudgetRequest("show", None, period_of(cues), channel_of(cues))
    ended = cues.says(*_NO_MORE) or (cues.has("neg") and cues.says("anymore", "any more"))
    if (cues.has("clear") or ended) and money is None:
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
    return BudgetRequest(action, amount if action == "set" else None, period_of(cues), channel_of(cues))


def _new_amount(amounts: list[Fact], cues: Cues) -> Fact | None:
    """The only amount, or the one that another is changed to: lower it from $400 to $320."""
    if len(amounts) < 2:
        return amounts[0] if amounts else None
    led = {b.start for a, b in pairwise(cues.items) if a.text in _CHANGED_TO}
    return next((f for f in amounts if f.start in led), amounts[0])


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
    if spoken := _spoken_clock(cues) or _in_the_morning(cues):
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


def _in_the_morning(cues: Cues) -> str | None:
    """9 in the morning, 4 in the afternoon."""
    late = cues.says("in the afternoon", "in the evening", "at night")
    if not (late or cues.says("in the morning")):
        return None
    hour = next(
        (int(i.number) for i in cues.items if i.kind == "num" and i.number is not None and 0 < i.number <= 12), 0
    )
    return f"{hour % 12 + 12 * late:02}:00" if hour else None


def _city(cues: Cues) -> str | None:
    """A zone by a city that stands by itself: 17:15 São Paulo, at 9 in Berlin."""
    for length in (3, 2, 1):
        for n in range(len(cues.items) - length + 1):
            some = cues.items[n : n + length]
            led = n > 0 and (cues.items[n - 1].of("time", "num", "weekday") or cues.items[n - 1].text == "in")
            named = all(item.kind == "word" for item in some) and (some[0].raw[:1].isupper() or led)
            if named and (zone := dates.zone_of(" ".join(item.text for item in some))):
                return zone
    return None


def digest(cues: Cues) -> DigestRequest | ClarifyRequest:
    """What to do with the weekly digest, and when it is sent."""
    waits = cues.says("wait for", "wait until", "wait till", "waiting for") and cues.has("now", "send")
    weekday = None if waits else cast(Weekday | None, cues.first("weekday"))
    zone, clock = cues.first("zone") or _city(cues), clock_of(cues)
    action: DigestAction = "show"
    asks = (
        not cues.words.isdisjoint(("when", "why"))
        or cues.line.startswith(" did ")
        or cues.says("when's", "when does", "what time", "which day", "what day")
    )
    if weekday or clock or zone:
        action = "show" if asks else "schedule"
    elif cues.line.startswith((" is the ", " is our ", " is my ")):
        action = "show"
    elif (
        cues.has("pause", "clear")
        or "off" in cues.words
        or (cues.has("neg") and cues.has("send") and not (waits or asks))
    ):
        action = "pause"
    elif cues.has("resume") or {"start", "again"} <= cues.words or "back" in cues.words:
        action = "resume"
    elif (cues.has("send", "now") or "post" in cues.words) and not asks:
        action = "send"
    if action != "schedule":
        return DigestRequest(action)
    if (
        any(f.kind == "workdays" or (f.kind == "period" and f.value == "day") for f in cues.facts)
        or len({i.value for i in cues.items if i.kind == "weekday"}) > 1
    ):
        return ClarifyRequest(jobs=(), missing=("weekday",))
    return DigestRequest(action, weekday, clock, zone)
