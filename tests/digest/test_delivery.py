"""What is due is posted, once, and what cannot be posted is said to somebody."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.digest import subscriptions
from bot.digest.attempt import NOT_KNOWN
from bot.digest.delivery import Courier
from bot.digest.due import NEWER, TOO_LATE
from bot.digest.ports import Content, Period
from bot.digest.timing import Hooks
from bot.slack.digest_channel import DigestChannel
from bot.storage import deliveries, digests
from bot.storage.database import Database
from bot.storage.deliveries import Delivery, New
from bot.storage.digests import Subscription
from tests.digest.kit import HASTY, MONDAY, QUICK, WORKSPACE, Desk, client

DAY, WEEK, HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)
WORDS = "Week of 2026-11-16"


async def until(at: Desk, state: str, courier: Courier | None = None) -> Delivery:
    """Delivers until the newest delivery is in a state."""
    async with asyncio.timeout(20):
        while True:
            await (courier or at.courier()).deliver_due()
            rows = await at.rows()
            if rows[0].state == state:
                return rows[0]
            await asyncio.sleep(0.02)


async def test_a_due_summary_is_posted_once(at: Desk) -> None:
    """The week before, under the delivery's key; a second run finds nothing to do."""
    made = await at.subscribed()
    await at.courier().deliver_due()
    await at.courier().deliver_due()
    (row,) = await at.rows()
    assert at.texts() == [WORDS]
    assert at.keys() == [row.key]
    message = at.slack.messages("general")[-1]
    assert (row.state, row.attempt, row.late, row.message_ts) == ("posted", 1, False, message.ts)
    assert row.content == Content(WORDS, *[(block,) for block in 2 * [at.composer.block(WORDS, row.channel)]]).kept()
    assert await deliveries.posted_as(at.db, WORKSPACE, row.channel, message.ts) == row
    assert await deliveries.posted_as(at.db, WORKSPACE, row.channel, "1.1") is None
    found = await digests.get(at.db, WORKSPACE, made.id)
    assert found
    assert (found.next_at, found.room) == (MONDAY + WEEK, row.channel)


async def test_nothing_is_posted_before_its_time(at: Desk) -> None:
    """A microsecond before nine nothing is due."""
    await at.subscribed()
    at.clock.instant = MONDAY - timedelta(microseconds=1)
    await at.courier().deliver_due()
    assert at.texts() == []


async def test_week_after_week(at: Desk) -> None:
    """Four Mondays, four weeks."""
    await at.subscribed()
    for week in range(4):
        at.clock.instant = MONDAY + week * WEEK
        await at.courier().deliver_due()
    assert at.texts() == [f"Week of 2026-{day}" for day in ("11-16", "11-23", "11-30", "12-07")]


async def test_what_was_missed_is_made_up_for_within_three_days(at: Desk) -> None:
    """After three weeks' absence, a day late: the newest, which says that it is late; the others say why not."""
    await at.subscribed()
    at.clock.instant = MONDAY + 2 * WEEK + DAY
    await at.courier().deliver_due()
    assert at.texts() == ["Week of 2026-11-30, late"]
    assert [(row.state, row.reason, row.late) for row in await at.rows()] == [
        ("posted", None, True), ("skipped", NEWER, False), ("skipped", NEWER, False),
    ]  # fmt: skip


async def test_what_waited_too_long_is_skipped(at: Desk) -> None:
    """Slack asked to wait, and then nobody came for four days."""
    await at.subscribed()
    at.slack.faults.add("rate", "chat.postMessage", times=1, seconds=1)
    await at.courier().deliver_due()
    at.clock.instant = MONDAY + 4 * DAY
    row = await until(at, "skipped")
    assert (row.reason, at.texts()) == (TOO_LATE, [])


@pytest.mark.parametrize("fault", ["lost", "reset_after", "status_after", "error"])
async def test_a_lost_answer_is_looked_up(at: Desk, fault: str) -> None:
    """Slack took the message and no answer came, or one that leaves it open: the second attempt finds it."""
    await at.subscribed()
    error = {"error": "internal_error"} if fault == "error" else {}
    at.slack.faults.add(fault, "chat.postMessage", times=1, **error)
    row = await until(at, "posted", at.courier(timing=HASTY if fault == "lost" else QUICK))
    assert at.texts() == [WORDS]
    assert row.attempt == 2
    assert len(at.slack.calls("chat.postMessage")) == (2 if fault == "error" else 1)


async def test_a_post_that_never_arrived_is_made_again(at: Desk) -> None:
    """The connection broke before Slack took it: it is not found, and posted."""
    await at.subscribed()
    at.slack.faults.add("reset", "chat.postMessage", times=1)
    row = await until(at, "posted")
    assert (at.texts(), row.attempt) == ([WORDS], 2)


