"""Threads that a tap, a form or a file has changed: a request stands among the texts, and follow-ups change it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.language import read
from bot.request import AffordRequest, ClarifyRequest, CompareRequest, JobRequest, QuoteRequest, Request
from pricing import built_in

TODAY = date(2026, 11, 22)
PROMPT = 'a "quoted" thing\nin two lines'
JOB = JobRequest(images=100, quality="high", model="gpt-image-2", prompt_text=PROMPT)
TWO = QuoteRequest((JobRequest(images=5, size="square"), JobRequest(images=9, size="landscape")))


def after(request: Request, text: str) -> Request:
    """What a text asks in a thread that stands at a request."""
    return read(text, [request], today=TODAY, models=built_in().names).request


@pytest.mark.parametrize(
    ("text", "images", "quality"),
    [("make it 250", 250, "high"), ("and in low?", 100, "low"), ("double it", 200, "high")],
)
def test_a_follow_up_changes_the_request_that_stands(text: str, images: int, quality: str) -> None:
    """All else stays as it was, a prompt that no words could give back included."""
    request = after(QuoteRequest((JOB,)), text)
    assert isinstance(request, QuoteRequest)
    [job] = request.jobs
    assert (job.images, job.quality, job.model, job.prompt_text) == (images, quality, "gpt-image-2", PROMPT)


def test_other_questions_about_what_stands() -> None:
    """Compare, afford and a comparison's own changes work as after words."""
    assert after(QuoteRequest((JOB,)), "compare with midjourney") == CompareRequest(
        (JobRequest(images=100, quality="high", prompt_text=PROMPT),), ("gpt-image-2", "midjourney")
    )
    assert after(AffordRequest((JobRequest(quality="low"),), Decimal(20)), "and for $50?") == AffordRequest(
        (JobRequest(quality="low"),), Decimal(50)
    )
    compared = after(CompareRequest((JobRequest(images=50),), ("gpt-image-2", "dall-e-3")), "make it 80")
    assert compared == CompareRequest((JobRequest(images=80),), ("gpt-image-2", "dall-e-3"))


def test_one_of_several_jobs() -> None:
    """The one that is named, or all."""
    request = after(TWO, "the landscapes in high")
    assert isinstance(request, QuoteRequest)
    assert [job.quality for job in request.jobs] == [None, "high"]
    doubled = after(TWO, "double both")
    assert isinstance(doubled, QuoteRequest)
    assert [job.images for job in doubled.jobs] == [10, 18]


def test_a_question_back_is_answered() -> None:
    """The number that was asked for completes the job."""
    asked = ClarifyRequest((JobRequest(quality="low", references=2),), ("images",))
    assert after(asked, "40") == QuoteRequest((JobRequest(images=40, quality="low", references=2),))


def test_what_stands_alone_starts_afresh() -> None:
    """A whole request takes nothing over."""
    assert after(QuoteRequest((JOB,)), "30 low squares") == QuoteRequest(
        (JobRequest(images=30, quality="low", size="square"),)
    )
