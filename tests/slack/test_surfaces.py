"""Home, forms, shortcuts, the messages tab, and threads: every other surface, over both wires."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import View
from bot.storage import people
from tests.slack.conftest import Office, office
from tests.slack.test_quoting import SAMPLE


def shown(view: View) -> str:
    """All text of a view."""
    return str(view.blocks)


async def home_of(at: Office, user: str) -> View:
    """A person's Home once it is drawn."""
    at.slack.open_home(user)
    await at.slack.settled()
    view: View = await at.slack.until(lambda: at.slack.home(user))
    return view


async def test_home_shows_this_months_quotes_and_the_prices_age(at: Office) -> None:
    """A quote asked for by command is counted there, for the person alone."""
    await at.slack.command("bob", "general", "/cost", SAMPLE)
    await at.whispered("bob")
    assert "1 quote" in shown(await home_of(at, "bob"))
    assert "$1.11" in shown(await home_of(at, "bob"))
    assert "no quotes yet" in shown(await home_of(at, "carol"))
    assert "checked on 22 November 2026" in shown(await home_of(at, "carol"))


async def test_only_managers_see_settings(at: Office) -> None:
    """While nobody is named, the workspace's owner is a manager; a member is not."""
    assert "home.settings" in shown(await home_of(at, "alice"))
    assert "home.settings" not in shown(await home_of(at, "bob"))


async def test_settings_change_what_is_answered(at: Office) -> None:
    """A default model and a basis set by a manager are those of the next quote."""
    home = await home_of(at, "alice")
    await at.slack.click("alice", home, "home.settings")
    form = await at.slack.until(lambda: at.slack.views("alice") and at.slack.modal("alice"))
    me = at.slack.workspace.user("alice").id
    await at.slack.submit("alice", form, {"default_model": "gpt-image-2", "basis": "metered", "managers": [me]})
    await at.slack.until(lambda: "gpt-image-2" in shown(at.slack.home("alice") or home))
    await at.slack.command("bob", "general", "/cost", SAMPLE)
    assert "on gpt-image-2" in (await at.whispered("bob")).text


async def test_channels_that_managers_chose_are_the_only_ones_answered_in(at: Office) -> None:
    """Elsewhere the person is told so, alone."""
    home = await home_of(at, "alice")
    await at.slack.click("alice", home, "home.settings")
    form = await at.slack.until(lambda: at.slack.views("alice") and at.slack.modal("alice"))
    me, design = at.slack.workspace.user("alice").id, at.slack.workspace.channel("design").id
    await at.slack.submit("alice", form, {"answering_channels": [design], "managers": [me]})
    assert await at.bot.service.pipeline.drained(5)
    at.slack.mention("bob", "general", SAMPLE)
    told = await at.whispered("bob")
    assert told.text.startswith("I do not answer here")
    at.slack.mention("bob", "design", SAMPLE)
    assert (await at.said(channel="design"))[0].text.startswith("Plan for")


async def test_what_is_stored_can_be_seen_and_removed(at: Office) -> None:
    """The form counts it, the button removes it, Home shows none afterwards."""
    await at.slack.command("bob", "general", "/cost", SAMPLE)
    await at.whispered("bob")
    home = await home_of(at, "bob")
    await at.slack.click("bob", home, "home.stored")
    form = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    assert "Quotes that you asked for: 1" in shown(form)
    await at.slack.click("bob", form, "stored.remove")
    await at.slack.until(lambda: "Removed." in shown(at.slack.modal("bob")))
    await at.slack.until(lambda: "no quotes yet" in shown(at.slack.home("bob") or home))


async def test_what_a_control_set_is_stored_in_words(at: Office) -> None:
    """A person is shown what it stands for, not how it is kept."""
    await at.slack.command("bob", "general", "/cost", SAMPLE)
    await at.slack.click("bob", await at.whispered("bob"), "change.quality", "0|quality|high")
    assert await at.bot.service.pipeline.drained(5)
    await at.slack.click("bob", await home_of(at, "bob"), "home.stored")
    form = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    assert "100 high square images with 30-word prompts" in shown(form)
    assert "intent" not in shown(form)


@pytest.mark.parametrize("text", ["what do you store about me?", "please delete my data", "forget me"])
async def test_asking_what_is_stored_opens_the_same_form(at: Office, text: str) -> None:
    """By command, in words."""
    await at.slack.command("bob", "general", "/cost", text)
    answer = await at.whispered("bob")
    await at.slack.click("bob", answer, "home.stored")
    form = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    assert "Nothing is stored about you." in shown(form)