@pytest.mark.parametrize("fault", ["status", "rate", "lost"])
async def test_while_nobody_can_look_nothing_is_posted_again(at: Desk, fault: str) -> None:
    """The answer was lost and then the history does not answer either: it is looked for later."""
    await at.subscribed()
    at.slack.faults.add("reset_after", "chat.postMessage", times=1)
    blind = at.slack.faults.add(fault, "conversations.history", times=2, seconds=1)
    await until(at, "posted", at.courier(timing=HASTY if fault == "lost" else QUICK))
    assert (at.texts(), blind.hits) == ([WORDS], 2)


async def test_where_history_may_not_be_read_it_is_posted_again(at: Desk) -> None:
    """The residue: taken, answer lost, no scope to look. Rather twice than never."""
    await at.subscribed()
    at.slack.faults.add("reset_after", "chat.postMessage", times=1)
    app = at.slack.workspace.app
    at.slack.workspace.app = replace(app, scopes=tuple(each for each in app.scopes if each != "channels:history"))
    await until(at, "posted")
    assert at.texts() == [WORDS, WORDS]


async def test_where_nobody_can_look_it_is_not_posted_for_ever(at: Desk) -> None:
    """A Slack that takes every post and answers none, and no scope: three times, and its owner is told."""
    await at.subscribed()
    at.slack.faults.add("reset_after", "chat.postMessage", channel=at.channel("general"))
    app = at.slack.workspace.app
    at.slack.workspace.app = replace(app, scopes=tuple(each for each in app.scopes if each != "channels:history"))
    row = await until(at, "failed")
    assert (at.texts(), row.reason) == ([WORDS] * 3, NOT_KNOWN)
    assert len(at.slack.messages(at.slack.workspace.im("bob"))) == 1


async def test_slack_is_not_asked_before_the_time_it_said(at: Desk) -> None:
    """429 with a Retry-After of a second: nothing within it, one post after it, and no look, since it was refused."""
    await at.subscribed()
    at.slack.faults.add("rate", "chat.postMessage", times=1, seconds=1)
    row = await until(at, "posted")
    first, second = at.slack.calls("chat.postMessage")
    assert second.at - first.at >= timedelta(seconds=0.99)
    assert (row.attempt, at.slack.calls("conversations.history")) == (2, [])


async def test_what_is_posted_again_is_what_was_composed_first(at: Desk) -> None:
    """The content is kept before it is sent, and composed once."""
    await at.subscribed()
    at.slack.faults.add("rate", "chat.postMessage", times=1, seconds=1)
    await until(at, "posted")
    assert len(at.composer.composed) == 1


async def test_a_chart_that_slack_refuses_is_left_out(at: Desk) -> None:
    """The plainer blocks go out instead, once."""

    class Charts:
        async def compose(self, subscription: Subscription, period: Period) -> Content:
            chart = {"type": "data_visualization", "title": "Spend", "chart": {}}
            return Content("Chart", (chart,), ({"type": "divider"},))

    at.composer = Charts()  # type: ignore[assignment]
    await at.subscribed()
    await at.courier().deliver_due()
    (message,) = (each for each in at.slack.messages("general") if each.text == "Chart")
    assert [block["type"] for block in message.blocks] == ["divider"]


async def test_one_that_cannot_be_composed_holds_up_no_other(at: Desk) -> None:
    """It is tried again later, and posted when it can be."""
    whole = at.composer

    class Broken:
        async def compose(self, subscription: Subscription, period: Period) -> Content:
            if subscription.scope_id == "broken":
                raise KeyError("a bug")
            return await whole.compose(subscription, period)

    at.composer = Broken()  # type: ignore[assignment]
    await at.subscribed(scope="project", scope_id="broken")
    await at.subscribed("design")
    await at.courier().deliver_due()
    assert (at.texts(), at.texts("design")) == ([], [WORDS])
    assert Counter((row.state, row.reason) for row in await at.rows()) == {
        ("due", "could not be composed"): 1, ("posted", None): 1,
    }  # fmt: skip
    at.composer = whole
    async with asyncio.timeout(10):
        while not at.texts():
            await at.courier().deliver_due()


async def test_an_archived_channel_pauses_its_summary_and_its_owner_is_told_once(at: Desk) -> None:
    """Week after week nothing more is tried, and nothing more said."""
    made = await at.subscribed()
    at.slack.archive("general")
    for week in range(3):
        at.clock.instant = MONDAY + week * WEEK
        await at.courier().deliver_due()
    found = await digests.get(at.db, WORKSPACE, made.id)
    assert found
    assert (found.state, found.why, found.next_at) == ("paused", "is_archived", None)
    assert [(row.kind, row.state) for row in await at.rows()] == [("digest", "failed"), ("notice", "posted")]
    assert len(at.slack.calls("chat.postMessage")) == 2
    (said,) = at.slack.messages(at.slack.workspace.im("bob"))
    assert said.text == (
        f"The weekly summary for <#{at.channel('general')}> could not be posted: the channel is archived. "
        "I have paused it; resume it when that is mended."
    )


