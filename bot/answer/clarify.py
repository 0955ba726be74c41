"""Questions asked back: what was understood, what is missing, and choices that are requests themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.answer.costs import Desk
from bot.answer.model import Answer, Question
from bot.phrase import job_phrase
from bot.request import ClarifyRequest, JobRequest, Reading
from pricing.money import shown

EXAMPLES = (
    "100 medium square images with 30-word prompts",
    "compare all models for 50 high landscape images",
    "how many low square images can I get for $20?",
)
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


def clarify(desk: Desk, reading: Reading, request: ClarifyRequest) -> Answer:
    """The question that would complete a request."""
    understood = "; ".join(filter(None, (job_phrase(job) for job in request.jobs if job != JobRequest())))
    said = [problem.message for problem in reading.problems]
    asked = [f"{_ASKED[field]}?" for field in request.missing if field in _ASKED]
    parts = [
        f"Understood: {understood}." if understood else "",
        *(said or ()),
        *asked,
        _price_of_one(desk, request) if "images" in request.missing else "",
    ]
    question = Question(" ".join(filter(None, parts)), tuple(dict.fromkeys(_choices(reading, request)))[:4])
    return Answer(reading, desk.at, question=question)


def problem(reading: Reading, at: datetime, field: str, message: str, nearest: Sequence[str] = ()) -> Answer:
    """The answer to a request that turned out not to be priceable, asking for the field that is wrong."""
    jobs: Sequence[JobRequest] = getattr(reading.request, "jobs", ())
    cleared = tuple(_filled(job, field, None) if field in _JOB_FIELDS else job for job in jobs)
    request = ClarifyRequest(cleared, (field,))
    job = cleared[0] if len(cleared) == 1 and field == "model" else None
    choices = tuple(job_phrase(_filled(job, field, name)) for name in nearest) if job else ()
    return Answer(replace(reading, request=request), at, question=Question(message, choices or EXAMPLES[:1]))


def _filled(job: JobRequest, field: str, value: str | None) -> JobRequest:
    changes: dict[str, Any] = {field: value}
    return replace(job, **changes)


_JOB_FIELDS = frozenset(JobRequest.__dataclass_fields__)


def _price_of_one(desk: Desk, request: ClarifyRequest) -> str:
    singles = desk.explained_by([replace(job, images=1) for job in request.jobs[:1]])
    if not singles or singles[0].quote.plan:
        return ""
    made = singles[0].quote
    return f"One is {shown(made.total)} on {made.model_id}."


def _choices(reading: Reading, request: ClarifyRequest) -> Iterator[str]:
    job = request.jobs[0] if len(request.jobs) == 1 else None
    if job is None:
        yield from EXAMPLES
        return
    for field in request.missing:
        offered = next((each.choices for each in reading.problems if each.field == field), ())
        yield from _with(job, field, offered, request.missing)


def _with(job: JobRequest, field: str, offered: Sequence[str], missing: Sequence[str]) -> Iterator[str]:
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
    else:
        yield from EXAMPLES[:1]
