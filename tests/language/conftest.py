"""The image-model catalog that the reader's tests read against."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

from bot.language import read
from bot.request import Reading, request_object

TODAY = datetime.date(2026, 11, 22)
MODELS = {
    "gpt-image-1-mini": "gpt-image-1-mini",
    "gpt-image-1": "gpt-image-1",
    "gpt-image-1-2025-04-23": "gpt-image-1",
    "gpt-image-1.5": "gpt-image-1.5",
    "gpt-image-1.5-2025-12-16": "gpt-image-1.5",
    "gpt-image-2": "gpt-image-2",
    "gpt-image-2-2026-04-21": "gpt-image-2",
    "gpt-image-2.5-flare": "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08": "gpt-image-2.5-flare",
    "gpt-image-2.5-sunburst": "gpt-image-2.5-sunburst",
    "gpt-image-2.6-flare": "gpt-image-2.6-flare",
    "gpt-image-2.6-sunburst": "gpt-image-2.6-sunburst",
    "gpt-image-2.6-sunburst-2026-11-04": "gpt-image-2.6-sunburst",
    "chatgpt-image-latest": "chatgpt-image-latest",
    "dall-e-3": "dall-e-3",
    "dall-e-2": "dall-e-2",
    "midjourney": "midjourney",
}


def reading(text: str, *thread: str) -> Reading:
    """The text read on the tests' day against the tests' catalog."""
    return read(text, thread, today=TODAY, models=MODELS)


def as_json(read_as: Reading) -> dict[str, Any]:
    """Intent and request as JSON, numbers in one form."""
    found = {name: value for name, value in request_object(read_as.request).items() if name != "intent"}
    return normal({"intent": read_as.request.intent, "request": json.loads(json.dumps(found))})


def normal(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with fields that are not said left out of jobs, and decimals compared by value."""
    request = dict(answer["request"])
    for name in ("jobs", "text_jobs"):
        if name in request and request[name] is not None:
            request[name] = [{k: _number(k, v) for k, v in job.items() if v is not None} for job in request[name]]
    if request.get("amount_usd") is not None:
        request["amount_usd"] = Decimal(request["amount_usd"])
    return {"intent": answer["intent"], "request": request}


def _number(name: str, value: Any) -> Any:
    return Decimal(value) if name == "attempts" else value


@pytest.fixture
def models() -> dict[str, str]:
    """Names and aliases, lower case, by catalog id."""
    return dict(MODELS)
