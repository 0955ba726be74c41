"""What a person said: one frozen type an intent, holding only what the text says.

Defaults, prices and sentences live elsewhere (`bot.answer`). A field the text does not
mention is None, never a default. Field names and values are those of docs/ask.md.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pricing import PromptSet, Size

Per = Literal["day", "week", "month"]
QualityWord = Literal["low", "medium", "high", "xhigh", "max", "standard", "hd", "auto"]
Topic = Literal[
    "tokens",
    "lines",
    "quality",
    "traps",
    "control",
    "savings",
    "dalle3",
    "midjourney",
    "volume",
    "basis",
]
SpendBy = Literal["model", "user", "channel", "quality", "day"]
BudgetAction = Literal["set", "show", "clear"]
BudgetPeriod = Literal["week", "month"]
DigestAction = Literal["schedule", "pause", "resume", "send", "show"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True)
class JobRequest:
    """One image job as far as the text describes it.

    `attempts` is generations paid for per image kept. `prompt_language` is set when the text
    says that the prompts are not English. `prompts` and `reference_sizes` are known from files: what the prompts
    come to in tokens, the dimensions of reference images. These three are not part of the public request object.
    """

    images: int | None = None
    per: Per | None = None
    model: str | None = None
    quality: QualityWord | None = None
    size: str | None = None
    prompt_words: int | None = None
    prompt_tokens: int | None = None
    prompt_text: str | None = None
    references: int | None = None
    attempts: Decimal | None = None
    batch: bool | None = None
    prompt_language: str | None = None
    prompts: PromptSet | None = None
    reference_sizes: tuple[Size, ...] | None = None


NOT_PUBLIC = frozenset({"prompt_language", "prompts", "reference_sizes"})
"""Fields of a job that the public request object leaves out."""


@dataclass(frozen=True, slots=True)
class TextJobRequest:
    """One text-model job as far as the text describes it; token and word counts are a call."""

    model: str
    calls: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    input_words: int | None = None
    output_words: int | None = None
    per: Per | None = None
    batch: bool | None = None


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """What would this job cost."""

    intent: ClassVar[Literal["quote"]] = "quote"
    jobs: tuple[JobRequest, ...]
    text_jobs: tuple[TextJobRequest, ...] | None = None


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """The same jobs on several models; no models named means all live ones."""

    intent: ClassVar[Literal["compare"]] = "compare"
    jobs: tuple[JobRequest, ...]
    models: tuple[str, ...] = ()
    text_jobs: tuple[TextJobRequest, ...] | None = None


@dataclass(frozen=True, slots=True)
class AffordRequest:
    """How many images an amount of money makes."""

    intent: ClassVar[Literal["afford"]] = "afford"
    jobs: tuple[JobRequest, ...]
    amount_usd: Decimal


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """A model's price list."""

    intent: ClassVar[Literal["price"]] = "price"
    models: tuple[str, ...] = ()
    quality: QualityWord | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What a figure or a choice means."""

    intent: ClassVar[Literal["explain"]] = "explain"
    topic: Topic


@dataclass(frozen=True, slots=True)
class SpendRequest:
    """What was really spent."""

    intent: ClassVar[Literal["spend"]] = "spend"
    range: str | None = None
    by: SpendBy | None = None
    model: str | None = None
    user: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class LogRequest:
    """Record images that were made as spend."""

    intent: ClassVar[Literal["log"]] = "log"
    jobs: tuple[JobRequest, ...]
    text_jobs: tuple[TextJobRequest, ...] | None = None


@dataclass(frozen=True, slots=True)
class BudgetRequest:
    """Set, show or clear a budget."""

    intent: ClassVar[Literal["budget"]] = "budget"
    action: BudgetAction
    amount_usd: Decimal | None = None
    period: BudgetPeriod | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """The weekly summary's schedule; `time` is HH:MM, `timezone` an IANA name."""

    intent: ClassVar[Literal["digest"]] = "digest"
    action: DigestAction
    weekday: Weekday | None = None
    time: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """What can you do."""

    intent: ClassVar[Literal["help"]] = "help"


@dataclass(frozen=True, slots=True)
class ClarifyRequest:
    """A cost question that lacks or contradicts what no default can honestly fill.

    `missing` names request fields (`images`, `amount_usd`, `model`, `text`, …).
    """

    intent: ClassVar[Literal["clarify"]] = "clarify"
    jobs: tuple[JobRequest, ...]
    missing: tuple[str, ...]
    text_jobs: tuple[TextJobRequest, ...] | None = None


@dataclass(frozen=True, slots=True)
class UnsupportedRequest:
    """Not a cost question that the bot can answer."""

    intent: ClassVar[Literal["unsupported"]] = "unsupported"


Request = (
    QuoteRequest
    | CompareRequest
    | AffordRequest
    | PriceRequest
    | ExplainRequest
    | SpendRequest
    | LogRequest
    | BudgetRequest
    | DigestRequest
    | HelpRequest
    | ClarifyRequest
    | UnsupportedRequest
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text (`start` to `end`, exclusive) and the field it was read as."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one field is missing: a full sentence a person can act on.

    `choices` are replacement values for the field, as they would be typed ("low", "30", "gpt-image-2").
    """

    field: str
    message: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A request with what the reader can say about how it was read.

    `context` holds the thread's jobs for requests that carry none (explain).
    `notes` are assumptions made while reading, each a full sentence.
    `followed` says that the text was read as a change to an earlier message, `follows` how many texts before it, the
    latest ones of its thread, it continues.
    """

    request: Request
    spans: tuple[Span, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    context: tuple[JobRequest, ...] = ()
    followed: bool = False
    follows: int = 0


def request_object(request: Request) -> dict[str, Any]:
    """The `request` object of an answer: what the text says, in JSON types, defaults never filled in."""
    return {
        field.name: _plain(value)
        for field in fields(request)
        if not ((value := getattr(request, field.name)) is None and field.name == "text_jobs")
    }


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, JobRequest | TextJobRequest):
        return {
            field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name not in NOT_PUBLIC
        }
    return value
