"""Whichever statement or message fails once, the state at the end is the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import (
    claims,
    database,
    deliveries,
    digests,
    outcomes,
    people,
    quotes,
    retention,
    seen,
    threads,
    workspaces,
)
from bot.storage.claims import Terms
from bot.storage.database import Database
from bot.storage.deliveries import Plan, Planned
from tests.storage.failing import each_message_is_lost, each_statement_fails
from tests.storage.samples import AT, DAY, HERE, MINUTE, MONTH, content, summary, texts
from tests.storage.wire import Wire


def nothing(step: str) -> None:
    """What happens at a step."""


async def scenario(db: Database) -> None:
    """Every kind of statement, one after the other."""
    assert await seen.first_sight(db, "T1", "Ev1", AT)
    await threads.add(db, HERE, "1700000000.000100", "U1", "100 images", AT)
    saved = await quotes.save(db, HERE, "U1", content(), AT)
    await quotes.placed(db, "T1", saved.id, HERE, "1700000000.000900")
    await quotes.replace(db, "T1", saved.id, content("2"))
    await workspaces.name_first_manager(db, "T1", "U1", AT)
    await workspaces.name_manager(db, "T1", "U1", "U2", AT)
    await workspaces.change(db, "T1", "U1", {"by_person": True, "may_log": ["U3"]}, AT)
    assert await workspaces.remove_manager(db, "T1", "U1", "U2", AT) == "removed"
    assert await texts(db, HERE) == ("100 images",)
    assert (await people.stored(db, "T1", "U1")).counts == {
        "texts": 1,
        "quotes": 1,
        "changes": 5,
        "roles": 1,
        "spend": 0,
    }
    assert (await quotes.of_month(db, "T1", None, *MONTH)).total == 2
    await delivered(db)
    await threads.add(db, HERE, "1700000000.000200", "U9", "and in high?", AT)
    assert await people.remove(db, "T1", "U9") == {"texts": 1, "quotes": 0, "changes": 0, "spend": 0}
    assert await retention.forget_old(db, AT + DAY) == retention.Forgotten(0, 0, 0, 0)


async def delivered(db: Database) -> None:
    """A weekly summary from its subscription to its message, after one try that Slack put off."""
    made = await digests.put(db, "T1", summary("C1", "U1"), (AT, AT.date()), AT)
    plan = Plan((Planned(AT.date(), AT),), AT + 7 * DAY, AT.date() + 7 * DAY)
    await deliveries.enqueue_due(db, AT, lambda subscription: plan, nothing)
    terms = Terms(AT, MINUTE, timedelta(0), 1_000, horizon=0)
    for attempt in (1, 2):  # Slack puts the first one off
        assert await claims.workspaces_with_work(db, terms, ()) == ("T1",)
        (held,) = await claims.claim(db, "T1", f"claim{attempt}", 8, terms, nothing)
        assert (held.attempt, held.content) == (attempt, None if attempt == 1 else "text")
        assert await outcomes.fix(db, held, "text", late=False) == "text"
        if attempt == 1:
            assert await outcomes.again(db, held, timedelta(0), "429", unsure=0, struck=True, step=nothing)
        else:
            assert await outcomes.posted(db, held, "C1", "1700000000.000500", AT, nothing)
    assert (await deliveries.history(db, "T1"))[0].message_ts == "1700000000.000500"
    assert await digests.last_period(db, "T1", made.id) == AT.date()


async def test_each_statement_may_fail_once(
    in_file: tuple[Database, Path], full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite: the connection is lost before one of the statements, whichever; the state at the end is the same."""
    monkeypatch.setattr(database, "PAUSES", (0, 0, 0))
    assert await each_statement_fails(in_file[0], scenario, 1 if full else 11) > 40


@pytest.mark.parametrize("how", ["cut", "swallow"])
async def test_each_message_to_the_server_may_be_lost(
    wired: tuple[Database, Wire], how: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: the wire is cut before or after one of the messages, whichever; the state at the end is the same."""
    monkeypatch.setattr(database, "PAUSES", (0, 0, 0))
    assert await each_message_is_lost(*wired, how, scenario, 1 if full else 17) > 40
