"""The corpus: 240 sentences with what they mean, and our own of other shapes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.language.conftest import as_json, normal, reading

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    """One parameter a line of the file."""
    found = [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines() if line.strip()]
    return [pytest.param(case, id=case["id"]) for case in found]


@pytest.mark.parametrize("case", cases("requests.jsonl"))
def test_corpus_sentence_is_read_as_given(case: dict[str, Any]) -> None:
    """A corpus sentence has the given intent and request."""
    assert as_json(reading(case["text"], *case.get("thread", ()))) == normal(case["expect"])


@pytest.mark.parametrize("case", cases("cases.jsonl"))
def test_own_sentence_is_read_as_given(case: dict[str, Any]) -> None:
    """A sentence of our own has the given intent and request."""
    assert as_json(reading(case["text"], *case.get("thread", ()))) == normal(case["expect"])
