"""The ways to call: GET and POST, forms and JSON, every method of slack_sdk that the bot may use; and as a process."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Slack, sample_manifest
from tests.playground import boltapp, kit
from tests.playground.conftest import Api

ROOT = Path(__file__).parents[2]


async def test_get_post_form_and_json(slack: Slack, api: Api) -> None:
    """Arguments come in a query, in a form, in JSON, and the token in the header or among them."""
    general = slack.workspace.channel("general").id
    form = {"token": slack.bot_token, "channel": general, "text": "a", "blocks": json.dumps([kit.section()])}
    async with api.session.post(slack.api_url + "chat.postMessage", data=form) as response:
        assert (await response.json())["ok"]
    query = {"token": slack.bot_token, "channel": general, "limit": "1"}
    async with api.session.get(slack.api_url + "conversations.history", params=query) as response:
        assert (await response.json())["messages"][0]["blocks"][0]["text"] == kit.mrkdwn("text")
    async with api.session.post(
        slack.api_url + "chat.postMessage", data=b"{", headers={"Content-Type": "application/json"}
    ) as response:
        assert (await response.json())["error"] == "invalid_json"
    async with api.session.post(
        slack.api_url + "chat.postMessage", data=b"[]", headers={"Content-Type": "application/json"}
    ) as response:
        assert (await response.json())["error"] == "json_not_object"
    assert all("token" not in call.args for call in slack.calls())


async def test_every_method_of_the_sdk(slack: Slack) -> None:
    """slack_sdk's AsyncWebClient, which reads by GET, gets along with each."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    general, bob = slack.workspace.channel("general").id, slack.workspace.user("bob").id
    auth = await client.auth_test()
    assert (auth["bot_id"], auth["user_id"]) == (slack.bot.bot_id, slack.bot.id)
    assert auth.headers["x-oauth-scopes"].startswith("app_mentions:read")
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert (await client.team_info())["team"]["id"] == "T0ACME"
    assert (await client.bots_info(bot=slack.bot.bot_id))["bot"]["user_id"] == slack.bot.id
    assert (await client.users_info(user=bob))["user"]["name"] == "bob"
    assert (await client.users_lookupByEmail(email="bob@acme.example"))["user"]["id"] == bob
    assert len([member async for page in await client.users_list(limit=3) for member in page["members"]]) == 8
    names = [room["name"] for room in (await client.conversations_list(exclude_archived=True))["channels"]]
    assert names == ["general", "design", "random", "partners"]
    mine = await client.users_conversations(types="public_channel,private_channel")
    assert [room["name"] for room in mine["channels"]] == ["general", "design", "finance", "partners"]
    assert (await client.conversations_info(channel=general, include_num_members=True))["channel"]["num_members"] == 5
    assert bob in (await client.conversations_members(channel=general))["members"]
    direct = (await client.conversations_open(users=[bob]))["channel"]["id"]
    assert (await client.chat_postMessage(channel=bob, text="hi"))["channel"] == direct
    posted = await client.chat_postMessage(channel=general, text="hi", unfurl_links=False)
    assert slack.messages(general)[0].more["unfurl_links"] in (False, "0")
    ts = posted["ts"]
    link = (await client.chat_getPermalink(channel=general, message_ts=ts))["permalink"]
    assert link == f"https://acme.slack.com/archives/{general}/p{ts.replace('.', '')}"
    await client.reactions_add(channel=general, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError, match="already_reacted"):
        await client.reactions_add(channel=general, timestamp=ts, name="eyes")
    assert (await client.conversations_history(channel=general))["messages"][0]["reactions"][0]["count"] == 1
    later = slack.workspace.seconds() + 60
    scheduled = await client.chat_scheduleMessage(channel=general, text="later", post_at=later)
    assert slack.workspace.scheduled[scheduled["scheduled_message_id"]]["text"] == "later"
    await client.assistant_threads_setStatus(channel_id=general, thread_ts=ts, status="is thinking…")
    await client.assistant_threads_setTitle(channel_id=direct, thread_ts=ts, title="Images")
    assert (await client.conversations_join(channel=general))["warning"] == "already_in_channel"
    await client.views_publish(user_id=bob, view=kit.home())
    await client.chat_delete(channel=general, ts=ts)


