"""Requests and names in the words that messages use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.answer.model import Answer
from bot.phrase import job_phrase, text_job_phrase
from bot.request import AffordRequest, CompareRequest, JobRequest, LogRequest, QuoteRequest, Request, TextJobRequest
from pricing.money import shown
from pricing.size import listed

MOST_PROMPT = 120
"""Characters of a prompt that a message says back."""
MOST_READ_AS = 400

JobsRequest = QuoteRequest | CompareRequest | AffordRequest | LogRequest


def read_as(answer: Answer) -> str:
    """How a request for jobs was read; empty for others."""
    request = answer.reading.request
    if not isinstance(request, JobsRequest):
        return ""
    said = f"Read as: {in_words(request)}."
    return said if len(said) <= MOST_READ_AS else f"{said[: MOST_READ_AS - 1]}…"


def in_words(request: Request) -> str:
    """A request for jobs in words; of any other what it is about."""
    if not isinstance(request, JobsRequest):
        return request.intent
    jobs = "; ".join(_jobs(request))
    if isinstance(request, AffordRequest):
        return f"how many {jobs} for {shown(request.amount_usd)}"
    if isinstance(request, CompareRequest):
        return f"compare {listed(request.models) if request.models else 'all models'} for {jobs}"
    return jobs


def jobs_of(request: Request) -> tuple[JobRequest, ...]:
    """The image jobs of a request that has some."""
    return request.jobs if isinstance(request, JobsRequest) else ()


def text_jobs_of(request: Request) -> tuple[TextJobRequest, ...]:
    """The text jobs of a request that has some."""
    return getattr(request, "text_jobs", None) or ()


def brief(job: JobRequest, *, count: bool = True) -> str:
    """An image job in words, a long prompt cut, a file's prompts counted."""
    if job.prompt_text is not None and len(job.prompt_text) > MOST_PROMPT:
        job = replace(job, prompt_text=f"{job.prompt_text[:MOST_PROMPT]}…")
    held = job.prompts.prompts if job.prompts else 0
    prompts = "" if not held else " with the prompt of a file" if held == 1 else f" with {held:,} prompts of a file"
    return f"{job_phrase(job, count=count)}{prompts}"


def _jobs(request: JobsRequest) -> Iterator[str]:
    counted = not isinstance(request, AffordRequest)
    yield from (brief(job, count=counted) for job in request.jobs)
    texts = text_jobs_of(request)
    if isinstance(request, CompareRequest):
        texts = tuple(dict.fromkeys(replace(job, model="") for job in texts))
    yield from map(text_job_phrase, texts)
