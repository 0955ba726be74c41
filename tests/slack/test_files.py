"""Files that people send with a message: prompts counted one by one, pictures measured, the rest refused by name."""

from __future__ import annotations

import csv
import io

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result

from bot.playground import File
from bot.slack.files import fetched
from bot.uploads import Upload
from pricing.tokens import count
from tests.slack.conftest import Office
from tests.uploads import headers

PROMPTS = ["a paper boat on a lake", "a red kite", "two herons in the rain, watercolour, wide"]


def files_by_the_bot(at: Office) -> list[File]:
    """What the bot uploaded."""
    return [file for file in at.slack.workspace.files.values() if file.user == at.slack.bot.id and file.complete]


async def test_prompts_in_a_file_are_counted_one_by_one(at: Office) -> None:
    """Three prompts sent directly: their tokens are tiktoken's, and a CSV comes back whose tokens add up to them."""
    tokens = sum(map(count, PROMPTS))
    at.slack.upload("bob", at.slack.workspace.im("bob"), "prompts.txt", "\n".join(PROMPTS).encode())
    room = at.slack.workspace.im("bob").id
    answer = (await at.said(channel=room))[0]
    assert "3 medium" in answer.text
    assert f"3 prompts of {tokens} tokens together" in answer.text
    [table] = await at.slack.until(lambda: files_by_the_bot(at))
    rows = list(csv.DictReader(io.StringIO((table.content or b"").decode("utf-8-sig"))))
    assert [row["prompt"] for row in rows] == PROMPTS
    assert sum(int(row["tokens"]) for row in rows) == tokens


async def test_a_follow_up_keeps_what_the_file_held(at: Office) -> None:
    """In the thread of a mention with a file, "in high" is still for the prompts counted there."""
    asked = at.slack.upload(
        "bob", "general", "prompts.txt", "\n".join(PROMPTS).encode(), text=f"<@{at.slack.bot.id}> 2 each, low"
    )
    assert "6 low" in (await at.said(channel="general"))[0].text
    at.slack.mention("bob", "general", "and in high?", thread_ts=asked.ts)
    changed = (await at.said(channel="general", after=2))[-1]
    assert "6 high" in changed.text
    assert f"{sum(map(count, PROMPTS))} tokens together" in changed.text


async def test_a_picture_is_measured_as_a_reference(at: Office) -> None:
    """Its header is enough: 2048x1024 stands in the answer."""
    at.slack.upload(
        "bob", at.slack.workspace.im("bob"), "room.png", headers.png(2048, 1024), text="10 edits of this on gpt-image-2"
    )
    answer = (await at.said(channel=at.slack.workspace.im("bob").id))[0]
    assert "2048x1024" in answer.text


async def test_what_cannot_be_read_is_named(at: Office) -> None:
    """A zip and an SVG are refused, each in a sentence; nothing is quoted."""
    at.slack.upload("bob", at.slack.workspace.im("bob"), "prompts.zip", b"PK\x03\x04" + bytes(50))
    answer = (await at.said(channel=at.slack.workspace.im("bob").id))[0]
    assert "prompts.zip" in answer.text
    assert "Plan for" not in answer.text


async def test_a_file_from_elsewhere_is_not_fetched(at: Office) -> None:
    """An address that is not Slack's gets no request with the bot's token."""
    message = at.slack.upload("bob", at.slack.workspace.im("bob"), "prompts.txt", b"one\ntwo\n")
    await at.said(channel=message.channel)
    before = len(at.slack.calls())
    file = {"name": "prompts.txt", "url_private": "https://files.slack.com.evil.test/files-pri/T1-F1/prompts.txt"}
    refused = await fetched(at.bot.service, file)
    assert "is not kept by Slack itself" in str(refused)
    assert len(at.slack.calls()) == before


async def test_a_file_of_another_workspace_is_looked_up(at: Office) -> None:
    """In a shared channel its event has an id and a request to ask for the rest."""
    message = at.slack.upload("bob", at.slack.workspace.im("bob"), "prompts.txt", b"one\ntwo\n")
    await at.said(channel=message.channel)
    found = await fetched(at.bot.service, {"id": message.files[0], "file_access": "check_file_info"})
    assert found == Upload("prompts.txt", b"one\ntwo\n")
    unknown = await fetched(at.bot.service, {"id": "F0NONE", "file_access": "check_file_info"})
    assert "is not kept by Slack itself" in str(unknown)


async def test_a_file_that_slack_does_not_take_spoils_no_answer(at: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quote stands alone, and nothing more is said."""

    async def failed(*_: object, **__: object) -> FileUploadV2Result:
        return FileUploadV2Result(500, "")

    monkeypatch.setattr(AsyncWebClient, "_upload_file", failed)
    at.slack.upload("bob", at.slack.workspace.im("bob"), "prompts.txt", b"one\ntwo\n")
    await at.said(channel=at.slack.workspace.im("bob").id)
    await at.slack.settled()
    assert await at.bot.service.pipeline.drained(5)
    [answer] = await at.said(channel=at.slack.workspace.im("bob").id)
    assert answer.text.startswith("Plan for")
