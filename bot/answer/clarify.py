"""Questions asked back: what was understood, what is missing, and choices that are requests themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from bot.answer.costs import Quoter
from bot.answer.model import Answer, Question
from bot.phrase import job_phrase, visible
from bot.request import ClarifyRequest, JobRequest, Problem, Reading, TextJobRequest

AnyJob = TypeVar("AnyJob", JobRequest, TextJobRequest)

EXAMPLES = (
    "100 medium square images with 30-word prompts",
    "compare all models for 50 high landscape images",
    "how many low square images can I get for $20?",
)
LONG_PROMPT = 300
"""Characters of a prompt up to which it is said back whole."""

MOST_CHOICES = 4
COUNTS = (10, 50, 100)
AMOUNTS = (10, 50, 100)

_ASKED = {
    "images": "How many images",
    "amount_usd": "How much money",
    "model": "Which model",
    "quality": "Which quality",
    "size": "Which size",
    "per": "How often",
    "references": "How many reference images for each image",
    "attempts": "How many tries for each image kept",
    "prompt_words": "How long is each prompt",
    "prompt_tokens": "How long is each prompt",
    "input_tokens": "How many input tokens",
    "output_tokens": "How many output tokens",
    "calls": "How many calls",
    "jobs": "Which of the jobs",
    "time": "At what time",
    "weekday": "On which day",
    "timezone": "In which time zone",
    "period": "By week or by month",
    "range": "For which time",
}


def clarify(quoter: Quoter, reading: Reading, request: ClarifyRequest) -> Answer:
    """The question that would complete a request."""
    understood = "; ".join(filter(None, (job_phrase(_brief(job)) for job in request.jobs if job != JobRequest())))
    said = [visible(problem.message) for problem in reading.problems]
    asked = [f"{_ASKED[field]}?" for field in request.missing if field in _ASKED]
    parts = [
        f"Understood: {understood}." if understood else "",
        *said,
        *asked,
        _price_of_one(quoter, request) if "images" in request.missing else "",
    ]
    question = Question(" ".join(filter(None, parts)), _choices(reading, request))
    return Answer(reading, quoter.at, question=question)


def problem(reading: Reading, at: datetime, field: str, message: str, nearest: Sequence[str] = ()) -> Answer:
    """The answer to a request that turned out not to be priceable, asking for the field that is wrong.

    `nearest` are values that the field could have instead.
    """
    jobs: Sequence[JobRequest] = getattr(reading.request, "jobs", ())
    texts: tuple[TextJobRequest, ...] | None = getattr(reading.request, "text_jobs", None)
    request = ClarifyRequest(
        tuple(_filled(job, field, None) if hasattr(job, field) else job for job in jobs),
        (field,),
        texts and tuple(_filled(job, field, None) if hasattr(job, field) and nearest == () else job for job in texts),
    )
    known = Reading(request, problems=(Problem(field, message, tuple(nearest)),), context=reading.context)
    question = Question(visible(message), _choices(known, request))
    return Answer(replace(reading, request=request), at, question=question)


def _filled(job: AnyJob, field: str, value: str | None) -> AnyJob:
    changes: dict[str, Any] = {field: value}
    return replace(job, **changes)


def _brief(job: JobRequest) -> JobRequest:
    """The job with a long prompt known by its length, so that it can be said in a sentence."""
    if job.prompt_text is None or len(job.prompt_text) <= LONG_PROMPT:
        return job
    return replace(job, prompt_text=None, prompt_words=len(job.prompt_text.split()))


def _price_of_one(quoter: Quoter, request: ClarifyRequest) -> str:
    singles = quoter.quotes_for([replace(job, images=1) for job in request.jobs[:1]])
    if not singles or singles[0].quote.plan:
        return ""
    made = singles[0].quote
    return f"One ({made.quality} {made.size}) is {made.cost} on {made.model_id}."


def _choices(reading: Reading, request: ClarifyRequest) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_possible(reading, request)))[:MOST_CHOICES]


def _possible(reading: Reading, request: ClarifyRequest) -> Iterator[str]:
    if len(request.jobs) != 1:
        whole = [choice for each in reading.problems for choice in each.choices if " " in choice]
        yield from whole or EXAMPLES
        return
    job = _brief(request.jobs[0])
    for field in request.missing:
        offered = next((each.choices for each in reading.problems if each.field == field), ())
        yield from _with(job, field, offered)


def _with(job: JobRequest, field: str, offered: Sequence[str]) -> Iterator[str]:
    """The job as a request with the field filled in, and a count where that is missing too."""
    counted = replace(job, images=job.images or 100) if field != "images" else job
    if field == "images":
        numbers = [int(choice) for choice in offered if choice.isdigit()] or list(COUNTS)
        yield from (job_phrase(replace(job, images=number)) for number in numbers)
    elif field == "amount_usd":
        yield from (f"how many {job_phrase(job, count=False)} for ${amount}" for amount in AMOUNTS)
    elif field in ("quality", "size", "model"):
        for value in offered:
            yield job_phrase(_filled(counted, field, value))
    elif field == "attempts":
        yield from (job_phrase(replace(counted, attempts=Decimal(tries))) for tries in (2, 3))
    elif field == "references":
        yield from (job_phrase(replace(counted, references=number)) for number in (1, 2))
    elif field == "prompt_words":
        yield from (job_phrase(replace(counted, prompt_words=words)) for words in (30, 100))
    elif field == "prompt_tokens":
        yield from (job_phrase(replace(counted, prompt_tokens=tokens)) for tokens in (40, 150))
    else:
        yield from EXAMPLES[:1]
