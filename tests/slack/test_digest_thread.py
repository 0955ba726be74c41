"""Under a weekly summary: its buttons, and follow-ups in its thread, by real spend and a real summary."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.playground import Message
from bot.spend.ledger import Ledger
from bot.storage import budgets, workspaces
from pricing import built_in
from tests.slack.weekly import EVERY_MONDAY, FRIDAY, MONDAY, Then, weekly
from tests.spend.samples import stated

TUESDAY = FRIDAY - timedelta(days=3)


@pytest.fixture
async def then(tmp_path: Path) -> AsyncIterator[Then]:
    """The bot at work on a Friday, over Socket Mode, after $30 on Tuesday and $10 since, and $5 the week before."""
    async with weekly(tmp_path, socket=True, real=True) as made:
        db, team = made.bot.service.desk.db, made.slack.workspace.team
        bob, carol, general = made.id("bob"), made.id("carol"), made.id("general")
        spent = [
            stated("a", "30", TUESDAY, person=bob, channel=general),
            stated("b", "10", FRIDAY, person=carol, channel=made.id("design")),
            stated("c", "5", TUESDAY - timedelta(days=7), person=bob, channel=general),
        ]
        await Ledger(db, built_in(), made.clock).record(team, spent)
        yield made


async def summary(then: Then) -> Message:
    """The summary of that week in #general."""
    then.slack.mention("alice", "general", EVERY_MONDAY)
    await then.said(channel="general")
    await then.go_to(MONDAY)
    found: Message = (await then.said(channel="general", after=1))[-1]
    await then.recorded(found)
    return found


async def answer(then: Then, under: Message, text: str, user: str = "bob") -> str:
    """What the bot says to a mention in the summary's thread."""
    before = len(then.slack.thread(under))
    then.slack.mention(user, "general", text, thread_ts=under.ts)
    found: list[Message] = await then.slack.until(lambda: then.slack.thread(under)[before + 1 :])
    return found[-1].text


async def test_the_summary_is_the_weeks(then: Then) -> None:
    """$40 of the week that is over."""
    text = (await summary(then)).text
    assert "16–22 November" in text
    assert "$40.00" in text


async def test_a_preview_asks_nothing_in_a_thread(then: Then) -> None:
    """There is none that answers could stand in; it says that nobody else sees it."""
    await summary(then)
    await then.slack.command("bob", "general", "/cost", "preview the digest")
    seen = (await then.said(channel=then.slack.workspace.im("bob").id))[-1]
    assert seen.text.startswith("A preview: nobody else sees it.")
    assert "$40.00" in seen.text
    assert "digest.models" not in str(seen.blocks)
    assert "digest.change" in str(seen.blocks)


async def test_follow_ups_are_about_its_week(then: Then) -> None:
    """By day, Tuesday, the week before, October, each as a change of the one before it."""
    posted = await summary(then)
    assert "Spent $30.00 on 2026-11-17 (Europe/Berlin)" in await answer(then, posted, "why so much on Tuesday?")
    assert "Spent $5.00 from 2026-11-09 to 2026-11-15" in await answer(then, posted, "spend 2026-11-09 to 2026-11-15")
    assert "(Europe/Berlin)" in await answer(then, posted, "and in October?")


async def test_by_person_where_a_manager_turned_it_on(then: Then) -> None:
    """Until then it is refused, in words and by the button, which is not there either."""
    posted = await summary(then)
    assert "digest.people" not in str(posted.blocks)
    assert (await answer(then, posted, "by person?")).startswith("Figures by person are off here.")
    now = then.clock.now()
    await workspaces.change(
        then.bot.service.desk.db, then.slack.workspace.team, then.id("alice"), {"by_person": True}, now
    )
    said = await answer(then, posted, "by person?")
    assert "$30.00" in said
    assert "from 2026-11-16 to 2026-11-22" in said


async def test_what_was_refused_is_not_followed_up(then: Then) -> None:
    """The thread goes on as if it had not been asked."""
    posted = await summary(then)
    assert "Spent $30.00 on 2026-11-17" in await answer(then, posted, "why so much on Tuesday?")
    for refused in ("by person?", "and bob?"):
        assert (await answer(then, posted, refused)).startswith("Figures by person are off here."), refused
    assert "2026-10-01 to 2026-10-31" in await answer(then, posted, "and in October?")
    assert "from 2026-11-16 to 2026-11-22" in await answer(then, posted, "spend 2026-11-16 to 2026-11-22 by model")


async def test_by_model_answers_in_the_thread(then: Then) -> None:
    """For everyone there; a guest who taps is told that it is for members."""
    posted = await summary(then)
    await then.slack.click("bob", posted, "digest.models")
    said = (await then.slack.until(lambda: then.slack.thread(posted)[1:]))[-1]
    assert "Spent at least $40.00 from 2026-11-16 to 2026-11-22" in said.text
    assert "By model" in said.text
    await then.slack.click("gina", posted, "digest.models")
    told = (await then.slack.until(lambda: then.slack.thread(posted)[2:]))[-1]
    assert told.text.startswith("What was spent is for members")


