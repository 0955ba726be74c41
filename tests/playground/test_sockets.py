"""Socket Mode: hello, acks with and without payload, which connection gets what, and the ways a connection ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import ManualClock, Slack
from tests.playground import boltapp
from tests.playground.conftest import Api


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Slack]:
    """A workspace whose app is in Socket Mode."""
    async with Slack(boltapp.manifest(socket_mode=True), clock=clock) as slack:
        yield slack


@pytest.fixture
async def app(slack: Slack) -> AsyncIterator[Api]:
    """Calls with the app's own token."""
    async with aiohttp.ClientSession() as session:
        api = Api(slack, session)
        api.token = slack.app_token
        yield api


async def connect(app: Api) -> aiohttp.ClientWebSocketResponse:
    """Opens a connection."""
    answer = await app("apps.connections.open")
    return await app.session.ws_connect(answer["url"])


async def test_hello(slack: Slack, app: Api) -> None:
    """The first frame says which app this is and how many connections there are."""
    first, second = await connect(app), await connect(app)
    hello = await first.receive_json()
    assert (hello["type"], hello["num_connections"], hello["connection_info"]) == ("hello", 1, {"app_id": "A0ACMEAPP"})
    assert hello["debug_info"]["approximate_connection_time"] > 0
    assert (await second.receive_json())["num_connections"] == 2


async def test_a_ticket_opens_one_connection(slack: Slack, app: Api) -> None:
    """The second time, and without one, the door stays shut."""
    url = (await app("apps.connections.open"))["url"]
    await app.session.ws_connect(url)
    for address in (url, url.partition("?")[0]):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await app.session.ws_connect(address)


async def test_socket_mode_is_turned_on_in_the_manifest() -> None:
    """Without it no connection is given out."""
    async with Slack(boltapp.manifest()) as slack, aiohttp.ClientSession() as session:
        api = Api(slack, session)
        api.token = slack.app_token
        assert (await api("apps.connections.open"))["error"] == "socket_mode_disabled"


async def test_a_command_is_answered_in_its_ack(slack: Slack, app: Api) -> None:
    """The payload of an ack is the answer that HTTP has in its body."""
    socket = await connect(app)
    await socket.receive_json()

    async def answer() -> None:
        envelope = await socket.receive_json()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["text"] == "100 images"
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "4 dollars"}})

    slack.outbox.run(answer())
    delivery = await slack.command("bob", "general", "/cost", "100 images")
    assert delivery.answer == {"text": "4 dollars"}
    assert [message.text for message in slack.ephemerals("bob")] == ["4 dollars"]


async def test_what_is_not_acknowledged_comes_again(slack: Slack, app: Api, clock: ManualClock) -> None:
    """After three seconds, with its number and the reason, under a new envelope_id and the same event_id."""
    socket = await connect(app)
    await socket.receive_json()
    slack.say("bob", "general", "hi")
    first = await socket.receive_json()
    assert (first["retry_attempt"], first["retry_reason"], first["accepts_response_payload"]) == (0, "", False)
    await clock.advance(3)
    second = await socket.receive_json()
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert second["payload"]["event_id"] == first["payload"]["event_id"]
    assert second["envelope_id"] != first["envelope_id"]
    await socket.send_str("no json")
    await socket.send_json(["no object"])
    await socket.send_json({"envelope_id": second["envelope_id"]})
    await slack.settled()
    assert slack.deliveries()[0].acknowledged


async def test_without_a_connection_nothing_arrives(slack: Slack) -> None:
    """A command fails at once, an event waits for its next attempt."""
    assert (await slack.command("bob", "general", "/cost")).error == "dispatch_failed"
    slack.say("bob", "general", "hi")
    await slack.settled()
    assert [attempt.reason for attempt in slack.deliveries("event")[0].attempts] == ["connection_failed"] * 2


async def test_each_payload_goes_to_one_connection(slack: Slack, app: Api) -> None:
    """Of several connections any one gets it, and over time all of them do."""
    sockets = [await connect(app) for _ in range(3)]

    async def work(socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            if "envelope_id" in frame.json():
                await socket.send_json({"envelope_id": frame.json()["envelope_id"]})

    for socket in sockets:
        slack.outbox.run(work(socket))
    await slack.until(lambda: len(slack.sockets.live) == 3)
    for number in range(30):
        slack.say("bob", "general", str(number))
    await slack.until(lambda: all(delivery.done for delivery in slack.deliveries()))
    got = [len(connection.sent) for connection in slack.sockets.live]
    assert sum(got) == 30
    assert min(got) > 0


async def test_the_eleventh_connection_is_one_too_many(slack: Slack, app: Api) -> None:
    """It is told so and closed; the ten stay."""
    kept = [await connect(app) for _ in range(10)]
    await slack.until(lambda: len(slack.sockets.live) == 10)
    extra = await connect(app)
    assert (await extra.receive_json())["reason"] == "too_many_websockets"
    assert (await extra.receive()).type is aiohttp.WSMsgType.CLOSE
    assert len(slack.sockets.live) == len(kept) == 10


async def test_pings_are_answered_until_the_connection_freezes(slack: Slack, app: Api) -> None:
    """A connection that has died in silence gives neither pong nor payload."""
    answer = await app("apps.connections.open")
    socket = await app.session.ws_connect(answer["url"], autoping=False)
    await socket.receive()
    await socket.ping(b"sdk-ping-pong:1")
    pong = await socket.receive()
    assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1")
    slack.sockets.freeze()
    await socket.ping(b"sdk-ping-pong:2")
    slack.say("bob", "general", "hi")
    with pytest.raises(TimeoutError):
        await socket.receive(0.1)


@asynccontextmanager
async def sdk(slack: Slack, heard: list[SocketModeRequest]) -> AsyncIterator[SocketModeClient]:
    """slack_sdk's own client, acknowledging all that it hears."""
    web = AsyncWebClient(base_url=slack.api_url)
    client = SocketModeClient(slack.app_token, web_client=web, ping_interval=0.1)

    async def note(client: Any, request: SocketModeRequest) -> None:
        heard.append(request)
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    client.socket_mode_request_listeners.append(note)
    await client.connect()
    try:
        yield client
    finally:
        await client.close()


@pytest.mark.parametrize("way", ["refresh", "drop", "freeze"])
async def test_slack_sdk_comes_back(slack: Slack, way: str) -> None:
    """After a refresh, a break, and a silent death the SDK's client connects anew and hears what follows."""
    heard: list[SocketModeRequest] = []
    async with sdk(slack, heard):
        await slack.until(lambda: slack.sockets.live)
        old = slack.sockets.live[0]
        if way == "refresh":
            await slack.sockets.refresh(reason="warning")
            assert slack.sockets.live == [old]
            await slack.sockets.refresh()
        elif way == "drop":
            await slack.sockets.drop()
        else:
            slack.sockets.freeze()
        await slack.until(lambda: slack.sockets.opened == 2 and len(slack.sockets.live) == 1)
        slack.say("bob", "general", "hi")
        await slack.until(lambda: heard)
        assert heard[0].payload["event"]["text"] == "hi"
