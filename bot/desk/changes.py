"""Changes that a tap makes to a request: fields of one job or of all, or another question about the same jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import UsageError
from bot.request import AffordRequest, CompareRequest, LogRequest, QuoteRequest, Request


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of `JobRequest` and their new values, for the job of that index or for every one."""

    values: Mapping[str, Any]
    job: int | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """The same jobs on every live model."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Another request altogether, from a form that began with this one."""

    request: Request


Change = Fields | Compare | Instead


def changed(request: Request, change: Change) -> Request:
    """The request with the change made.

    Raises:
        UsageError: there is nothing in it that could be changed so.
    """
    if isinstance(change, Instead):
        return change.request
    if not isinstance(request, QuoteRequest | CompareRequest | AffordRequest | LogRequest) or not request.jobs:
        raise UsageError("This answer has no image job that could be changed. Ask again with the change in words.")
    if isinstance(change, Compare):
        return CompareRequest(tuple(replace(job, model=None) for job in request.jobs))
    return _with_fields(request, change)


def _with_fields(request: QuoteRequest | CompareRequest | AffordRequest | LogRequest, change: Fields) -> Request:
    if change.job is not None and not 0 <= change.job < len(request.jobs):
        raise UsageError("That job is no longer part of the quote. Change it in the latest message of the thread.")
    jobs = tuple(
        replace(job, **change.values) if change.job in (None, index) else job for index, job in enumerate(request.jobs)
    )
    counted = any(job.images is not None for job in jobs)
    if isinstance(request, CompareRequest) and "model" in change.values:
        return QuoteRequest(jobs)
    if isinstance(request, AffordRequest) and counted:
        return QuoteRequest(jobs)
    return replace(request, jobs=jobs)
