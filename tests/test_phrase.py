"""Requests put back into words."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot import language
from bot.phrase import job_phrase, text_job_phrase
from bot.request import JobRequest, QuoteRequest, TextJobRequest
from pricing import built_in
from tests.asking import TODAY

MODELS = tuple(built_in().models)
JOBS = st.builds(
    JobRequest,
    images=st.sampled_from((1, 2, 12, 100, 1_500, 1_000_000)),
    per=st.sampled_from((None, "day", "week", "month")),
    model=st.sampled_from((None, *MODELS)),
    quality=st.sampled_from((None, "low", "medium", "high", "xhigh", "max", "standard", "hd", "auto")),
    size=st.sampled_from((None, "square", "portrait", "landscape", "1536x1024", "2048x1152")),
    prompt_words=st.sampled_from((None, 8, 30)),
    references=st.sampled_from((None, 1, 3)),
    attempts=st.sampled_from((None, Decimal(2), Decimal("2.5"), Decimal("1.1"))),
    batch=st.sampled_from((None, True, False)),
)

TEXT_JOBS = st.builds(
    TextJobRequest,
    model=st.sampled_from(("gpt-5-mini", "gpt-5")),
    calls=st.sampled_from((None, 500)),
    input_tokens=st.sampled_from((None, 1_000, 2_000_000)),
    output_tokens=st.sampled_from((None, 300_000)),
    per=st.sampled_from((None, "day", "week", "month")),
    batch=st.sampled_from((None, True, False)),
) | st.builds(
    TextJobRequest,
    model=st.just("gpt-5-mini"),
    input_words=st.sampled_from((None, 40)),
    output_words=st.just(200),
    per=st.sampled_from((None, "day")),
)


@given(JOBS)
def test_a_phrase_reads_as_the_very_same_request(job: JobRequest) -> None:
    """What an answer says it understood is a request that is understood as just that."""
    reading = language.read(job_phrase(job), today=TODAY, models=built_in().names)
    assert reading.request == QuoteRequest((job,))


@given(TEXT_JOBS.filter(lambda job: job.input_tokens or job.output_tokens or job.output_words))
def test_a_phrase_for_a_text_model_reads_as_the_very_same_request(job: TextJobRequest) -> None:
    """Calls, tokens or words, how often, and the Batch API."""
    reading = language.read(text_job_phrase(job), today=TODAY, models=built_in().names)
    assert reading.request == QuoteRequest((), (job,))


def test_a_text_job_without_its_model_is_what_a_comparison_is_for() -> None:
    """One call is said as one."""
    assert text_job_phrase(TextJobRequest("", calls=1, input_tokens=5)) == "1 call of 5 input tokens"
    assert text_job_phrase(TextJobRequest("gpt-5")) == "tokens on gpt-5"


def test_prompts_keep_their_text_and_language() -> None:
    """A quoted prompt, a token count and a language are put into words too."""
    assert job_phrase(JobRequest(images=1, prompt_text="a fox")) == '1 image with the prompt "a fox"'
    assert job_phrase(JobRequest(images=2, prompt_tokens=9)) == "2 images with 9-token prompts"
    german = JobRequest(images=3, prompt_words=30, prompt_language="German")
    assert job_phrase(german) == "3 images with 30-word German prompts"
    assert job_phrase(german, count=False) == "images with 30-word German prompts"