async def test_two_workspaces_side_by_side() -> None:
    """Each has a team, tokens and a secret of its own."""
    async with Slack(team="T0ONE") as one, Slack(team="T0TWO", name="Other") as two:
        assert one.bot_token != two.bot_token
        assert one.signing_secret != two.signing_secret
        client = AsyncWebClient(token=two.bot_token, base_url=one.api_url)
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await client.auth_test()


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[dict[str, Any]]:
    """The stand-in as a process of its own."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(boltapp.manifest()))
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.playground",
        "--manifest",
        str(manifest),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    yield json.loads(await running.stdout.readline())
    running.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(running.wait(), 5) == 0


class Remote:
    """Talks to the control of a stand-in elsewhere."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session

    async def post(self, name: str, /, **body: Any) -> Any:
        """Acts or sets; an answer that is no 200 comes with its status."""
        async with self.session.post(f"{self.url}/{name}", json=body) as response:
            answer = await response.json()
            return answer if response.status == 200 else (response.status, answer)

    async def look(self, what: str, **query: Any) -> Any:
        """Looks."""
        async with self.session.get(f"{self.url}/look", params={"what": what, **query}) as response:
            return await response.json()


async def test_as_a_process(process: dict[str, Any]) -> None:
    """Acts, looks, faults and settings go by HTTP; the app talks to it as to Slack."""
    async with aiohttp.ClientSession() as session:
        remote = Remote(process["control_url"], session)
        client = AsyncWebClient(token=process["bot_token"], base_url=process["api_url"])
        said = await remote.post("act", act="say", user="bob", channel="general", text="hi")
        await client.chat_postMessage(
            channel=said["channel"], text="ho", thread_ts=said["ts"], blocks=[kit.actions(kit.button())]
        )
        thread = await remote.look("thread", channel="general", ts=said["ts"], at_least=2)
        assert [message["text"] for message in thread] == ["hi", "ho"]
        place = {"channel": thread[1]["channel"], "ts": thread[1]["ts"]}
        click = await remote.post("act", act="click", user="bob", where=place, action_id="go")
        assert (click["acknowledged"], click["error"]) == (False, "dispatch_failed")
        content = base64.b64encode(b"a cat").decode()
        file = await remote.post("act", act="upload", user="bob", channel="general", name="a.txt", content=content)
        assert file["subtype"] == "file_share"
        assert (await remote.post("act", act="say", user="bob", channel="board", text="hi"))[0] == 409
        assert (await remote.post("act", act="fly"))[0] == 400
        assert (await remote.post("act", act="say"))[0] == 400
        await remote.post("faults", fault="status", method="auth.test", times=1)
        with pytest.raises(SlackApiError):
            await client.auth_test()
        assert [rule["hits"] for rule in await remote.look("faults")] == [1]
        await session.delete(f"{process['control_url']}/faults")
        assert await remote.look("faults") == []
        await remote.post("set", tiers=False, posting=True, held=True, deliver_to="http://127.0.0.1:9/")
        assert (await remote.look("counts"))["auth.test"] == 1
        assert len(await remote.look("calls", method="chat.postMessage")) == 1
        assert await remote.look("deliveries", kind="event", at_least=100, seconds=0.05)
        assert {user["name"] for user in await remote.look("users")} >= {"alice", "bob"}
        assert len(await remote.look("channels")) == 6
        assert await remote.look("oddities") == []
        assert await remote.post("sockets", do="refresh") == {"left": 0}


async def test_control_keeps_web_pages_out(process: dict[str, Any]) -> None:
    """A form from a page in a browser is refused."""
    address = f"{process['control_url']}/act"
    async with aiohttp.ClientSession() as session, session.post(address, data={"act": "uninstall"}) as response:
        assert response.status == 415


def test_the_sample_manifest_is_valid() -> None:
    """It has Slack's shape: names, scopes and events where the schema wants them."""
    manifest = sample_manifest(commands=["/cost", "/price"], shortcuts={"quote": "message"})
    assert [command["command"] for command in manifest["features"]["slash_commands"]] == ["/cost", "/price"]
    assert manifest["features"]["shortcuts"][0]["type"] == "message"
