"""Modals that are filled in: what they show, and what is read from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.blocks import check_view as slack_takes_view
from bot.request import JobRequest
from bot.slack import blocks
from bot.slack.blocks import SettingsForm, Wrong, ids
from pricing import PromptSet, Size, built_in
from tests.slack.looking import check_view, lines
from tests.test_phrase import JOBS

MODELS = tuple(built_in().models)


def submitted(view: dict[str, Any], **typed: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """The state of a modal that is sent off as it was opened, with what was typed or chosen in some inputs."""
    state = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name = block["element"]["action_id"]
            state[block["block_id"]] = {name: typed.get(block["block_id"], _as_opened(block["element"]))}
    return state


def _as_opened(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends of an input that was not touched."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value")}
    if kind == "static_select":
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": element.get("initial_users", [])}
    return {"type": kind, "selected_conversations": element.get("initial_conversations", [])}


def typed(value: str | None) -> dict[str, Any]:
    """What Slack sends of a text input."""
    return {"type": "plain_text_input", "value": value}


def chosen(value: str) -> dict[str, Any]:
    """What Slack sends of a menu."""
    return {"type": "static_select", "selected_option": {"value": value}}


@given(JOBS, st.booleans())
def test_a_form_that_is_sent_off_as_it_was_opened_changes_nothing(job: JobRequest, several: bool) -> None:
    """Whatever the job: what the form does not ask for stays."""
    view = blocks.change_job(MODELS, 1, job) if several else blocks.builder(MODELS, job)
    check_view(view)
    slack_takes_view(view)
    read = blocks.read_job(submitted(view), job)
    assert read == job


def test_an_empty_builder_asks_for_the_count_alone() -> None:
    """All else has a default, and the sentence stands at the input."""
    view = blocks.builder(MODELS, metadata="C1")
    check_view(view)
    assert view["private_metadata"] == "C1"
    assert blocks.read_job(submitted(view)) == Wrong({"count": "How many images?"})
    assert blocks.read_job(submitted(view, count=typed("1,500"))) == JobRequest(images=1_500)


def test_a_filled_in_builder_is_a_job() -> None:
    """Every input."""
    state = submitted(
        blocks.builder(MODELS),
        count=typed("20"),
        per=chosen("month"),
        quality=chosen("high"),
        size=typed("1536 × 1024"),
        model=chosen("gpt-image-2"),
        prompt=typed("a fox"),
        references=typed("2"),
        batch={"type": "checkboxes", "selected_options": [{"value": "batch"}]},
    )
    assert blocks.read_job(state) == JobRequest(
        images=20,
        per="month",
        quality="high",
        size="1536x1024",
        model="gpt-image-2",
        prompt_text="a fox",
        references=2,
        batch=True,
    )


@pytest.mark.parametrize(
    ("block", "value", "sentence"),
    [
        ("count", "0", "The count must be a whole number from 1 to 1,000,000,000."),
        ("count", "-5", "The count must be a whole number from 1 to 1,000,000,000."),
        ("count", "9" * 60, "The count must be a whole number from 1 to 1,000,000,000."),
        ("count", "١٠", "The count must be a whole number from 1 to 1,000,000,000."),
        ("count", "a few", "The count must be a whole number from 1 to 1,000,000,000."),
        ("words", "1e3", "The length must be a whole number from 0 to 1,000,000."),
        ("references", "x", "Reference images must be a whole number from 0 to 1,000."),
        ("size", "huge", "A size is square, portrait, landscape or WIDTHxHEIGHT, such as 1536x1024."),
        ("size", "0x0", "A size is square, portrait, landscape or WIDTHxHEIGHT, such as 1536x1024."),
    ],
)
def test_what_is_wrong_is_said_at_its_input(block: str, value: str, sentence: str) -> None:
    """As Slack's `response_action: errors` takes it."""
    state = submitted(blocks.builder(MODELS), **{"count": typed("5"), block: typed(value)})
    assert blocks.read_job(state) == Wrong({block: sentence})


def test_a_prompt_and_its_length_contradict_each_other() -> None:
    """One of them is asked for."""
    state = submitted(blocks.builder(MODELS), count=typed("5"), prompt=typed("a fox"), words=typed("30"))
    assert blocks.read_job(state) == Wrong({"words": "Give the prompt or its length, not both."})


