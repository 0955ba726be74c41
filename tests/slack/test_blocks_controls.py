"""What controls carry, and that following them leads to what they promise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.answer import Answer, answer
from bot.request import JobRequest, QuoteRequest, Reading
from bot.slack.blocks import ids, render
from bot.slack.blocks.controls import nearest_change
from bot.slack.blocks.ids import Change
from pricing import built_in
from tests.asking import AFTER_MINI, GUIDE, ask
from tests.slack.looking import QUOTE, actions, controls


def tapped(answered: Answer, prefix: str) -> list[Change]:
    """The changes that the controls of that name ask for, every option of a menu included."""
    found = [each for each in actions(render(answered, controls()).blocks) if each["action_id"].startswith(prefix)]
    changes = [ids.change_of(action) for action in found]
    assert None not in changes
    return [change for change in changes if change]


def first_row(text: str, **options: Any) -> list[dict[str, Any]]:
    """The controls of the first row under the answer to a text."""
    blocks = render(ask(text, **options), controls()).blocks
    return list(next(block for block in blocks if block["type"] == "actions")["elements"])


def after(answered: Answer, change: Change) -> Answer:
    """The answer with a change made to its jobs."""
    request = answered.reading.request
    assert isinstance(request, QuoteRequest)
    jobs = tuple(
        replace(job, **change.fields) if change.job in (None, index) else job for index, job in enumerate(request.jobs)
    )
    return answer(built_in(), Reading(QuoteRequest(jobs)), answered.at)


@pytest.mark.parametrize(
    "text",
    [
        GUIDE,
        "50 low square and 20 high landscape",
        "300 images a month on 2.6-flare",
        "10 high images with 400-word prompts on gpt-image-1.5",
        "100 hd portraits on dall-e 3",
        "400 images a month on midjourney",
    ],
)
def test_a_saving_on_a_button_is_what_a_tap_saves(text: str) -> None:
    """To the last digit: the figure on the button is the difference of two quotes."""
    answered = ask(text)
    blocks = render(answered, controls()).blocks
    labels = [
        element["text"]["text"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith(ids.CHANGE_SAVING)
    ]
    changes = tapped(answered, ids.CHANGE_SAVING)
    assert labels
    for label, change in zip(labels, changes, strict=True):
        cheaper = after(answered, change)
        assert answered.total is not None
        assert cheaper.total is not None
        asked = (change.job, change.field, change.value)
        piece = next(each for each in answered.advice if (each.job, each.field, each.value) == asked)
        assert answered.total - cheaper.total == piece.saves
        assert label.endswith(f"save ${piece.saves:,.2f}") or (piece.saves or 0) < Decimal("0.1")


def test_menus_offer_only_what_the_model_makes() -> None:
    """Every quality, size and model in them can be quoted with all else as it is."""
    for text in (GUIDE, "10 images on gpt-image-2.5-flare at 2048x1152", "5 hd images on dall-e 3", "7 auto images"):
        answered = ask(text)
        for name in (ids.CHANGE_QUALITY, ids.CHANGE_SIZE):
            for change in tapped(answered, name):
                assert not after(answered, change).unavailable, (text, change)


def test_a_menu_shows_what_is_quoted() -> None:
    """What is chosen already is the quality, size and model of the figure above."""
    row = first_row("10 auto images at 2048x1152 on gpt-image-2.5-flare")
    chosen = [element["initial_option"]["value"] for element in row if "initial_option" in element]
    assert chosen == ["0|quality|auto", "0|size|2048x1152", "0|model|gpt-image-2.5-flare"]


def test_the_menu_of_models_says_which_end() -> None:
    """Live models, and the quoted one where it is gone, with the day it ended."""
    row = next(
        block for block in render(ask("10 squares on dall-e 3"), controls()).blocks if block["type"] == "actions"
    )
    options = {
        option["text"]["text"]: option.get("description", {}).get("text") for option in row["elements"][2]["options"]
    }
    assert options["dall-e-3"] == "shut down on 12 May 2026"
    assert options["gpt-image-1-mini"] == "shuts down on 1 December 2026"
    assert options["gpt-image-2"] is None
    assert "gpt-image-1-mini" not in str(first_row("10 squares", today=AFTER_MINI))


@pytest.mark.parametrize(
    ("text", "button", "fields"),
    [
        ("10 xhigh images on mini", "Make it high", {"quality": "high"}),
        ("10 images at 4000x4000 on mini", "Make it 1024x1024", {"size": "1024x1024"}),
        ("100 images a month on midjourney through the batch api", "Without batch", {"batch": False}),
    ],
)
def test_the_nearest_is_a_tap_away(text: str, button: str, fields: dict[str, Any]) -> None:
    """The button makes what can be made."""
    answered = ask(text)
    assert button in str(render(answered, controls()).blocks)
    (change,) = tapped(answered, ids.CHANGE_NEAREST)
    assert change.fields == fields
    assert not after(answered, change).unavailable


@pytest.mark.parametrize("value", [None, "", "32000 characters", "400 a month", "x", "1x", "gpt-image-2"])
def test_what_is_no_single_field_has_no_button(value: str | None) -> None:
    """A shorter prompt cannot be made by a tap."""
    assert nearest_change(value) is None


def test_a_change_names_its_quote_and_is_new_with_each_version() -> None:
    """Slack would otherwise show a menu's old choice in the updated message."""
    first, second = (render(ask(GUIDE), controls(version=version)).blocks for version in (1, 2))
    names = [[block["block_id"] for block in blocks if "block_id" in block] for blocks in (first, second)]
    assert not set(names[0]) & set(names[1])
    assert {ids.quote_of(action) for blocks in (first, second) for action in actions(blocks)} == {QUOTE}


