"""Events go to whoever is subscribed, signed, again by Slack's schedule, and in Slack's form."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground import Attempt, Delivery, ManualClock, Slack, sample_manifest
from bot.playground.deliveries import encoded
from tests.playground.conftest import Api


class Ear:
    """An app that notes what it is sent and answers as it is told."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[web.Response | float | None] = []
        self.never = asyncio.Event()

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """Notes a request; answers with the next answer, 200 when there is none left."""
        self.requests.append(({key.lower(): value for key, value in request.headers.items()}, await request.read()))
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer is None:
            assert request.transport is not None
            request.transport.abort()
        if isinstance(answer, web.Response):
            return answer
        await self.never.wait()
        return web.Response()

    @property
    def bodies(self) -> list[dict[str, object]]:
        """The JSON of what came."""
        return [json.loads(body) for _, body in self.requests]


def away(address: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Sends whoever comes to another address."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": address})

    return answer


@asynccontextmanager
async def ear(slack: Slack) -> AsyncIterator[Ear]:
    """Runs such an app as the target of everything."""
    listening, app = Ear(), web.Application()
    app.router.add_post("/events", listening.hear)
    app.router.add_post("/there", away("/events"))
    app.router.add_post("/loop", away("/loop"))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/events")
    try:
        yield listening
    finally:
        listening.never.set()
        await runner.cleanup()


async def test_events_are_signed(slack: Slack) -> None:
    """slack_sdk's own verifier accepts the signature of a request, and no changed byte of it."""
    async with ear(slack) as app:
        slack.say("bob", "general", "hello ☃")
        await slack.settled()
        [(headers, body)] = app.requests
        verifier = SignatureVerifier(slack.signing_secret)
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + b" ", headers)
        assert headers["content-type"] == "application/json"


async def test_envelope(slack: Slack) -> None:
    """It names the workspace, the app, the event and who is authorized."""
    async with ear(slack) as app:
        message = slack.say("bob", "general", "hello")
        await slack.settled()
        [body] = app.bodies
        event = body.pop("event")
        assert isinstance(event, dict)
        assert (body["type"], body["team_id"], body["api_app_id"]) == ("event_callback", "T0ACME", "A0ACMEAPP")
        assert body["authorizations"] == [
            {
                "enterprise_id": None,
                "team_id": "T0ACME",
                "user_id": slack.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ]
        assert (event["ts"], event["channel_type"], event["text"]) == (message.ts, "channel", "hello")
        assert event["client_msg_id"] == message.client_msg_id


async def test_one_mention_is_two_events(slack: Slack) -> None:
    """message and app_mention have one ts and one client_msg_id, and each an event_id of its own."""
    async with ear(slack) as app:
        slack.mention("bob", "general", "hi")
        await slack.settled()
        first, second = app.bodies
        events = [first["event"], second["event"]]
        assert [event["type"] for event in events if isinstance(event, dict)] == ["message", "app_mention"]
        assert len({event["ts"] for event in events if isinstance(event, dict)}) == 1
        assert first["event_id"] != second["event_id"]


MISSING = [
    (["app_mention"], None, ["app_mention"]),
    (["message.channels"], None, ["message"]),
    (["message.channels", "app_mention"], ["channels:history"], ["message"]),
    (["message.groups", "message.im"], None, []),
]


@pytest.mark.parametrize(("events", "scopes", "heard"), MISSING)
async def test_only_what_is_subscribed_and_allowed_is_sent(
    events: list[str], scopes: list[str] | None, heard: list[str]
) -> None:
    """An event needs its subscription in the manifest and its scope."""
    manifest = sample_manifest(events=events) if scopes is None else sample_manifest(events=events, scopes=scopes)
    async with Slack(manifest) as slack, ear(slack):
        slack.mention("bob", "general", "hi")
        await slack.settled()
        assert [delivery.name for delivery in slack.deliveries()] == heard


async def test_channels_without_the_app_are_silent(slack: Slack) -> None:
    """Nothing of #random reaches the app; in a private channel it hears message.groups, in a DM message.im."""
    async with ear(slack) as app:
        slack.say("bob", "random", "hi")
        slack.say("alice", "finance", "hi")
        slack.dm("bob", "hi")
        await slack.settled()
        assert [body["event"]["channel_type"] for body in app.bodies if isinstance(body["event"], dict)] == [
            "group",
            "im",
        ]


def outcome(attempts: list[Attempt]) -> list[tuple[int, str]]:
    """How each attempt went."""
    return [(attempt.status, attempt.reason) for attempt in attempts]


async def test_retries_come_at_once_after_one_minute_and_after_five(slack: Slack, clock: ManualClock) -> None:
    """Four attempts in all, with their number and the reason for the next in the headers, and one event_id."""
    async with ear(slack) as app:
        app.answers = [web.Response(status=500) for _ in range(4)]
        slack.say("bob", "general", "hi")
        await slack.settled()
        assert len(app.requests) == 2
        await clock.advance(59)
        assert len(app.requests) == 2
        await clock.advance(1)
        await slack.until(lambda: len(app.requests) == 3)
        await slack.settled()
        await clock.advance(300)
        await slack.until(lambda: len(app.requests) == 4)
        await slack.settled()
        marks = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _ in app.requests]
        assert marks == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
        assert len({str(body["event_id"]) for body in app.bodies}) == 1
        [delivery] = slack.deliveries()
        assert delivery.done
        assert not delivery.acknowledged


