"""A quote in Slack, on every surface, over both wires."""

from __future__ import annotations

import pytest

from bot.playground import Message
from tests.slack.conftest import Office

SAMPLE = "100 medium square images with 30-word prompts"


def table(message: Message) -> list[list[str]]:
    """The cells of a message's table."""

    def text(cell: dict[str, object]) -> str:
        if cell["type"] == "raw_text":
            return str(cell["text"])
        parts = cell["elements"]
        assert isinstance(parts, list)
        return "".join(run["text"] for part in parts for run in part["elements"])

    rows = next(block for block in message.blocks if block["type"] == "table")["rows"]
    return [[text(cell) for cell in row] for row in rows]


async def test_a_command_is_answered_to_the_person_alone(at: Office) -> None:
    """/cost with the sample request plans $1.11, for bob only."""
    delivery = await at.slack.command("bob", "general", "/cost", SAMPLE)
    assert delivery.acknowledged
    answer = await at.whispered("bob")
    assert answer.text.startswith("Plan for $1.11")
    assert at.slack.messages("general") == []


async def test_a_command_alone_shows_three_examples_to_tap(at: Office) -> None:
    """A tapped example is answered in the place of the examples."""
    await at.slack.command("bob", "general", "/cost", "")
    shown = await at.whispered("bob")
    await at.slack.click("bob", shown, "ask.0")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text.startswith("Plan for $1.11"))


async def test_a_mention_is_answered_in_its_thread(at: Office) -> None:
    """The quote stands in the thread, its follow-up in the same one, and nothing is said twice."""
    asked = at.slack.mention("bob", "general", SAMPLE)
    quote = (await at.said(channel="general"))[0]
    assert quote.thread_ts == asked.ts
    assert quote.text.startswith("Plan for $1.11")
    at.slack.mention("carol", "general", "and in low?", thread_ts=asked.ts)
    changed = (await at.said(channel="general", after=1))[0]
    assert changed.text.startswith("Plan for $0.51")
    await at.slack.settled()
    assert len(at.slack.thread(asked)) == 4


async def test_a_direct_message_is_answered_beside_it(at: Office) -> None:
    """Without a thread, and a follow-up works there as well."""
    at.slack.dm("bob", SAMPLE)
    room = at.slack.workspace.im("bob").id
    first = (await at.said(channel=room))[0]
    assert first.thread_ts is None
    at.slack.dm("bob", "make it 250")
    second = (await at.said(channel=room, after=1))[0]
    assert "250" in second.text


async def test_controls_change_the_message_in_place(at: Office) -> None:
    """A menu changes the quote, and a follow-up in the thread starts from the changed one."""
    asked = at.slack.mention("bob", "general", SAMPLE)
    quote = (await at.said(channel="general"))[0]
    await at.slack.click("bob", quote, "change.quality", "0|quality|high")
    await at.slack.until(lambda: "high" in quote.text)
    assert len(at.slack.thread(asked)) == 2
    at.slack.mention("bob", "general", "make it 10", thread_ts=asked.ts)
    changed = (await at.said(channel="general", after=1))[0]
    assert "10 high" in changed.text


async def test_the_count_is_changed_in_a_form(at: Office) -> None:
    """The button opens it, a wrong number is refused there, a right one changes the message."""
    at.slack.mention("bob", "general", SAMPLE)
    quote = (await at.said(channel="general"))[0]
    await at.slack.click("bob", quote, "open.count")
    form = await at.slack.until(lambda: at.slack.views("bob") and at.slack.modal("bob"))
    delivery = await at.slack.submit("bob", form, {"count": "none"})
    assert delivery.answer["response_action"] == "errors"
    await at.slack.submit("bob", form, {"count": "250"})
    await at.slack.until(lambda: "250 medium" in quote.text)


async def test_a_private_answer_is_shared_with_the_channel(at: Office) -> None:
    """Share posts it there with the person's name, takes the private one away, and follow-ups work in its thread."""
    await at.slack.command("bob", "general", "/cost", SAMPLE)
    answer = await at.whispered("bob")
    await at.slack.click("bob", answer, "quote.share")
    shared = (await at.said(channel="general"))[0]
    await at.slack.until(lambda: not at.slack.ephemerals("bob"))
    at.slack.mention("carol", "general", "double it", thread_ts=shared.ts)
    doubled = (await at.said(channel="general", after=1))[0]
    assert doubled.text.startswith("Plan for $2.22")


async def test_a_comparison_has_a_chart_and_a_table(at: Office) -> None:
    """Compare replaces the quote by a comparison of all models."""
    at.slack.mention("bob", "general", SAMPLE)
    quote = (await at.said(channel="general"))[0]
    await at.slack.click("bob", quote, "quote.compare")
    await at.slack.until(lambda: {"data_visualization", "table"} <= {block["type"] for block in quote.blocks})


@pytest.mark.parametrize("refused", ["data_visualization", "table"])
async def test_a_slack_that_refuses_a_block_gets_a_plainer_message(at: Office, refused: str) -> None:
    """Without the chart, then without the table, the same is said."""
    at.slack.faults.add("block", block=refused)
    at.slack.mention("bob", "general", "compare mini and gpt-image-2 for 50 squares")
    answer = (await at.said(channel="general"))[0]
    assert refused not in {block["type"] for block in answer.blocks}
    assert "gpt-image-2" in answer.text


@pytest.mark.parametrize("refused", ["data_visualization", "table"])
async def test_a_command_gets_the_plainer_message_too(at: Office, refused: str) -> None:
    """A response URL says in its own way that it does not take a block."""
    at.slack.faults.add("block", block=refused)
    await at.slack.command("bob", "general", "/cost", "compare mini and gpt-image-2 for 50 squares")
    answer = await at.whispered("bob")
    assert refused not in {block["type"] for block in answer.blocks}
    assert "gpt-image-2" in answer.text


async def test_people_are_told_that_it_works_on_an_answer(at: Office) -> None:
    """Beyond a second the thread says so; the answer takes it away."""
    at.slack.faults.add("delay", "chat.postMessage", times=1, seconds=1.4)
    asked = at.slack.mention("bob", "general", SAMPLE)
    room = at.slack.workspace.channel("general")
    await at.slack.until(lambda: at.slack.status(room, asked.ts))
    await at.said(channel="general")
    await at.slack.until(lambda: not at.slack.status(room, asked.ts))
