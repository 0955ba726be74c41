"""Messages of quotes: the sample request word by word, several jobs, what cannot be made, and very long ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.answer import Answer, answer
from bot.request import JobRequest, LogRequest, QuoteRequest, Reading
from bot.slack.blocks import Message, kit, render
from pricing import built_in
from tests.asking import GUIDE, TODAY, ask
from tests.slack.looking import check_message, controls, lines

SAMPLE = """\
# Plan for $1.11
100 medium 1024x1024 images on gpt-image-1-mini
(Likely bill $0.85 by tokens · As the guide counts $1.95, list price and tokens added up)
Item | Amount
Images, list price: 100 images at $0.011 | $1.1000
Prompt text: 4,000 tokens at $2.00 / 1M | $0.0080
Prompt overhead: 600 tokens at $2.00 / 1M | $0.0012
Total, $0.011 an image | $1.1092
⚠️ gpt-image-1-mini shuts down on 1 December 2026; the same job is $1.34 on gpt-image-2.5-flare.
(Read as: 100 medium square images with 30-word prompts.
Assumed: model gpt-image-1-mini, the default · 30 words are 40 tokens by the 4/3 rule; sample prompts: 34 to 39)
[Medium quality v] [Square, 1024 × 1024 v] [gpt-image-1-mini v] [Change the count]
[Low quality: save $0.60] [Batch API: save $0.55] [Compare models] [Log as spent] [Share] [overflow]"""

SPOKEN = (
    "Plan for $1.11. 100 medium 1024x1024 images on gpt-image-1-mini. Images, list price, 100 images at $0.011: "
    "$1.10; Prompt text, 4,000 tokens at $2.00 / 1M: $0.008; Prompt overhead, 600 tokens at $2.00 / 1M: $0.0012. "
    "Total: $1.1092. Likely bill: $0.85, by tokens. As the guide counts: $1.95, list price and tokens added up. "
    "Assumed: Model: gpt-image-1-mini, the default. 30 words are 40 tokens by the 4/3 rule; sample prompts: 34 to 39. "
    "gpt-image-1-mini shuts down on 1 December 2026; the same job is $1.34 on gpt-image-2.5-flare. "
    "In low quality it is $0.51: saves $0.60. Through the Batch API, if a day's wait is fine, it is $0.55: saves $0.55."
)


def shown(text: str) -> list[str]:
    """What a person sees of the answer to a text."""
    return lines(render(ask(text), controls()).blocks)


def of_jobs(*jobs: JobRequest, log: bool = False) -> Answer:
    """The answer to a request for these jobs."""
    request = LogRequest(jobs) if log else QuoteRequest(jobs)
    return answer(built_in(), Reading(request), ask("help", today=TODAY).at)


def test_the_sample_request() -> None:
    """The whole message line by line, and its text for notifications and screen readers."""
    message = render(ask(GUIDE), controls())
    assert "\n".join(lines(message.blocks)) == SAMPLE
    assert message.text == SPOKEN


def test_without_controls_a_quote_is_the_same_without_its_buttons() -> None:
    """A message that is not stored has nothing to tap."""
    assert "\n".join(lines(render(ask(GUIDE)).blocks)) == SAMPLE.partition("\n[Medium")[0]


def test_a_message_that_everybody_sees_is_not_shared_again() -> None:
    """Share stands only where one person sees the message."""
    assert "[Share]" in lines(render(ask(GUIDE), controls()).blocks)[-1]
    assert "[Share]" not in lines(render(ask(GUIDE), controls(private=False)).blocks)[-1]


def test_a_range_stands_under_the_headline() -> None:
    """300 medium squares on 2.6-flare are $11.92 to $16.86: the figure is the high end."""
    seen = shown("300 images a month on 2.6-flare")
    assert seen[0] == "# Plan for $16.86 a month"
    assert seen[1].splitlines()[1] == "Between $11.92 and $16.86"


def test_several_jobs_share_a_table_and_a_total() -> None:
    """$0.2546 and $1.04184 are $1.29644; each job has its sum above its lines."""
    seen = shown("50 low square and 20 high landscape")
    assert seen[:3] == [
        "# Plan for $1.30",
        "2 jobs on gpt-image-1-mini",
        "(Likely bill $1.11 by tokens · As the guide counts $2.40)",
    ]
    assert "1. 50 low 1024x1024 images | $0.25460" in seen
    assert "2. 20 high 1536x1024 images | $1.04184" in seen
    assert "Total | $1.29644" in seen
    assert "⚠️ gpt-image-1-mini shuts down on 1 December 2026." in seen
    assert seen[-2] == "[Change a job…]"
    assert "[Job 2, Medium quality: save $0.74]" in seen[-1]


def test_jobs_of_different_periods_have_no_total() -> None:
    """A week and a month cannot be added up."""
    seen = shown("50 low squares a week on mini and 20 high squares a month on gpt-image-2")
    assert seen[0] == "# Plan for each job by itself: they differ in the time they cover"
    assert not [line for line in seen if line.startswith(("Total", "(Likely"))]


def test_what_cannot_be_made_has_the_nearest_on_a_button() -> None:
    """The job is named where there are several, and the headline says that it is not in it."""
    seen = shown("20 low squares on mini and 20 xhigh squares on gpt-image-2")
    assert "1 of the jobs cannot be made as asked" in seen[1]
    assert "Job 2: gpt-image-2 has no xhigh quality; it has low, medium and high. [Make it high]" in seen
    assert shown("10 xhigh images on mini")[:2] == [
        "# This cannot be made as asked.",
        "gpt-image-1-mini has no xhigh quality; it has low, medium and high. [Make it high]",
    ]


def test_a_log_says_what_it_would_record() -> None:
    """It counts by tokens, and has no other way to count."""
    seen = shown("log 12 high square images on gpt-image-2")
    assert seen[0] == "# Would log $2.53"
    assert not [line for line in seen if "guide counts" in line]


def test_an_amount_is_turned_around() -> None:
    """The headline is the count; what pays for no image has no table."""
    assert (
        shown("how many low square images can I get for $20?")[0] == "# $20.00 makes 3,927 images on gpt-image-1-mini"
    )
    nothing = shown("how many images for $0.001")
    assert nothing[0] == "# $0.001 does not pay for one image on gpt-image-1-mini"
    assert "Item | Amount" not in nothing


@pytest.mark.parametrize("count", [4, 12, 40, 95, 300])
def test_many_jobs_fit(count: int) -> None:
    """Lines give way to a row a job, and those to a last row for the rest; the rows always sum to the headline."""
    jobs = (
        JobRequest(images=number, quality="high", model="gpt-image-1.5", prompt_text=f"{'long ' * 400}{number}")
        for number in range(1, count + 1)
    )
    made = of_jobs(*jobs)
    message = render(made, controls())
    check_message(message)
    plainer = message.plainer
    assert plainer is not None
    check_message(plainer)
    (table,) = [block for block in message.blocks if block["type"] == "table"]
    rows = [[kit.cell_text(cell) for cell in row] for row in table["rows"]]
    single = [row for row, cells in zip(rows, table["rows"], strict=True) if cells[0]["type"] == "raw_text"]
    assert sum(Decimal(row[1].lstrip("$").replace(",", "")) for row in single) == made.total
    assert rows[-1][0] == "Total"
    assert ("(One row a job. “Copy as CSV” has every line.)" in lines(message.blocks)) == (count > 4)


@pytest.mark.parametrize("images", [1, 1_000_000_000])
def test_huge_numbers_and_long_prompts_fit(images: int) -> None:
    """A billion images with 100,000-character prompts, every option said, is a message like any other."""
    job = JobRequest(
        images=images,
        per="month",
        model="gpt-image-2.6-sunburst",
        quality="max",
        size="2048x1152",
        prompt_text="pic " * 7_000,
        references=16,
        attempts=Decimal(1_000),
        batch=False,
        prompt_language="German",
    )
    for made in (of_jobs(job), of_jobs(*[job] * 30), of_jobs(job, log=True)):
        check_message(render(made, controls()))


def test_the_changes_that_save_most_come_first() -> None:
    """Of three jobs the last saves most: its button is the first."""
    seen = lines(
        render(ask("10 low squares; 10 medium squares on mini; 300 high squares on gpt-image-2"), controls()).blocks
    )
    assert seen[-1].startswith("[Job 3, gpt-image-2.5-flare: save $")


def test_many_warnings_are_few_lines() -> None:
    """Of twenty jobs on models that end, each model is named once."""
    jobs = [JobRequest(images=number + 1, model="gpt-image-1-mini") for number in range(20)]
    seen = lines(render(of_jobs(*jobs), controls()).blocks)
    assert [line for line in seen if line.startswith("⚠️")] == ["⚠️ gpt-image-1-mini shuts down on 1 December 2026."]


def test_a_message_stays_within_its_weight_whatever_is_in_it() -> None:
    """Were an answer all notes, the longest would go, the headline and what it is for would stay."""
    made = ask(GUIDE)
    long = replace(made, assumptions=tuple(f"{number} {'note ' * 400}." for number in range(60)))
    message: Message | None = render(long, controls())
    while message is not None:
        check_message(message)
        assert lines(message.blocks)[:2] == SAMPLE.splitlines()[:2]
        message = message.plainer


def test_the_plainer_form_has_the_rows_as_lines() -> None:
    """A Slack that refuses tables gets the same figures in paragraphs."""
    plainer = render(ask(GUIDE), controls()).plainer
    assert plainer is not None
    assert plainer.plainer is None
    table = "\n".join(line.replace(" | ", " · ") for line in SAMPLE.splitlines()[4:8])
    assert table in lines(plainer.blocks)
