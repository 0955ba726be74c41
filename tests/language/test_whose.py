"""Whose spend a question is about, named plainly, and what it names that spend is not known by."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import read
from bot.request import BudgetRequest, SpendRequest
from tests.language.conftest import MODELS

TODAY = date(2026, 11, 22)
NARROW = "so more than that is counted: name a person with @, a channel with #, a project as “project …”."
KINDS = "by model, person, channel, quality, day or project I can."
ONE = "I break spend down by one thing at a time, here by"


def asked(text: str, *thread: str) -> tuple[SpendRequest, tuple[str, ...]]:
    """The request and the notes of a question about spend."""
    reading = read(text, thread, today=TODAY, models=MODELS)
    assert isinstance(reading.request, SpendRequest)
    return reading.request, reading.notes


@pytest.mark.parametrize(
    ("texts", "user"),
    [
        (["spend by maria last week"], "maria"),
        (["spend by Maria Lopez last week"], "Maria Lopez"),
        (["spend of dana in October"], "dana"),
        (["dana's spend this month"], "dana"),
        (["show me Jonas' spend for last week"], "Jonas"),
        (["what’s Maria’s total spend"], "Maria"),
        (["what did Maria Lopez's images cost last month"], "Maria Lopez"),
        (["how much did John Smith spend last week"], "John Smith"),
        (["how much did Jean-Luc spend last week"], "Jean-Luc"),
        (["how much did finance spend in Q3"], "finance"),
        (["how much did U07ABC12D spend last week"], "U07ABC12D"),
        (["spend last month", "and dana?"], "dana"),
        (["spend last month", "what about maria"], "maria"),
        (["spend last month", "just for dana's"], "dana"),
        (["how much did @maria spend last month", "and jonas?"], "jonas"),
        (["how much cash spent last week"], None),
        (["how much money have we spent"], None),
        (["spend by mistake last week"], "mistake"),
    ],
)
def test_people_are_known_by_their_plain_names(texts: list[str], user: str | None) -> None:
    """Where the words around say that it is a person; nothing else is said of it."""
    *thread, text = texts
    request, notes = asked(text, *thread)
    assert (request.user, notes) == (user, ())


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("what has the marketing channel spent this week", "marketing"),
        ("spend in design channel last week", "design"),
        ("spend in the paid-social channel last week", "paid-social"),
        ("spend in this channel last week", None),
        ("spend by channel last week", None),
        ("which channel spent the most", None),
    ],
)
def test_a_channel_that_is_called_one(text: str, channel: str | None) -> None:
    """A channel without #."""
    request, notes = asked(text)
    assert (request.channel, notes) == (channel, ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("spend for acme in October", ["acme"]),
        ("spend for John Smith last week", ["John Smith"]),
        ("what did client acme cost us in October", ["acme"]),
        ("what did the design team spend last month", ["design team"]),
        ("who in the marketing team spent the most last month", ["marketing team"]),
        ("how much did john and maria spend last week", ["john", "maria"]),
        ("how much did we spend on sora last month", ["sora"]),
        ("what did @dana spend for acme last week", ["acme"]),
        ("spend for marketing last month", ["marketing"]),
        ("what did marketing spend last month", ["marketing"]),
        ("what did our team spend last week", []),
        ("spend for project apollo last month", []),
        ("For the audit I need the amount actually spent on DALL-E 3 between 1 January and 30 April 2026.", []),
        ("Total spend in Q3 for the board pack, please", []),
        ("YTD actuals for AI images, split by model", []),
    ],
)
def test_a_name_that_narrows_nothing_is_said(text: str, names: list[str]) -> None:
    """More is counted than was asked for: never in silence."""
    assert asked(text)[1] == tuple(f"I did not use “{name}”, {NARROW}" for name in names)


@pytest.mark.parametrize(
    ("texts", "notes"),
    [
        (["spend by client last month"], [f"I cannot break spend down by client: {KINDS}"]),
        (["spend per week in October"], [f"I cannot break spend down by week: {KINDS}"]),
        (["spend by model and project"], [f"{ONE} model: ask “by project?” next."]),
        (["spend by project and model"], [f"{ONE} project: ask “by model?” next."]),
        (["spend by model, channel and person"], [f"{ONE} model: ask “by channel?” or “by person?” next."]),
        (["spend per day and model"], [f"{ONE} day: ask “by model?” next."]),
        (["who spent what on which model last month"], [f"{ONE} person: ask “by model?” next."]),
        (["spend last month", "by user/model?"], [f"{ONE} person: ask “by model?” next."]),
        (["spend by model", "and by channel"], []),
        (["spend by day and night"], []),
    ],
)
def test_breakdowns_that_are_not_answered_are_said(texts: list[str], notes: list[str]) -> None:
    """One at a time, of those that there are."""
    *thread, text = texts
    assert asked(text, *thread)[1] == tuple(notes)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("set a budget of $50 a week for dana", ["dana"]),
        ("set dana's budget to $20 a week", ["dana"]),
        ("monthly budget of $300 for the design team", ["design team"]),
        ("set the marketing budget to $500", ["marketing"]),
        ("budget $100 a week for midjourney", ["midjourney"]),
        ("clear dana's budget", ["dana"]),
        ("set @dana's budget to $20 a week", []),
        ("budget of $300 a month for the design channel", []),
        ("set a monthly budget of $200 for project apollo", []),
        ("set a monthly budget of $200 for the whole company", []),
        ("set a budget of $50 a month for next month", []),
        ("limit our spend to $300 per month", []),
    ],
)
def test_for_whom_a_budget_cannot_be(text: str, unread: list[str]) -> None:
    """A name that nobody can be known by is said, and what it is said of is not everybody's."""
    reading = read(text, (), today=TODAY, models=MODELS)
    assert isinstance(reading.request, BudgetRequest)
    assert reading.unread == tuple(unread)
    whose = "a budget is for a person (@), a channel (#), “project …” or everybody."
    assert reading.notes == tuple(f"I did not use “{name}”: {whose}" for name in unread)
