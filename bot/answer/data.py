"""Answering price, budget and digest: figures that are not quotes. Budget and digest say what would be done.

What was spent: `bot.answer.spend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.answer.costs import Quoter
from bot.answer.model import Answer, Data, Row, Value
from bot.periods import WEEKDAYS
from bot.request import BudgetRequest, DigestRequest, PriceRequest, Reading
from bot.zones import zone
from pricing import Caution, Lifecycle, Model, SkuPrice, UnsupportedOption
from pricing.cautions import day, listing_cautions, together
from pricing.money import plain, shown, shown_exactly, times
from pricing.quality import resolve
from pricing.size import Size

if TYPE_CHECKING:  # the quick answers need none of it
    from bot.spend.budgets import Standing


def prices(quoter: Quoter, reading: Reading, request: PriceRequest) -> Answer:
    """The prices in force of the models named, or of every live one.

    Raises:
        UnknownModel: a model is neither in the catalog nor a text model that genai-prices knows.
    """
    catalog, at = quoter.catalog, quoter.at
    rows: list[Row] = []
    body: list[str] = []
    found: list[Caution] = []
    for name in request.models or tuple(model.id for model in catalog.live(at)):
        model = catalog.models.get(name)
        life = catalog.lifecycle(name)
        every = list(in_force(model, at)) if model else text_prices(name, at)
        wanted = [price for price in every if model is None or _wanted(model, price, request)]
        rows += [price_row(name, life, price) for price in wanted]
        body += [_sentence(model, name, wanted), *([model.note] if model and model.note else [])]
        found += listing_cautions(name, life, wanted, at)
        if not wanted:
            asked = " ".join(part for part in (request.quality, request.size) if part)
            found.append(Caution("no_price", (name,), f"has no {asked} price."))
    return Answer(reading, at, data=Data(rows=tuple(rows)), body=tuple(body), warnings=together(found))


def text_prices(name: str, at: datetime) -> list[SkuPrice]:
    """The prices of a text model's tokens.

    Raises:
        UnknownModel: genai-prices does not know it.
    """
    from pricing.text_quote import token_prices  # noqa: PLC0415 - loads genai-prices, which is slow

    return token_prices(name, at)


def in_force(model: Model, at: datetime) -> Iterator[SkuPrice]:
    """A model's prices in force at an instant, standard ones before those through the batch API."""
    yield from sorted(model.rate_card(at).prices.values(), key=lambda price: price.sku.batch)


def price_row(model: str, life: Lifecycle, price: SkuPrice) -> Row:
    """One price of a model as the rows of a price answer have it."""
    sku, effective = price.sku, price.effective_from
    row: dict[str, Value] = {
        "model": model,
        "meter": sku.meter,
        "unit": sku.unit,
        "price_usd": price.price,
        "per": price.per,
        "quality": sku.quality,
        "size": str(sku.size) if sku.size else None,
        "batch": sku.batch,
        "effective_from": effective.date() if effective else None,
        "shuts_down": life.shuts_down,
        "source": price.source.url,
        "checked": price.source.checked,
    }
    return {**row, "plan": sku.plan} if sku.plan else row


def budget(quoter: Quoter, reading: Reading, request: BudgetRequest) -> Answer:
    """Where a budget stands, or what would be done to it; that there is none where none is known."""
    held = [each for each in quoter.known.budgets if _meant(each, request, quoter.known.whose)]
    whose = quoter.known.whose or (f"#{request.channel}" if request.channel else "workspace")
    scope = "the workspace" if whose == "workspace" else whose
    per = f" a {request.period}" if request.period else ""
    amount = shown(request.amount_usd) if request.amount_usd is not None else "?"
    kind = f"{request.period}ly " if request.period else ""
    none = "" if held else " None is set."
    body = {
        "set": f"Would set a budget of {amount}{per} for {scope}. A budget warns; it is not a cap.",
        "show": "" if held else quoter.known.why or f"No budget is set for {scope}.",
        "clear": f"Would clear the {kind}budget for {scope}, after asking once more.{none}",
    }[request.action]
    fields: dict[str, Value] = {
        "scope": whose,
        "period": request.period,
        "limit_usd": request.amount_usd,
        "spent_usd": None,
        "forecast_usd": None,
        "ends_on": None,
    }
    if reading.unread and request.action != "show":
        return Answer(reading, quoter.at, data=Data(fields=fields), body=("Nothing would be changed.",))
    if held:
        now = held[0]
        fields |= {"spent_usd": now.spent, "forecast_usd": now.forecast, "ends_on": now.ends_on}
        if request.action != "set":
            fields |= {"scope": _scope(now), "period": now.budget.period, "limit_usd": now.budget.amount}
    sentences = tuple(filter(None, (body, *map(_stands, held))))
    return Answer(reading, quoter.at, data=Data(fields=fields), body=sentences)


