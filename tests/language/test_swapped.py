"""A corpus sentence with another count, quality, size or model means that other job and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.language.conftest import as_json, normal, reading

LINES = (Path(__file__).parent / "requests.jsonl").read_text("utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES if line.strip()]
SWAPS = {
    "quality": {"low": "high", "medium": "low", "high": "medium"},
    "size": {"square": "portrait", "portrait": "landscape", "landscape": "square"},
    "model": {
        "gpt-image-1-mini": "gpt-image-2",
        "gpt-image-1.5": "gpt-image-1",
        "gpt-image-1": "dall-e-2",
        "gpt-image-2": "gpt-image-1.5",
    },
}
WORD_BOUNDARY = r"(?<![\w.-]){}(?![\w.-]*\w)"


def swapped() -> list[Any]:
    """Each sentence without a thread in which a value is written once, with that value swapped."""
    found = []
    for case in CASES:
        if case.get("thread") or case["expect"]["intent"] not in ("quote", "afford", "log", "compare"):
            continue
        for field, swaps in SWAPS.items():
            for old, new in swaps.items():
                if swap := swap_of(case, field, old, new):
                    found.append(pytest.param(*swap, id=f"{case['id']}-{old}-{new}"))
    return found


def swap_of(case: dict[str, Any], field: str, old: str, new: str) -> tuple[str, dict[str, Any]] | None:
    """The sentence and its expectation with one value for another, where the value is written exactly once."""
    pattern = re.compile(WORD_BOUNDARY.format(re.escape(old)), re.IGNORECASE)
    jobs = case["expect"]["request"]["jobs"]
    if len(pattern.findall(case["text"])) != 1 or sum(job[field] == old for job in jobs) != 1 or len(jobs) != 1:
        return None
    changed = [{**job, field: new if job[field] == old else job[field]} for job in jobs]
    expect = {"intent": case["expect"]["intent"], "request": {**case["expect"]["request"], "jobs": changed}}
    return pattern.sub(new, case["text"]), expect


@pytest.mark.parametrize(("text", "expect"), swapped())
def test_a_swapped_value_is_the_only_change(text: str, expect: dict[str, Any]) -> None:
    """The swapped value is read; every other field stays as it was."""
    assert as_json(reading(text)) == normal(expect)


def count_pattern(case: dict[str, Any]) -> str:
    """Finds the case's count where it stands as a number of its own."""
    return rf"(?<![\w.,$]){case['expect']['request']['jobs'][0]['images']}(?![\w.,]*\d)"


def counted(case: dict[str, Any]) -> bool:
    """Whether the case is one job whose count is written exactly once and is no product of others."""
    if case.get("thread") or case["expect"]["intent"] != "quote" or len(case["expect"]["request"]["jobs"]) != 1:
        return False
    return len(re.findall(count_pattern(case), case["text"])) == 1 and case["id"] not in ("d070", "d085")


@pytest.mark.parametrize("case", [case for case in CASES if counted(case)], ids=lambda case: str(case["id"]))
def test_a_swapped_count_is_the_only_change(case: dict[str, Any]) -> None:
    """Another count is read as that count; every other field stays as it was."""
    job = case["expect"]["request"]["jobs"][0]
    for count in (3, 17, 240, 4321):
        text = re.sub(count_pattern(case), str(count), case["text"])
        expect = {"intent": "quote", "request": {"jobs": [{**job, "images": count}]}}
        assert as_json(reading(text)) == normal(expect), text
