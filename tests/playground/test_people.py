"""People do what Slack lets them do, and see what Slack shows them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot.playground import Impossible, Message, Slack, View
from tests.playground import boltapp, kit
from tests.playground.conftest import Api

BUTTONS = kit.actions(
    kit.button("One", action_id="same", value="1"),
    kit.button("Two", action_id="other", value="2"),
    kit.select(2, action_id="menu"),
    block_id="row",
)


@pytest.fixture
async def answers(slack: Slack) -> AsyncIterator[list[Any]]:
    """An app that answers with the next of these, then with nothing."""
    queue: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response(queue.pop(0)) if queue else web.Response()

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    yield queue
    await runner.cleanup()


@pytest.fixture
async def message(slack: Slack, api: Api) -> Message:
    """A message of the app with controls."""
    general = slack.workspace.channel("general").id
    await api("chat.postMessage", channel=general, text="a", blocks=[BUTTONS], metadata=None)
    return slack.messages("general")[0]


async def modal(slack: Slack, api: Api, *blocks: kit.Json, **more: Any) -> View:
    """A modal that bob has open."""
    trigger = slack.triggers.give(slack.workspace.user("bob").id)
    assert (await api("views.open", trigger_id=trigger, view=kit.modal(*blocks, **more)))["ok"]
    return slack.modal("bob")


def in_archive(slack: Slack) -> None:
    """Writes where nobody can any more."""
    slack.archive("design")
    slack.say("bob", "design", "hi")


TALK: dict[str, Callable[[Slack], object]] = {
    "write where they are not": lambda slack: slack.say("bob", "board", "hi"),
    "write in an archive": in_archive,
    "reply to nothing": lambda slack: slack.say("bob", "general", "hi", thread_ts="1.1"),
    "edit another's words": lambda slack: slack.edit("carol", slack.say("bob", "general", "hi"), "ho"),
    "upload where they are not": lambda slack: slack.upload("bob", "board", "a.txt", b"a"),
    "read where they are not": lambda slack: slack.messages("board", "bob"),
    "see a modal when none is open": lambda slack: slack.modal("bob"),
}


@pytest.mark.parametrize("act", TALK.values(), ids=TALK.keys())
async def test_people_cannot(slack: Slack, act: Callable[[Slack], object]) -> None:
    """What Slack has no way to do is impossible."""
    with pytest.raises(Impossible):
        act(slack)


COMMANDS: dict[str, Callable[[Slack], Any]] = {
    "in a thread": lambda slack: slack.command("bob", "general", "/cost", thread_ts="1.1"),
    "unknown": lambda slack: slack.command("bob", "general", "/price"),
    "from another workspace": lambda slack: slack.command("eva", "partners", "/cost"),
    "where they are not": lambda slack: slack.command("bob", "finance", "/cost"),
    "a shortcut that is none": lambda slack: slack.shortcut("bob", "nothing"),
    "a message shortcut without a message": lambda slack: slack.shortcut("bob", "quote"),
}


@pytest.mark.parametrize("act", COMMANDS.values(), ids=COMMANDS.keys())
async def test_commands_that_slack_does_not_run(slack: Slack, act: Callable[[Slack], Any]) -> None:
    """They never reach the app."""
    with pytest.raises(Impossible):
        await act(slack)
    assert slack.deliveries() == []


async def test_direct_messages_can_be_off() -> None:
    """A read-only messages tab takes no words."""
    manifest = boltapp.manifest()
    manifest["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    async with Slack(manifest) as slack:
        with pytest.raises(Impossible):
            slack.dm("bob", "hi")


async def test_clicks_reach_what_is_seen(slack: Slack, api: Api, answers: list[Any], message: Message) -> None:
    """A control is found by action_id; what is not there, not seen or not an option is impossible."""
    delivery = await slack.click("bob", message, "other")
    assert delivery.body["actions"][0]["value"] == "2"
    assert delivery.body["message"]["ts"] == message.ts
    assert (await slack.click("gina", message, "menu", "v1")).body["user"]["id"] == slack.workspace.user("gina").id
    for where, name, value in (
        (message, "nowhere", None),
        (message, "menu", "v9"),
        (slack.dm("bob", "x"), "menu", "v1"),
    ):
        with pytest.raises(Impossible):
            await slack.click("bob", where, name, value)
    await api("chat.delete", channel=message.channel, ts=message.ts)
    with pytest.raises(Impossible):
        await slack.click("bob", message, "other")


async def test_another_persons_ephemeral_cannot_be_clicked(slack: Slack, api: Api, answers: list[Any]) -> None:
    """Only its reader has its buttons, and only while it is there."""
    general, bob = slack.workspace.channel("general").id, slack.workspace.user("bob").id
    await api("chat.postEphemeral", channel=general, user=bob, text="a", blocks=[BUTTONS])
    [message] = slack.ephemerals("bob")
    with pytest.raises(Impossible):
        await slack.click("alice", message, "other")
    await slack.click("bob", message, "other")
    slack.reload("bob")
    with pytest.raises(Impossible):
        await slack.click("bob", message, "other")


async def test_commands_answer_in_their_ack(slack: Slack, answers: list[Any]) -> None:
    """in_channel shows what was typed too; what Slack refuses is the delivery's error."""
    answers += [{"text": "a"}, {"text": "b", "response_type": "in_channel"}, {"blocks": [kit.section("a" * 3001)]}]
    await slack.command("bob", "general", "/cost", "1")
    await slack.command("bob", "general", "/cost", "2")
    assert [message.text for message in slack.messages("general", "bob")] == ["a", "/cost 2", "b"]
    assert [message.text for message in slack.messages("general")] == ["/cost 2", "b"]
    assert (await slack.command("bob", "general", "/cost", "3")).error == "invalid_blocks"


