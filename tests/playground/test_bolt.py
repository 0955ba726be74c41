"""The real Bolt app and the real SDK work against the stand-in, over HTTP and over Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground import Slack
from tests.playground import boltapp


@pytest.fixture(params=["http", "sockets"])
async def wired(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Slack, boltapp.TinyApp]]:
    """A workspace with the tiny app, in one of the two ways."""
    async with Slack(boltapp.manifest(socket_mode=request.param == "sockets")) as slack:
        way = boltapp.over_http if request.param == "http" else boltapp.over_sockets
        async with way(slack) as app:
            yield slack, app


Wired = tuple[Slack, boltapp.TinyApp]


async def test_command_is_answered_through_its_response_url(wired: Wired) -> None:
    """A command is acknowledged at once and answered for its sender alone."""
    slack, _ = wired
    delivery = await slack.command("bob", "general", "/cost", "100 images")
    assert delivery.acknowledged
    [answer] = await slack.until(lambda: slack.ephemerals("bob"))
    assert answer.text == "quote of 100 images"
    assert answer.action_ids == ["share", "edit", "model"]
    assert slack.messages("general") == []
    assert slack.ephemerals("alice") == []


async def test_button_of_an_ephemeral_message(wired: Wired) -> None:
    """A click on an ephemeral message has no message in it and can be answered to the channel."""
    slack, app = wired
    await slack.command("bob", "general", "/cost", "100 images")
    [answer] = await slack.until(lambda: slack.ephemerals("bob"))
    assert (await slack.click("bob", answer, "share")).acknowledged
    [shared] = await slack.until(lambda: slack.messages("general"))
    assert shared.text == "shared"
    [body] = app.bodies("share")
    assert "message" not in body
    assert body["container"]["is_ephemeral"] is True
    assert body["actions"][0]["value"] == "q1"


async def test_menu_carries_the_chosen_option(wired: Wired) -> None:
    """A choice by its text or value arrives as the option, in the action and in the state."""
    slack, app = wired
    await slack.command("bob", "general", "/cost", "100 images")
    [answer] = await slack.until(lambda: slack.ephemerals("bob"))
    await slack.click("bob", answer, "model", "Large")
    [body] = app.bodies("block_actions")
    assert body["actions"][0]["selected_option"]["value"] == "max"
    assert body["state"]["values"]["controls"]["model"]["selected_option"]["value"] == "max"


async def test_mention_comes_as_two_events_and_is_answered_in_its_thread(wired: Wired) -> None:
    """One text with a mention is a message event and an app_mention event with one ts."""
    slack, app = wired
    said = slack.mention("bob", "general", "100 images")
    await slack.until(lambda: len(slack.thread(said)) == 2)
    await slack.settled()
    own = [
        (name, body["event"]["ts"]) for name, body in app.heard if name != "message" or "bot_id" not in body["event"]
    ]
    assert sorted(own) == [("app_mention", said.ts), ("message", said.ts)]
    assert [message.text for message in slack.thread(said)] == [said.text, "here"]


async def test_modal_from_shortcut_to_message(wired: Wired) -> None:
    """A global shortcut opens a modal; a bad value comes back as an error, a good one closes it."""
    slack, _ = wired
    await slack.shortcut("bob", "build")
    await slack.until(lambda: slack.views("bob"))
    view = slack.modal("bob")
    refused = await slack.submit("bob", view, {"count": "0"})
    assert refused.answer["errors"] == {"how_many": "at least one"}
    assert slack.views("bob") == [view]
    await slack.submit("bob", view, {"count": "12"})
    assert slack.views("bob") == []
    await slack.until(lambda: [m.text for m in slack.messages(slack.workspace.im("bob"))] == ["12 images"])


async def test_closing_a_modal_is_told_when_asked_for(wired: Wired) -> None:
    """notify_on_close brings a view_closed."""
    slack, app = wired
    await slack.shortcut("bob", "build")
    await slack.until(lambda: slack.views("bob"))
    await slack.close("bob", slack.modal("bob"))
    assert slack.views("bob") == []
    assert [name for name, _ in app.heard] == ["view_closed"]


async def test_message_shortcut_works_in_a_thread(wired: Wired) -> None:
    """A shortcut on a message brings the message and a ts to answer at."""
    slack, _ = wired
    said = slack.say("bob", "general", "100 images of cats")
    await slack.shortcut("carol", "quote", said)
    await slack.until(lambda: len(slack.thread(said)) == 2)
    assert slack.thread(said)[-1].text == "quoting 100 images of cats"


async def test_home_is_published_when_opened(wired: Wired) -> None:
    """Opening App Home makes the app publish it, and its buttons work."""
    slack, _ = wired
    slack.open_home("carol")
    await slack.until(lambda: slack.home("carol"))
    home = slack.home("carol")
    assert home is not None
    await slack.click("carol", home, "edit")
    await slack.until(lambda: slack.views("carol"))


async def test_upload_comes_with_the_message_and_as_file_shared(wired: Wired) -> None:
    """A person's file comes as file_shared and as a message with its download address."""
    slack, app = wired
    said = slack.upload("bob", "general", "prompts.txt", b"a cat\na dog", text="these")
    await slack.until(lambda: len(app.heard) == 2)
    bodies = dict(app.heard)
    assert bodies["file_shared"]["event"]["file_id"] == said.files[0]
    event = bodies["message"]["event"]
    assert event["subtype"] == "file_share"
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        async with session.get(event["files"][0]["url_private_download"], headers=headers) as response:
            assert await response.read() == b"a cat\na dog"


async def test_app_uploads_a_file(wired: Wired) -> None:
    """files_upload_v2 of the SDK shares a file in a thread."""
    slack, app = wired
    said = slack.say("bob", "general", "please")
    channel = slack.workspace.channel("general").id
    await app.client.files_upload_v2(channel=channel, thread_ts=said.ts, filename="q.csv", content="a,b", title="Quote")
    [_, shared] = slack.thread(said)
    assert slack.workspace.files[shared.files[0]].content == b"a,b"
