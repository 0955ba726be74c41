"""The public answer object: what `ask --json` prints and other programs rely on. docs/ask.md describes it.

Money is a decimal string, exact; keys that an intent does not have are left out.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.answer.model import Answer, Data, Field, JobQuote, Row
from bot.answer.say import text
from bot.request import NOT_PUBLIC, Request, request_object
from pricing import Advice, LineItem, Range, Totals, Unavailable
from pricing.job import Per
from pricing.money import plain
from pricing.quote import Basis
from pricing.sku import Meter

TOTAL_PLACES = 4
"""Decimal places that totals have at the least."""

QUOTED = frozenset({"quote", "compare", "afford", "log", "explain"})
SUMMED = frozenset({"quote", "log"})
ADVISED = frozenset({"quote", "compare"})
WITH_DATA = frozenset({"price", "spend", "budget", "digest"})


class _Object(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineItemObject(_Object):
    """One line of a quote."""

    meter: Meter
    quantity: str
    unit: str
    unit_price_usd: str
    amount_usd: str


class TotalsObject(_Object):
    """The three ways of adding a quote up."""

    metered: str
    listed: str | None
    additive: str | None


class RangeObject(_Object):
    """The least and the most that a headline can turn out to be."""

    low: str
    high: str


class SavingsObject(_Object):
    """Per cent below the dearest model and below the one asked for; negative is dearer."""

    dearest: str
    asked: str | None


class QuoteObject(_Object):
    """An itemized quote; `job` is the index of its job."""

    job: int
    model: str
    images: int | None
    generations: int | None
    quality: str | None
    size: str | None
    per: Per | None
    line_items: list[LineItemObject]
    metered_items: list[LineItemObject]
    totals_usd: TotalsObject
    range_usd: RangeObject | None
    total_usd: str
    basis: Basis
    per_image_usd: str | None
    plan: str | None = None
    calls: int | None = None
    savings_pct: SavingsObject | None = None
    break_even_images: int | None = None


class UnavailableObject(_Object):
    """A job that cannot be made as asked, and the nearest that can."""

    job: int
    model: str
    reason: str
    nearest: str | None


class WarningObject(_Object):
    """What to know before relying on the answer."""

    code: str
    message: str


class AdviceObject(_Object):
    """What would save money, or costs more; the figure is the difference of two quotes."""

    code: str
    message: str
    saves_usd: str | None = None
    costs_usd: str | None = None


class QuestionObject(_Object):
    """The question asked back; each choice is a valid request."""

    text: str
    choices: list[str]


class AnswerObject(_Object):
    """The answer to one text."""

    intent: Literal[
        "quote",
        "compare",
        "afford",
        "price",
        "explain",
        "spend",
        "log",
        "budget",
        "digest",
        "help",
        "clarify",
        "unsupported",
    ]
    request: dict[str, Any]
    assumed: list[Field]
    quotes: list[QuoteObject] | None = None
    unavailable: list[UnavailableObject] | None = None
    total_usd: str | None = None
    data: list[dict[str, Any]] | dict[str, Any] | None = None
    warnings: list[WarningObject]
    advice: list[AdviceObject] | None = None
    question: QuestionObject | None = None
    text: str


def answer_schema() -> dict[str, Any]:
    """The JSON Schema of the answer object, with each intent's request spelled out."""
    schema = AnswerObject.model_json_schema()
    requests = TypeAdapter(Request).json_schema(ref_template="#/$defs/{model}", mode="serialization")
    definitions = requests.pop("$defs")
    for definition in definitions.values():
        for name in NOT_PUBLIC:
            definition["properties"].pop(name, None)
    schema["$defs"] |= {name: each for name, each in definitions.items() if name.endswith("Request")}
    schema["properties"]["request"] = requests
    return schema


def to_object(answer: Answer) -> AnswerObject:
    """The public object of an answer; serialize it with `exclude_unset`."""
    request = answer.reading.request
    fields: dict[str, Any] = {
        "intent": request.intent,
        "request": request_object(request),
        "assumed": list(answer.assumed),
    }
    if request.intent in QUOTED:
        fields["quotes"] = [_quote(each) for each in answer.quotes]
        fields["unavailable"] = [_unavailable(each) for each in answer.unavailable]
    if request.intent in SUMMED:
        fields["total_usd"] = None if answer.total is None else plain(answer.total, TOTAL_PLACES)
    if request.intent in WITH_DATA and answer.data is not None:
        fields["data"] = _data(answer.data)
    fields["warnings"] = [WarningObject(code=each.code, message=each.message) for each in answer.warnings]
    if request.intent in ADVISED:
        fields["advice"] = [_advice(each) for each in answer.advice]
    if answer.question is not None:
        fields["question"] = QuestionObject(text=answer.question.text, choices=list(answer.question.choices))
    return AnswerObject(**fields, text=text(answer))


def _quote(each: JobQuote) -> QuoteObject:
    made = each.quote
    extra: dict[str, Any] = {}
    if made.plan is not None:
        extra["plan"] = made.plan
    if made.calls is not None:
        extra["calls"] = made.calls
    if each.savings is not None:
        dearest, asked = each.savings
        extra["savings_pct"] = SavingsObject(
            dearest=plain(dearest, 0), asked=None if asked is None else plain(asked, 0)
        )
    if each.break_even_images is not None:
        extra["break_even_images"] = each.break_even_images
    return QuoteObject(
        job=each.job,
        model=made.model_id,
        images=made.images,
        generations=made.generations,
        quality=made.quality,
        size=made.size,
        per=made.per,
        line_items=[_line(line) for line in made.lines],
        metered_items=[_line(line) for line in made.metered_lines],
        totals_usd=_totals(made.totals),
        range_usd=_range(made.range),
        total_usd=_total(made.total),
        basis=made.basis,
        per_image_usd=None if made.per_image is None else plain(made.per_image),
        **extra,
    )


def _line(line: LineItem) -> LineItemObject:
    return LineItemObject(
        meter=line.meter,
        quantity=plain(line.quantity, 0),
        unit=line.price.sku.unit,
        unit_price_usd=plain(line.price.unit_price),
        amount_usd=plain(line.amount),
    )


def _totals(totals: Totals) -> TotalsObject:
    return TotalsObject(
        metered=_total(totals.metered),
        listed=None if totals.listed is None else _total(totals.listed),
        additive=None if totals.additive is None else _total(totals.additive),
    )


def _range(between: Range | None) -> RangeObject | None:
    return RangeObject(low=_total(between.low), high=_total(between.high)) if between else None


def _total(amount: Decimal) -> str:
    return plain(amount, TOTAL_PLACES)


def _unavailable(each: Unavailable) -> UnavailableObject:
    return UnavailableObject(job=each.job, model=each.model, reason=each.reason, nearest=each.nearest)


def _advice(each: Advice) -> AdviceObject:
    if each.saves is not None:
        return AdviceObject(code=each.code, message=each.message, saves_usd=plain(each.saves, TOTAL_PLACES))
    return AdviceObject(code=each.code, message=each.message, costs_usd=plain(each.costs or Decimal(0), TOTAL_PLACES))


def _data(data: Data) -> list[dict[str, Any]] | dict[str, Any]:
    rows = [plain_row(row) for row in data.rows]
    if data.fields is None:
        return rows
    fields = plain_row(data.fields)
    as_of = {source: _plain(at) for source, at in data.as_of.items()}
    return {**fields, "rows": rows, "as_of": as_of} if "complete" in fields else fields


def plain_row(row: Row) -> dict[str, Any]:
    """A row of data in JSON types, money as exact decimal strings."""
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