def test_a_prompt_that_a_form_has_no_room_for_stays() -> None:
    """Slack's inputs take 3,000 characters: a longer prompt is kept unless another is typed."""
    job = JobRequest(images=5, prompt_text="word " * 1_000)
    view = blocks.change_job(MODELS, 0, job)
    check_view(view)
    assert blocks.read_job(submitted(view), job) == job
    changed = blocks.read_job(submitted(view, prompt=typed("a fox")), job)
    assert changed == JobRequest(images=5, prompt_text="a fox")


def test_the_count_is_changed_by_itself() -> None:
    """The modal shows the count there is."""
    view = blocks.change_count(100)
    check_view(view)
    slack_takes_view(view)
    assert lines(view["blocks"]) == ["How many images?: 100"]
    assert blocks.read_count(submitted(view)) == 100
    assert blocks.read_count(submitted(view, count=typed("2_500"))) == 2_500
    assert blocks.read_count(submitted(view, count=typed(None))) == Wrong({"count": "How many images?"})
    assert isinstance(blocks.read_count(submitted(view, count=typed("no"))), Wrong)
    assert isinstance(blocks.read_count({}), Wrong)


FULL = SettingsForm(
    default_model="gpt-image-2",
    basis="metered",
    answering_channels=("C1", "C2"),
    follow_up_channels=("C1",),
    by_person=True,
    may_log=("U1", "U2"),
    may_set_budgets=("U3",),
    managers=("U1",),
)


@pytest.mark.parametrize("form", [FULL, SettingsForm(managers=("U9",)), SettingsForm("gone-model", managers=("U9",))])
def test_settings_that_are_sent_off_as_they_were_opened_stay(form: SettingsForm) -> None:
    """A default model that the price lists have no more stays too, until another is chosen."""
    view = blocks.settings_view(form, MODELS, "T1")
    check_view(view)
    slack_takes_view(view)
    assert view["callback_id"] == ids.VIEW_SETTINGS
    assert blocks.read_settings(submitted(view)) == form


def test_somebody_must_be_left_to_manage() -> None:
    """A workspace without managers could not be set up any more."""
    state = submitted(blocks.settings_view(FULL, MODELS), managers={"type": "multi_users_select", "selected_users": []})
    assert blocks.read_settings(state) == Wrong({"managers": "Name at least one manager."})


def test_settings_go_back_to_their_defaults() -> None:
    """The first option of each menu is what the bot does by itself."""
    none = {"type": "multi_conversations_select", "selected_conversations": []}
    state = submitted(
        blocks.settings_view(FULL, MODELS), default_model=chosen("-"), basis=chosen("-"), answering_channels=none
    )
    read = blocks.read_settings(state)
    assert isinstance(read, SettingsForm)
    assert (read.default_model, read.basis, read.answering_channels) == (None, None, None)


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_forged_states_raise_nothing(value: Any) -> None:
    """A form that was tampered with is read like one that was left empty, or refused."""
    state = {block: {block: {"value": value, "selected_option": None}} for block in ("count", "size", "managers")}
    for read in (blocks.read_job(state), blocks.read_count(state), blocks.read_settings(state)):
        assert isinstance(read, Wrong | JobRequest | SettingsForm | int)


def test_attempts_stay_as_they_were_asked() -> None:
    """The form does not ask for them."""
    job = JobRequest(images=3, attempts=Decimal("2.5"))
    assert blocks.read_job(submitted(blocks.builder(MODELS, job)), job) == job


def test_what_is_known_from_files_stays_until_something_else_is_said() -> None:
    """Prompts that were counted give way to a typed prompt; measured references to fewer of them."""
    job = JobRequest(
        images=240, prompts=PromptSet(240, 9_871, 900), references=2, reference_sizes=(Size(512, 512), Size(64, 64))
    )
    view = blocks.change_job(MODELS, 0, job)
    assert lines(view["blocks"])[0] == "(Now: 240 images with 2 reference images each with 240 prompts of a file)"
    assert blocks.read_job(submitted(view), job) == job
    changed = blocks.read_job(submitted(view, words=typed("30"), references=typed("1")), job)
    assert changed == JobRequest(images=240, prompt_words=30, references=1, reference_sizes=(Size(512, 512),))


def test_a_message_too_long_for_the_builder_is_known_by_its_length() -> None:
    """Nothing would keep its text: 1,000 words stand in the form instead."""
    view = blocks.builder(MODELS, JobRequest(prompt_text="word " * 1_000))
    check_view(view)
    assert blocks.read_job(submitted(view, count=typed("5"))) == JobRequest(images=5, prompt_words=1_000)
