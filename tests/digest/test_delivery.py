"""What is due is posted, once, and what cannot be posted is said to somebody."""

from __future__ import annotations

from datetime import timedelta

from bot.digest import subscriptions
from bot.storage import digests
from tests.digest.kit import MONDAY, WORKSPACE, Desk

DAY = timedelta(days=1)


async def test_a_due_summary_is_posted_once(at: Desk) -> None:
    """The week before, under the delivery's key; a second run finds nothing to do."""
    await at.subscribed()
    await at.courier().deliver_due()
    await at.courier().deliver_due()
    (row,) = await at.rows()
    assert at.texts() == ["Week of 2026-11-16"]
    assert at.keys() == [row.key]
    assert (row.state, row.attempt, row.message_ts) == ("posted", 1, at.slack.messages("general")[-1].ts)


async def test_nothing_is_posted_before_its_time(at: Desk) -> None:
    """A microsecond before nine nothing is due."""
    await at.subscribed()
    at.clock.instant = MONDAY - timedelta(microseconds=1)
    await at.courier().deliver_due()
    assert at.texts() == []


async def test_a_lost_answer_is_looked_up(at: Desk) -> None:
    """Slack took the message and the answer never came: the second attempt finds it."""
    await at.subscribed()
    at.slack.faults.add("lost", "chat.postMessage", times=1)
    while not (rows := await at.rows()) or rows[0].state != "posted":
        await at.courier().deliver_due()
    assert at.texts() == ["Week of 2026-11-16"]
    assert rows[0].attempt == 2


async def test_send_now_posts_beside_the_schedule(at: Desk) -> None:
    """Once for a key; the week's own summary comes as well."""
    made = await at.subscribed()
    at.clock.instant = MONDAY - DAY
    for _ in range(2):
        await subscriptions.send_now(at.db, WORKSPACE, made.id, "tap1", at.clock.now())
    await at.courier().deliver_due()
    assert at.texts() == ["Week of 2026-11-09"]
    at.clock.instant = MONDAY
    await at.courier().deliver_due()
    assert at.texts() == ["Week of 2026-11-09", "Week of 2026-11-16"]


async def test_an_archived_channel_pauses_its_summary_and_its_owner_is_told_once(at: Desk) -> None:
    """Week after week nothing more is tried, and nothing more said."""
    made = await at.subscribed()
    at.slack.archive("general")
    for week in range(3):
        at.clock.instant = MONDAY + 7 * week * DAY
        await at.courier().deliver_due()
    found = await digests.get(at.db, WORKSPACE, made.id)
    assert found
    assert (found.state, found.why, found.next_at) == ("paused", "is_archived", None)
    assert [row.state for row in await at.rows()] == ["failed", "posted"]
    assert len(at.slack.calls("chat.postMessage")) == 2
