"""The form for a weekly summary and the section of App Home: what they keep, and whom they refuse."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from bot.playground import View
from bot.spend.ledger import Ledger
from bot.storage import workspaces
from pricing import built_in
from tests.slack.test_surfaces import home_of, shown
from tests.slack.weekly import EVERY_MONDAY, FRIDAY, Then, weekly
from tests.spend.samples import stated


@pytest.fixture
async def then(tmp_path: Path) -> AsyncIterator[Then]:
    """The bot at work on a Friday, over HTTP."""
    async with weekly(tmp_path) as made:
        yield made


async def opened(then: Then, user: str) -> View:
    """The form for a new one, from App Home."""
    await then.slack.click(user, await home_of(then, user), "digest.new")
    return await then.form(user)


async def sent(then: Then, user: str, state: dict[str, Any]) -> None:
    """A form for a new one, filled in and served."""
    delivery = await then.slack.submit(user, await opened(then, user), state)
    assert not delivery.error
    await then.ended()


async def told(then: Then, user: str) -> str:
    """The newest direct message to a person."""
    return (await then.said(channel=then.slack.workspace.im(user).id))[-1].text


async def test_a_member_sets_up_their_own_on_app_home(then: Then) -> None:
    """Nothing chosen it comes by direct message, in their own zone; App Home shows when the next one comes."""
    await sent(then, "carol", {"weekday": "2", "time": "08:15", "sections": ["models", "budgets"]})
    (made,) = await then.summaries()
    assert (made.channel, made.weekday, made.at, made.timezone) == (
        then.id("carol"),
        2,
        time(8, 15),
        "America/New_York",
    )
    assert made.sections == ("models", "budgets")
    assert made.room == then.slack.workspace.im("carol").id
    assert "Your weekly summary comes here." in await told(then, "carol")
    home = shown(await home_of(then, "carol"))
    assert "Wednesdays 08:15 America/New_York" in home
    assert "Next: Wednesday, 25 November 2026, 08:15 (America/New_York)." in home
    assert "Wednesdays" not in shown(await home_of(then, "bob"))


async def test_a_manager_sets_up_a_channels_of_a_project(then: Then) -> None:
    """And changes it to another scope, which is another summary in its place."""
    about = {"channel": then.id("design"), "weekday": "0", "time": "09:00", "zone": "Asia/Tokyo"}
    await sent(then, "alice", about | {"scope": "project", "project": "website"})
    (made,) = await then.summaries()
    assert (made.scope, made.scope_id, made.timezone) == ("project", "website", "Asia/Tokyo")
    home = await home_of(then, "alice")
    assert "of project website" in shown(home)
    await then.slack.click("alice", home, "digest.change", made.id)
    form = await then.form("alice")
    await then.slack.submit("alice", form, {"scope": "channel", "about": then.id("general")})
    await then.ended()
    (changed,) = await then.summaries()
    assert (changed.scope, changed.scope_id, changed.channel) == ("channel", then.id("general"), then.id("design"))


async def test_a_person_may_be_given_one(then: Then) -> None:
    """By a manager; a guest may not, for what was spent is not for guests."""
    await sent(then, "alice", {"person": then.id("bob"), "weekday": "0", "time": "09:00"})
    assert [each.channel for each in await then.summaries()] == [then.id("bob")]
    assert "comes here" in await told(then, "bob")
    await sent(then, "alice", {"person": then.id("gina"), "weekday": "0", "time": "09:00"})
    assert "Guests, bots and people from outside" in await told(then, "alice")
    assert len(await then.summaries()) == 1


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        ({"channel": "general", "person": "bob"}, "person"),
        ({"scope": "project"}, "project"),
        ({"scope": "channel"}, "about"),
    ],
)
async def test_what_does_not_go_together_is_said_at_once(then: Then, state: dict[str, str], wrong: str) -> None:
    """The form stays open, with a sentence beside the input."""
    state = {name: then.id(value) if value in ("general", "bob") else value for name, value in state.items()}
    delivery = await then.slack.submit("alice", await opened(then, "alice"), {"weekday": "0", "time": "09:00"} | state)
    assert list(delivery.answer["errors"]) == [wrong]
    assert await then.summaries() == ()


async def test_a_member_may_not_send_a_channel(then: Then) -> None:
    """Who does not manage is not asked for one; who sends one all the same, as no client does, is refused."""
    form = await opened(then, "bob")
    assert "In which channel" not in shown(form)
    managers = await opened(then, "alice")
    form.body["blocks"].append(next(block for block in managers.blocks if block["block_id"] == "channel"))
    await then.slack.submit("bob", form, {"channel": then.id("general"), "weekday": "0", "time": "09:00"})
    await then.ended()
    assert (await told(then, "bob")).startswith("Only a manager may schedule")
    assert await then.summaries() == ()


async def test_forged_metadata_changes_nothing_of_others(then: Then) -> None:
    """A member who puts the id of a channel's summary into the form is refused, and it stays as it was."""
    then.slack.mention("alice", "general", EVERY_MONDAY)
    await then.said(channel="general")
    (before,) = await then.summaries()
    form = await opened(then, "bob")
    forged = json.loads(form.body["private_metadata"]) | {"quote": before.id}
    form.body["private_metadata"] = json.dumps(forged)
    await then.slack.submit("bob", form, {"weekday": "3", "time": "11:00"})
    await then.ended()
    assert (await told(then, "bob")).startswith("Only a manager may schedule")
    assert await then.summaries() == (before,)


