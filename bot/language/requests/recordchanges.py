"""Follow-ups to questions about records: spend, price lists, budgets and the digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from bot.language.message import Message
from bot.language.requests.cues import Cues
from bot.language.requests.intents import intent_of
from bot.language.requests.leads import leads
from bot.language.requests.records import by_of, clock_of, period_of, range_of, user_of
from bot.language.requests.standalone import amount_of
from bot.language.requests.topics import topic_of
from bot.periods import WEEKDAYS, days_of
from bot.request import BudgetRequest, DigestAction, DigestRequest, PriceRequest, Request, SpendRequest, Weekday

ACTIONS: dict[str, DigestAction] = {"pause": "pause", "clear": "pause", "resume": "resume", "send": "send"}


def record_follow_up(message: Message, request: Request, today: date) -> Request | None:
    """The request about records with this message\'s change; None when the message is none."""
    cues = message.cues
    if cues.counted and cues.imagelike and not isinstance(request, BudgetRequest):
        return None
    if isinstance(request, SpendRequest):
        return _spend(message, request, today)
    if intent_of(cues) in ("spend", "log", "help", "afford", "compare"):
        return None
    if isinstance(request, PriceRequest):
        return _price(message, request)
    if isinstance(request, BudgetRequest):
        return _budget(message, request)
    return _digest(message, cast(DigestRequest, request))


def says_spend(message: Message, request: Request, today: date) -> bool:
    """Whether a message names days, a project or a breakdown of spend: said again, it is asked again."""
    cues = message.cues
    projects = cues.words & {"project", "projects"}  # which a request has no field for
    return isinstance(request, SpendRequest) and bool(by_of(cues) or range_of(cues, today) or projects)


def _spend(message: Message, request: SpendRequest, today: date) -> Request | None:
    cues = message.cues
    if intent_of(cues) in ("budget", "digest", "log", "help", "afford") or topic_of(cues) not in (
        None,
        "lines",
        "quality",
    ):
        return None
    if (cues.has("spent") or "spend" in cues.words) and not leads(message) and not cues.has("again"):
        return None
    return replace(
        request,
        range=_range(cues, request, today),
        by=by_of(cues) or request.by,
        model=cues.models[0] if cues.models else request.model,
        user=user_of(cues) or request.user,
        channel=cues.first("channel") or request.channel,
    )


def _range(cues: Cues, request: SpendRequest, today: date) -> str | None:
    """The days asked about. After a question about a week that is over, Tuesday is its Tuesday, and the week before
    the one before it.
    """
    named = range_of(cues, today)
    weekday = None if cues.has("date", "range") or "since" in cues.words else cues.first("weekday")
    earlier = cues.says("week before", "previous week")
    week = _week_over(request.range, today)
    if named is None or week is None or not (weekday or earlier):
        return named or request.range
    first, last = week
    if earlier:
        return _days(first - timedelta(days=7), first - timedelta(days=1))
    day = first + timedelta(days=(WEEKDAYS.index(str(weekday)) - first.weekday()) % 7)
    return _days(day, day) if day <= last else named


def _week_over(name: str | None, today: date) -> tuple[date, date] | None:
    """The first and last day of a range that is a week at most and lies behind."""
    try:
        days = days_of(name, today)
    except ValueError:
        return None
    if days.start is None or days.end > today or days.end - days.start > timedelta(days=7):
        return None
    return days.start, days.end - timedelta(days=1)


def _days(first: date, last: date) -> str:
    return f"{first.isoformat()}..{last.isoformat()}"


def _price(message: Message, request: PriceRequest) -> Request | None:
    cues = message.cues
    if (topic_of(cues) and not cues.settings) or (cues.has("pricelist") and not leads(message)):
        return None
    if cues.has("digest", "budget", "money"):
        return None
    job = message.drafts[0].job
    return replace(
        request,
        models=cues.models or request.models,
        quality=job.quality or request.quality,
        size=job.size or request.size,
    )


def _budget(message: Message, request: BudgetRequest) -> Request | None:
    cues = message.cues
    if cues.has("digest") or (cues.has("budget") and not leads(message)):
        return None
    amount, problem = amount_of(message)
    count = next((f for f in message.facts if f.kind == "count"), None)
    if amount is None and problem and count is not None and request.action == "set" and not cues.imagelike:
        amount = count.number
    channel = cues.first("channel") or request.channel
    period = period_of(cues) or request.period
    if amount is not None and amount > 0:
        return BudgetRequest("set", amount, period, channel)
    if cues.has("clear"):
        return BudgetRequest("clear", None, request.period, channel)
    if cues.has("show") and not period_of(cues):
        return BudgetRequest("show", None, request.period, channel)
    return replace(request, channel=channel, period=period)


def _digest(message: Message, request: DigestRequest) -> Request | None:
    cues = message.cues
    weekday, zone = cues.first("weekday"), cues.first("zone")
    clock = clock_of(cues)
    if weekday or zone or clock:
        return DigestRequest(
            "schedule",
            cast(Weekday | None, weekday) or request.weekday,
            clock or request.time,
            zone or request.timezone,
        )
    if cues.has("digest"):
        return None
    return next((DigestRequest(action) for kind, action in ACTIONS.items() if cues.has(kind)), None)
