"""What a sentence about a weekly summary names: the place, what it is of, somebody else, one of several."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.digest import subscriptions
from bot.digest.subscriptions import Wanted
from bot.storage.digests import Subscription
from tests.slack.weekly import EVERY_MONDAY, FRIDAY, Then, weekly


@pytest.fixture
async def then(tmp_path: Path) -> AsyncIterator[Then]:
    """The bot at work on a Friday."""
    async with weekly(tmp_path) as made:
        yield made


async def answer(then: Then, text: str, user: str = "alice", channel: str = "general") -> str:
    """What somebody alone is answered by the command; #names are as Slack links them, @names too."""
    for name in ("general", "design", "partners"):
        text = text.replace(f"#{name}", f"<#{then.id(name)}|{name}>")
    for name in ("bob", "carol", "gina"):
        text = text.replace(f"@{name}", f"<@{then.id(name)}>")
    before = len(then.slack.ephemerals(user))
    await then.slack.command(user, channel, "/cost", text)
    said = (await then.whispered(user, before)).text
    await then.ended()
    return said


async def held(then: Then) -> list[tuple[str, str, str]]:
    """Where each goes and what it is of."""
    return [(each.channel, each.scope, each.scope_id) for each in await then.summaries()]


async def another(then: Then, channel: str, scope: str, of: str) -> Subscription:
    """One more, as the form makes it."""
    wanted = Wanted(then.id(channel), then.id("alice"), 0, time(9), "Europe/Berlin", scope, of)
    db, team = then.bot.service.desk.db, then.slack.workspace.team
    return await subscriptions.subscribe(db, team, wanted, FRIDAY + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("asked", "place", "scope", "of"),
    [
        ("weekly digest of #design in #general on tuesdays at 10", "general", "channel", "design"),
        ("weekly digest in #design about #general every monday", "design", "channel", "general"),
        ("weekly digest of #design every monday", "general", "channel", "design"),
        ("weekly digest for #design every monday", "design", "workspace", ""),
        ("weekly digest of project website every friday", "general", "project", "website"),
        ("weekly digest of the website project in #design every friday", "design", "project", "website"),
        ("weekly digest of project “spring launch” every friday", "general", "project", "spring launch"),
        ("send me a weekly digest of #design every friday", "alice", "channel", "design"),
        ("weekly digest of the whole workspace every friday", "general", "workspace", ""),
        ("weekly digest every monday at 9 my time", "general", "workspace", ""),
    ],
)
async def test_of_is_what_it_tells_and_in_is_where_it_goes(
    then: Then, asked: str, place: str, scope: str, of: str
) -> None:
    """Both are kept as they were said."""
    then.slack.invite_bot("alice", "design")
    assert (await answer(then, asked)).startswith("It is set.")
    assert await held(then) == [(then.id(place), scope, then.id(of) if scope == "channel" else of)]


async def test_ones_own_time_is_a_zone_and_no_place(then: Then) -> None:
    """A summary in Lisbon's time goes over to the writer's."""
    await answer(then, "digest every Friday at 16:30 Lisbon time")
    assert "Fridays 09:00 Europe/Berlin" in await answer(then, "weekly digest every friday at 9 my time")
    assert [each.timezone for each in await then.summaries()] == ["Europe/Berlin"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("weekly digest of website every friday", "“website” is none that I know"),
        ("weekly digest of @bob every friday", "not of a person"),
        ("weekly digest in #general and #design every friday", "name one place"),
        ("weekly digest every friday by person", "sections are chosen in the form"),
        ("send bob a weekly digest every monday", "I cannot tell who “bob” is: type @"),
        ("send a weekly digest to bob every monday", "I cannot tell who “bob” is: type @"),
        ("weekly digest every monday for bob", "I cannot tell who “bob” is: type @"),
        ("stop bob's digest", "I cannot tell who “bob” is: type @"),
    ],
)
async def test_what_cannot_be_done_is_said(then: Then, asked: str, why: str) -> None:
    """And nothing is set in its place."""
    assert why in await answer(then, asked)
    assert await held(then) == []


