"""Requests put back into words: a text that reads as the very same request.

Answers use it to say how a request was understood, questions to offer choices that are requests themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from bot.request import JobRequest, TextJobRequest
from pricing.money import plain

_ARTICLES = {"day": "a day", "week": "a week", "month": "a month"}


def job_phrase(job: JobRequest, *, count: bool = True) -> str:
    """An image job in words; without its count where that is asked for."""
    return " ".join(_job_words(job, count))


def _job_words(job: JobRequest, count: bool) -> Iterable[str]:
    if count and job.images is not None:
        yield f"{job.images:,}"
    if job.quality is not None:
        yield "auto quality" if job.quality == "auto" else job.quality
    if job.size is not None:
        yield job.size
    yield "image" if count and job.images == 1 else "images"
    if job.per is not None:
        yield _ARTICLES[job.per]
    if job.model is not None:
        yield f"on {job.model}"
    yield from _prompt_words(job)
    if job.references is not None:
        noun = "reference image" if job.references == 1 else "reference images"
        yield f"with {job.references} {noun} each"
    if job.attempts is not None:
        yield f"with {plain(job.attempts, 0)} tries each"
    if job.batch is not None:
        yield "through the Batch API" if job.batch else "not through the Batch API"


def _prompt_words(job: JobRequest) -> Iterable[str]:
    if job.prompt_words is not None:
        language = f"{job.prompt_language} " if job.prompt_language else ""
        yield f"with {job.prompt_words}-word {language}prompts"
    if job.prompt_tokens is not None:
        yield f"with {job.prompt_tokens}-token prompts"
    if job.prompt_text is not None:
        yield f'with the prompt "{visible(job.prompt_text)}"'


def text_job_phrase(job: TextJobRequest) -> str:
    """A text job in words, without its model where that is empty."""
    counts = (
        (job.input_tokens, "input tokens"),
        (job.input_words, "words in"),
        (job.output_tokens, "output tokens"),
        (job.output_words, "words out"),
    )
    parts = [f"{count:,} {what}" for count, what in counts if count is not None]
    calls = f"{job.calls:,} {'call' if job.calls == 1 else 'calls'} of " if job.calls is not None else ""
    on = f" on {job.model}" if job.model else ""
    per = f" {_ARTICLES[job.per]}" if job.per else ""
    batch = "" if job.batch is None else " through the Batch API" if job.batch else " not through the Batch API"
    return f"{calls}{' and '.join(parts) or 'tokens'}{on}{per}{batch}"


def visible(text: str) -> str:
    """Text without what a terminal or a reader would act on instead of showing: controls and direction marks."""
    if text.isprintable():
        return text
    return "".join(" " if character in "\n\r\t" else character for character in text if not _acts(character))


def _acts(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\n\r\t\u200d"
