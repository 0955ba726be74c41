"""What a reading carries beside the request: spans, notes, problems, context."""

from __future__ import annotations

from tests.language.conftest import reading


def test_spans_say_which_words_were_read_as_what() -> None:
    """A span covers the words that a field was read from."""
    text = "100 medium square images on mini"
    found = {text[span.start : span.end]: span.field for span in reading(text).spans}
    assert found == {"100": "images", "medium": "quality", "square": "size", "mini": "model"}


def test_a_problem_offers_the_nearest_models() -> None:
    """An unknown model is asked back with catalog ids to choose from."""
    problem = reading("20 images on gpt-image-9").problems[0]
    assert problem.field == "model"
    assert "gpt-image-2" in problem.choices


def test_contradicting_qualities_are_the_choices() -> None:
    """Two qualities for one job are asked back with both as choices."""
    problem = reading("20 squares strictly in low, every one of them in high").problems[0]
    assert (problem.field, problem.choices) == ("quality", ("low", "high"))


def test_a_long_stretch_is_never_quoted_back() -> None:
    """A problem repeats at most forty characters of the text."""
    name = "gpt-image-" + "9" * 3 + "-" + "x" * 300
    message = reading(f"20 images on {name}").problems[0].message
    assert "x" * 41 not in message


def test_a_number_that_was_not_used_is_noted() -> None:
    """A number that nothing was made of is said."""
    assert any("24/7" in note for note in reading("we work 24/7, 50 low squares").notes)


def test_a_refused_quality_is_noted() -> None:
    """What the text refuses is left out and said."""
    assert any("high" in note for note in reading("40 squares, not high").notes)


def test_a_follow_up_says_so() -> None:
    """A change to an earlier message is marked as one; a fresh question is not."""
    assert reading("and in high?", "100 medium squares").followed
    assert not reading("New question: 20 high squares on mini?", "100 medium squares").followed


def test_a_summary_after_a_budget_is_none() -> None:
    """Its weekday says nothing of the budget that was talked about before; what says only a period does."""
    for before in ("clear the budget", "set a budget of $5 a month", "show the budget"):
        assert reading("weekly digest every Monday at 9:00", before).request.intent == "digest"
        assert reading("and the weekly one?", before).request.intent == "budget"


def test_explain_in_a_thread_carries_its_jobs() -> None:
    """A question about the figures holds the jobs that they are of."""
    found = reading("why so much?", "100 medium squares on mini")
    assert [job.images for job in found.context] == [100]


def test_the_prompts_language_is_told() -> None:
    """Prompts in another language than English say which."""
    request = reading("100 medium squares with 30-word German prompts").request
    assert [job.prompt_language for job in getattr(request, "jobs", ())] == ["German"]


def test_pages_are_an_assumption() -> None:
    """The words of a page are said as an assumption."""
    assert any("500 words a page" in note for note in reading("summarize 500 docs of 3 pages each with gpt-5").notes)


def test_a_number_on_a_key_is_an_emoji() -> None:
    """A keycap such as 1️⃣ marks a line of a list; it counts nothing."""
    request = reading("1️⃣ 50 low squares 2️⃣ 20 high landscapes").request
    assert [job.images for job in getattr(request, "jobs", ())] == [50, 20]
