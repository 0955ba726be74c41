"""Nobody can make the bot mention, link or format by what they write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.answer.model import Data, Row
from bot.request import JobRequest, Reading, SpendRequest
from bot.slack import blocks
from bot.slack.blocks import Message, render
from tests.asking import ask
from tests.slack.looking import check_message, check_view, controls, everything
from tests.slack.test_mrkdwn import FORBIDDEN, HOSTILE

AROUND = (
    "{}",
    '20 low squares with the prompt "{}"',
    '0 images with the prompt "{}"',
    'compare mini and gpt-image-2 for 10 images with the prompt "{}"',
    'how many images with the prompt "{}" for $10',
    "spend of @{} last week",
    "set budget 100 a month for #{}",
    "100 images on {}",
    'log 3 squares with the prompt "{}"',
    "price list for {}",
)


def harmless(message: Message) -> None:
    """Nothing in it opens a mention or a link, and nothing in its text formats."""
    shown = everything(message).lower()
    assert not [tag for tag in FORBIDDEN if tag in shown]
    assert not {"*", "~", "`", "<", ">"} & set(message.text)


@given(st.sampled_from(AROUND), HOSTILE)
def test_no_answer_acts_on_what_was_typed(around: str, text: str) -> None:
    """Whatever the words, and wherever in a request they stand."""
    form: Message | None = render(ask(around.format(text)), controls())
    while form is not None:
        check_message(form)
        harmless(form)
        form = form.plainer


@given(HOSTILE)
def test_nor_does_what_is_said_of_a_file(text: str) -> None:
    """A file's name and its prompts are people's text too."""
    answer = ask("20 low squares on mini")
    harmless(blocks.file_message([text or "."], answer, controls(), outliers=[text or "."]))
    harmless(blocks.sentence(text or "."))


@given(HOSTILE)
def test_nor_does_a_table(text: str) -> None:
    """Rows are named by people, channels and models as others wrote them."""
    rows: tuple[Row, ...] = ({"key": text, "usd": Decimal(1)},)
    answer = Answer(
        Reading(SpendRequest(by="user")), datetime(2026, 11, 22, tzinfo=UTC), data=Data(rows=rows, by="user")
    )
    form: Message | None = render(answer)
    while form is not None:
        assert not [tag for tag in FORBIDDEN if tag in everything(form).lower()]
        form = form.plainer


@given(HOSTILE)
def test_nor_does_any_view(text: str) -> None:
    """The Home, what is stored, CSV and the form of a job."""
    quoted = blocks.HomeQuote(text or ".", Decimal(1), datetime(2026, 11, 22, tzinfo=UTC), "https://x.example/p1")
    home = blocks.Home(date(2026, 11, 22), 1, Decimal(1), (quoted, replace(quoted, link=None)), "m", None, (), (), True)
    job = JobRequest(images=1, prompt_text=text)
    for view in (
        blocks.home_view(home),
        blocks.stored_view({"texts": 1}, latest=[text or "."]),
        blocks.csv_view(text or "."),
        blocks.change_job(["gpt-image-2"], 0, job),
    ):
        check_view(view)
        # what a person typed stands in the form again as typed: an input's own value acts on nothing
        for block in view["blocks"]:
            if block["type"] != "input":
                assert not [tag for tag in FORBIDDEN if tag in str(block).lower()]
