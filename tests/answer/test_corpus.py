"""Every request of the corpus, answered from end to end."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.answer.schema import AnswerObject, to_object
from bot.terminal import WIDTH, render
from tests.asking import AFTER_MINI, TODAY, ask

CORPUS = Path(__file__).parent.parent / "language" / "requests.jsonl"


@pytest.mark.parametrize("today", [date(2025, 10, 20), TODAY, AFTER_MINI, date(2030, 1, 1)], ids=str)
def test_every_request_is_answered_exactly_and_readably(today: date) -> None:
    """On any day each answer is valid, its lines sum to their totals, and no line is over 80 columns."""
    for line in CORPUS.read_text("utf-8").splitlines():
        case = json.loads(line)
        answer = ask(case["text"], case.get("thread", ()), today=today)
        found = json.loads(to_object(answer).model_dump_json(exclude_unset=True))
        AnswerObject.model_validate(found)
        assert found["text"]
        for made in found.get("quotes", []):
            for items, total in (("line_items", made["total_usd"]), ("metered_items", made["totals_usd"]["metered"])):
                assert sum(Decimal(each["amount_usd"]) for each in made[items]) == Decimal(total), case["id"]
        assert [row for row in render(answer).splitlines() if len(row) > WIDTH] == [], case["id"]
