"""The month before the demo, and what of a demo is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo_page import Stage, staged
from bot.demo_scenes import month
from bot.demo_seed import DAYS, workday
from bot.playground import Kind
from bot.playground.records import Room
from pricing import built_in
from tests.demo.running import NOW, Month


def test_the_month_was_made_by_the_bot_itself(month: Month) -> None:
    """Several people asked in several places and were all answered; the bot did nothing that is a trap in Slack."""
    slack, bot = month.stage.slack, month.stage.slack.bot.id
    every = [message for room in slack.workspace.channels for message in slack.messages(room)]
    asked = [each for each in every if f"<@{bot}>" in each.text and each.user != bot and each.thread_ts is None]
    answered = {each.thread_ts for each in every if each.user == bot}
    rooms = {each.channel for each in asked if each.ts in answered}
    assert {slack.workspace.channels[room].name for room in rooms} >= {"product-images", "marketing", "ai-costs"}
    assert len({each.user for each in asked}) >= 3
    unanswered = [each.text for each in asked if each.ts not in answered]
    assert len(unanswered) == 1, "what is said in a channel without the bot"
    assert {user.kind for user in slack.workspace.users.values()} >= {Kind.OWNER, Kind.MEMBER, Kind.GUEST}
    assert slack.oddities == []
    assert [call.answer for call in slack.calls() if call.answer is None or not call.answer["ok"]] == []
    assert month.stage.clock.now() == NOW
    assert max(float(each.ts) for each in every) < NOW.timestamp()
    assert any("shuts down on 1 December 2026" in each.text for each in every)
    digests = [each.text for each in slack.messages("ai-costs") if each.text.startswith("16–22 November: $")]
    assert len(digests) == 1
    assert "gpt-image-1-mini shuts down on 1 December 2026" in digests[0]
    assert "$1.27 was billed on 2026-11-18 beyond the usage that was recorded" in digests[0]
    assert "The week before was revised by +$0.42" in digests[0]
    assert "Budget for <#" in digests[0]
    assert any("of $45.00 for this channel has reached 80 %: $38." in each.text for each in every)


async def test_a_month_without_a_retiring_model_has_no_talk_of_one(tmp_path: Path) -> None:
    """Years later the demo still starts, with the models that live then; it makes the folder that it is to keep."""
    folder = tmp_path / "of" / "mine"
    async with staged(built_in(), folder, NOW + timedelta(days=400), still=True) as stage:
        assert not any("going away" in each.text for each in stage.slack.messages("product-images"))
    assert sorted(each.name for each in folder.iterdir()) == ["pennyworth.db", "workspace.json"]


@pytest.mark.parametrize(
    ("days", "end", "expected"),
    [
        (1, datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 23, 9, 5, tzinfo=UTC)),
        (1, datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 20, 9, 5, tzinfo=UTC)),
        (2, datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 20, 9, 5, tzinfo=UTC)),
        (3, datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 20, 9, 5, tzinfo=UTC)),
    ],
)
def test_nobody_works_on_weekends(days: int, end: datetime, expected: datetime) -> None:
    """What would be on a Saturday or Sunday is on the Friday before."""
    assert workday(end, days, 9, 5) == expected


def test_every_scene_is_within_the_month() -> None:
    """None begins before the demo's clock does, whatever weekday it is."""
    for day in range(7):
        end = NOW + timedelta(days=day)
        assert all(end - timedelta(days=DAYS + 4) < scene.at for scene in month(end) if scene.at < end)


async def test_what_is_kept_goes_on(month: Month, tmp_path: Path) -> None:
    """People, messages, files and Homes are there again, the thread's quote can be changed, and time goes on."""
    month.copied(tmp_path)
    async with staged(built_in(), tmp_path, NOW, still=True) as stage:
        slack = stage.slack
        slack.mention("jonas", "marketing", "100 medium square images with 30-word prompts")
        answer = await slack.until(
            lambda: next((each for each in slack.messages("marketing") if "$1.11" in each.text), None)
        )
        slack.open_home("jonas")
        await slack.until(lambda: slack.home("jonas"))
        stage.clock.move_to(NOW + timedelta(days=3))
        said = {room.id: len(slack.messages(room)) for room in slack.workspace.channels.values()}
        bytes_of = {file.name: file.content for file in slack.workspace.files.values()}
    async with staged(built_in(), tmp_path, NOW, still=True) as stage:
        slack = stage.slack
        assert {room.id: len(slack.messages(room)) for room in slack.workspace.channels.values()} == said
        assert {file.name: file.content for file in slack.workspace.files.values()} == bytes_of
        assert slack.home("jonas") is not None
        assert stage.clock.now() == NOW + timedelta(days=3)
        assert slack.workspace.channel("finance").room is Room.PRIVATE
        again = slack.workspace.messages[answer.channel][answer.ts]
        await slack.click("jonas", again, "change.quality", "High quality")
        await slack.until(lambda: "$3.61" in again.text)
        slack.mention("amara", "marketing", "and in low?", thread_ts=again.thread_ts)
        await slack.until(lambda: "$0.51" in slack.thread(again)[-1].text)
        assert slack.oddities == []


async def test_a_demo_that_was_killed_goes_on(month: Month, tmp_path: Path) -> None:
    """The workspace is kept from the start; what the bot did after that does not keep it from answering."""
    file = month.copied(tmp_path) / "workspace.json"
    async with staged(built_in(), tmp_path, NOW, still=True) as stage:
        kept = file.read_text()
        await _asked(stage)
    file.write_text(kept)
    async with staged(built_in(), tmp_path, NOW + timedelta(hours=1), still=True) as stage:
        await _asked(stage)


async def _asked(stage: Stage) -> None:
    asked = stage.slack.mention("jonas", "marketing", "30 low squares")
    await stage.slack.until(lambda: len(stage.slack.thread(asked)) == 2)
