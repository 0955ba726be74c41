"""Two workspaces in one database: neither ever sees, changes or removes a row of the other."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.storage import budgets, deliveries, digests, people, quotes, seen, threads, workspaces
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.places import Place
from bot.storage.tables import metadata
from tests.storage.samples import AT, DAY, MONTH, alert, content, summary

SUBJECTS: tuple[ModuleType, ...] = (budgets, deliveries, digests, people, quotes, seen, threads, workspaces)
SWEEPS = {"forget", "forget_seen", "workspaces_with_budgets", "enqueue_due", "revive"}
"""They go by time alone, and give back no more than how many rows; or list the workspaces there is work for."""

BUDGET = NewBudget("channel", "C1", "month", Decimal(5), "UTC", "C1")
FIRST = date(2026, 11, 1)

Use = Callable[[Database, str, str], Awaitable[Any]]
"""A use of a function by a workspace, with the id of the quote that both workspaces have."""


def place(workspace: str) -> Place:
    """The same channel and thread in every workspace."""
    return Place(workspace, "C1", "1700000000.000100")


USES: dict[str, Use] = {
    "budgets.alerts_of": lambda db, w, id: budgets.alerts_of(db, w, id, FIRST),
    "budgets.answered": lambda db, w, id: budgets.answered(db, w, id, FIRST, "acknowledged", "U2"),
    "budgets.clear": lambda db, w, id: budgets.clear(db, w, "U1", ("channel", "C1", "month"), AT),
    "budgets.history": lambda db, w, id: budgets.history(db, w),
    "budgets.holding": lambda db, w, id: budgets.holding(db, w),
    "budgets.put": lambda db, w, id: budgets.put(db, w, "U1", BUDGET, AT),
    "budgets.quiet": lambda db, w, id: budgets.quiet(db, w, id, FIRST, AT),
    "budgets.reach": lambda db, w, id: budgets.reach(db, w, id, FIRST, ("50", "80"), AT, partial(alert, w, id)),
    "deliveries.enqueue": lambda db, w, id: deliveries.enqueue(db, [due(w, "2026-11-09"), due(w, "2026-11-16")], AT),
    "deliveries.history": deliveries.history,
    "deliveries.last_posted": lambda db, w, id: deliveries.last_posted(db, w, "C1", AT),
    "deliveries.of_period": lambda db, w, id: deliveries.of_period(db, w, "same", date(2026, 11, 16)),
    "deliveries.posted_as": lambda db, w, id: deliveries.posted_as(db, w, "C1", "1700000000.000500digest"),
    "digests.change": lambda db, w, id: digests.change(db, w, id, {"weekday": 4}, None, AT),
    "digests.every": lambda db, w, id: digests.every(db, w),
    "digests.get": digests.get,
    "digests.last_period": digests.last_period,
    "digests.of_channel": lambda db, w, id: digests.of_channel(db, w, "C1"),
    "digests.put": lambda db, w, id: digests.put(db, w, summary("C1", "U2"), (AT, FIRST), AT),
    "digests.remove": digests.remove,
    "people.remove_everybody": lambda db, w, id: people.remove_everybody(db, w),
    "people.remove": lambda db, w, id: people.remove(db, w, "U1"),
    "people.stored": lambda db, w, id: people.stored(db, w, "U1"),
    "quotes.get": quotes.get,
    "quotes.of_month": lambda db, w, id: quotes.of_month(db, w, None, *MONTH),
    "quotes.placed": lambda db, w, id: quotes.placed(db, w, id, place(w), "1700000000.000300"),
    "quotes.replace": lambda db, w, id: quotes.replace(db, w, id, content("3")),
    "quotes.save": lambda db, w, id: quotes.save(db, place(w), "U1", content("5"), AT),
    "seen.first_sight": lambda db, w, id: seen.first_sight(db, w, "Ev2", AT),
    "threads.add": lambda db, w, id: threads.add(db, place(w), "1700000000.000400", "U1", "more", AT),
    "threads.entries": lambda db, w, id: threads.entries(db, place(w)),
    "workspaces.change": lambda db, w, id: workspaces.change(db, w, "U1", {"basis": "metered"}, AT),
    "workspaces.changes": lambda db, w, id: workspaces.changes(db, w),
    "workspaces.get": lambda db, w, id: workspaces.get(db, w),
    "workspaces.managers": lambda db, w, id: workspaces.managers(db, w),
    "workspaces.name_first_manager": lambda db, w, id: workspaces.name_first_manager(db, w, "U2", AT),
    "workspaces.name_manager": lambda db, w, id: workspaces.name_manager(db, w, "U1", "U4", AT),
    "workspaces.remove_manager": lambda db, w, id: workspaces.remove_manager(db, w, "U1", "U3", AT),
}


def due(workspace: str, period: str) -> New:
    """A delivery of the digest that every workspace has."""
    return New(workspace, "digest", "same", period, "C1", "U1", AT)


_filled: dict[tuple[str, str, str], dict[str, list[dict[str, Any]]]] = {}
"""What `fill` made on an engine for a workspace and a word: made once, then put in as rows, which is quicker."""


async def fill(db: Database, workspace: str, word: str) -> str:
    """A row of every table; ids, users and timestamps are the same in every workspace, the words are not."""
    kind = (db._engine.dialect.name, workspace, word)
    if kind not in _filled:
        await _fill(db, workspace, word)
        _filled[kind] = {
            table.name: [
                dict(row._mapping) for row in await db.fetch(select(table).where(table.c.workspace == workspace))
            ]
            for table in metadata.sorted_tables
        }
        return "same"
    async with db.writing() as connection:
        for table in metadata.sorted_tables:
            if made := _filled[kind][table.name]:
                await connection.execute(table.insert(), made)
    return "same"


async def _fill(db: Database, workspace: str, word: str) -> None:
    await seen.first_sight(db, workspace, "Ev1", AT)
    await threads.add(db, place(workspace), "1700000000.000200", "U1", word, AT)
    saved = await quotes.save(db, place(workspace), "U1", content("7", basis=word, model=word), AT)
    await db.execute(
        metadata.tables["quotes"].update().where(metadata.tables["quotes"].c.id == saved.id).values(id="same")
    )
    held = await budgets.put(db, workspace, "U1", BUDGET, AT)
    held_table = metadata.tables["budgets"]
    await db.execute(held_table.update().where(held_table.c.id == held.id).values(id="same", timezone=word))
    await budgets.reach(db, workspace, "same", FIRST, ("50",), AT, partial(alert, workspace, "same"))
    made = await digests.put(db, workspace, summary("C1", "U1", timezone=word), (AT, FIRST), AT)
    digests_table, deliveries_table = metadata.tables["digests"], metadata.tables["deliveries"]
    await db.execute(digests_table.update().where(digests_table.c.id == made.id).values(id="same"))
    await deliveries.enqueue(db, [due(workspace, "2026-11-16")], AT)
    mine = deliveries_table.c.workspace == workspace
    for kind in ("digest", "alert"):
        key = f"{workspace}{word}{kind}"
        posted = {"room": "C1", "message_ts": f"1700000000.000500{kind}", "content": word, "key": key}
        await db.execute(deliveries_table.update().where(mine, deliveries_table.c.kind == kind).values(posted))
    for user in ("U1", "U3"):
        await workspaces.name_manager(db, workspace, "U1", user, AT)
    await workspaces.change(db, workspace, "U1", {"default_model": word, "may_log": ["U1", word]}, AT)


async def rows(db: Database, workspace: str) -> dict[str, list[str]]:
    """Every row of a workspace, without what is random."""
    columns = {table.name: [c for c in table.columns if c.name != "claim"] for table in metadata.sorted_tables}
    return {
        name: sorted(map(str, await db.fetch(select(*chosen).where(chosen[0] == workspace))))
        for name, chosen in columns.items()
    }


def stable(found: Any) -> str:
    """An answer without the random id of a new quote, and of whichever workspace."""
    return re.sub(r"id='[\w-]{12,16}'", "id=…", repr(found)).replace("'T2'", "'T1'")


def test_every_function_is_looked_at() -> None:
    """A new function of a subject belongs here, unless it sweeps by age."""
    public = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in SUBJECTS
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if name not in SWEEPS and "db" in inspect.signature(function).parameters
    }
    assert public == set(USES)


@pytest.mark.parametrize("name", USES)
async def test_a_workspace_is_alone(db: Database, name: str) -> None:
    """A function gives the same with and without another workspace's rows, and leaves those as they were.

    Each of its statements has a condition on the workspace, or inserts with one.
    """
    use = USES[name]
    id = await fill(db, "T2", "own")
    with statements_of(db) as statements:
        alone = stable(await use(db, "T2", id))
    assert statements
    assert [each for each in statements if not names_its_workspace(each)] == []
    await empty(db)
    await fill(db, "T1", "canary")
    before = await rows(db, "T1")
    beside = stable(await use(db, "T2", await fill(db, "T2", "own")))
    assert beside == alone
    assert "canary" not in beside
    assert await rows(db, "T1") == before


@contextmanager
def statements_of(db: Database) -> Iterator[list[str]]:
    """The statements about rows of a table that are executed meanwhile."""
    found: list[str] = []
    tables = re.compile(rf"\b({'|'.join(metadata.tables)})\b")

    def executing(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        if tables.search(statement):
            found.append(statement)

    event.listen(db._engine.sync_engine, "before_cursor_execute", executing)
    yield found
    event.remove(db._engine.sync_engine, "before_cursor_execute", executing)


def names_its_workspace(statement: str) -> bool:
    """Whether a statement inserts with a workspace, or is restricted to one."""
    if statement.startswith("INSERT"):
        return re.match(r"INSERT INTO \w+ \(workspace, ", statement) is not None
    return re.search(r"WHERE \w+\.workspace = (\?|%\(\w+\)s)", statement) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT quotes.id FROM quotes WHERE quotes.id = ?",
        "DELETE FROM quotes WHERE quotes.at < ?",
        "UPDATE quotes SET workspace = ?",
        "INSERT INTO quotes (id, workspace) VALUES (?, ?)",
    ],
)
def test_a_statement_without_its_workspace_would_be_found(statement: str) -> None:
    """The check can fail."""
    assert not names_its_workspace(statement)


async def test_a_sweep_gives_back_no_rows(db: Database) -> None:
    """Those that delete by age answer with a number."""
    for workspace in ("T1", "T2"):
        await fill(db, workspace, "canary")
    for module in (quotes, threads):
        assert await module.forget(db, AT + DAY) == 2
    assert await seen.forget_seen(db, AT + DAY) == 2


async def empty(db: Database) -> None:
    """Deletes every row."""
    async with db.writing() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(table.delete())