async def test_an_answer_after_three_seconds_is_none(slack: Slack, clock: ManualClock) -> None:
    """http_timeout by the workspace's clock; the retry is the first that is answered."""
    async with ear(slack) as app:
        app.answers = [99.0]
        slack.say("bob", "general", "hi")
        await slack.until(lambda: app.requests)
        await clock.advance(3)
        await slack.settled()
        [delivery] = slack.deliveries()
        assert outcome(delivery.attempts) == [(0, "http_timeout"), (200, "")]
        assert app.requests[1][0]["x-slack-retry-reason"] == "http_timeout"


async def test_no_retry_is_honoured_on_a_refusal(slack: Slack) -> None:
    """X-Slack-No-Retry with a status that is no success ends it."""
    async with ear(slack) as app:
        app.answers = [web.Response(status=404, headers={"X-Slack-No-Retry": "1"})]
        slack.say("bob", "general", "hi")
        await slack.settled()
        [delivery] = slack.deliveries()
        assert delivery.done
        assert outcome(delivery.attempts) == [(404, "http_error")]


async def test_other_reasons(slack: Slack) -> None:
    """A broken connection and a loop of redirections have their names; two redirections are followed."""
    async with ear(slack) as app:
        [address] = slack.http.urls
        app.answers = [None, None]
        slack.say("bob", "general", "hi")
        await slack.settled()
        slack.deliver_to(address.replace("/events", "/loop"))
        slack.say("bob", "general", "hi")
        await slack.settled()
        slack.deliver_to(address.replace("/events", "/there"))
        slack.say("bob", "general", "hi")
        await slack.settled()
        reasons = [delivery.attempts[0].reason for delivery in slack.deliveries()]
        assert reasons == ["connection_failed", "too_many_redirects", ""]


async def test_commands_and_clicks_are_not_sent_again(slack: Slack, clock: ManualClock) -> None:
    """A failed command is told to its sender and forgotten."""
    async with ear(slack) as app:
        app.answers = [web.Response(status=500)]
        delivery = await slack.command("bob", "general", "/cost", "x")
        assert (delivery.error, len(app.requests)) == ("dispatch_failed", 1)
        app.answers = [99.0]
        running = asyncio.ensure_future(slack.command("bob", "general", "/cost", "x"))
        await slack.until(lambda: len(app.requests) == 2)
        await clock.advance(3)
        assert (await running).error == "operation_timeout"
        assert [message.text for message in slack.ephemerals("bob")] == [
            "/cost failed with the error “dispatch_failed”",
            "/cost failed with the error “operation_timeout”",
        ]


async def test_command_form(slack: Slack) -> None:
    """A command is a form with Slack's fields."""
    async with ear(slack) as app:
        await slack.command("bob", "general", "/cost", "a & b")
        [(headers, body)] = app.requests
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        assert b"command=%2Fcost&text=a+%26+b" in body
        assert b"channel_name=general" in body


async def test_what_was_held_back_is_sent_later(slack: Slack) -> None:
    """Events of an outage come when it ends."""
    async with ear(slack) as app:
        slack.outbox.held = True
        slack.say("bob", "general", "1")
        slack.say("bob", "general", "2")
        await slack.settled()
        assert app.requests == []
        slack.outbox.release()
        await slack.settled()
        assert len(app.requests) == 2