async def test_follow_ups_without_a_mention(then: Then) -> None:
    """Where a manager allowed them a question is answered, and talk is not."""
    now = then.clock.now()
    channels = (then.id("general"),)
    await workspaces.change(
        then.bot.service.desk.db, then.slack.workspace.team, then.id("alice"), {"follow_up_channels": channels}, now
    )
    posted = await summary(then)
    then.slack.say("carol", "general", "what a week", thread_ts=posted.ts)
    then.slack.say("bob", "general", "why so much on Tuesday?", thread_ts=posted.ts)
    said = (await then.slack.until(lambda: then.slack.thread(posted)[3:]))[-1]
    assert "Spent $30.00 on 2026-11-17" in said.text
    await then.ended()
    assert len(then.slack.thread(posted)) == 4


async def test_a_direct_conversation_is_about_the_summary_that_came_there(then: Then) -> None:
    """What follows needs no thread; what stands alone starts afresh."""
    room = then.slack.workspace.im("bob").id
    then.slack.dm("bob", EVERY_MONDAY)
    await then.said(channel=room)
    await then.go_to(MONDAY)
    await then.recorded((await then.said(channel=room, after=1))[-1])
    for number, (text, answer) in enumerate(
        {
            "by model?": "Spent at least $40.00 from 2026-11-16 to 2026-11-22 (Europe/Berlin)",
            "and on Tuesday?": "Spent $30.00 on 2026-11-17",
            "what will 100 medium squares cost?": "Plan for",
            "and in high?": "100 high",
        }.items(),
        start=2,
    ):
        then.slack.dm("bob", text)
        assert answer in (await then.said(channel=room, after=number))[-1].text


async def test_the_digest_sent_to_me_is_a_preview_of_the_channels(then: Then) -> None:
    """Who has none of their own gets the channel's, alone."""
    await summary(then)
    await then.slack.command("bob", "general", "/cost", "send me the digest now")
    assert (await then.said(channel=then.slack.workspace.im("bob").id))[-1].text.startswith("A preview")


async def test_a_channels_summary_stays_with_its_channel(then: Then) -> None:
    """Follow-ups count what the summary counted, and say so."""
    await then.slack.click("alice", await offer_form(then), "digest.new")
    state = {"channel": then.id("general"), "weekday": "0", "time": "09:00", "scope": "channel"}
    await then.slack.submit("alice", await then.form("alice"), state)
    await then.ended()
    await then.go_to(MONDAY)
    posted = (await then.said(channel="general"))[-1]
    await then.recorded(posted)
    assert "$30.00" in posted.text
    said = await answer(then, posted, "by day?")
    assert "Spent at least $30.00 from 2026-11-16 to 2026-11-22" in said
    assert "not the whole workspace" in said


async def offer_form(then: Then) -> Message:
    """An offer, for its button that opens the form."""
    then.slack.invite_bot("alice", "random")
    found: Message = (await then.said(channel="random"))[0]
    return found


async def test_a_budget_is_set_under_it(then: Then) -> None:
    """By whom a manager allowed it; it counts what the summary tells of, and tells where the summary goes."""
    posted = await summary(then)
    await then.slack.click("bob", posted, "digest.budget")
    assert (await then.whispered("bob")).text.startswith("Only a manager, or whom a manager named")
    await then.slack.click("alice", posted, "digest.budget")
    form = await then.form("alice")
    wrong = await then.slack.submit("alice", form, {"amount": "a lot"})
    assert list(wrong.answer["errors"]) == ["amount"]
    await then.slack.submit("alice", form, {"amount": "1,250.50", "period": "month"})
    assert "$1,250.50 a month" in (await then.whispered("alice")).text
    (held,) = await budgets.holding(then.bot.service.desk.db, then.slack.workspace.team)
    assert (held.scope, held.amount, held.notify) == ("workspace", Decimal("1250.50"), then.id("general"))


async def test_snooze_and_change_under_it(then: Then) -> None:
    """The next one is left out, for managers; the summary itself stays as it was."""
    posted = await summary(then)
    before = posted.text
    await then.slack.click("bob", posted, "digest.snooze")
    assert (await then.whispered("bob")).text.startswith("Only a manager may schedule")
    await then.slack.click("alice", posted, "digest.snooze")
    assert "Next: Monday, 7 December 2026" in (await then.whispered("alice")).text
    await then.slack.click("alice", posted, "digest.change")
    assert "Weekly summary" in str((await then.form("alice")).body)
    assert posted.text == before


async def test_a_week_without_spend_says_how_it_gets_here(tmp_path: Path) -> None:
    """Its buttons tell the person alone."""
    async with weekly(tmp_path, real=True) as made:
        posted = await summary(made)
        assert "no spend recorded\nNothing was quoted either." in posted.text
        await made.slack.click("bob", posted, "digest.connect")
        assert "OPENAI_ADMIN_KEY" in (await made.whispered("bob")).text
