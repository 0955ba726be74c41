"""Filling in what a request does not say, and saying so: JobRequest -> ImageJob, TextJobRequest -> TextJob."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.answer.model import FIELDS, Field
from bot.request import JobRequest, TextJobRequest
from pricing import Catalog, ImageJob, Model, Prompt, PromptSet, Size, TextJob
from pricing.quality import resolve
from pricing.size import listed
from pricing.tokens import sample_range

DEFAULT_WORDS = 30
DEFAULT_REFERENCE = Size(1024, 1024)


@dataclass(frozen=True, slots=True)
class Decided:
    """A job with everything decided, and the request it was decided from."""

    request: JobRequest
    job: ImageJob

    def assumed(self, models: Iterable[Model], *, model_matters: bool) -> tuple[Field, ...]:
        """Which fields were filled in and move the price on any of these models."""
        moving = {field for model in models for field in _moving(model)} | ({"model"} if model_matters else set())
        return tuple(field for field in FIELDS if field in moving and self._unsaid(field))

    def _unsaid(self, field: Field) -> bool:
        said = self.request
        unsaid: dict[Field, bool] = {
            "model": said.model is None,
            "quality": said.quality is None,
            "size": said.size is None,
            "prompt_words": (said.prompt_words, said.prompt_tokens, said.prompt_text, said.prompts) == (None,) * 4,
            "reference_size": (said.references or 0) > len(said.reference_sizes or ()),
        }
        return unsaid[field]

    def sentences(self, models: Sequence[Model], assumed: Sequence[Field]) -> Iterator[str]:
        """What was filled in, each as a sentence, and how the prompt's length became tokens where they are billed."""
        job = self.job
        meaning: dict[Field, str] = {
            "model": f"Model: {job.model}, the default.",
            "quality": f"Quality: {self._own_qualities(models)}." if "quality" in assumed else "",
            "size": "Size: square.",
            "reference_size": f"Reference images: {job.reference_size} at {job.fidelity} input fidelity.",
        }
        yield from (meaning[field] for field in assumed if field in meaning)
        if job.measured and any("reference_size" in _moving(model) for model in models):
            yield f"Reference images as measured: {_sizes(job.measured)}, at {job.fidelity} input fidelity."
        if not any("prompt_words" in _moving(model) for model in models):
            return
        if isinstance(job.prompt, PromptSet):
            yield prompts_sentence(job.prompt)
        elif job.prompt.measured == "text":
            yield f"The prompt is {job.prompt.tokens:,} tokens, counted by tiktoken."
        elif counted := words_sentence(job.prompt, assumed="prompt_words" in assumed):
            yield counted

    def _own_qualities(self, models: Sequence[Model]) -> str:
        """The quality, as the models call it."""
        names = [resolve(model.id, model.qualities, self.job.quality) for model in models if model.qualities]
        return listed(dict.fromkeys(name for name in names if name), "or")


def decide(catalog: Catalog, request: JobRequest, at: datetime) -> Decided:
    """The job that a request describes, defaults filled in; one image where no count is given.

    Raises:
        InvalidQuantity: a count cannot be priced.
        PromptTooLong: the prompt text is longer than any model takes.
    """
    job = ImageJob(
        model=request.model or catalog.default_model(at).id,
        images=1 if request.images is None else request.images,
        quality=request.quality or "medium",
        size=request.size or "square",
        prompt=_prompt(request),
        references=request.references or 0,
        reference_size=DEFAULT_REFERENCE,
        measured=request.reference_sizes or (),
        attempts=Decimal(1) if request.attempts is None else request.attempts,
        batch=bool(request.batch),
        per=request.per,
    )
    return Decided(request, job)


def decide_text(request: TextJobRequest) -> TextJob:
    """The calls that a request describes; words become tokens by the 4/3 rule.

    Raises:
        InvalidQuantity: a count cannot be priced.
    """
    return TextJob(
        model=request.model,
        input_tokens=_tokens(request.input_tokens, request.input_words),
        output_tokens=_tokens(request.output_tokens, request.output_words),
        calls=request.calls,
        batch=bool(request.batch),
        per=request.per,
    )


def text_sentences(job: TextJob) -> Iterator[str]:
    """What a text job does not say and its quote therefore leaves out."""
    if not job.output_tokens:
        yield "Output tokens: none are counted, since no length was given."
    if not job.input_tokens:
        yield "Input tokens: none are counted, since no length was given."


def prompts_sentence(prompts: PromptSet) -> str:
    """What a set of prompts comes to."""
    if prompts.prompts == 1:
        return f"The prompt is {prompts.total:,} tokens, counted by tiktoken."
    return f"The {prompts.prompts:,} prompts are {prompts.total:,} tokens together, counted one by one by tiktoken."


def words_sentence(prompt: Prompt, *, assumed: bool = False) -> str | None:
    """What a word count was taken for, and what sample prompts of that length count; None for other prompts."""
    if prompt.measured != "words" or not prompt.words:
        return None
    words = f"Prompts: {prompt.words:,} words, which are" if assumed else f"{prompt.words:,} words are"
    rule = f"{words} {prompt.tokens:,} tokens by the 4/3 rule"
    sample = sample_range(prompt.words)
    return f"{rule}; sample prompts: {sample.low} to {sample.high}." if sample else f"{rule}."


def _prompt(request: JobRequest) -> Prompt | PromptSet:
    if request.prompts is not None:
        return request.prompts
    if request.prompt_text is not None:
        return Prompt.of_text(request.prompt_text)
    if request.prompt_tokens is not None:
        return Prompt.of_tokens(request.prompt_tokens)
    return Prompt.of_words(DEFAULT_WORDS if request.prompt_words is None else request.prompt_words)


def _sizes(sizes: Iterable[Size]) -> str:
    counted = [f"{count} × {size}" if count > 1 else str(size) for size, count in Counter(sizes).most_common()]
    return listed(counted if len(counted) <= 4 else [*counted[:3], f"{len(counted) - 3} other sizes"])


def _tokens(tokens: int | None, words: int | None) -> int:
    if tokens is not None:
        return tokens
    return Prompt.of_words(words).tokens if words else 0


def _moving(model: Model) -> Iterator[Field]:
    """The fields that move the price on a model, of those that can be filled in."""
    meters = {price.sku.meter for price in model.prices}
    if len(model.qualities) > 1:
        yield "quality"
    if model.output or any(price.sku.size or price.sku.unit == "megapixel" for price in model.prices):
        yield "size"
    if "text_input" in meters:
        yield "prompt_words"
    if "image_input" in meters:
        yield "reference_size"