async def test_repeats_and_replays(slack: Slack) -> None:
    """An event can come twice with one event_id, a request twice with one signature."""
    async with ear(slack) as app:
        slack.say("bob", "general", "1")
        await slack.settled()
        [delivery] = slack.deliveries()
        slack.outbox.repeat(delivery, number=1)
        await slack.settled()
        assert await slack.http.replay(delivery) == 200
        (first, body), (second, again), (third, same) = app.requests
        assert body == again == same
        assert second["x-slack-retry-num"] == "1"
        assert first["x-slack-signature"] == third["x-slack-signature"]
        assert encoded(delivery)[0] == body


async def test_replicas_take_turns(slack: Slack) -> None:
    """Of several addresses each gets its share; a replay may go to another."""
    async with ear(slack) as app:
        [address] = slack.http.urls
        slack.deliver_to(address, address.replace("/events", "/there"))
        for number in range(4):
            slack.say("bob", "general", str(number))
        await slack.settled()
        assert len(app.requests) == 4
        assert await slack.http.replay(slack.deliveries()[0], address) == 200


async def test_changes_are_events_too(slack: Slack, api: Api) -> None:
    """The app hears when messages change and go, its own as well."""
    async with ear(slack):
        posted = await api("chat.postMessage", channel=slack.workspace.channel("general").id, text="a")
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await api("chat.update", **place, text="b")
        await api("chat.delete", **place)
        mine = slack.say("bob", "general", "x")
        slack.edit("bob", mine, "y")
        slack.delete("bob", mine)
        await slack.settled()
        kinds = [delivery.body["event"].get("subtype", "") for delivery in slack.deliveries()]
        assert kinds == ["", "message_changed", "message_deleted", "", "message_changed", "message_deleted"]
        changed = slack.deliveries()[4].body["event"]
        assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("x", "y")


async def test_comings_and_goings(slack: Slack, api: Api) -> None:
    """Who joins and leaves, the app included, and the end of channels and of the installation."""
    async with ear(slack):
        slack.join("carol", "partners")
        slack.leave("carol", "partners")
        slack.invite_bot("alice", "board")
        await api("conversations.join", channel=slack.workspace.channel("random").id)
        slack.remove_bot("board")
        slack.archive("design")
        slack.uninstall()
        await slack.settled()
        names = [delivery.name for delivery in slack.deliveries()]
        assert names == [
            "member_joined_channel",
            "member_left_channel",
            "member_joined_channel",
            "member_joined_channel",
            "group_left",
            "channel_archive",
            "tokens_revoked",
            "app_uninstalled",
        ]
        assert slack.deliveries()[2].body["event"]["inviter"] == slack.workspace.user("alice").id


async def test_strangers_are_marked(slack: Slack) -> None:
    """In a shared channel an event says whose team its author is of."""
    async with ear(slack) as app:
        slack.mention("eva", "partners", "hi")
        await slack.settled()
        for body in app.bodies:
            event = body["event"]
            assert isinstance(event, dict)
            assert (body["is_ext_shared_channel"], body["team_id"], event["user_team"]) == (True, "T0ACME", "T0OTHER")


async def test_url_verification(slack: Slack) -> None:
    """Saving the request URL asks for the challenge back."""
    async with ear(slack) as app:
        assert not await slack.verify_url()
        challenge = app.bodies[0]["challenge"]
        number = int(str(challenge).rpartition("-")[2], 16) + 1
        app.answers = [web.json_response({"challenge": f"challenge-{number:08x}"})]
        assert await slack.verify_url()


def test_addresses_of_the_manifest() -> None:
    """Without deliver_to, each kind goes where the manifest says."""
    manifest = sample_manifest()
    manifest["settings"]["event_subscriptions"]["request_url"] = "https://bot.example/events"
    manifest["settings"]["interactivity"] |= {
        "request_url": "https://bot.example/clicks",
        "message_menu_options_url": "https://bot.example/options",
    }
    manifest["features"]["slash_commands"][0]["url"] = "https://bot.example/cost"
    slack = Slack(manifest)
    kinds = {"event": "", "command": "/cost", "interaction": "", "options": ""}
    found = [slack.http.address(Delivery(kind, name, {})) for kind, name in kinds.items()]
    assert found == [f"https://bot.example/{end}" for end in ("events", "cost", "clicks", "options")]