def _meant(each: Standing, request: BudgetRequest, whose: str) -> bool:
    scope = each.budget.scope
    if whose:
        return _scope(each).casefold() == whose.casefold() and request.period in (None, each.budget.period)
    if request.period not in (None, each.budget.period):
        return False
    if request.channel is None:
        return request.action == "show" or scope.kind == "workspace"
    return scope.kind == "channel" and scope.id.lower() == request.channel.lower()


def _scope(each: Standing) -> str:
    scope = each.budget.scope
    return {"workspace": "workspace", "channel": f"#{scope.id}"}.get(scope.kind, f"{scope.kind} {scope.id}")


def _stands(each: Standing) -> str:
    who = "the workspace" if each.budget.scope.kind == "workspace" else _scope(each)
    said = f"For {who} {shown(each.spent)} of {shown(each.budget.amount)} a {each.budget.period} is spent"
    said += f", {plain(times(100, each.share), 0)} %"
    said += f"; it heads for {shown(each.forecast)}" if each.forecast is not None else ""
    return f"{said}, at this rate it ends on {day(each.ends_on)}." if each.ends_on else f"{said}."


def digest(quoter: Quoter, reading: Reading, request: DigestRequest) -> Answer:
    """What would be done to the weekly digest, with its next time where that is known."""
    following = next_digest(request, quoter.at)
    day_of_week = request.weekday and f"{request.weekday.title()}s"
    when = _said(("on", day_of_week), ("at", request.time), ("in", request.timezone)) or " at a new time"
    first = f" The first is on {day(following.date())}." if following else ""
    body = {
        "schedule": f"Would post the weekly digest{when}.{first}",
        "pause": "Would pause the weekly digest. None is scheduled.",
        "resume": "Would resume the weekly digest. None is scheduled.",
        "send": "Would post the weekly digest now.",
        "show": "No weekly digest is scheduled.",
    }[request.action]
    fields = {
        "channel": None,
        "weekday": request.weekday,
        "time": request.time,
        "timezone": request.timezone,
        "next": following,
    }
    return Answer(reading, quoter.at, data=Data(fields=fields), body=(body,))


def next_digest(request: DigestRequest, at: datetime) -> datetime | None:
    """The first instant after `at` that a full schedule names, in its own zone; None if it is not full."""
    if not (request.weekday and request.time and request.timezone):
        return None
    where = zone(request.timezone)
    here = at.astimezone(where)
    ahead = (WEEKDAYS.index(request.weekday) - here.weekday()) % 7
    at_time = time.fromisoformat(request.time)
    if ahead == 0 and at_time <= here.time():
        ahead = 7
    return datetime.combine(here.date() + timedelta(days=ahead), at_time, where)


def _said(*parts: tuple[str, str | None]) -> str:
    """Those parts of a sentence that there are, each behind its preposition."""
    return "".join(f" {preposition} {part}" for preposition, part in parts if part)


def _wanted(model: Model, price: SkuPrice, request: PriceRequest) -> bool:
    sku = price.sku
    if request.quality and request.quality != "auto" and sku.quality:
        try:
            if sku.quality != resolve(model.id, model.qualities, request.quality):
                return False
        except UnsupportedOption:
            return False
    if request.size and request.size != "auto" and sku.size:
        return sku.size == _size(model, request.size)
    return True


def _size(model: Model, wanted: str) -> Size | None:
    try:
        return model.sizes.resolve(model.id, wanted)
    except UnsupportedOption:
        return None


def _sentence(model: Model | None, name: str, found: Sequence[SkuPrice]) -> str:
    standard = "; ".join(_priced(price) for price in found if not price.sku.batch) or "no such price"
    batch = " Half of that through the Batch API." if any(price.sku.batch for price in found) else ""
    page = f" {model.page}" if model else ""
    return f"{f'{model.name} ({name})' if model else name}: {standard}.{batch}{page}"


def _priced(price: SkuPrice) -> str:
    sku = price.sku
    what = " ".join(str(part) for part in (sku.plan, sku.quality, sku.size, sku.meter.replace("_", " ")) if part)
    per = f"{price.per:,} {sku.unit}s" if price.per > 1 else sku.unit
    return f"{what} {shown_exactly(price.price)} per {per}"