async def test_the_quote_builder_answers_by_direct_message(at: Office) -> None:
    """The global shortcut opens it; the quote comes as a direct message, where follow-ups work."""
    await at.slack.shortcut("bob", "build_quote")
    form = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    await at.slack.submit("bob", form, {"count": "40", "quality": "high", "model": "gpt-image-2"})
    room = at.slack.workspace.im("bob").id
    quote = (await at.said(channel=room))[0]
    assert "40 high" in quote.text
    at.slack.dm("bob", "and in low?")
    assert "40 low" in (await at.said(channel=room, after=1))[0].text


async def test_a_message_is_quoted_as_a_prompt(at: Office) -> None:
    """The shortcut fills the prompt in; the answer is for the person alone, the prompt counted by tiktoken."""
    prompt = at.slack.say("carol", "general", "a paper boat on a lake & a heron")
    await at.slack.shortcut("bob", "quote_prompt", prompt)
    form = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    assert "a paper boat on a lake & a heron" in shown(form)
    await at.slack.submit("bob", form, {"count": "25"})
    answer = await at.whispered("bob")
    assert "counted by tiktoken" in answer.text


async def test_the_messages_tab_greets_once_and_offers_prompts(at: Office) -> None:
    """Opened twice, it has said hello once."""
    at.slack.open_home("bob", tab="messages")
    room = at.slack.workspace.im("bob").id
    await at.said(channel=room)
    at.slack.open_home("bob", tab="messages")
    await at.slack.settled()
    assert len(at.slack.messages(room)) == 1
    assert at.slack.suggested_prompts("bob")[0]["message"] == SAMPLE


async def follow_ups_on(at: Office, channel: str) -> None:
    """A manager turns follow-ups without a mention on."""
    home = await home_of(at, "alice")
    await at.slack.click("alice", home, "home.settings")
    form = await at.slack.until(lambda: at.slack.views("alice") and at.slack.modal("alice"))
    me, room = at.slack.workspace.user("alice").id, at.slack.workspace.channel(channel).id
    await at.slack.submit("alice", form, {"follow_up_channels": [room], "managers": [me]})
    assert await at.bot.service.pipeline.drained(5)


async def test_follow_ups_need_a_mention_unless_a_manager_turned_them_on(at: Office) -> None:
    """Before, a reply in the thread is left alone; after, it is answered."""
    asked = at.slack.mention("bob", "general", SAMPLE)
    await at.said(channel="general")
    at.slack.say("bob", "general", "and in high?", thread_ts=asked.ts)
    await at.slack.settled()
    assert len(await at.said(channel="general")) == 1
    await follow_ups_on(at, "general")
    at.slack.say("bob", "general", "and in high?", thread_ts=asked.ts)
    assert "100 high" in (await at.said(channel="general", after=1))[0].text


TALK = (
    "thanks, looks good to me",
    "I think high is too expensive for us",
    "let's take 50 of those then",
    "<@U0BOB> can you approve 200 of these?",
    "ok great",
    "we did 300 last year and nobody cared",
    "can someone send me the 3 landscape drafts?",
    "Monday works",
    "100 %",
    "+1",
    "the square ones are nicer",
    "my kid made 4 of those in an hour lol",
)


async def test_it_stays_silent_on_talk(tmp_path: Path) -> None:
    """People talking with each other in a quote's thread are not answered, even where follow-ups are on."""
    async with office(tmp_path) as at:
        asked = at.slack.mention("bob", "general", SAMPLE)
        await at.said(channel="general")
        await follow_ups_on(at, "general")
        for text in TALK:
            at.slack.say("carol", "general", text, thread_ts=asked.ts)
        await at.slack.settled()
        assert await at.bot.service.pipeline.drained(5)
        assert len(await at.said(channel="general")) == 1, [each.text for each in await at.said(channel="general")]


async def test_an_uninstalled_app_forgets_what_people_wrote(at: Office, caplog: pytest.LogCaptureFixture) -> None:
    """Quotes and thread texts of the workspace are gone; the log says that the token is no more."""
    at.slack.mention("bob", "general", SAMPLE)
    await at.said(channel="general")
    at.slack.uninstall()
    await at.slack.settled()
    assert await at.bot.service.pipeline.drained(5)

    held = await people.stored(at.bot.service.desk.db, at.slack.workspace.team, at.slack.workspace.user("bob").id)
    assert held.counts == {"texts": 0, "quotes": 0, "changes": 0, "roles": 0, "spend": 0}
    assert "tokens.revoked" in caplog.messages


async def test_why_and_csv_open_what_they_say(at: Office) -> None:
    """Behind the three dots: why this figure, and the lines as CSV."""
    at.slack.mention("bob", "general", SAMPLE)
    quote = (await at.said(channel="general"))[0]
    await at.slack.click("bob", quote, "quote.more", "csv")
    view = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    assert "gpt-image-1-mini" in shown(view)
    await at.slack.close("bob", view)
    await at.slack.click("bob", quote, "quote.more", "why")
    view = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    assert "developers.openai.com" in shown(view)
