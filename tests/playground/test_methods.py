"""The Web API refuses what Slack refuses, by Slack's names, and carries out the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.playground import File, ManualClock, Slack, sample_manifest
from tests.playground import kit
from tests.playground.conftest import Api
from tests.playground.kit import section

Args = dict[str, Any]
Make = Callable[[Slack], Args]


def channel(slack: Slack, name: str) -> str:
    """A channel's id."""
    return slack.workspace.channel(name).id


def user(slack: Slack, name: str) -> str:
    """A person's id."""
    return slack.workspace.user(name).id


def into(name: str = "general", /, **more: Any) -> Make:
    """Arguments that name a channel."""
    return lambda slack: {"channel": channel(slack, name), "text": "hello", **more}


def said(by: str = "bob", **more: Any) -> Make:
    """Arguments that name a person's message."""

    def make(slack: Slack) -> Args:
        message = slack.say(by, "general", "hi")
        return {"channel": message.channel, "ts": message.ts, "text": "new", **more}

    return make


def reply(slack: Slack) -> Args:
    """Arguments that take a reply for a thread."""
    first = slack.say("bob", "general", "hi")
    second = slack.say("bob", "general", "ho", thread_ts=first.ts)
    return {"channel": first.channel, "text": "a", "thread_ts": second.ts}


def archived(slack: Slack) -> Args:
    """Arguments that name an archived channel."""
    slack.archive("design")
    return {"channel": channel(slack, "design"), "text": "a", "user": user(slack, "bob")}


def whisper(name: str, to: str, /, **more: Any) -> Make:
    """Arguments of an ephemeral message."""
    return lambda slack: {"channel": channel(slack, name), "user": user(slack, to), "text": "a", **more}


def picture(name: str, **state: Any) -> Make:
    """Arguments with an uploaded file in an image block."""

    def make(slack: Slack) -> Args:
        file = File("F1", name, state.pop("user", slack.bot.id), b"x", complete=state.pop("complete", True))
        file.deleted = state.pop("deleted", False)
        slack.workspace.files["F1"] = file
        block = {"type": "image", "alt_text": "a", "slack_file": {"id": "F1"}}
        return {"channel": channel(slack, "general"), "text": "a", "blocks": [block]}

    return make


def metadata(size: int) -> Args:
    """Metadata of about so many bytes."""
    return {"event_type": "quote", "event_payload": {"text": "x" * size}}


