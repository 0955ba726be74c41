"""No number and no "not" is passed over: each makes a difference, or it is asked about, or a note names it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.request import Reading
from tests.language.conftest import as_json, reading

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("requests.jsonl", "cases.jsonl")
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
    if line.strip()
]
QUOTES = [case for case in CASES if case["expect"]["intent"] == "quote" and case["expect"]["request"].get("jobs")]
TAKEN_BACK = re.compile(r"sorry|i mean|no wait|hang on|cut it to|it.s actually|not \d|<https?:|\(\d\)", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.,:/#-])\d{1,3}(?![\w.,:/%-]|(st|nd|rd|th)\b)")
LOOSE = (", 13 zorbles", ", 13 of the kind", ", and never any of the 13", " - ratio 13", ", up from 13")


def ids(case: dict[str, Any]) -> str:
    """A case's name."""
    return str(case["id"])


def told(read: Reading, number: str) -> bool:
    """Whether the reading asks something or says what became of the number."""
    return bool(read.problems) or any(number in said for said in (*read.notes, *read.unread))


@pytest.mark.parametrize(
    "case", [case for case in QUOTES if NUMBER.search(case["text"]) and not TAKEN_BACK.search(case["text"])], ids=ids
)
def test_another_number_is_another_reading(case: dict[str, Any]) -> None:
    """Each number of a quoted sentence changes what is read, unless the reading names it or asks."""
    thread = case.get("thread", ())
    read = reading(case["text"], *thread)
    for found in NUMBER.finditer(case["text"]):
        other = reading(
            case["text"][: found.start()] + str(int(found.group()) + 7) + case["text"][found.end() :], *thread
        )
        changed = as_json(other) != as_json(read) or other.notes != read.notes
        assert changed or told(read, found.group()), found.group()


@pytest.mark.parametrize("case", [case for case in QUOTES if not case.get("thread")][::3], ids=ids)
def test_a_number_that_fits_nowhere_is_told(case: dict[str, Any]) -> None:
    """A number put behind a sentence is asked about, named in a note, or changes what is read."""
    plainly = as_json(reading(case["text"]))
    for extra in LOOSE:
        read = reading(case["text"] + extra)
        assert told(read, "13") or as_json(read) != plainly, extra


@pytest.mark.parametrize(
    "text",
    [
        "we don't think we need any of the 40 squares to be high",
        "it isn't as if all 40 squares had to be landscape on 1.5",
        "no one here wants to see 40 squares in high",
    ],
)
def test_a_refusal_from_afar_is_told(text: str) -> None:
    """A "not" whose setting stands far behind it is asked about or noted, never dropped."""
    read = reading(text)
    assert read.problems or read.notes


@pytest.mark.parametrize(
    "text",
    [
        "I'm not sure what 40 low squares cost",
        "why don't we make 40 low squares",
        "no rush: 40 low squares",
        "can't you just tell me what 40 low squares cost?",
    ],
)
def test_a_not_that_refuses_nothing_is_no_question(text: str) -> None:
    """Small talk with a "not" in it is quoted."""
    assert as_json(reading(text))["request"]["jobs"] == [{"images": 40, "quality": "low", "size": "square"}]
