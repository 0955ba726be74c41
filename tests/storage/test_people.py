"""What is stored about a person, and that it can be removed."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from bot.storage import budgets, deliveries, digests, people, quotes, threads, workspaces
from bot.storage.budgets import NewBudget
from bot.storage.database import Database
from bot.storage.deliveries import New
from bot.storage.people import REMOVED, Item
from bot.storage.tables import metadata
from tests.storage.samples import AT, HERE, MINUTE, MONTH, alert, content, summary

KEPT = {
    *("budgets.ended_by", "budgets.set_by", "keys.made_by", "keys.revoked_by"),
    *("changes.actor", "managers.user_id", "managers.named_by"),
}
"""Where a removed user may still be named: duties, and who let whom."""


async def fill(db: Database, user: str, other: str) -> None:
    """Everything that a user can leave behind."""
    await threads.add(db, HERE, f"1700000000.00010{user[-1]}", user, f"text of {user}", AT)
    await threads.add(db, HERE, f"1700000000.00020{user[-1]}", user, f"second of {user}", AT + MINUTE)
    await quotes.save(db, HERE, user, content("2.5"), AT)
    budget = await budgets.put(db, "T1", user, NewBudget("person", user[::-1], "week", Decimal(9), "UTC", "C1"), AT)
    await budgets.reach(db, "T1", budget.id, AT.date(), ("50",), AT, partial(alert, "T1", budget.id))
    await budgets.answered(db, "T1", budget.id, AT.date(), "acknowledged", user)
    for channel in (user, f"C-{user}"):
        await digests.put(db, "T1", summary(channel, user), (AT, AT.date()), AT)
        await deliveries.enqueue(db, [New("T1", "digest", channel, "2026-11-16", channel, user, AT)], AT)
    await workspaces.name_manager(db, "T1", user, user, AT)
    await workspaces.change(db, "T1", user, {"default_model": f"m-{user}", "may_log": [user, other]}, AT)


async def rows_with(db: Database, user: str) -> set[str]:
    """The columns that name a user anywhere."""
    found = set()
    for table in metadata.sorted_tables:
        for row in await db.fetch(select(table)):
            found |= {f"{table.name}.{name}" for name, value in row._mapping.items() if value == user}
    return found


async def test_everything_stored_about_a_user_is_listed(db: Database) -> None:
    """Texts and quotes in their words, changes by setting, roles by name; newest first."""
    await fill(db, "U1", "U2")
    await fill(db, "U2", "U1")
    found = await people.stored(db, "T1", "U1")
    assert found == people.Stored(
        texts=(Item(AT + MINUTE, "second of U1"), Item(AT, "text of U1")),
        quotes=(Item(AT, "100 images"),),
        changes=(Item(AT, "may_log"), Item(AT, "default_model"), Item(AT, "manager")),
        roles=("manager", "may_log", "weekly summary of C-U1", "weekly summary of U1"),
    )
    assert found.counts == {"texts": 2, "quotes": 1, "changes": 3, "roles": 4, "spend": 0}


async def test_a_removed_user_is_gone(db: Database) -> None:
    """Texts, quotes and the name under mere preferences; what others rely on stays, and other people's rows."""
    await fill(db, "U1", "U2")
    await fill(db, "U2", "U1")
    before = await people.stored(db, "T1", "U2")
    assert await people.remove(db, "T1", "U1") == {"texts": 2, "quotes": 1, "changes": 1, "spend": 0}
    after = await people.stored(db, "T1", "U1")
    assert (after.texts, after.quotes) == ((), ())
    assert [item.what for item in after.changes] == ["may_log", "manager"]
    assert after.roles == ("manager", "may_log")
    assert await rows_with(db, "U1") <= KEPT
    assert await people.stored(db, "T1", "U2") == before
    assert [row.actor for row in await workspaces.changes(db, "T1") if row.name == "default_model"] == ["U2", REMOVED]
    assert await people.remove(db, "T1", "U1") == {"texts": 0, "quotes": 0, "changes": 0, "spend": 0}


async def test_a_removed_users_quotes_leave_the_sums(db: Database) -> None:
    """What was removed is in no total."""
    await fill(db, "U1", "U2")
    await people.remove(db, "T1", "U1")
    assert (await quotes.of_month(db, "T1", None, *MONTH)).total == Decimal(0)


async def test_budgets_of_a_users_own_spend_are_listed_and_removed(db: Database) -> None:
    """With what they reached; those of others, and of everybody, stay."""
    own = {
        user: await budgets.put(db, "T1", user, NewBudget("person", user, "week", Decimal(9), "UTC", user), AT)
        for user in ("U1", "U2")
    }
    for each in own.values():
        await budgets.reach(db, "T1", each.id, AT.date(), ("50",), AT, partial(alert, "T1", each.id))
    whole = await budgets.put(db, "T1", "U1", NewBudget("workspace", "", "week", Decimal(9), "UTC", "C1"), AT)
    assert (await people.stored(db, "T1", "U1")).roles == ("budget of $9.00 a week",)
    await people.remove(db, "T1", "U1")
    assert {each.id for each in await budgets.holding(db, "T1")} == {own["U2"].id, whole.id}
    assert await budgets.alerts_of(db, "T1", own["U2"].id, AT.date())
    assert await rows_with(db, "U1") <= KEPT
    assert (await people.stored(db, "T1", "U1")).roles == ()


async def test_an_unknown_user_has_nothing_stored(db: Database) -> None:
    """And nothing to remove."""
    assert not any((await people.stored(db, "T1", "U9")).counts.values())
    assert not any((await people.remove(db, "T1", "U9")).values())


def test_every_column_with_a_person_is_thought_of() -> None:
    """A new table with a user's id has to be listed, removed, or named among what stays."""
    columns: list[Any] = [column for table in metadata.sorted_tables for column in table.columns]
    persons = {f"{column.table.name}.{column.name}" for column in columns if column.info.get("person")}
    removed = {
        "alerts.by",
        "deliveries.owner",
        "digests.owner",
        "facets.person",
        "quotes.user_id",
        "thread_texts.user_id",
    }
    assert persons == removed | KEPT
    assert {str(column) for column in columns if "user" in column.name} <= persons