REFUSED: list[tuple[str, Make, str]] = [
    ("chat.postMessage", lambda slack: {"channel": "C0NOWHERE", "text": "a"}, "channel_not_found"),
    ("chat.postMessage", into("board"), "channel_not_found"),
    ("chat.postMessage", archived, "is_archived"),
    ("chat.postMessage", into(text=""), "no_text"),
    ("chat.postMessage", into(text="  ", blocks=[]), "no_text"),
    ("chat.postMessage", into(blocks="nonsense"), "invalid_blocks_format"),
    ("chat.postMessage", into(blocks=[section("a" * 3001)]), "invalid_blocks"),
    ("chat.postMessage", into(blocks=[{"type": "divider"}] * 51), "invalid_blocks"),
    ("chat.postMessage", into(blocks=[section("a" * 2800)] * 5), "msg_blocks_too_long"),
    ("chat.postMessage", into(attachments=[{"blocks": [section("")]}]), "invalid_attachments"),
    ("chat.postMessage", into(attachments=[{}] * 101), "too_many_attachments"),
    ("chat.postMessage", into(markdown_text="a"), "markdown_text_conflict"),
    ("chat.postMessage", into(text="", markdown_text="a" * 12_001), "msg_too_long"),
    ("chat.postMessage", into(metadata=metadata(4_000)), "metadata_too_large"),
    ("chat.postMessage", into(metadata={"event_type": "quote"}), "invalid_metadata_schema"),
    ("chat.postMessage", into(metadata="nonsense"), "invalid_metadata_format"),
    ("chat.postMessage", into(thread_ts="1700000000.000001"), "thread_not_found"),
    ("chat.postMessage", reply, "cannot_reply_to_message"),
    ("chat.postMessage", picture("a.svg"), "invalid_blocks"),
    ("chat.postMessage", picture("a.webp"), "invalid_blocks"),
    ("chat.postMessage", picture("a.png", complete=False), "invalid_blocks"),
    ("chat.postMessage", picture("a.png", deleted=True), "invalid_blocks"),
    ("chat.postMessage", lambda slack: {"text": "a"}, "invalid_arguments"),
    ("chat.postEphemeral", whisper("general", "eva"), "user_not_in_channel"),
    ("chat.postEphemeral", whisper("random", "bob"), "not_in_channel"),
    ("chat.postEphemeral", whisper("board", "alice"), "channel_not_found"),
    ("chat.postEphemeral", whisper("general", "bob", text="a" * 40_001), "msg_too_long"),
    ("chat.postEphemeral", whisper("general", "bob", text=""), "no_text"),
    ("chat.postEphemeral", archived, "is_archived"),
    ("chat.update", said(), "cant_update_message"),
    ("chat.update", into(ts="1700000000.000001"), "message_not_found"),
    ("chat.update", lambda slack: {"channel": "C0NOWHERE", "ts": "1.1", "text": "a"}, "channel_not_found"),
    ("chat.delete", said(), "cant_delete_message"),
    ("chat.delete", into(ts="1700000000.000001"), "message_not_found"),
    ("chat.getPermalink", into(message_ts="1700000000.000001"), "message_not_found"),
    ("chat.scheduleMessage", into(post_at=1), "time_in_past"),
    ("chat.scheduleMessage", into(post_at=9_999_999_999), "time_too_far"),
    ("chat.scheduleMessage", into(post_at="soon"), "invalid_time"),
    ("chat.startStream", said(thread_ts="1.1"), "missing_recipient_user_id"),
    ("conversations.info", into("board"), "channel_not_found"),
    ("conversations.history", into("random"), "not_in_channel"),
    ("conversations.history", into(oldest="then"), "invalid_ts_oldest"),
    ("conversations.history", into(cursor="then"), "invalid_cursor"),
    ("conversations.replies", into(ts="1700000000.000001"), "thread_not_found"),
    ("conversations.list", lambda slack: {"types": "rooms"}, "invalid_types"),
    ("conversations.open", lambda slack: {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", lambda slack: {}, "users_list_not_supplied"),
    ("conversations.join", archived, "is_archived"),
    ("users.info", lambda slack: {"user": "U0NOBODY"}, "user_not_found"),
    ("users.lookupByEmail", lambda slack: {"email": "nobody@acme.example"}, "users_not_found"),
    ("bots.info", lambda slack: {"bot": "B0NOBODY"}, "bot_not_found"),
    ("files.upload", lambda slack: {"filename": "a"}, "method_deprecated"),
    ("files.getUploadURLExternal", lambda slack: {"filename": "a", "length": 0}, "invalid_arguments"),
    ("files.completeUploadExternal", lambda slack: {"files": [{"id": "F0"}]}, "file_not_found"),
    ("files.info", lambda slack: {"file": "F0"}, "file_not_found"),
    ("reactions.add", into(name="eyes", timestamp="1.1"), "message_not_found"),
    (
        "assistant.threads.setStatus",
        lambda s: {"channel_id": channel(s, "general"), "thread_ts": "1.1"},
        "invalid_thread_ts",
    ),
    ("views.update", lambda slack: {"view_id": "V0", "view": kit.modal()}, "not_found"),
    ("views.update", lambda slack: {"view": kit.modal()}, "invalid_arguments"),
    ("views.open", lambda slack: {"trigger_id": "1.2.abc", "view": kit.modal()}, "invalid_trigger_id"),
    ("views.open", lambda slack: {"trigger_id": "x", "view": kit.modal()}, "invalid_trigger_id"),
    ("views.publish", lambda s: {"user_id": user(s, "bob"), "view": kit.modal()}, "invalid_arguments"),
    ("views.publish", lambda s: {"user_id": user(s, "bob"), "view": kit.home(*[section()] * 101)}, "invalid_arguments"),
    (
        "views.publish",
        lambda s: {"user_id": user(s, "bob"), "view": kit.home(*[section("ä" * 1300)] * 100)},
        "view_too_large",
    ),
    ("blocks.validate", lambda slack: {"blocks": [section("a" * 3001)]}, "invalid_blocks"),
    ("blocks.validate", lambda slack: {"view": kit.modal(kit.table())}, "invalid_view"),
    ("blocks.validate", lambda slack: {"message": {"blocks": [{"type": "alert"}]}}, "invalid_message"),
    ("blocks.validate", lambda slack: {}, "invalid_arguments"),
    ("chat.meMessage", lambda slack: {}, "unknown_method"),
    ("api.test", lambda slack: {"error": "my_error"}, "my_error"),
]


@pytest.mark.parametrize(("method", "make", "error"), REFUSED, ids=[f"{row[0]}-{row[2]}" for row in REFUSED])
async def test_refuses(slack: Slack, api: Api, method: str, make: Make, error: str) -> None:
    """Each refusal has Slack's name, in an answer of HTTP 200."""
    answer = await api(method, **make(slack))
    assert (answer["ok"], answer["error"], api.status) == (False, error, 200)
    messages = [message for message in slack.messages("general") if message.user == slack.bot.id]
    assert messages == []


async def test_details_stand_where_slack_puts_them(slack: Slack, api: Api) -> None:
    """A refusal of blocks says what and where, in errors and in response_metadata."""
    answer = await api("chat.postMessage", **into(blocks=[section("a" * 3001)])(slack))
    detail = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [detail]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {detail}"]


async def test_tokens(slack: Slack, api: Api) -> None:
    """No token, a wrong one, the app's for the bot's, and a revoked one each have their refusal."""
    api.token = ""
    assert (await api("auth.test"))["error"] == "not_authed"
    assert (await api("blocks.validate", blocks=[section()]))["ok"]
    api.token = "xoxb-other"
    assert (await api("auth.test"))["error"] == "invalid_auth"
    api.token = slack.app_token
    assert (await api("auth.test"))["error"] == "not_allowed_token_type"
    api.token = slack.bot_token
    assert (await api("apps.connections.open"))["error"] == "not_allowed_token_type"
    slack.uninstall()
    assert (await api("auth.test"))["error"] == "account_inactive"


async def test_scopes_come_from_the_manifest() -> None:
    """A method without its scope says what is needed and what is there; the headers do as well."""
    async with (
        Slack(sample_manifest(scopes=("commands", "channels:read"))) as slack,
        aiohttp.ClientSession() as session,
    ):
        api = Api(slack, session)
        answer = await api("chat.postMessage", **into()(slack))
        assert answer == {
            "ok": False,
            "error": "missing_scope",
            "needed": "chat:write",
            "provided": "commands,channels:read",
        }
        await api("auth.test")
        assert api.headers["x-oauth-scopes"] == "commands,channels:read"
        assert (await api("conversations.info", channel=channel(slack, "finance")))["needed"] == "groups:read"
        assert (await api("conversations.history", channel=channel(slack, "general")))["error"] == "missing_scope"
        assert (await api("views.publish", user_id=user(slack, "bob"), view=kit.home()))["ok"]


async def test_posting_needs_membership_unless_the_scope_says_otherwise() -> None:
    """chat:write.public opens public channels alone."""
    scopes = ("chat:write",)
    async with Slack(sample_manifest(scopes=scopes)) as slack, aiohttp.ClientSession() as session:
        assert (await Api(slack, session)("chat.postMessage", **into("random")(slack)))["error"] == "not_in_channel"
    async with (
        Slack(sample_manifest(scopes=(*scopes, "chat:write.public"))) as slack,
        aiohttp.ClientSession() as session,
    ):
        assert (await Api(slack, session)("chat.postMessage", **into("random")(slack)))["ok"]
        assert (await Api(slack, session)("chat.postMessage", **into("board")(slack)))["error"] == "channel_not_found"


async def test_a_long_text_is_cut_with_a_warning(slack: Slack, api: Api) -> None:
    """40,000 characters stay; the answer warns."""
    assert "warning" not in await api("chat.postMessage", **into(text="a" * 40_000)(slack))
    answer = await api("chat.postMessage", **into(text="a" * 40_001)(slack))
    assert answer["warning"] == "message_truncated"
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(slack.messages("general")[-1].text) == 40_000


async def test_update_with_text_alone_removes_the_blocks(slack: Slack, api: Api) -> None:
    """Blocks stay only when blocks come, or when no text does; the trap is noted."""
    posted = await api("chat.postMessage", **into(blocks=[section()], metadata=metadata(1))(slack))
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    await api("chat.update", **place, metadata={**metadata(2)}, blocks=[section("new")])
    [message] = slack.messages("general")
    assert (message.text, message.blocks[0]["text"]["text"], message.metadata) == ("hello", "new", metadata(2))
    assert slack.oddities == []
    await api("chat.update", **place, text="bare")
    assert (message.text, message.blocks) == ("bare", [])
    assert slack.oddities == ["chat.update with text alone: the blocks are gone"]


async def test_update_takes_a_shorter_text_than_posting(slack: Slack, api: Api) -> None:
    """chat.update refuses what chat.postMessage took."""
    posted = await api("chat.postMessage", **into(text="a" * 4_001)(slack))
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    assert (await api("chat.update", **place, text="a" * 4_001))["error"] == "msg_too_long"
    assert (await api("chat.update", **place, text="a" * 4_000))["ok"]
    assert (await api("chat.update", **place))["error"] == "no_text"


async def test_metadata_is_read_back_when_asked_for(slack: Slack, api: Api) -> None:
    """History has the metadata only with include_all_metadata."""
    place = {"channel": channel(slack, "general")}
    await api("chat.postMessage", **place, text="a", metadata=metadata(1))
    assert "metadata" not in (await api("conversations.history", **place))["messages"][0]
    [message] = (await api("conversations.history", **place, include_all_metadata=True))["messages"]
    assert message["metadata"] == metadata(1)


async def test_history_and_replies(slack: Slack, api: Api) -> None:
    """History is newest first without replies, a thread oldest first; both in pages and between instants."""
    place = {"channel": channel(slack, "general")}
    first = slack.say("bob", "general", "1")
    second = slack.say("bob", "general", "2")
    answer = await api("chat.postMessage", **place, text="reply", thread_ts=first.ts)
    history = await api("conversations.history", **place, limit=1)
    assert [message["text"] for message in history["messages"]] == ["2"]
    assert history["has_more"] is True
    after = await api("conversations.history", **place, cursor=history["response_metadata"]["next_cursor"])
    assert [(message["text"], message["reply_count"]) for message in after["messages"]] == [("1", 1)]
    recent = await api("conversations.history", **place, oldest=first.ts)
    assert [message["ts"] for message in recent["messages"]] == [second.ts]
    whole = await api("conversations.history", **place, oldest=first.ts, inclusive=True)
    assert [message["ts"] for message in whole["messages"]] == [second.ts, first.ts]
    for ts in (first.ts, answer["ts"]):
        thread = await api("conversations.replies", **place, ts=ts)
        assert [message["text"] for message in thread["messages"]] == ["1", "reply"]


async def test_a_deleted_parent_leaves_a_tombstone(slack: Slack, api: Api) -> None:
    """A thread outlives its first message; a message without replies goes for good."""
    place = {"channel": channel(slack, "general")}
    parent = await api("chat.postMessage", **place, text="a")
    await api("chat.postMessage", **place, text="b", thread_ts=parent["ts"])
    await api("chat.delete", **place, ts=parent["ts"])
    [first, _] = slack.messages("general")
    assert (first.subtype, first.text) == ("tombstone", "This message was deleted.")


async def test_ephemeral_messages(slack: Slack, api: Api) -> None:
    """They are seen by one person, stand in no history, cannot be updated and go with a reload."""
    answer = await api("chat.postEphemeral", **whisper("general", "bob")(slack))
    assert [message.text for message in slack.messages("general", "bob")] == ["a"]
    assert slack.messages("general", "alice") == slack.messages("general") == []
    place = {"channel": channel(slack, "general"), "ts": answer["message_ts"]}
    assert (await api("chat.update", **place, text="b"))["error"] == "message_not_found"
    slack.reload("bob")
    assert slack.ephemerals("bob") == []


async def test_an_ephemeral_message_in_a_quiet_thread_is_seen_by_nobody(slack: Slack, api: Api) -> None:
    """Slack takes it and shows it only where the thread has replies."""
    parent = slack.say("bob", "general", "hi")
    await api("chat.postEphemeral", **whisper("general", "bob", thread_ts=parent.ts)(slack))
    assert slack.ephemerals("bob") == []
    assert slack.oddities == ["an ephemeral message in a thread without replies: nobody sees it"]
    slack.say("carol", "general", "ho", thread_ts=parent.ts)
    await api("chat.postEphemeral", **whisper("general", "bob", thread_ts=parent.ts)(slack))
    assert len(slack.ephemerals("bob")) == 1


async def test_a_message_without_text_is_noted(slack: Slack, api: Api) -> None:
    """Blocks alone leave notifications and screen readers with nothing."""
    await api("chat.postMessage", channel=channel(slack, "general"), blocks=[section()])
    assert slack.oddities == ["a message without text: nothing to read in notifications and aloud"]


async def test_home_and_its_hash(slack: Slack, api: Api) -> None:
    """A stale hash is a conflict; without the tab the home is not enabled."""
    bob = user(slack, "bob")
    first = (await api("views.publish", user_id=bob, view=kit.home()))["view"]
    second = (await api("views.publish", user_id=bob, view=kit.home(section("2")), hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    again = await api("views.publish", user_id=bob, view=kit.home(section("3")), hash=first["hash"])
    assert again["error"] == "hash_conflict"
    home = slack.home("bob")
    assert home is not None
    assert home.blocks[0]["text"]["text"] == "2"
    manifest = sample_manifest()
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    async with Slack(manifest) as plain, aiohttp.ClientSession() as session:
        answer = await Api(plain, session)("views.publish", user_id=user(plain, "bob"), view=kit.home())
        assert answer["error"] == "not_enabled"


async def test_triggers_live_three_seconds_and_once(slack: Slack, api: Api, clock: ManualClock) -> None:
    """A trigger opens one modal within 3 s; afterwards it is exchanged or expired."""
    trigger = slack.triggers.give(user(slack, "bob"))
    assert (await api("views.open", trigger_id=trigger, view=kit.modal()))["ok"]
    assert (await api("views.open", trigger_id=trigger, view=kit.modal()))["error"] == "exchanged_trigger_id"
    late = slack.triggers.give(user(slack, "bob"))
    await clock.advance(3.001)
    assert (await api("views.open", trigger_id=late, view=kit.modal()))["error"] == "expired_trigger_id"


async def test_a_stack_holds_three_views(slack: Slack, api: Api) -> None:
    """Views are pushed from within a modal, up to three; external ids are unique; a stale hash is a conflict."""
    bob = user(slack, "bob")
    first = (await api("views.open", trigger_id=slack.triggers.give(bob), view=kit.modal(external_id="x")))["view"]
    again = await api("views.push", trigger_id=slack.triggers.give(bob, first["id"]), view=kit.modal(external_id="x"))
    assert again["error"] == "duplicate_external_id"
    assert (await api("views.push", trigger_id=slack.triggers.give(bob), view=kit.modal()))["error"] == "not_found"
    for _ in range(2):
        pushed = await api("views.push", trigger_id=slack.triggers.give(bob, first["id"]), view=kit.modal())
        assert pushed["view"]["root_view_id"] == first["id"]
    full = await api("views.push", trigger_id=slack.triggers.give(bob, first["id"]), view=kit.modal())
    assert full["error"] == "push_limit_reached"
    assert len(slack.views("bob")) == 3
    assert (await api("views.update", external_id="x", view=kit.modal(), hash="0.0"))["error"] == "hash_conflict"
    assert (await api("views.update", view_id=first["id"], view=kit.modal(), hash=first["hash"]))["ok"]


async def test_an_upload_can_be_shown_once_slack_has_looked_at_it(slack: Slack, api: Api, clock: ManualClock) -> None:
    """A private upload in an image block is invalid_blocks until it is processed."""
    slack.workspace.file_processing = 2
    step = await api("files.getUploadURLExternal", filename="chart.png", length=3)
    async with api.session.post(step["upload_url"], data=b"png") as response:
        assert response.status == 200
    assert (await api("files.completeUploadExternal", files=[{"id": step["file_id"]}]))["ok"]
    block = {"type": "image", "alt_text": "chart", "slack_file": {"id": step["file_id"]}}
    args = into(blocks=[block])(slack)
    early = await api("chat.postMessage", **args)
    assert early["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    await clock.advance(2)
    assert (await api("chat.postMessage", **args))["ok"]


async def test_uploads_are_held_to_what_was_announced(slack: Slack, api: Api) -> None:
    """Bytes of another length are refused, and nothing can be completed without them."""
    step = await api("files.getUploadURLExternal", filename="q.csv", length=3)
    async with api.session.post(step["upload_url"], data=b"four") as response:
        assert response.status == 400
    assert (await api("files.completeUploadExternal", files=[{"id": step["file_id"]}]))["error"] == "file_not_found"


async def test_sharing_a_file(slack: Slack, api: Api) -> None:
    """initial_comment wins over blocks, a markdown block is an internal error, the bot must be in the channel."""
    step = await api("files.getUploadURLExternal", filename="q.csv", length=3)
    await api.session.post(step["upload_url"], data=b"a,b")
    files = [{"id": step["file_id"], "title": "Quote"}]
    markdown = [{"type": "markdown", "text": "a"}]
    general = channel(slack, "general")
    answer = await api("files.completeUploadExternal", files=files, channel_id=general, blocks=markdown)
    assert answer["error"] == "internal_error"
    answer = await api("files.completeUploadExternal", files=files, channel_id=channel(slack, "random"))
    assert answer["error"] == "not_in_channel"
    answer = await api(
        "files.completeUploadExternal", files=files, channel_id=general, initial_comment="here", blocks=[section()]
    )
    assert answer["files"][0]["title"] == "Quote"
    [message] = slack.messages("general")
    assert (message.text, message.blocks, message.subtype) == ("here", [], "file_share")
    assert (await api("files.info", file=step["file_id"]))["file"]["size"] == 3
    assert [file["id"] for file in (await api("files.list", channel=general))["files"]] == [step["file_id"]]
    assert (await api("files.delete", file=step["file_id"]))["ok"]
    assert (await api("files.info", file=step["file_id"]))["error"] == "file_deleted"


async def test_downloads_need_the_token(slack: Slack, api: Api) -> None:
    """Without it Slack shows its sign-in page, which is no file."""
    message = slack.upload("bob", "general", "a.txt", b"text")
    info = (await api("files.info", file=message.files[0]))["file"]
    async with api.session.get(info["url_private"]) as response:
        assert (response.status, response.content_type) == (200, "text/html")
    async with api.session.get(info["url_private"], headers={"Authorization": f"Bearer {slack.bot_token}"}) as response:
        assert await response.read() == b"text"


async def test_files_of_channels_without_the_app_are_not_seen(slack: Slack, api: Api) -> None:
    """A file in a private channel without the app is not found."""
    message = slack.upload("alice", "board", "a.txt", b"text")
    assert (await api("files.info", file=message.files[0]))["error"] == "file_not_found"


async def test_status_ends_with_an_answer_or_after_two_minutes(slack: Slack, api: Api, clock: ManualClock) -> None:
    """What the app says it is doing goes when it posts, and by itself."""
    message = slack.say("bob", "general", "hi")
    place = {"channel_id": message.channel, "thread_ts": message.ts}
    await api("assistant.threads.setStatus", **place, status="is counting…")
    assert slack.status("general", message.ts) == "is counting…"
    await clock.advance(120)
    assert slack.status("general", message.ts) == ""
    await api("assistant.threads.setStatus", **place, status="is counting…")
    await api("chat.postMessage", channel=message.channel, text="done", thread_ts=message.ts)
    assert slack.status("general", message.ts) == ""


async def test_suggested_prompts(slack: Slack, api: Api) -> None:
    """One to four, in somebody's direct messages."""
    room = slack.workspace.im("bob")
    prompts = [{"title": "100 images", "message": "What do 100 images cost?"}]
    place = {"channel_id": room.id}
    assert (await api("assistant.threads.setSuggestedPrompts", **place, prompts=prompts * 5))[
        "error"
    ] == "invalid_arguments"
    assert (await api("assistant.threads.setSuggestedPrompts", **place, prompts=prompts))["ok"]
    assert slack.suggested_prompts("bob") == prompts


async def test_streams(slack: Slack, api: Api) -> None:
    """A stream grows in a thread until it is stopped, and takes no update meanwhile."""
    message = slack.say("bob", "general", "hi")
    who = {"recipient_user_id": user(slack, "bob"), "recipient_team_id": slack.workspace.team}
    place = {"channel": message.channel}
    started = await api("chat.startStream", **place, thread_ts=message.ts, markdown_text="a", **who)
    place["ts"] = started["ts"]
    assert (await api("chat.update", **place, text="b"))["error"] == "streaming_state_conflict"
    await api("chat.appendStream", **place, markdown_text="b")
    assert (await api("chat.appendStream", **place, markdown_text="b" * 12_001))["error"] == "msg_too_long"
    await api("chat.stopStream", **place, markdown_text="c", blocks=[section()])
    assert slack.thread(message)[-1].text == "abc"
    again = await api("chat.appendStream", **place, markdown_text="d")
    assert again["error"] == "message_not_in_streaming_state"


async def test_guests_strangers_and_bots_are_told_apart(slack: Slack, api: Api) -> None:
    """users.info shows what permissions are made of."""

    async def shown(name: str) -> dict[str, Any]:
        return dict((await api("users.info", user=user(slack, name)))["user"])

    assert (await shown("alice"))["is_owner"]
    assert (await shown("gina"))["is_restricted"]
    assert (await shown("otherbot"))["is_bot"]
    eva = await shown("eva")
    assert (eva["is_stranger"], eva["team_id"]) == (True, "T0OTHER")
    assert ((await shown("carol"))["tz"], (await shown("carol"))["tz_offset"]) == ("America/New_York", -18_000)
