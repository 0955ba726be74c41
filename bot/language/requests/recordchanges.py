"""Follow-ups to questions about records: spend, price lists, budgets and the digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from bot.language.message import Message
from bot.language.requests.cues import Cues
from bot.language.requests.digests import clock_of, zone_of
from bot.language.requests.groupings import by_of
from bot.language.requests.intents import intent_of
from bot.language.requests.leads import leads
from bot.language.requests.ranges import range_of
from bot.language.requests.records import period_of
from bot.language.requests.recount import scale_of
from bot.language.requests.standalone import amount_of
from bot.language.requests.topics import topic_of
from bot.language.requests.whose import also_user, channel_of
from bot.periods import WEEKDAYS, days_of
from bot.request import BudgetRequest, DigestAction, DigestRequest, PriceRequest, Request, SpendRequest, Weekday

_EVERYBODY = ("whole team", "entire team", "everyone", "everybody", "all of us", "whole company", "whole workspace",
              "the company", "all people")  # fmt: skip
_UNDIVIDED = ("no split", "just the total", "only the total", "without the split", "no breakdown", "total only")
_FEW = 7
_MINUTES = {"hour": 60, "minute": 1}
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
    whose = _of_oneself(cues) or cues.says(*_EVERYBODY)
    return isinstance(request, SpendRequest) and bool(by_of(cues) or range_of(cues, today) or projects or whose)


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
    everybody = cues.says(*_EVERYBODY) or _of_oneself(cues)
    return replace(
        request,
        range=_range(cues, request, today),
        by=by_of(cues) or (None if cues.says(*_UNDIVIDED) else request.by),
        model=cues.models[0] if cues.models else request.model,
        user=None if everybody else also_user(cues) or request.user,
        channel=channel_of(cues) or request.channel,
    )


def _of_oneself(cues: Cues) -> bool:
    """And mine? Whose that is, only the place knows where it was said."""
    return bool(cues.words & {"me", "mine", "myself"}) and len(cues.items) < _FEW and not cues.has("user")


def _range(cues: Cues, request: SpendRequest, today: date) -> str | None:
    """The days asked about. After a question about a week that is over, Tuesday is its Tuesday, and the week before
    the one before it.
    """
    named = range_of(cues, today) or _whole(cues)
    weekday = None if cues.has("date", "range") or "since" in cues.words else cues.first("weekday")
    if month := _month_before(cues, request.range, today):
        return month
    earlier = cues.says("week before", "previous week")
    week = _week_over(request.range, today)
    if named is None or week is None or not (weekday or earlier):
        return named or request.range
    first, last = week
    if earlier:
        return _days(first - timedelta(days=7), first - timedelta(days=1))
    day = first + timedelta(days=(WEEKDAYS.index(str(weekday)) - first.weekday()) % 7)
    return _days(day, day) if day <= last else named


def _month_before(cues: Cues, name: str | None, today: date) -> str | None:
    """The month before a month that was asked about and is over."""
    if not cues.says("month before", "previous month", "before that"):
        return None
    try:
        days = days_of(name, today)
    except ValueError:
        return None
    if days.start is None or days.end > today or (days.start.day, days.end.day) != (1, 1):
        return None
    before = days.start - timedelta(days=1)
    return f"{before:%Y-%m}" if days.end - days.start <= timedelta(days=31) else None


def _whole(cues: Cues) -> str | None:
    """The whole year."""
    long = next(
        (item.value for item in cues.items if item.kind == "time" and item.value in ("year", "month", "week")), ""
    )
    return f"this_{long}" if long and cues.words & {"whole", "entire", "full"} else None


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
    channel = None if cues.says(*_EVERYBODY) else channel_of(cues) or request.channel
    period = period_of(cues) or request.period
    scale = scale_of(message.facts)
    if scale is not None and request.action == "set" and request.amount_usd is not None and amount is None:
        return BudgetRequest("set", request.amount_usd * scale, period, channel)
    if amount is not None and amount > 0:
        return BudgetRequest("set", amount + _had(cues, request), period, channel)
    if cues.has("clear"):
        return BudgetRequest("clear", None, period, channel)
    if cues.has("show") and not period_of(cues):
        return BudgetRequest("show", None, request.period, channel)
    return replace(request, channel=channel, period=period)


def _had(cues: Cues, request: BudgetRequest) -> Decimal:
    """What another $50 on top is added to."""
    adds = cues.has("addjob") or any(item.text in ("another", "more", "extra") for item in cues.items)
    return request.amount_usd or Decimal(0) if adds else Decimal(0)


def _digest(message: Message, request: DigestRequest) -> Request | None:
    cues = message.cues
    weekday, zone = cues.first("weekday"), zone_of(cues)
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
    day = _next_day(cues, request.weekday)
    if day is not None:
        return DigestRequest("schedule", day, request.time, request.timezone)
    if shifted := _shifted(cues, request.time):
        return DigestRequest("schedule", request.weekday, shifted, request.timezone)
    if {"start", "again"} <= cues.words:
        return DigestRequest("resume")
    return next((DigestRequest(action) for kind, action in ACTIONS.items() if cues.has(kind)), None)


def _next_day(cues: Cues, weekday: Weekday | None) -> Weekday | None:
    """The day after, a day earlier."""
    step = int(cues.says("day after", "day later")) - int(cues.says("day before", "day earlier"))
    if not step or weekday is None:
        return None
    return cast(Weekday, WEEKDAYS[(WEEKDAYS.index(weekday) + step) % len(WEEKDAYS)])


def _shifted(cues: Cues, clock: str | None) -> str | None:
    """An hour later, 30 minutes earlier: the time of day that comes of it, on the same day."""
    way = {"later": 1, "earlier": -1}.get(next((w for w in ("later", "earlier") if w in cues.words), ""), 0)
    stretch = next((f for f in cues.facts if f.value in _MINUTES and f.kind in ("period", "duration", "time")), None)
    if not way or stretch is None or clock is None:
        return None
    many = Decimal("0.5") if "half" in cues.words else stretch.number or Decimal(1)
    hour, minute = clock.split(":")
    since = int(hour) * 60 + int(minute) + way * many * _MINUTES[stretch.value]
    return f"{int(since) // 60:02}:{int(since) % 60:02}" if 0 <= since < 24 * 60 else None