INPUTS: list[tuple[kit.Json, Any, Any]] = [
    ({"type": "plain_text_input"}, "text", {"value": "text"}),
    ({"type": "number_input", "is_decimal_allowed": True}, 1.5, {"value": "1.5"}),
    (kit.select(2), "o1", {"selected_option": kit.options(2)[1]}),
    (
        {"type": "multi_static_select", "options": kit.options(3)},
        ["v0", "v2"],
        {"selected_options": kit.options(3)[::2]},
    ),
    ({"type": "checkboxes", "options": kit.options(2)}, ["v1"], {"selected_options": kit.options(2)[1:]}),
    ({"type": "radio_buttons", "options": kit.options(2)}, "v0", {"selected_option": kit.options(2)[0]}),
    ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
    ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
    ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
    ({"type": "multi_conversations_select"}, ["C1"], {"selected_conversations": ["C1"]}),
    ({"type": "channels_select"}, "C1", {"selected_channel": "C1"}),
    ({"type": "multi_channels_select"}, ["C1"], {"selected_channels": ["C1"]}),
    ({"type": "datepicker"}, "2026-01-05", {"selected_date": "2026-01-05"}),
    ({"type": "timepicker"}, "09:00", {"selected_time": "09:00"}),
    ({"type": "datetimepicker"}, 1767600000, {"selected_date_time": 1767600000}),
    (
        {"type": "external_select"},
        "gpt",
        {"selected_option": {"text": {"type": "plain_text", "text": "gpt"}, "value": "gpt"}},
    ),
]


@pytest.mark.parametrize(
    ("element", "value", "held"), INPUTS, ids=lambda row: row.get("type", "") if isinstance(row, dict) else ""
)
async def test_what_is_filled_in_is_submitted(
    slack: Slack, api: Api, answers: list[Any], element: kit.Json, value: Any, held: kit.Json
) -> None:
    """Each kind of input carries its value under Slack's name; an empty one that is needed cannot be submitted."""
    view = await modal(slack, api, kit.input_({**element, "action_id": "it"}, block_id="b"))
    with pytest.raises(Impossible):
        await slack.submit("bob", view)
    delivery = await slack.submit("bob", view, {"it": value})
    assert delivery.body["view"]["state"]["values"] == {"b": {"it": {"type": element["type"], **held}}}
    assert slack.views("bob") == []