@pytest.mark.parametrize(
    ("value", "job", "fields"),
    [
        ("0|quality|low", 0, {"quality": "low"}),
        ("3|batch|yes", 3, {"batch": True}),
        ("0|batch|no", 0, {"batch": False}),
        ("*|model|gpt-image-2", None, {"model": "gpt-image-2"}),
        ("1|prompt_words|30", 1, {"prompt_words": 30, "prompt_tokens": None, "prompt_text": None, "prompts": None}),
    ],
)
def test_a_change_is_read_back(value: str, job: int | None, fields: dict[str, Any]) -> None:
    """From a button's value or a menu's option."""
    for action in ({"value": value}, {"selected_option": {"value": value}}):
        change = ids.change_of({"block_id": ids.row_of(QUOTE, 7, "job"), **action})
        assert change is not None
        assert (change.quote, change.job, change.fields) == (QUOTE, job, fields)


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"block_id": "x", "value": "0|quality|low"},
        {"block_id": "quote||1|job", "value": "0|quality|low"},
        {"block_id": "quote|Q|1|job", "value": "0|owner|U1"},
        {"block_id": "quote|Q|1|job", "value": "-1|quality|low"},
        {"block_id": "quote|Q|1|job", "value": "0|prompt_words|many"},
        {"block_id": "quote|Q|1|job", "value": "0|quality|" + "x" * 200},
        {"block_id": "quote|Q|1|job", "selected_option": None},
    ],
)
def test_what_is_forged_is_no_change(action: dict[str, Any]) -> None:
    """Only fields that our controls change, of a quote that is named."""
    assert ids.change_of(action) is None


def test_several_jobs_are_chosen_by_number() -> None:
    """The option's value is the job's index."""
    blocks = render(ask("50 low square and 20 high landscape"), controls()).blocks
    chosen = [ids.chosen(action) for action in actions(blocks) if action["action_id"] == ids.OPEN_JOB]
    assert chosen == ["0", "1"]


def test_fields_of_changes_are_fields_of_a_job() -> None:
    """`dataclasses.replace` takes them as they are."""
    for value in ("0|quality|low", "0|size|square", "0|model|m", "0|batch|yes", "0|prompt_words|3"):
        change = ids.change_of({"block_id": ids.row_of(QUOTE, 1, "job"), "value": value})
        assert change is not None
        replace(JobRequest(), **change.fields)