async def test_by_person_is_offered_once_a_manager_turned_it_on(then: Then) -> None:
    """Until then the section is not in the form, and a form that names it all the same is refused."""
    form = await opened(then, "carol")
    assert "By person" not in shown(form)
    team = then.slack.workspace.team
    db, now = then.bot.service.desk.db, then.clock.now()
    await workspaces.change(db, team, then.id("alice"), {"by_person": True}, now)
    await then.slack.close("carol", form)
    late = await opened(then, "carol")
    assert "By person" in shown(late)
    await workspaces.change(db, team, then.id("alice"), {"by_person": False}, now)
    await then.slack.submit("carol", late, {"weekday": "0", "time": "09:00", "sections": ["people"]})
    await then.ended()
    assert (await told(then, "carol")).startswith("Figures by person are off here.")
    assert await then.summaries() == ()


async def test_home_pauses_resumes_and_ends(then: Then) -> None:
    """Each tap shows what holds now; a guest's Home has no such section."""
    await sent(then, "bob", {"weekday": "0", "time": "09:00"})
    says = {
        "digest.pause": "Paused.",
        "digest.resume": "Next: Monday, 23 November",
        "digest.stop": "One message a week",
    }
    for action, text in says.items():
        await then.slack.click("bob", await home_of(then, "bob"), action)
        await then.ended()
        assert text in shown(await home_of(then, "bob"))
    assert await then.summaries() == ()
    assert "Weekly summary" not in shown(await home_of(then, "gina"))


async def test_a_project_that_no_usage_names_is_said_to_be_none(then: Then) -> None:
    """It is set, for usage may come; the person who may have mistyped it is told."""
    await sent(then, "carol", {"weekday": "2", "time": "08:15", "scope": "project", "project": "nosuch"})
    assert "Usage does not name a project nosuch yet." in await told(then, "carol")
    db, team = then.bot.service.desk.db, then.slack.workspace.team
    await Ledger(db, built_in(), then.clock).record(team, [stated("a", "3", FRIDAY, project="Website")])
    said = len(await then.said(channel=then.slack.workspace.im("carol").id))
    await sent(then, "carol", {"weekday": "2", "time": "08:15", "scope": "project", "project": "website"})
    after = (await then.said(channel=then.slack.workspace.im("carol").id))[said:]
    assert "does not name" not in str([each.text for each in after])