async def test_initial_values_are_submitted_untouched(slack: Slack, api: Api, answers: list[Any]) -> None:
    """What the app put in is there, empty optional inputs are null or empty lists."""
    blocks = [
        kit.input_({"type": "plain_text_input", "action_id": "a", "initial_value": "x"}, block_id="a"),
        kit.input_({"type": "plain_text_input", "action_id": "b"}, block_id="b", optional=True),
        kit.input_({"type": "checkboxes", "action_id": "c", "options": kit.options(1)}, block_id="c", optional=True),
        kit.section(accessory=kit.select(2, action_id="d", initial_option=kit.options(1)[0]), block_id="d"),
    ]
    delivery = await slack.submit("bob", await modal(slack, api, *blocks))
    values = delivery.body["view"]["state"]["values"]
    assert values["a"]["a"]["value"] == "x"
    assert values["b"]["b"]["value"] is None
    assert values["c"]["c"]["selected_options"] == []
    assert values["d"]["d"]["selected_option"]["value"] == "v0"


async def test_response_actions(slack: Slack, api: Api, answers: list[Any]) -> None:
    """errors keep the modal, update changes it, push puts one on top, nothing closes it, clear closes all."""
    field = kit.input_({"type": "plain_text_input", "action_id": "a", "initial_value": "x"}, block_id="a")
    view = await modal(slack, api, field)
    answers.append({"response_action": "errors", "errors": {"a": "no"}})
    assert (await slack.submit("bob", view)).error == ""
    answers.append({"response_action": "errors", "errors": {"b": "no"}})
    assert (await slack.submit("bob", view)).error == "invalid_errors"
    answers.append({"response_action": "update", "view": kit.modal(field, title=kit.plain("t" * 25))})
    assert (await slack.submit("bob", view)).error == "invalid_arguments"
    answers.append({"response_action": "update", "view": kit.modal(field, title=kit.plain("New"))})
    await slack.submit("bob", view)
    assert (slack.views("bob"), view.title) == ([view], "New")
    answers += [{"response_action": "push", "view": kit.modal(field)}] * 2
    await slack.submit("bob", view)
    with pytest.raises(Impossible):  # it is covered
        await slack.submit("bob", view)
    await slack.submit("bob", slack.modal("bob"))
    assert len(slack.views("bob")) == 3
    answers.append({"response_action": "push", "view": kit.modal(field)})
    assert (await slack.submit("bob", slack.modal("bob"))).error == "push_limit_reached"
    await slack.submit("bob", slack.modal("bob"))
    assert len(slack.views("bob")) == 2
    answers.append({"response_action": "clear"})
    await slack.submit("bob", slack.modal("bob"))
    assert slack.views("bob") == []


async def test_response_urls_of_a_modal(slack: Slack, api: Api, answers: list[Any]) -> None:
    """A conversation chosen with response_url_enabled brings an address to answer at."""
    element = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    view = await modal(slack, api, kit.input_(element, block_id="b"))
    channel = slack.workspace.channel("random").id
    delivery = await slack.submit("bob", view, {"where": channel})
    [given] = delivery.body["response_urls"]
    async with api.session.post(given["response_url"], json={"text": "a", "response_type": "in_channel"}) as response:
        assert response.status == 200
    assert [message.text for message in slack.messages("random")] == ["a"]


async def test_inputs_are_silent_unless_they_dispatch(slack: Slack, api: Api, answers: list[Any]) -> None:
    """Only with dispatch_action does a choice in an input reach the app before it is submitted."""
    view = await modal(
        slack,
        api,
        kit.input_(kit.select(2, action_id="loud"), dispatch_action=True),
        kit.input_(kit.select(2, action_id="quiet")),
    )
    delivery = await slack.click("bob", view, "loud", "v1")
    assert delivery.body["container"] == {"type": "view", "view_id": view.id}
    with pytest.raises(Impossible):
        await slack.click("bob", view, "quiet", "v1")


async def test_a_click_in_a_modal_may_push_another(slack: Slack, api: Api, answers: list[Any]) -> None:
    """Its trigger knows the modal."""
    view = await modal(slack, api, kit.actions(kit.button()))
    delivery = await slack.click("bob", view, "go")
    answer = await api("views.push", trigger_id=delivery.body["trigger_id"], view=kit.modal())
    assert answer["view"]["previous_view_id"] == view.id


async def test_closing(slack: Slack, api: Api, answers: list[Any]) -> None:
    """One closes, or all; the app hears it only when it asked to."""
    view = await modal(slack, api)
    assert await slack.close("bob", view) is None
    view = await modal(slack, api, notify_on_close=True)
    delivery = await slack.close("bob", view, all_of_them=True)
    assert delivery is not None
    assert (delivery.name, delivery.body["is_cleared"]) == ("view_closed", True)
    with pytest.raises(Impossible):
        await slack.close("bob", view)


