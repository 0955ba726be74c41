"""The public answer object and its schema."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from bot.answer.schema import AnswerObject, answer_schema, to_object
from tests.asking import ask

TEXTS = (
    "100 medium square images with 30-word prompts",
    "70 images, quality auto, square, gpt-image-2",
    "compare all models for 40 high landscape, 50-word prompts",
    "how many low square images for $20",
    "price list for dall-e 3",
    "what are tokens?",
    "spend last week by model",
    "log 12 high square images on gpt-image-1",
    "set weekly budget to 75 dollars",
    "resume the digest",
    "help",
    "how much for a bunch of banners",
    "draw me a corgi",
    "cost of 1M input and 200k output tokens on gpt-5-mini",
)
ALWAYS = {"intent", "request", "assumed", "warnings", "text"}
KEYS = {
    "quote": {"quotes", "unavailable", "total_usd", "advice"},
    "compare": {"quotes", "unavailable", "advice"},
    "afford": {"quotes", "unavailable"},
    "price": {"data"},
    "explain": {"quotes", "unavailable"},
    "spend": {"data"},
    "log": {"quotes", "unavailable", "total_usd"},
    "budget": {"data"},
    "digest": {"data"},
    "help": set[str](),
    "clarify": {"question"},
    "unsupported": set[str](),
}


def numbers(found: Any) -> list[Any]:
    """Every number in a JSON value, at any depth."""
    if isinstance(found, dict):
        return [number for value in found.values() for number in numbers(value)]
    if isinstance(found, list):
        return [number for value in found for number in numbers(value)]
    return [found] if isinstance(found, int | float) and not isinstance(found, bool) else []


@pytest.mark.parametrize("text", TEXTS)
def test_an_answer_has_the_keys_of_its_intent_and_survives_json(text: str) -> None:
    """No key too many or too few, no float anywhere, and reading it back gives the same object."""
    written = to_object(ask(text)).model_dump_json(exclude_unset=True)
    found = json.loads(written)
    assert set(found) == ALWAYS | KEYS[found["intent"]]
    assert not [number for number in numbers(found) if isinstance(number, float)]
    assert AnswerObject.model_validate(found).model_dump_json(exclude_unset=True) == written
    assert found["text"].endswith((".", "?", "!"))


@pytest.mark.parametrize("text", TEXTS)
def test_lines_sum_to_their_totals(text: str) -> None:
    """`line_items` sum to `total_usd`, `metered_items` to `totals_usd.metered`, each line to its product."""
    for made in json.loads(to_object(ask(text)).model_dump_json(exclude_unset=True)).get("quotes", []):
        for items, expected in (("line_items", made["total_usd"]), ("metered_items", made["totals_usd"]["metered"])):
            assert sum(Decimal(line["amount_usd"]) for line in made[items]) == Decimal(expected)
            for line in made[items]:
                assert Decimal(line["quantity"]) * Decimal(line["unit_price_usd"]) == Decimal(line["amount_usd"])


def test_the_schema_describes_requests_and_hides_what_is_internal() -> None:
    """Each request type has its fields; the prompt's language, which is not public, is not there."""
    schema = answer_schema()
    assert set(schema["required"]) == ALWAYS
    job = schema["$defs"]["JobRequest"]["properties"]
    assert {"images", "attempts", "batch"} <= set(job)
    assert "prompt_language" not in job
    assert json.loads(json.dumps(schema)) == schema
