"""An answer, as the surfaces (terminal, Slack, JSON) get it. What it says in words: `bot.answer.say`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from bot.request import Reading
from pricing import Advice, Caution, Quote, Unavailable

if TYPE_CHECKING:  # the quick answers need none of it
    from bot.spend.budgets import Standing
    from bot.spend.facts import Quoted
    from bot.spend.summary import SpendSummary

Field = Literal["model", "quality", "size", "prompt_words", "reference_size"]
FIELDS: tuple[Field, ...] = ("model", "quality", "size", "prompt_words", "reference_size")
"""Job fields that can be filled in, in the order in which answers list them."""

Value = str | int | bool | Decimal | date | datetime | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class JobQuote:
    """A quote for the job of that index; savings and break-even only in a comparison.

    Savings are per cent against the dearest model and against the one asked for.
    """

    job: int
    quote: Quote
    savings: tuple[Decimal, Decimal | None] | None = None
    break_even_images: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked back, with choices that are themselves valid requests."""

    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Data:
    """Figures that are not quotes: a price list's rows, or one object with its rows and how new each source is.

    `lead` is how many sentences of the body stand before the rows, `by` what these are grouped by, where there is that.
    """

    rows: tuple[Row, ...] = ()
    fields: Mapping[str, Value] | None = None
    as_of: Mapping[str, datetime] = field(default_factory=dict)
    lead: int = 0
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up for an answer, which itself knows no database; `why` there is nothing, as a sentence.

    `note` is a sentence about how the question was understood; it may be empty. `whose` is whose budget is meant, where
    a request has no name for it: "project website".
    """

    spend: SpendSummary | None = None
    why: str = ""
    quoted: Quoted | None = None
    budgets: tuple[Standing, ...] = ()
    note: str = ""
    whose: str = ""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answers to a reading at an instant.

    `body` holds the sentences of answers that are not quotes; `assumptions` say what was filled in and how
    words became tokens. `total` is None where jobs cannot be added up.
    """

    reading: Reading
    at: datetime
    quotes: tuple[JobQuote, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    total: Decimal | None = None
    assumed: tuple[Field, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[Caution, ...] = ()
    advice: tuple[Advice, ...] = ()
    question: Question | None = None
    data: Data | None = None
    body: tuple[str, ...] = ()

    @property
    def intent(self) -> str:
        """The intent of the request that is answered."""
        return self.reading.request.intent
