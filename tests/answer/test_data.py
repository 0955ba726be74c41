"""Prices, spend, budgets and digests as answer objects."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer.data import next_digest
from bot.clock import FixedClock
from bot.request import DigestRequest
from tests.asking import TODAY, ask_object


def test_price_rows_have_everything_there_is_to_know() -> None:
    """A row of gpt-image-1's list: rate, unit, quality, size, batch, first day, end, source, day checked."""
    rows = ask_object("price list for gpt-image-1")["data"]
    assert {
        "model": "gpt-image-1",
        "meter": "image",
        "unit": "image",
        "price_usd": "0.167",
        "per": 1,
        "quality": "high",
        "size": "1024x1024",
        "batch": False,
        "effective_from": None,
        "shuts_down": "2026-10-23",
        "source": "https://developers.openai.com/api/docs/models/gpt-image-1",
        "checked": "2026-11-22",
    } in rows
    assert {"text_input", "image_input", "image_output", "image"} <= {row["meter"] for row in rows}


def test_price_rows_of_a_plan_name_it() -> None:
    """Midjourney's four plans have a monthly and a yearly price."""
    rows = ask_object("price table for Midjourney")["data"]
    assert {(row["plan"], row["unit"], row["price_usd"]) for row in rows} >= {
        ("Basic", "month", "10.00"),
        ("Basic", "year", "96.00"),
        ("Mega", "month", "120.00"),
        ("Mega", "year", "1152.00"),
    }


@pytest.mark.parametrize(
    ("text", "quality", "size"),
    [
        ("pricing for dall-e 3 hd", {"hd"}, {"1024x1024", "1024x1792", "1792x1024"}),
        ("pricing for dall-e 3 high", {"hd"}, {"1024x1024", "1024x1792", "1792x1024"}),
        ("what are the landscape prices on dall-e 3?", {"standard", "hd"}, {"1792x1024"}),
        ("landscape prices on dall-e 2", set(), set()),
    ],
)
def test_price_rows_are_narrowed_by_quality_and_size(text: str, quality: set[str], size: set[str]) -> None:
    """A quality is mapped as in quotes; a size is the model's own landscape, or none."""
    rows = ask_object(text)["data"]
    assert {row["quality"] for row in rows} == quality
    assert {row["size"] for row in rows} == size


def test_a_quality_that_a_model_lacks_leaves_its_other_rates() -> None:
    """gpt-image-2 has no xhigh: no image price is listed for it, its token rates are."""
    rows = ask_object("xhigh prices on gpt-image-2")["data"]
    assert {row["meter"] for row in rows} >= {"image_output", "text_input"}
    assert "image" not in {row["meter"] for row in rows}


def test_all_prices_are_those_of_live_models() -> None:
    """Nobody is offered a model that is gone."""
    models = {row["model"] for row in ask_object("show me the price lists of all models")["data"]}
    assert {"gpt-image-2", "midjourney"} <= models
    assert not models & {"gpt-image-1", "dall-e-3", "dall-e-2"}


def test_without_a_database_spend_is_no_data_never_zero() -> None:
    """Nothing recorded is said to be nothing known."""
    found = ask_object("how much did @dana spend on mini in #design last week?")
    assert found["data"] == {
        "from": "2026-11-09",
        "to": "2026-11-16",
        "timezone": "UTC",
        "total_usd": None,
        "previous_usd": None,
        "complete": False,
        "rows": [],
        "as_of": {},
    }
    assert "No spend data" in found["text"]


@pytest.mark.parametrize(
    ("text", "scope", "limit", "said"),
    [
        (
            "set a budget of $200 a month for #marketing",
            "#marketing",
            "200.00",
            "Would set a budget of $200.00 a month",
        ),
        ("show me our budget", "workspace", None, "No budget is set for the workspace."),
        ("remove the weekly budget pls", "workspace", None, "Would clear the weekly budget"),
    ],
)
def test_budgets_say_what_would_be_done(text: str, scope: str, limit: str | None, said: str) -> None:
    """`ask` never writes."""
    found = ask_object(text)
    assert (found["data"]["scope"], found["data"]["limit_usd"]) == (scope, limit)
    assert said in found["text"]


def test_a_digest_schedule_says_when_the_first_is() -> None:
    """From Sunday 22 November 2026 the next Monday 09:00 in Berlin is the 23rd, at UTC+1."""
    found = ask_object("send the weekly digest every Monday at 9:00 Europe/Berlin")
    assert found["data"] == {
        "channel": None,
        "weekday": "monday",
        "time": "09:00",
        "timezone": "Europe/Berlin",
        "next": "2026-11-23T09:00:00+01:00",
    }


def test_a_digest_due_earlier_today_comes_next_week() -> None:
    """On a Monday at 00:00 UTC it is 01:00 in Berlin: 00:30 there has gone, 09:00 has not."""
    monday = FixedClock.on(date(2026, 11, 23)).now()
    gone = next_digest(DigestRequest("schedule", "monday", "00:30", "Europe/Berlin"), monday)
    ahead = next_digest(DigestRequest("schedule", "monday", "09:00", "Europe/Berlin"), monday)
    assert gone is not None
    assert ahead is not None
    assert (gone.date(), ahead.date()) == (date(2026, 11, 30), date(2026, 11, 23))


@pytest.mark.parametrize(
    "text", ["pause the weekly summary", "resume the digest", "when does the weekly digest go out?"]
)
def test_a_digest_without_a_schedule_has_no_next_time(text: str) -> None:
    """Nothing is scheduled, and the answer says so."""
    found = ask_object(text, today=TODAY)
    assert found["data"]["next"] is None
    assert "scheduled" in found["text"]


def test_text_models_have_prices_too() -> None:
    """gpt-5-mini is $0.25 a million tokens in and $2.00 out, half in batch, and ends on 11 December 2026."""
    rows = ask_object("price list for gpt-5-mini")["data"]
    assert [(row["meter"], row["batch"], row["price_usd"]) for row in rows] == [
        ("text_input", False, "0.25"),
        ("text_output", False, "2.00"),
        ("text_input", True, "0.125"),
        ("text_output", True, "1.00"),
    ]
    assert {(row["per"], row["shuts_down"]) for row in rows} == {(1_000_000, "2026-12-11")}