async def test_menus_filled_from_outside(slack: Slack, api: Api, answers: list[Any]) -> None:
    """The app offers options for what is typed, from the shortest query on."""
    element = {"type": "external_select", "action_id": "model", "min_query_length": 2}
    view = await modal(slack, api, kit.actions(element))
    answers.append({"options": kit.options(2)})
    assert await slack.suggest("bob", view, "model", "g") == []
    assert await slack.suggest("bob", view, "model", "gp") == kit.options(2)
    [delivery] = slack.deliveries("options")
    assert (delivery.body["type"], delivery.body["value"]) == ("block_suggestion", "gp")


async def test_opening_the_home_brings_its_view(slack: Slack, api: Api, answers: list[Any]) -> None:
    """The event has the tab, and the view once there is one."""
    slack.open_home("bob", "messages")
    await api("views.publish", user_id=slack.workspace.user("bob").id, view=kit.home(BUTTONS))
    slack.open_home("bob")
    await slack.settled()
    first, second = (delivery.body["event"] for delivery in slack.deliveries("event", "app_home_opened"))
    assert (first["tab"], "view" in first, second["tab"], second["view"]["type"]) == ("messages", False, "home", "home")
    home = slack.home("bob")
    assert home is not None
    await slack.click("bob", home, "other")
    with pytest.raises(Impossible):
        await slack.click("alice", home, "other")


async def test_an_app_without_interactivity_cannot_be_clicked(message: Message, slack: Slack) -> None:
    """Its buttons are dead."""
    slack.workspace.app = replace(slack.workspace.app, interactive=False)
    with pytest.raises(Impossible):
        await slack.click("bob", message, "other")


async def test_waiting_gives_up(slack: Slack) -> None:
    """What never comes is a TimeoutError."""
    with pytest.raises(TimeoutError):
        await slack.until(lambda: slack.messages("general"), 0.05)


async def test_feedback_and_reactions(slack: Slack, api: Api, answers: list[Any]) -> None:
    """Thumbs carry the value of the one pressed; an emoji is an event."""
    buttons = {
        "type": "feedback_buttons",
        "action_id": "thumbs",
        "positive_button": {"text": kit.plain("Good"), "value": "up"},
        "negative_button": {"text": kit.plain("Bad"), "value": "down"},
    }
    general = slack.workspace.channel("general").id
    block = {"type": "context_actions", "elements": [buttons]}
    await api("chat.postMessage", channel=general, text="a", blocks=[block])
    [message] = slack.messages("general")
    delivery = await slack.click("bob", message, "thumbs", "Bad")
    assert delivery.body["actions"][0]["value"] == "down"
    slack.react("bob", message, "eyes")
    await slack.settled()
    assert slack.deliveries("event", "reaction_added")[0].body["event"]["item"]["ts"] == message.ts
    assert message.reactions == {"eyes": [slack.workspace.user("bob").id]}


async def test_more_people_and_channels(slack: Slack, api: Api) -> None:
    """New ones are there for the app at once; what was kept can be forgotten."""
    dora = slack.add_user("dora", "guest", zone="Asia/Tokyo", offset=32_400)
    room = slack.add_channel("secret", ["dora", "bob"], private=True)
    assert (await api("users.info", user=dora.id))["user"]["is_restricted"]
    assert (await api("conversations.info", channel=room.id))["channel"]["is_private"]
    slack.say("dora", "secret", "hi")
    await slack.settled()
    assert (len(slack.messages("secret", "bob")), len(slack.calls()), len(slack.deliveries())) == (1, 2, 1)
    slack.forget()
    assert (slack.messages("secret"), slack.calls(), slack.deliveries()) == ([], [], [])


async def test_a_view_tells_what_is_in_it(slack: Slack, api: Api) -> None:
    """Its title, callback_id and private_metadata can be read."""
    view = await modal(slack, api, callback_id="builder", private_metadata="q1")
    assert (view.type, view.title, view.callback_id, view.private_metadata) == ("modal", "Title", "builder", "q1")
