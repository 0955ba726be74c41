"""What would make a job cheaper, or makes it dearer: each figure the difference of two quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from pricing.catalog import Catalog, Model
from pricing.cautions import day
from pricing.errors import PricingError
from pricing.job import ImageJob
from pricing.money import shown
from pricing.quality import AUTO
from pricing.quote import Basis, Quote
from pricing.quoting import quote, successor_quote
from pricing.size import SHAPES, Size
from pricing.tokens import Prompt

SHORT_PROMPT_WORDS = 30
"""The guide's prompt length, which longer prompts are held against."""

WORTH_SAYING = Decimal("0.01")
"""The least share of a quote that a shorter prompt must save to be worth a line."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice; exactly one of the two amounts is set, in US dollars.

    Where following it means to change one field of the job, `field` and `value` say which and to what; `job` is
    the job's index.
    """

    code: str
    message: str
    saves: Decimal | None = None
    costs: Decimal | None = None
    field: str | None = None
    value: str | None = None
    job: int = 0


@dataclass(frozen=True, slots=True)
class Adviser:
    """Advice on one quote at an instant."""

    catalog: Catalog
    made: Quote
    at: datetime
    basis: Basis | None = None

    def advice(self, *, quality_unset: bool = False) -> tuple[Advice, ...]:
        """Everything worth saying: what saves, most first, then what costs more."""
        job, model = self.made.job, self.made.model
        if not isinstance(job, ImageJob) or model is None:
            return ()
        if model.lifecycle.retired(self.at):
            return tuple(self._cheaper_model(job, model))
        found = (
            *self._lower_quality(job, model),
            *self._other_size(job, model),
            *self._batch(job),
            *self._cheaper_model(job, model),
            *self._prompt(job),
            *self._retirement(model),
            *self._auto(job, model, quality_unset),
            *self._attempts(job),
        )
        saves = sorted((each for each in found if each.saves), key=lambda each: each.saves or 0, reverse=True)
        return (*saves, *(each for each in found if not each.saves))

    def _quote(self, job: ImageJob) -> Quote | None:
        try:
            return quote(self.catalog, job, self.at, self.basis)
        except PricingError:
            return None

    def _saving(self, code: str, message: str, job: ImageJob, field: str, value: str) -> Iterator[Advice]:
        """A saving, if the changed job is cheaper; `{saves}` and `{total}` in the message are filled in."""
        changed = self._quote(job)
        if changed and changed.total < self.made.total and changed.per == self.made.per:
            saves = self.made.total - changed.total
            said = message.format(saves=shown(saves), total=changed.cost)
            yield Advice(code, said, saves=saves, field=field, value=value)

    def _auto(self, job: ImageJob, model: Model, quality_unset: bool) -> Iterator[Advice]:
        auto = self._quote(replace(job, quality=AUTO)) if quality_unset and model.auto_is_default else None
        if auto and auto.total > self.made.total:
            more = auto.total - self.made.total
            message = f"Set the quality in each call: left unset it is auto, which can cost up to {shown(more)} more."
            yield Advice("set_quality", message, costs=more)

    def _attempts(self, job: ImageJob) -> Iterator[Advice]:
        once = self._quote(replace(job, attempts=Decimal(1))) if job.attempts > 1 else None
        if once and once.total < self.made.total:
            more = self.made.total - once.total
            message = f"{job.attempts:f} generations for each image kept cost {shown(more)} more than one."
            yield Advice("attempts", message, costs=more)

    def _retirement(self, model: Model) -> Iterator[Advice]:
        ends = model.lifecycle.shuts_down
        moved = successor_quote(self.catalog, self.made, self.at, self.basis)
        if ends is None or moved is None or not model.lifecycle.retiring(self.at):
            return
        change = moved.total - self.made.total
        message = f"From {day(ends)}: {moved.cost} on {moved.model_id}."
        yield (
            Advice("retirement", message, costs=change) if change >= 0 else Advice("retirement", message, saves=-change)
        )

    def _lower_quality(self, job: ImageJob, model: Model) -> Iterator[Advice]:
        quality = self.made.quality
        if quality in model.qualities[1:]:
            lower = model.qualities[model.qualities.index(quality) - 1]
            message = f"In {lower} quality it is {{total}}: saves {{saves}}."
            yield from self._saving("lower_quality", message, replace(job, quality=lower), "quality", lower)

    def _other_size(self, job: ImageJob, model: Model) -> Iterator[Advice]:
        turned = {"portrait": "landscape", "landscape": "portrait"}
        shapes = [shape for shape in SHAPES if shape in model.sizes.named and shape != turned.get(self._shape())]
        found = [
            each
            for shape in shapes
            for each in self._saving(
                "other_size",
                f"As {shape} ({model.sizes.named[shape]}) it is {{total}}: saves {{saves}}.",
                replace(job, size=shape),
                "size",
                shape,
            )
        ]
        yield from sorted(found, key=lambda each: -(each.saves or 0))[:1]

    def _shape(self) -> str:
        if self.made.size in (None, AUTO):
            return ""
        size = Size.parse(str(self.made.size))
        return "square" if size.width == size.height else "portrait" if size.height > size.width else "landscape"

    def _batch(self, job: ImageJob) -> Iterator[Advice]:
        message = "Through the Batch API, if a day's wait is fine, it is {total}: saves {saves}."
        yield from self._saving("batch", message, replace(job, batch=True), "batch", "yes")

    def _cheaper_model(self, job: ImageJob, model: Model) -> Iterator[Advice]:
        found = [
            each
            for other in self.catalog.live(self.at)
            if other is not model and not other.subscription and not other.lifecycle.retiring(self.at)
            for each in self._saving(
                "cheaper_model",
                f"On {other.id} the same job is {{total}}: saves {{saves}}.",
                job.on(other.id),
                "model",
                other.id,
            )
        ]
        yield from sorted(found, key=lambda each: -(each.saves or 0))[:1]

    def _prompt(self, job: ImageJob) -> Iterator[Advice]:
        short = Prompt.of_words(SHORT_PROMPT_WORDS)
        if job.prompt.tokens > short.tokens:
            message = f"With {SHORT_PROMPT_WORDS}-word prompts it is {{total}}: saves {{saves}}."
            shortened = replace(job, prompt=short)
            words = str(SHORT_PROMPT_WORDS)
            for each in self._saving("prompt_length", message, shortened, "prompt_words", words):
                if (each.saves or 0) >= self.made.total * WORTH_SAYING:
                    yield each
