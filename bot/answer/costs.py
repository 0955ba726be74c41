"""Answering quote, compare, afford and log: jobs decided, priced, warned about and advised on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from bot.answer.decide import Decided, decide, decide_text
from bot.answer.model import FIELDS, Answer, Field, JobQuote
from bot.request import (
    AffordRequest,
    CompareRequest,
    JobRequest,
    LogRequest,
    QuoteRequest,
    Reading,
)
from pricing import (
    Advice,
    Adviser,
    Catalog,
    Caution,
    ImageJob,
    Model,
    PriceMissing,
    PricingError,
    PromptTooLong,
    Quote,
    TextJob,
    Unavailable,
    UnsupportedOption,
    afford,
    cautions,
    compare,
    quote,
)
from pricing.cautions import day, together
from pricing.money import shown, shown_exactly, total
from pricing.quote import Basis

CANNOT = (UnsupportedOption, PromptTooLong, PriceMissing)
"""Errors that mean that a job cannot be made as asked, rather than that the request is wrong."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an answer is worked out with: the catalog, the instant, and the basis of headlines if one is set."""

    catalog: Catalog
    at: datetime
    basis: Basis | None = None

    def quoted(self, reading: Reading, request: QuoteRequest | LogRequest) -> Answer:
        """Each job's quote and their sum.

        Raises:
            PricingError: a request that cannot be priced at all.
        """
        basis: Basis | None = "metered" if isinstance(request, LogRequest) else self.basis
        decided = [decide(self.catalog, job, self.at) for job in request.jobs]
        jobs: list[ImageJob | TextJob] = [*(each.job for each in decided), *_text_jobs(request)]
        quotes: list[JobQuote] = []
        unavailable: list[Unavailable] = []
        for index, job in enumerate(jobs):
            try:
                quotes.append(JobQuote(index, quote(self.catalog, job, self.at, basis)))
            except CANNOT as wrong:
                unavailable.append(Unavailable.because(index, job.model, wrong))
        models = [[self.catalog.model(each.job.model)] for each in decided]
        return Answer(
            reading,
            self.at,
            quotes=tuple(quotes),
            unavailable=tuple(unavailable),
            total=_sum(quotes) if quotes and not unavailable else None,
            **self._assumed(decided, models, model_matters=True),
            warnings=self._warnings(quotes, decided),
            advice=() if isinstance(request, LogRequest) else self._advice(quotes, decided),
        )

    def compared(self, reading: Reading, request: CompareRequest) -> Answer:
        """The jobs on each model, cheapest first; one image where no count is given.

        Raises:
            PricingError: a request that cannot be priced at all.
        """
        decided = [decide(self.catalog, job, self.at) for job in request.jobs]
        jobs: list[ImageJob | TextJob] = [*(each.job for each in decided), *_whatever_model(_text_jobs(request))]
        made = compare(self.catalog, jobs, request.models, self.at, self.basis)
        quotes = [
            JobQuote(
                index,
                each,
                savings=(entry.savings_against_dearest, entry.savings_against_asked),
                break_even_images=entry.break_even_images,
            )
            for entry in made.entries
            for index, each in enumerate(entry.quotes)
        ]
        models = [each.quote.model for each in quotes if each.quote.model]
        cheapest = quotes[:1] if len(jobs) == 1 else []
        uncounted = any(job.images is None for job in request.jobs)
        answer = Answer(
            reading,
            self.at,
            quotes=tuple(quotes),
            unavailable=made.unavailable,
            **self._assumed(decided, [models] * len(decided), model_matters=False),
            warnings=self._warnings(quotes, decided, compared=True),
            advice=self._advice(cheapest, decided),
        )
        if not uncounted:
            return answer
        return replace(answer, assumptions=("One image is compared, since no count is given.", *answer.assumptions))

    def afforded(self, reading: Reading, request: AffordRequest) -> Answer:
        """The most images whose headline stays within the amount.

        Raises:
            PricingError: a request that cannot be priced at all.
        """
        decided = decide(self.catalog, replace(request.jobs[0], images=None), self.at)
        try:
            made = [JobQuote(0, afford(self.catalog, decided.job, request.amount_usd, self.at, self.basis))]
            unavailable: tuple[Unavailable, ...] = ()
        except CANNOT as wrong:
            made, unavailable = [], (Unavailable.because(0, decided.job.model, wrong),)
        model = self.catalog.model(decided.job.model)
        return Answer(
            reading,
            self.at,
            quotes=tuple(made),
            unavailable=unavailable,
            **self._assumed([decided], [[model]], model_matters=True),
            warnings=self._warnings(made, [decided]),
        )

    def explained_by(self, jobs: Sequence[JobRequest]) -> tuple[JobQuote, ...]:
        """Quotes of a thread's own jobs, those that cannot be made left out."""
        quotes: list[JobQuote] = []
        for index, request in enumerate(jobs):
            try:
                job = decide(self.catalog, request, self.at).job
                quotes.append(JobQuote(index, quote(self.catalog, job, self.at, self.basis)))
            except PricingError:
                continue
        return tuple(quotes)

    def _assumed(
        self, decided: Sequence[Decided], models: Sequence[Sequence[Model]], *, model_matters: bool
    ) -> _Assumed:
        each = [one.assumed(on, model_matters=model_matters) for one, on in zip(decided, models, strict=True)]
        sentences = (line for one, fields in zip(decided, each, strict=True) for line in one.sentences(fields))
        return {
            "assumed": tuple(field for field in FIELDS if any(field in fields for fields in each)),
            "assumptions": tuple(dict.fromkeys(sentences)),
        }

    def _warnings(
        self, quotes: Sequence[JobQuote], decided: Sequence[Decided], *, compared: bool = False
    ) -> tuple[Caution, ...]:
        found: list[Caution] = []
        for each in quotes:
            found += cautions(self.catalog, each.quote, self.at, self.basis, compared=compared)
        for index, one in enumerate(decided):
            first = next((each.quote for each in quotes if each.job == index), None)
            if first is not None:
                found += self._auto(one, first)
                found += self._moved(one, first)
            found += _language(one)
        return together(found)

    def _auto(self, decided: Decided, made: Quote) -> Iterator[Caution]:
        """What the API's own default quality can cost, where none was given."""
        if decided.request.quality is not None or not (made.model and made.model.auto_is_default):
            return
        if not isinstance(made.job, ImageJob) or not made.images:
            return
        auto = quote(self.catalog, replace(made.job, quality="auto"), self.at, self.basis)
        if auto.range:
            yield Caution(
                "auto_quality",
                (),
                f"No quality was given, so {made.quality} is quoted. A call that sets none gets auto, which costs "
                f"{shown(auto.range.low)} to {shown(auto.range.high)} for this job.",
            )

    def _moved(self, decided: Decided, made: Quote) -> Iterator[Caution]:
        """What the first default cost, where it is gone and the job fell back on its successor."""
        first = self.catalog.models[self.catalog.default_models[0]]
        if decided.request.model is not None or made.model in (None, first) or not first.lifecycle.shuts_down:
            return
        if not isinstance(made.job, ImageJob) or made.model is not self.catalog.default_model(self.at):
            return
        if not first.lifecycle.retired(self.at) or not made.images:
            return
        try:
            before = quote(self.catalog, made.job.on(first.id), self.at, self.basis)
        except CANNOT:
            return
        yield Caution(
            "default_moved",
            (),
            f"{first.id}, the default until it was shut down on {day(first.lifecycle.shuts_down)}, cost "
            f"{shown_exactly(before.total)} for the same job.",
        )

    def _advice(self, quotes: Sequence[JobQuote], decided: Sequence[Decided]) -> tuple[Advice, ...]:
        several = len({each.job for each in quotes}) > 1
        return tuple(
            replace(piece, message=f"Job {each.job + 1}: {piece.message}") if several else piece
            for each in quotes
            if each.job < len(decided)
            for piece in Adviser(self.catalog, each.quote, self.at, self.basis).advice(
                quality_unset=decided[each.job].request.quality is None
            )
        )


class _Assumed(TypedDict):
    assumed: tuple[Field, ...]
    assumptions: tuple[str, ...]


def _text_jobs(request: QuoteRequest | LogRequest | CompareRequest) -> Iterator[TextJob]:
    for text in request.text_jobs or ():
        yield decide_text(text)


def _whatever_model(jobs: Iterable[TextJob]) -> Iterator[TextJob]:
    """The different jobs among those that are named once for each model compared."""
    yield from dict.fromkeys(replace(job, model="") for job in jobs)


def _sum(quotes: Sequence[JobQuote]) -> Decimal | None:
    """The sum of the headlines; None where jobs differ in the period they cover."""
    same_period = len({each.quote.per for each in quotes}) == 1
    return total(each.quote.total for each in quotes) if same_period else None


def _language(decided: Decided) -> Iterator[Caution]:
    language = decided.request.prompt_language
    if language and decided.job.prompt.measured == "words":
        yield Caution(
            "language_tokens",
            (),
            f"Prompts in {language} take more tokens than 4/3 a word, the rule for English: a German prompt of "
            "28 words was measured at 56. Paste one to have it counted.",
        )
