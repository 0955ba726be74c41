"""Answering quote, compare, afford and log: jobs decided and priced. What is remarked on them: `bot.answer.remarks`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.answer.decide import Decided, decide, decide_text, text_sentences
from bot.answer.model import FIELDS, NOTHING_KNOWN, Answer, Field, JobQuote, Known
from bot.answer.remarks import CANNOT, Remarks
from bot.request import (
    AffordRequest,
    CompareRequest,
    JobRequest,
    LogRequest,
    QuoteRequest,
    Reading,
)
from pricing import (
    Catalog,
    ImageJob,
    Model,
    PricingError,
    Quote,
    TextJob,
    Unavailable,
    afford,
    compare,
    quote,
)
from pricing.money import total
from pricing.plan_quote import share_plans
from pricing.quote import Basis


@dataclass(frozen=True, slots=True)
class Quoter:
    """Quotes requests with a catalog, at an instant, on a basis if one is set, with what was looked up."""

    catalog: Catalog
    at: datetime
    basis: Basis | None = None
    known: Known = NOTHING_KNOWN

    def quoted(self, reading: Reading, request: QuoteRequest | LogRequest) -> Answer:
        """Each job's quote and their sum.

        Raises:
            PricingError: a request that cannot be priced at all.
        """
        basis: Basis | None = "metered" if isinstance(request, LogRequest) else self.basis
        decided = [decide(self.catalog, job, self.at) for job in request.jobs]
        texts = tuple(_text_jobs(request))
        jobs: list[ImageJob | TextJob] = [*(each.job for each in decided), *texts]
        made: dict[int, Quote] = {}
        unavailable: list[Unavailable] = []
        for index, job in enumerate(jobs):
            try:
                made[index] = quote(self.catalog, job, self.at, basis)
            except CANNOT as wrong:
                unavailable.append(Unavailable.because(index, job.model, wrong))
        together = share_plans(list(made.values()), self.at)
        quotes = [JobQuote(index, each) for index, each in zip(made, together, strict=True)]
        models = [[self.catalog.model(each.job.model)] for each in decided]
        filled = _Filled.of(decided, models, texts, model_matters=True)
        remarks = Remarks(self.catalog, self.at, basis, tuple(quotes), tuple(decided))
        return Answer(
            reading,
            self.at,
            quotes=tuple(quotes),
            unavailable=tuple(unavailable),
            total=_sum(quotes) if quotes and not unavailable else None,
            assumed=filled.assumed,
            assumptions=filled.assumptions,
            warnings=remarks.warnings(),
            advice=() if isinstance(request, LogRequest) else remarks.advice(),
        )

    def compared(self, reading: Reading, request: CompareRequest) -> Answer:
        """The jobs on each model, cheapest first; one image where no count is given.

        Raises:
            PricingError: a request that cannot be priced at all.
        """
        decided = [decide(self.catalog, job, self.at) for job in request.jobs]
        texts = tuple(_whatever_model(_text_jobs(request)))
        jobs: list[ImageJob | TextJob] = [*(each.job for each in decided), *texts]
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
        filled = _Filled.of(decided, [models] * len(decided), texts, model_matters=False)
        remarks = Remarks(self.catalog, self.at, self.basis, tuple(quotes), tuple(decided))
        uncounted = any(job.images is None for job in request.jobs)
        answer = Answer(
            reading,
            self.at,
            quotes=tuple(quotes),
            unavailable=made.unavailable,
            assumed=filled.assumed,
            assumptions=filled.assumptions,
            warnings=remarks.warnings(compared=True),
            advice=remarks.advice(compared=True) if len(jobs) == 1 else (),
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
        filled = _Filled.of([decided], [[self.catalog.model(decided.job.model)]], (), model_matters=True)
        return Answer(
            reading,
            self.at,
            quotes=tuple(made),
            unavailable=unavailable,
            assumed=filled.assumed,
            assumptions=filled.assumptions,
            warnings=Remarks(self.catalog, self.at, self.basis, tuple(made), (decided,)).warnings(),
        )

    def quotes_for(self, jobs: Sequence[JobRequest]) -> tuple[JobQuote, ...]:
        """Quotes of single jobs, those that cannot be made left out."""
        quotes: list[JobQuote] = []
        for index, request in enumerate(jobs):
            try:
                job = decide(self.catalog, request, self.at).job
                quotes.append(JobQuote(index, quote(self.catalog, job, self.at, self.basis)))
            except PricingError:
                continue
        return tuple(quotes)


@dataclass(frozen=True, slots=True)
class _Filled:
    """What was filled in over all jobs, and the sentences that say so."""

    assumed: tuple[Field, ...]
    assumptions: tuple[str, ...]

    @classmethod
    def of(
        cls,
        decided: Sequence[Decided],
        models: Sequence[Sequence[Model]],
        texts: Sequence[TextJob],
        *,
        model_matters: bool,
    ) -> _Filled:
        each = [one.assumed(on, model_matters=model_matters) for one, on in zip(decided, models, strict=True)]
        sentences = [
            line for one, on, fields in zip(decided, models, each, strict=True) for line in one.sentences(on, fields)
        ]
        sentences += [line for text in texts for line in text_sentences(text)]
        return cls(
            tuple(field for field in FIELDS if any(field in fields for fields in each)),
            tuple(dict.fromkeys(sentences)),
        )


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
