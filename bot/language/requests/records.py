"""What was spent, budgets and the digest: requests about records, read off a message's cues."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

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
    Request,
    SpendRequest,
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
