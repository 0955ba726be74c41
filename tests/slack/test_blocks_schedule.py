"""What schedules, offers and their forms look like, whatever is in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings

from bot import zones
from bot.slack import blocks
from bot.slack.blocks import BudgetForm, ScheduleForm, ScheduleLine, Wrong
from bot.slack.blocks.forms import State
from tests.slack.looking import check_message, check_view
from tests.slack.test_blocks_injection import harmless
from tests.slack.test_mrkdwn import FORBIDDEN, HOSTILE

EVERY = ("models", "people", "channels", "budgets", "quoted", "anomalies", "retiring", "prices")
LINE = ScheduleLine(
    id="d1",
    place="C0AC0000009",
    weekday=4,
    at=time(16, 30),
    zone="Europe/Lisbon",
    next_at=datetime(2026, 11, 27, 16, 30, tzinfo=UTC),
)
WORST = replace(LINE, zone="America/Argentina/ComodRivadavia", scope="project", scope_id="p" * 150, sections=EVERY)


def test_zone_and_next_time_are_always_shown() -> None:
    """Also while it is snoozed; paused it says so, and why if nobody did."""
    assert "Fridays 16:30 Europe/Lisbon" in blocks.schedules_message("", [LINE]).text
    snoozed = blocks.schedules_message("", [replace(LINE, standing="snoozed")]).text
    assert "Snoozed. Next: Friday, 27 November 2026, 16:30 (Europe/Lisbon)." in snoozed
    paused = replace(LINE, standing="paused", next_at=None, why="the channel is archived")
    assert "Paused: the channel is archived." in blocks.schedules_message("", [paused]).text


def test_what_it_is_of_is_named() -> None:
    """A channel by its link, a project by its name, with the sections that were chosen."""
    line = replace(LINE, scope="channel", scope_id="C0AC0000011", sections=("models", "budgets"))
    message = blocks.schedules_message("It is set.", [line, replace(LINE, scope="project", scope_id="<web>")])
    assert (
        "in <#C0AC0000009>: Fridays 16:30 Europe/Lisbon, of <#C0AC0000011>; sections: by model, budgets."
        in message.text
    )
    assert "of project &lt;web&gt;. Next:" in message.text
    assert "{'type': 'channel', 'channel_id': 'C0AC0000011'}" in str(message.blocks)


@pytest.mark.parametrize("count", [0, 1, 6, 60])
def test_any_number_of_them_fits(count: int) -> None:
    """In a message and on App Home; of the rest the number."""
    message = blocks.schedules_message("It is set.", [replace(WORST, id=f"d{n}") for n in range(count)])
    check_message(message)
    home = blocks.home_schedules([replace(WORST, id=f"d{n}") for n in range(count)])
    check_view({"type": "home", "blocks": list(home)})
    assert ("And 54 more." in str(home)) == (count == 60)


@given(HOSTILE)
def test_no_name_acts(text: str) -> None:
    """A project is called what somebody called it."""
    line = replace(LINE, place="U0AC0000003", scope="project", scope_id=text)
    message = blocks.schedules_message("", [line])
    check_message(message)
    harmless(message)


@settings(max_examples=20)  # the form has every zone, which takes a while to look through
@given(HOSTILE)
def test_nor_in_the_form(text: str) -> None:
    """Where what was typed stands again as typed, in an input, which acts on nothing."""
    form = blocks.schedule_view(ScheduleForm(scope="project", scope_id=text[:150]), by_person=True)
    check_view(form)
    outside = [block for block in form["blocks"] if block["type"] != "input"]
    assert not [tag for tag in FORBIDDEN if tag in str(outside).lower()]


@pytest.mark.parametrize("zone", ["Europe/Berlin", None])
def test_the_offer_names_the_zone_if_it_is_known(zone: str | None) -> None:
    """Else it is that of whoever taps."""
    offer = blocks.offer_message(zone, "U0AC0000003")
    check_message(offer)
    assert ("Europe/Berlin (your zone)?" in offer.text) == (zone is not None)
    assert ("whoever taps" in offer.text) == (zone is None)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "Etc/GMT+5", "US/Pacific"])
def test_every_zone_can_be_chosen(zone: str) -> None:
    """The menu has every place, and whichever zone is set; Slack searches it as one types."""
    form = blocks.schedule_view(ScheduleForm(zone=zone), by_person=False)
    check_view(form)
    menu = next(block["element"] for block in form["blocks"] if block["block_id"] == "zone")
    offered = {option["value"] for group in menu["option_groups"] for option in group["options"]}
    assert {zone, "UTC", "Europe/Berlin", "America/New_York", "Pacific/Chatham"} <= offered <= zones.names()
    assert menu["initial_option"]["value"] == zone


def filled(**values: object) -> dict[str, dict[str, dict[str, object]]]:
    """The state of a form."""
    usual: dict[str, object] = {
        "weekday": {"selected_option": {"value": "0"}},
        "time": {"selected_time": "09:00"},
        "zone": {"selected_option": {"value": "Europe/Berlin"}},
        "scope": {"selected_option": {"value": "workspace"}},
    }
    return {name: {name: value} for name, value in (usual | values).items() if isinstance(value, dict)}


def test_a_form_is_read() -> None:
    """Nothing but the usual is Mondays at nine, of the workspace."""
    assert blocks.read_schedule(filled()) == ScheduleForm(zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"weekday": {"selected_option": {"value": "7"}}}, "weekday"),
        ({"time": {"selected_time": "25:00"}}, "time"),
        ({"time": {}}, "time"),
        ({"zone": {"selected_option": {"value": "Mars/Base"}}}, "zone"),
        ({"scope": {"selected_option": {"value": "world"}}}, "scope"),
    ],
)
def test_what_no_form_offers_is_refused(values: dict[str, object], wrong: str) -> None:
    """Each with a sentence for its input."""
    read = blocks.read_schedule(filled(**values))
    assert isinstance(read, Wrong)
    assert list(read.errors) == [wrong]


@pytest.mark.parametrize(
    ("written", "amount"),
    [("500", "500"), ("$1,250.50", "1250.50"), ("0", ""), ("-5", ""), ("1,5", ""), ("2000000000", ""), ("", "")],
)
def test_an_amount_is_read_exactly_or_not_at_all(written: str, amount: str) -> None:
    """Nothing is guessed from it."""
    state: State = {
        "amount": {"amount": {"value": written}},
        "period": {"period": {"selected_option": {"value": "week"}}},
    }
    read = blocks.read_budget(state)
    if amount:
        assert read == BudgetForm(Decimal(amount), "week")
    else:
        assert isinstance(read, Wrong)
        assert list(read.errors) == ["amount"]
    check_view(blocks.budget_view("the whole workspace"))
