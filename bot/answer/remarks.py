"""What is remarked on the quotes of a request: warnings and advice that depend on what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answer.decide import Decided
from bot.answer.model import JobQuote
from pricing import (
    Advice,
    Adviser,
    Catalog,
    Caution,
    ImageJob,
    PriceMissing,
    PromptTooLong,
    Quote,
    UnsupportedOption,
    cautions,
    quote,
)
from pricing.cautions import day, together
from pricing.money import shown_exactly
from pricing.quote import Basis

CANNOT = (UnsupportedOption, PromptTooLong, PriceMissing)
"""Errors that mean that a job cannot be made as asked, rather than that the request is wrong."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """Remarks on quotes and the jobs they are for, at an instant, on a basis if one is set."""

    catalog: Catalog
    at: datetime
    basis: Basis | None
    quotes: tuple[JobQuote, ...]
    decided: tuple[Decided, ...]

    def warnings(self, *, compared: bool = False) -> tuple[Caution, ...]:
        """What to know before relying on the quotes; `compared` says that they are of one job on several models."""
        found: list[Caution] = []
        for each in self.quotes:
            unsaid = each.job < len(self.decided) and self.decided[each.job].request.quality is None
            remarks = cautions(self.catalog, each.quote, self.at, self.basis, compared=compared)
            found += (caution for caution in remarks if not (unsaid and caution.code == "quality_mapped"))
        for index, one in enumerate(self.decided):
            first = next((each.quote for each in self.quotes if each.job == index), None)
            if first is not None:
                found += self._auto(one, first)
                found += () if compared else self._moved(one, first)
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
                f"{auto.cost} for this job on {made.model_id}.",
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

    def advice(self, *, compared: bool = False) -> tuple[Advice, ...]:
        """What would save, or costs more, for each job; in a comparison for the cheapest model that can be used."""
        named = [(f"Job {each.job + 1}: ", each) for each in self.quotes if each.job < len(self.decided)]
        if compared:
            named = [(f"On {each.quote.model_id}: ", each) for _, each in named if not self._retired(each)][:1]
        elif len(named) == 1:
            named = [("", named[0][1])]
        return tuple(
            replace(piece, message=prefix + piece.message, job=each.job)
            for prefix, each in named
            for piece in Adviser(self.catalog, each.quote, self.at, self.basis).advice(
                quality_unset=self.decided[each.job].request.quality is None
            )
        )

    def _retired(self, each: JobQuote) -> bool:
        return each.quote.model is not None and each.quote.model.lifecycle.retired(self.at)


def _language(decided: Decided) -> Iterator[Caution]:
    language = decided.request.prompt_language
    if language and decided.job.prompt.measured == "words":
        yield Caution(
            "language_tokens",
            (),
            f"Prompts in {language} take more tokens than 4/3 a word, the rule for English: a German prompt of "
            "28 words was measured at 56. Paste one to have it counted.",
        )
