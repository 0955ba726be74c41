"""What a thread stands at when something other than words has changed it, such as a button."""

from __future__ import annotations

from dataclasses import fields

from bot.language.jobs.drafts import Draft
from bot.language.requests.state import State
from bot.request import ClarifyRequest, JobRequest, Reading, Request


def standing(request: Request) -> State:
    """The state whose request that is; a follow-up changes it like one that was written."""
    jobs: tuple[JobRequest, ...] = getattr(request, "jobs", ())
    drafts = tuple(Draft(job, said=_said(job)) for job in jobs)
    return State(Reading(request), request, drafts, _intent(request), getattr(request, "models", ()))


def _intent(request: Request) -> str:
    """What the thread is about; a question back is about what it asks for."""
    if getattr(request, "text_jobs", None):
        return "text"
    if isinstance(request, ClarifyRequest):
        return "afford" if "amount_usd" in request.missing else "quote"
    return request.intent


def _said(job: JobRequest) -> frozenset[str]:
    return frozenset(field.name for field in fields(job) if getattr(job, field.name) is not None)
