"""P17: it stops cleanly. The bot is a process of its own and gets a real signal."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.playground import Message, Slack
from bot.slack.manifest import manifest
from bot.storage import deliveries, quotes
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from tests.reliability.processes import Running, environment, process
from tests.reliability.replicas import SAMPLE

MOST_SECONDS = 15


@asynccontextmanager
async def at_work(folder: Path, *, socket: bool) -> AsyncIterator[tuple[Slack, Running]]:
    """A bot in a process of its own, reached over either wire."""
    made = manifest(None if socket else "https://bot.test", threads=True)
    async with Slack(made) as slack, process(environment(slack, address(folder), socket=socket)) as bot:
        await bot.until("started")
        if socket:
            await slack.until(lambda: slack.sockets.live)
        else:
            slack.deliver_to(bot.url)
        yield slack, bot


def address(folder: Path) -> str:
    """The address of the database."""
    return f"sqlite:///{folder / 'bot.db'}"


def said(slack: Slack) -> list[Message]:
    """What the bot said in the channel."""
    return [each for each in slack.messages("general") if each.user == slack.bot.id]


async def placed(folder: Path, slack: Slack) -> list[str | None]:
    """The messages that the database knows as those of the quotes that the message's controls name."""
    db = Database(address(folder))
    names = {block["block_id"].split("|")[1] for block in said(slack)[-1].blocks if "|" in block["block_id"]}
    kept = [await quotes.get(db, slack.workspace.team, name) for name in names]
    await db.close()
    return [each.message_ts for each in kept if each]


@pytest.mark.parametrize(("socket", "number"), [(False, signal.SIGTERM), (True, signal.SIGINT)], ids=["http", "socket"])
async def test_what_is_under_way_ends_and_nothing_new_begins(tmp_path: Path, socket: bool, number: int) -> None:
    """Told to stop while a post is under way: it is posted once and recorded, what comes now is not taken."""
    async with at_work(tmp_path, socket=socket) as (slack, bot):
        slow = slack.faults.add("delay", "chat.postMessage", seconds=0.7)
        slack.mention("bob", "general", SAMPLE)
        await slack.until(lambda: slow.hits == 1)
        bot.process.send_signal(number)
        await bot.until("stopping")
        await slack.until(lambda: not socket or not slack.sockets.live)
        late = await slack.command("carol", "general", "/cost", SAMPLE)
        assert not late.acknowledged
        assert bot.process.returncode is None
        assert await bot.ended(MOST_SECONDS) == 0
        assert len(said(slack)) == 1
        assert slow.hits == 1
        assert await placed(tmp_path, slack) == [said(slack)[0].ts]
        assert [line["event"] for line in bot.log] == ["started", "stopping"]


async def test_a_summary_that_is_being_posted_is_posted_once(tmp_path: Path) -> None:
    """Told to stop meanwhile it ends and is recorded; started again, the bot has nothing to do."""
    async with at_work(tmp_path, socket=True) as (slack, bot):
        await slack.command("alice", "general", "/cost", "weekly digest every Monday at 9:00")
        await slack.until(lambda: slack.ephemerals("alice"))
        slow = slack.faults.add("delay", "chat.postMessage", seconds=0.7)
        await slack.command("alice", "general", "/cost", "send the digest now")
        await slack.until(lambda: slow.hits == 1)
        bot.process.terminate()
        assert await bot.ended(MOST_SECONDS) == 0
        assert [(each.state, each.attempt) for each in await delivered(tmp_path, slack)] == [("posted", 1)]
        async with process(environment(slack, address(tmp_path), socket=True)) as again:
            await again.until("started")
            await slack.command("alice", "general", "/cost", "when is the next digest?")
            await slack.until(lambda: len(slack.ephemerals("alice")) == 3)
        assert len(said(slack)) == slow.hits == 1


async def delivered(folder: Path, slack: Slack) -> tuple[Delivery, ...]:
    """What the database knows of what was posted by itself."""
    db = Database(address(folder))
    found = await deliveries.history(db, slack.workspace.team)
    await db.close()
    return found


async def test_a_slack_that_never_answers_does_not_keep_it(tmp_path: Path, full: bool) -> None:
    """In the full form: with a post whose answer never comes it is gone within 15 s all the same."""
    if not full:
        pytest.skip("takes ten seconds: RELIABILITY=full")
    async with at_work(tmp_path, socket=False) as (slack, bot):
        lost = slack.faults.add("lost", "chat.postMessage")
        slack.mention("bob", "general", SAMPLE)
        await slack.until(lambda: lost.hits == 1)
        bot.process.terminate()
        assert await bot.ended(MOST_SECONDS) == 0
