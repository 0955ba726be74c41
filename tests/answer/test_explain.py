"""The guide's questions, answered from the catalog."""

from __future__ import annotations

import pytest

from bot.answer import answer
from bot.clock import FixedClock
from bot.request import ExplainRequest, JobRequest, Reading
from pricing import built_in
from tests.asking import AFTER_MINI, TODAY, ask, ask_object

QUESTIONS = {
    "tokens": "what are tokens?",
    "lines": "what do the lines mean?",
    "quality": "which quality should I use?",
    "traps": "what makes the bill go up?",
    "control": "how do we keep costs under control?",
    "savings": "how much do we save on mini in general?",
    "dalle3": "how does it compare with dall-e 3?",
    "midjourney": "how does it compare to midjourney?",
    "volume": "what about large volumes?",
    "basis": "why does the guide's sum differ?",
}


@pytest.mark.parametrize("topic", QUESTIONS)
def test_each_topic_is_answered_with_figures(topic: str) -> None:
    """Every topic has sentences with computed dollars or tokens, before and after mini's end."""
    for today in (TODAY, AFTER_MINI):
        found = ask_object(QUESTIONS[topic], today=today)
        assert (found["intent"], found["request"]) == ("explain", {"topic": topic})
        assert found["quotes"] == []
        assert any(character.isdigit() for character in found["text"])


def test_the_threads_own_job_is_explained() -> None:
    """After a quote the lines explained are that quote's, and the quote comes along."""
    found = ask_object(QUESTIONS["lines"], ["50 high landscape images on gpt-image-2"])
    assert [each["model"] for each in found["quotes"]] == ["gpt-image-2"]
    assert "50 high 1536x1024 images on gpt-image-2" in found["text"]


def test_mini_is_held_against_gpt_image_1_as_in_the_guide() -> None:
    """$0.005 of $0.011 is 54.5 % less, $0.036 of $0.167 78.4 %, $2 of $5 60 %, $8 of $40 80 %."""
    text = " ".join(ask(QUESTIONS["savings"]).body)
    for figure in ("54.5 %", "78.4 %", "60 %", "80 %"):
        assert figure in text


def test_each_midjourney_plan_has_its_break_even() -> None:
    """Basic's $10 are 902 of mini's $0.011092 images, over four times the 200 that it makes."""
    text = " ".join(ask(QUESTIONS["midjourney"]).body)
    assert "$0.05 each" in text
    for count in ("902", "2,705", "5,410", "10,819"):
        assert f"from {count} images a month" in text


def test_the_guides_sum_is_explained() -> None:
    """The guide prints $1.948 where list price and tokens add up to $1.9528."""
    text = " ".join(ask(QUESTIONS["basis"]).body)
    for figure in ("$0.854", "$1.1092", "$1.9528", "$1.948"):
        assert figure in text


def test_failed_calls_are_not_guessed_at() -> None:
    """Whether failed calls are charged is not known, and the answer says so."""
    assert "OpenAI does not say whether they are charged" in " ".join(ask(QUESTIONS["traps"]).body)


@pytest.mark.parametrize(
    ("thread", "said"),
    [
        ("10 hd squares on dall-e 3", "Images: 10 images at $0.08 = $0.80, the picture itself, which has one price"),
        ("150 images a month on midjourney", "Basic plan: 1 month at $10.00 = $10.00, a month of the smallest plan"),
        (
            "100 medium squares on gpt-image-1.5",
            "Text output: 43,900 tokens at $10.00 / 1M = $0.439, what the model writes",
        ),
    ],
)
def test_lines_of_every_kind_are_explained(thread: str, said: str) -> None:
    """The thread's own job is explained whatever it is billed by, and nothing is said of an example."""
    body = " ".join(ask(QUESTIONS["lines"], [thread]).body)
    assert said in body
    assert "example" not in body


def test_without_a_job_of_its_own_the_answer_says_that_it_is_an_example() -> None:
    """Figures of a job that nobody asked about are called so."""
    assert "The figures are for an example, 100 medium" in ask(QUESTIONS["control"]).body[-1]


def test_qualities_are_the_models_own() -> None:
    """DALL-E 3 has standard and hd: ten squares are $0.40 and $0.80."""
    body = " ".join(ask(QUESTIONS["quality"], ["10 squares on dall-e 3"]).body)
    assert "Standard is for most uses: 10 standard 1024x1024 images on dall-e-3: $0.40." in body
    assert "Hd is for hero images and print: 10 hd 1024x1024 images on dall-e-3: $0.80." in body


def test_a_range_is_explained_as_a_range() -> None:
    """Medium squares on 2.6 are 1,317 to 1,866 tokens: a hundred cost $3.97 to $5.62."""
    body = " ".join(ask(QUESTIONS["quality"], ["100 medium squares on 2.6 flare with 30-word prompts"]).body)
    assert "100 medium 1024x1024 images on gpt-image-2.6-flare: $3.97 to $5.62." in body


def test_the_basis_of_the_answer_is_that_of_its_explanation() -> None:
    """Added up as the guide does, low squares are 100 x ($0.005 + $0.002176) + $0.008: $1.2272 less than medium."""
    body = " ".join(
        ask(QUESTIONS["control"], ["100 medium squares on mini with 30-word prompts"], basis="additive").body
    )
    assert "In low quality it is $0.73: saves $1.23." in body


def test_only_what_makes_a_bill_grow_is_a_trap() -> None:
    """For a job in high with long prompts and references, auto makes nothing dearer; more of each does."""
    job = "100 high squares on mini with 1000-word prompts and 4 reference images each"
    body = ask(QUESTIONS["traps"], [job]).body
    assert body[0].startswith("100 high 1024x1024 images on gpt-image-1-mini: $4.06.")
    assert not [line for line in body if "auto" in line]
    assert any(line.startswith("One more reference image each makes it $4.11") for line in body)


def test_midjourney_is_held_against_the_threads_own_job() -> None:
    """High squares on gpt-image-1 are $0.16663 each at 46 tokens of prompt: Basic's $10 are 60 of them."""
    job = JobRequest(images=40, quality="high", size="square", model="gpt-image-1", prompt_words=30)
    reading = Reading(ExplainRequest("midjourney"), context=(job,))
    body = " ".join(answer(built_in(), reading, FixedClock.on(TODAY).now()).body)
    assert "beside gpt-image-1 it pays from 60 images a month" in body
