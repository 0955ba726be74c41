"""Threads that a tap, a form or a file has changed: a request stands among the texts, and follow-ups change it."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.language import read
from bot.request import (
    AffordRequest,
    ClarifyRequest,
    CompareRequest,
    DigestRequest,
    JobRequest,
    QuoteRequest,
    Request,
    SpendRequest,
)
from pricing import built_in
from tests.language.conftest import reading

HERE = Path(__file__).parent
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


@pytest.mark.parametrize(
    ("text", "days", "by"),
    [
        ("why so much on Tuesday?", "2026-11-10..2026-11-10", None),
        ("and the week before?", "2026-11-02..2026-11-08", None),
        ("and in October?", "2026-10", None),
        ("on 3 November", "2026-11-03..2026-11-03", None),
        ("by person?", "2026-11-09..2026-11-15", "user"),
        ("and last week?", "last_week", None),
    ],
)
def test_after_a_week_that_is_over_days_are_its_own(text: str, days: str, by: str | None) -> None:
    """Tuesday is that week's, the week before the one before it; what has a date or a name of its own is that."""
    request = after(SpendRequest("2026-11-09..2026-11-15"), text)
    assert isinstance(request, SpendRequest)
    assert (request.range, request.by) == (days, by)


def test_a_question_about_spend_may_be_asked_again() -> None:
    """By model, after by model, by somebody else in the thread."""
    request = SpendRequest("2026-11-09..2026-11-15", "model")
    assert after(request, "by model?") == request


@pytest.mark.parametrize("text", ["digest", "weekly digest", "preview the digest", "skip the next digest"])
def test_the_summary_alone_is_asked_to_be_shown(text: str) -> None:
    """Its name is enough."""
    assert read(text, [], today=TODAY, models=built_in().names).request == DigestRequest("show")


def test_what_was_said_before_new_jobs_does_not_matter() -> None:
    """Of a thread only what follows the last text with jobs of its own is read: all before gives the same reading."""
    lines = [
        line for name in ("requests.jsonl", "cases.jsonl") for line in (HERE / name).read_text("utf-8").splitlines()
    ]
    found = [json.loads(line) for line in lines]
    starts = [case["text"] for case in found if not case.get("thread")]
    follows = [case["text"] for case in found if case.get("thread")]
    rng, tried = random.Random(11), 0
    for _ in range(1_500):
        first, second, last = rng.choice(starts), rng.choice(starts), rng.choice(follows)
        began = reading(second, first)
        if began.followed or not getattr(began.request, "jobs", ()):
            continue
        tried += 1
        assert reading(last, first, second) == reading(last, second), (first, second, last)
    assert tried > 500
