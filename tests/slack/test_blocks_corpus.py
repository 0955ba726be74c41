"""Every request of the corpora, answered and rendered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.answer.model import Answer
from bot.playground.blocks import check_message as slack_takes
from bot.playground.blocks import check_view as slack_takes_view
from bot.slack.blocks import Message, kit, render, why_view
from tests.asking import AFTER_MINI, TODAY, ask
from tests.slack.looking import check_message, check_view, controls

LANGUAGE = Path(__file__).parent.parent / "language"


def cases(name: str) -> Iterator[dict[str, Any]]:
    """The requests of one corpus."""
    return map(json.loads, (LANGUAGE / name).read_text("utf-8").splitlines())


def checked(answer: Answer) -> Message:
    """The message of an answer; it and its plainer forms pass our limits, slack_sdk's and the stand-in's."""
    form: Message | None = render(answer, controls())
    first = form
    while form is not None:
        check_message(form)
        slack_takes(list(form.blocks))
        form = form.plainer
    assert first is not None
    return first


@pytest.mark.parametrize("today", [TODAY, AFTER_MINI], ids=str)
@pytest.mark.parametrize("corpus", ["requests.jsonl", "cases.jsonl"])
def test_every_answer_is_a_message_that_slack_takes(corpus: str, today: date, full: bool) -> None:
    """Every form of every message is within the limits, and the table sums to the headline."""
    for number, case in enumerate(cases(corpus)):
        if not full and number % 4 and corpus == "cases.jsonl" and today == AFTER_MINI:
            continue
        answer = ask(case["text"], case.get("thread", ()), today=today)
        message = checked(answer)
        if answer.intent in ("quote", "log", "afford") and any(each.quote.lines for each in answer.quotes):
            check_sum(answer, message)


@pytest.mark.parametrize("corpus", ["requests.jsonl"])
def test_every_figure_can_be_explained(corpus: str) -> None:
    """“Why this figure?” opens for every answer that has quotes."""
    for case in cases(corpus):
        answer = ask(case["text"], case.get("thread", ()))
        if answer.quotes:
            view = why_view(answer)
            check_view(view)
            slack_takes_view(view)


def check_sum(answer: Answer, message: Message) -> None:
    """The rows that are no sums add up to what is quoted, and so do the headings of jobs."""
    (table,) = [block for block in message.blocks if block["type"] == "table"]
    _, *rows = table["rows"]
    plain = [row for row in rows if row[0]["type"] == "raw_text"]
    quoted = sum(each.quote.total for each in answer.quotes)
    assert sum(map(amount, plain)) == quoted
    headings = [row for row in rows if row[0]["type"] == "rich_text" and not kit.cell_text(row[0]).startswith("Total")]
    assert sum(map(amount, headings)) in (0, quoted)
    in_all = [row for row in rows if kit.cell_text(row[0]).startswith("Total")]
    assert [amount(row) for row in in_all] in ([quoted], [])
    assert bool(in_all) == (len({each.quote.per for each in answer.quotes}) == 1)


def amount(row: list[dict[str, Any]]) -> Decimal:
    """What a row comes to."""
    return Decimal(kit.cell_text(row[-1]).replace("$", "").replace(",", ""))