async def test_a_summary_to_a_person_who_is_gone_is_told_to_nobody(at: Desk) -> None:
    """The owner is the one who cannot be reached."""
    wanted = subscriptions.Wanted(at.owner, at.owner, 0, MONDAY.time(), "UTC")
    await subscriptions.subscribe(at.db, WORKSPACE, wanted, MONDAY - DAY)
    at.slack.faults.add("error", "chat.postMessage", error="user_disabled")
    await at.courier().deliver_due()
    assert [(row.kind, row.state, row.reason) for row in await at.rows()] == [("digest", "failed", "user_disabled")]


async def test_access_that_was_taken_back_is_told_when_it_is_there_again(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary is paused at once; its owner is told as soon as anybody can be reached."""
    monkeypatch.setattr("bot.digest.attempt.UNREACHED", timedelta(seconds=0.1))
    made = await at.subscribed()
    at.slack.workspace.revoked = True
    await at.courier().deliver_due()
    found = await digests.get(at.db, WORKSPACE, made.id)
    assert found
    assert (found.state, found.why) == ("paused", "account_inactive")
    at.slack.workspace.revoked = False
    async with asyncio.timeout(10):
        while not at.slack.messages(at.slack.workspace.im("bob")):
            await at.courier().deliver_due()


async def test_content_that_slack_refuses_pauses_nothing(at: Desk) -> None:
    """It failed, its owner is told, and the next week is tried."""
    made = await at.subscribed()
    at.slack.faults.add("error", "chat.postMessage", error="msg_too_long", channel=at.channel("general"))
    await at.courier().deliver_due()
    found = await digests.get(at.db, WORKSPACE, made.id)
    assert found
    assert (found.state, found.next_at) == ("active", MONDAY + WEEK)
    assert len(at.slack.messages(at.slack.workspace.im("bob"))) == 1


async def test_a_person_gets_it_by_direct_message(at: Desk) -> None:
    """The conversation is remembered, so that a lost answer is looked up there."""
    wanted = subscriptions.Wanted(at.owner, at.owner, 0, MONDAY.time(), "UTC")
    made = await subscriptions.subscribe(at.db, WORKSPACE, wanted, MONDAY - DAY)
    await at.courier().deliver_due()
    room = at.slack.workspace.im("bob").id
    found = await digests.get(at.db, WORKSPACE, made.id)
    assert found
    assert found.room == room
    at.clock.instant = MONDAY + WEEK
    at.slack.faults.add("reset_after", "chat.postMessage", times=1)
    await until(at, "posted")
    assert [each.text for each in at.slack.messages(room)] == [WORDS, "Week of 2026-11-23"]
    assert [call.args["channel"] for call in at.slack.calls("conversations.history")] == [room]


@pytest.mark.parametrize("how", ["paused", "unsubscribed"])
async def test_what_is_no_longer_wanted_is_not_posted(at: Desk, how: str) -> None:
    """Due, put off by Slack, and then paused or ended."""
    made = await at.subscribed()
    at.slack.faults.add("status", "chat.postMessage", times=1)
    at.composer, whole = Never(), at.composer  # type: ignore[assignment]
    await at.courier().deliver_due()
    if how == "paused":
        await subscriptions.pause(at.db, WORKSPACE, made.id, MONDAY)
    else:
        await subscriptions.unsubscribe(at.db, WORKSPACE, made.id)
    at.composer = whole
    row = await until(at, "skipped")
    assert (row.reason, at.texts()) == ("no longer wanted", [])


class Never:
    """Composes nothing yet."""

    async def compose(self, subscription: Subscription, period: Period) -> Content:
        """Not now."""
        raise LookupError


async def test_send_now_posts_beside_the_schedule(at: Desk) -> None:
    """Once for a key, also while it is paused; the week's own summary comes as well."""
    made = await at.subscribed()
    at.clock.instant = MONDAY - DAY
    for _ in range(2):
        await subscriptions.send_now(at.db, WORKSPACE, made.id, "tap1", at.clock.now())
    await at.courier().deliver_due()
    assert at.texts() == ["Week of 2026-11-09"]
    at.clock.instant = MONDAY
    await at.courier().deliver_due()
    assert at.texts() == ["Week of 2026-11-09", WORDS]


async def test_anything_else_goes_out_on_the_same_rails(at: Desk) -> None:
    """A budget's alert, written by who enqueues it, in the transaction that decides it: once, and not if that fails."""
    content = Content("Over budget").kept()
    new = New(WORKSPACE, "alert", "b1", "2026-11-01/100", at.channel("general"), at.owner, MONDAY, content)

    async def decide() -> None:
        async with at.db.writing() as connection:
            await deliveries.enqueue_on(connection, [new], MONDAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await decide()
    assert await at.rows() == ()
    assert await deliveries.enqueue(at.db, [new], MONDAY) == ("2026-11-01/100",)
    assert await deliveries.enqueue(at.db, [new], MONDAY) == ()
    await at.courier().deliver_due()
    assert at.texts() == ["Over budget"]


async def test_many_in_one_channel_go_out_one_after_the_other(at: Desk) -> None:
    """Each after the one before has come back."""
    for number in range(5):
        await at.subscribed(scope="project", scope_id=str(number))
    at.slack.faults.add("delay", "chat.postMessage", seconds=0.02)
    timing = replace(QUICK, channel_pause=timedelta(seconds=0.1))
    await at.courier(timing=timing).deliver_due()
    times = [call.at for call in at.slack.calls("chat.postMessage")]
    assert len(at.texts()) == 5
    assert min(b - a for a, b in pairwise(times)) >= timedelta(seconds=0.1)


async def test_what_became_of_it_is_counted(at: Desk) -> None:
    """Each attempt, by kind, outcome and lateness in seconds."""
    seen: list[tuple[str, str, float]] = []
    await at.subscribed()
    at.slack.faults.add("rate", "chat.postMessage", times=1, seconds=1)
    at.clock.instant = MONDAY + timedelta(seconds=3)
    hooks = Hooks(watch=lambda *outcome: seen.append(outcome))
    await until(at, "posted", at.courier(hooks))
    assert seen == [("digest", "limited", 3.0), ("digest", "posted", 3.0)]


async def test_a_wake_up_does_not_wait(at: Desk) -> None:
    """It is over at once, a second one begins nothing beside the first, and a stop waits for what is under way."""
    await at.subscribed()
    slow = at.slack.faults.add("delay", "chat.postMessage", seconds=0.2)
    courier = at.courier()
    await courier.wake()
    await courier.wake()
    assert at.slack.calls() == []
    await at.slack.until(lambda: slow.hits)
    assert await courier.stop(5)
    await courier.wake()
    assert (at.texts(), (await at.rows())[0].state) == ([WORDS], "posted")


async def test_a_stop_does_not_wait_for_ever(at: Desk) -> None:
    """What does not end is left to the next: it was posted, and is found."""
    await at.subscribed()
    lost = at.slack.faults.add("lost", "chat.postMessage", times=1)
    courier = at.courier(timing=replace(QUICK, timeout=timedelta(seconds=5), lease=timedelta(seconds=30)))
    await courier.wake()
    await at.slack.until(lambda: lost.hits)
    assert not await courier.stop(0.05)
    assert (await at.rows())[0].state == "posting"
    assert at.texts() == [WORDS]


async def test_an_interrupted_run_is_logged_and_the_next_goes_on(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """The database is gone for a while: the wake-up fails quietly."""
    await at.subscribed()
    its = client(at.session, at.slack.api_url, at.slack.bot_token)
    gone = Database("sqlite:////nowhere/at/all.db")
    courier = Courier(gone, DigestChannel(lambda workspace: its), at.composer, at.clock, QUICK)
    await courier.wake()
    async with asyncio.timeout(5):
        while "delivery.interrupted" not in [record.message for record in caplog.records]:
            await asyncio.sleep(0.01)
    assert await courier.stop(5)
    await gone.close()


async def test_a_process_posts_only_in_the_workspace_that_it_has_access_to(at: Desk) -> None:
    """Another team's row in the same database waits for that team's process; nobody's is taken while nobody knows."""
    known: list[str] = []

    async def mine() -> str | None:
        return known[0] if known else None

    await at.subscribed()
    new = New("T0OTHER", "digest", "theirs", "2026-11-16", "C1", "U1", MONDAY, '{"text": "theirs", "blocks": []}')
    await deliveries.enqueue(at.db, [new], MONDAY)
    its = client(at.session, at.slack.api_url, at.slack.bot_token)
    courier = Courier(at.db, DigestChannel(lambda _: its), at.composer, at.clock, QUICK, mine=mine)
    await courier.deliver_due()
    assert at.texts() == []
    known.append(WORKSPACE)
    await courier.deliver_due()
    assert len(at.texts()) == 1
    assert [each.state for each in await deliveries.history(at.db, "T0OTHER")] == ["due"]