@pytest.mark.parametrize("asked", ["send @bob a weekly digest every monday", "weekly digest every monday for @bob"])
async def test_one_for_somebody_else_is_set_by_managers(then: Then, asked: str) -> None:
    """It comes to that person; the channel keeps what it has, and others may set none up for anybody."""
    await answer(then, "weekly digest every Friday at 9:00")
    (before,) = await then.summaries()
    assert "Only a manager may set up a weekly summary for somebody else" in await answer(then, asked, "carol")
    assert (await answer(then, asked)).startswith("It is set. Weekly summary by direct message")
    assert before in await then.summaries()
    assert {place for place, _, _ in await held(then)} == {then.id("general"), then.id("bob")}
    assert "comes here" in (await then.said(channel=then.slack.workspace.im("bob").id))[-1].text
    assert "End it" in await answer(then, "stop @bob's digest")


async def test_a_guest_gets_none(then: Then) -> None:
    """As in the form."""
    assert (await answer(then, "weekly digest for @gina every monday")).startswith("Guests, bots and people")
    assert "That person has no weekly summary." in await answer(then, "stop @gina's digest")
    assert await held(then) == []


async def test_ones_own_is_ones_own(then: Then) -> None:
    """No manager changes what somebody set up for themselves, and App Home does not show it to them."""
    await answer(then, "send me a weekly digest every Monday", "bob")
    (own,) = await then.summaries()
    for asked in ("pause @bob's digest", "send @bob a weekly digest every friday", "when is @bob's digest?"):
        assert "That weekly summary is that person's own" in await answer(then, asked), asked
    assert await then.summaries() == (own,)
    then.slack.open_home("alice")
    home = await then.slack.until(lambda: then.slack.home("alice"))
    assert own.id not in str(home.blocks)


async def test_of_several_the_one_that_is_named_is_meant(then: Then) -> None:
    """By its project, by its channel, as that of the workspace; unnamed, they are asked for and nothing is done."""
    await answer(then, EVERY_MONDAY)
    await another(then, "general", "project", "website")
    for asked in ("pause the digest", "move the digest to wednesday", "send the digest now"):
        assert (await answer(then, asked)).startswith("Which one?"), asked
    assert [(each.state, each.weekday) for each in await then.summaries()] == [("active", 0)] * 2
    assert (await answer(then, "pause the website digest")).startswith("Paused.")
    assert [each.state for each in await then.summaries()] == ["active", "paused"]
    assert (await answer(then, "resume the digest of project website")).startswith("It goes on.")
    assert (await answer(then, "pause the digest of the whole workspace")).startswith("Paused.")
    assert [each.state for each in await then.summaries()] == ["paused", "active"]
    assert (await answer(then, "move the digest of project website to thursday")).startswith("It is set.")
    assert [each.weekday for each in await then.summaries()] == [0, 3]
    assert (await answer(then, "pause the digest of project nosuch")).startswith("There is no weekly summary of that")
    assert (await answer(then, "pause both digests")).startswith("Paused.")


async def test_a_move_leaves_a_paused_one_paused(then: Then) -> None:
    """And says so."""
    await answer(then, EVERY_MONDAY)
    await answer(then, "pause the digest")
    assert (await answer(then, "move the digest to wednesday")).startswith("It is set, and stays paused.")
    assert [(each.state, each.weekday) for each in await then.summaries()] == [("paused", 2)]


async def test_what_makes_no_difference_says_so(then: Then) -> None:
    """A second snooze, one of two weeks, one of what is paused, and a second sending in the same minute."""
    await answer(then, EVERY_MONDAY)
    for asked, said in (
        ("skip the next digest", "The next one is left out."),
        ("skip the next digest", "Nothing changes: the next one is left out already."),
        ("snooze the digest for 2 weeks", "Nothing is changed: a snooze leaves out the next one alone."),
        ("send the digest now", "It is on its way."),
        ("send the digest now", "It was sent a moment ago."),
        ("pause the digest", "Paused."),
        ("snooze the digest", "Nothing changes: it is paused"),
    ):
        assert (await answer(then, asked)).startswith(said), asked
    assert len(await then.said(channel="general")) == 1


async def test_a_change_after_a_snooze_leaves_the_same_one_out(then: Then) -> None:
    """Monday's is left out; moved to Fridays, the next one is that of the week after."""
    await answer(then, EVERY_MONDAY)
    await answer(then, "skip the next digest")
    moved = await answer(then, "move the digest to friday")
    assert "Snoozed. Next: Friday, 4 December 2026, 09:00" in moved
