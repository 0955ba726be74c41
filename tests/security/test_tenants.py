"""Two workspaces on one database: no row and no answer of the other, though their ids are the same."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.app import running
from bot.clock import SystemClock
from bot.digest.delivery import ROUND
from bot.playground import ManualClock, Message, Slack
from bot.slack.manifest import manifest
from bot.storage import people, workspaces
from bot.storage.tables import metadata
from pricing import built_in
from tests.security.deeds import everything, idle
from tests.slack.conftest import Office, office, settings

TEAMS = ("T0ACME", "T0ACNE")
"""Their letters go into no id that the stand-in gives out, and its clock stands: all else is the same in both."""


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[Office, Office]]:
    """Two workspaces with a bot each, on one database of each engine in turn."""
    async with AsyncExitStack() as stack:
        offices = []
        for team in TEAMS:
            made = manifest("https://bot.test", threads=True)
            slack = await stack.enter_async_context(Slack(made, clock=ManualClock(), team=team))
            run = running(settings(slack, socket=False), database_url, built_in(), SystemClock())
            bot = await stack.enter_async_context(run)
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
            offices.append(Office(slack, bot))
        yield offices[0], offices[1]


async def asked(here: Office, text: str, thread: str | None = None) -> Message:
    """Bob's question in the channel, once it was answered."""
    said = here.slack.mention("bob", "general", text, thread_ts=thread)
    await idle(here)
    return said


def answers(here: Office) -> list[str]:
    """What the bot said in the channel."""
    return [each.text for each in here.slack.messages("general") if each.user == here.slack.bot.id]


def test_the_search_for_the_workspace_finds_a_statement_without_one() -> None:
    """The last test can fail."""
    table = next(iter(metadata.tables.values()))
    assert strays([str(select(table))]) != []
    assert strays([str(select(table).where(table.c.workspace == "T1"))]) == []


async def test_the_same_event_of_two_workspaces_is_answered_in_both(both: tuple[Office, Office]) -> None:
    """Event, channel, stamp, person and client_msg_id are the same, the workspace is not."""
    for here in both:
        await asked(here, "100 low squares")
    ids = [[each.body["event_id"] for each in here.slack.outbox.deliveries] for here in both]
    assert ids[0] == ids[1]
    assert [len(answers(here)) for here in both] == [1, 1]


async def test_a_thread_is_followed_up_in_its_own_workspace(both: tuple[Office, Office]) -> None:
    """With the same channel and stamp, each follow-up changes what was asked where it is said."""
    one, other = both
    threads = [await asked(one, "100 low squares on mini"), await asked(other, "20 high portraits on gpt-image-2")]
    assert threads[0].ts == threads[1].ts
    for here, thread in zip(both, threads, strict=True):
        await asked(here, "make it 7", thread.ts)
    assert "7 low" in answers(one)[-1]
    assert "7 high" in answers(other)[-1]


async def test_commands_follow_up_in_their_own_workspace(both: tuple[Office, Office]) -> None:
    """The same person in the same channel."""
    one, other = both
    await one.slack.command("bob", "general", "/cost", "100 low squares on mini")
    await idle(one)
    await other.slack.command("bob", "general", "/cost", "make it 7")
    await idle(other)
    assert "7 medium" in other.slack.ephemerals("bob")[-1].text


async def test_settings_and_managers_are_a_workspaces_own(both: tuple[Office, Office]) -> None:
    """What one sets and whom it names does nothing in the other."""
    one, other = both
    service, bob = one.bot.service, one.slack.workspace.user("bob").id
    assert other.slack.workspace.user("bob").id == bob
    general = one.slack.workspace.channel("general").id
    changes: workspaces.SettingChanges = {"answering_channels": ["C0ELSE"], "follow_up_channels": [general]}
    await workspaces.change(service.desk.db, TEAMS[0], bob, changes, service.clock.now())
    await workspaces.name_manager(service.desk.db, TEAMS[0], bob, bob, service.clock.now())
    for here in both:
        await asked(here, "100 low squares")
    assert [len(answers(here)) for here in both] == [0, 1]
    may = [await here.bot.service.permissions.may(team, bob, "manage") for here, team in zip(both, TEAMS, strict=True)]
    assert may == [True, False]
    assert await workspaces.get(service.desk.db, TEAMS[1]) == workspaces.WorkspaceSettings()


async def test_home_counts_a_workspaces_own_quotes(both: tuple[Office, Office]) -> None:
    """Two quotes in one, one in the other, none of the other's words."""
    one, other = both
    for here, texts in ((one, ("100 low squares", "3 high portraits")), (other, ("20 medium landscapes",))):
        for text in texts:
            await asked(here, text)
        here.slack.open_home("bob")
        await idle(here)
    shown = [str(here.slack.home("bob")) for here in both]
    assert ["2 quotes" in each for each in shown] == [True, False]
    assert ["1 quote" in each for each in shown] == [False, True]
    assert ["3 high" in each for each in shown] == [True, False]
    assert ["20 medium" in each for each in shown] == [False, True]


async def test_what_is_removed_in_one_stays_in_the_other(both: tuple[Office, Office]) -> None:
    """By a person, and by uninstalling."""
    one, other = both
    bob, db = one.slack.workspace.user("bob").id, one.bot.service.desk.db
    for here in both:
        await asked(here, "100 low squares")
    await people.remove(db, TEAMS[0], bob)
    held = [(await people.stored(db, team, bob)).counts for team in TEAMS]
    assert [each["quotes"] for each in held] == [0, 1]
    await asked(one, "20 high squares")
    other.slack.uninstall()
    await idle(other)
    held = [(await people.stored(db, team, bob)).counts for team in TEAMS]
    assert [each["quotes"] for each in held] == [1, 0]


def strays(statements: list[str]) -> list[str]:
    """Statements on a table that do not say of which workspace."""
    tables = "|".join(metadata.tables)
    touching = re.compile(rf'\b(FROM|JOIN|UPDATE|INTO)\s+"?({tables})\b', re.IGNORECASE)
    narrowed = re.compile(
        r"\bWHERE\b.*\bworkspace\s*=|\bINTO\s+\w+\s*\((\w+,\s*)*workspace\b", re.IGNORECASE | re.DOTALL
    )
    return [each for each in statements if touching.search(each) and not narrowed.search(each)]


async def test_every_statement_says_of_which_workspace(tmp_path: Path) -> None:
    """All that people's doings send to the database; what recurs is for every workspace at once, and left out."""
    seen: list[str] = []
    async with office(tmp_path) as here:
        await here.bot.scheduler.stop()
        engine = here.bot.service.desk.db._engine.sync_engine

        @event.listens_for(engine, "before_cursor_execute")
        def executed(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            task = asyncio.current_task()
            if task is None or task.get_name() != ROUND:
                seen.append(statement)

        await everything(here)
    assert len({each for each in seen if "workspace" in each}) > 10
    assert strays(seen) == []
