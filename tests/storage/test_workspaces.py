"""A workspace's settings, its managers and the audit trail; all of it fails closed."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from typing import Any, cast, get_type_hints

import pytest
from sqlalchemy import insert, update

from bot.storage import database, workspaces
from bot.storage.database import Database
from bot.storage.errors import StorageDamaged
from bot.storage.tables import changes, settings
from bot.storage.workspaces import Change, SettingChanges, WorkspaceSettings
from tests.storage.samples import AT, MINUTE

CHANGED = WorkspaceSettings(
    default_model="gpt-image-2",
    basis="metered",
    answering_channels=("C1", "C2"),
    follow_up_channels=("C1",),
    by_person=True,
    may_log=("U2",),
    may_set_budgets=("U3",),
)


def all_of(chosen: WorkspaceSettings) -> SettingChanges:
    """Every field as a change."""
    return cast(SettingChanges, {field.name: getattr(chosen, field.name) for field in fields(chosen)})


async def test_a_workspace_begins_with_the_defaults(db: Database) -> None:
    """Nobody manages, nobody else may, figures by person are off."""
    found = await workspaces.get(db, "T1")
    assert found == WorkspaceSettings()
    assert (found.may_log, found.may_set_budgets, found.follow_up_channels, found.by_person) == ((), (), (), False)
    assert await workspaces.managers(db, "T1") == ()


async def test_every_setting_is_kept_and_taken_back(db: Database) -> None:
    """All change at once, are read again, and go back to the defaults."""
    assert await workspaces.change(db, "T1", "U1", all_of(CHANGED), AT) == CHANGED
    assert await workspaces.get(db, "T1") == CHANGED
    assert await workspaces.change(db, "T1", "U1", all_of(WorkspaceSettings()), AT) == WorkspaceSettings()
    assert await workspaces.get(db, "T1") == WorkspaceSettings()


def test_every_setting_can_be_changed() -> None:
    """The type of changes has the settings' names."""
    assert list(get_type_hints(SettingChanges)) == [field.name for field in fields(WorkspaceSettings)]


async def test_answering_nowhere_is_not_answering_everywhere(db: Database) -> None:
    """An empty list of channels stays one."""
    await workspaces.change(db, "T1", "U1", {"answering_channels": []}, AT)
    assert (await workspaces.get(db, "T1")).answering_channels == ()


async def test_a_change_is_noted_with_who_and_what(db: Database) -> None:
    """One row a setting, newest first, numbered without gaps; what is equal already is none."""
    await workspaces.change(db, "T1", "U1", {"basis": "metered", "by_person": True}, AT)
    await workspaces.change(db, "T1", "U2", {"basis": "metered", "may_log": ["U3", "U3"]}, AT + MINUTE)
    assert await workspaces.changes(db, "T1") == (
        Change(3, AT + MINUTE, "U2", "may_log", [], ["U3"]),
        Change(2, AT, "U1", "by_person", False, True),
        Change(1, AT, "U1", "basis", None, "metered"),
    )
    assert len(await workspaces.changes(db, "T1", most=2)) == 2


async def test_changes_at_once_are_all_kept_and_numbered(db: Database) -> None:
    """Twenty changes at the same time: twenty rows, each from what the one before left."""
    await asyncio.gather(*(workspaces.change(db, "T1", f"U{i}", {"default_model": f"m{i}"}, AT) for i in range(20)))
    rows = (await workspaces.changes(db, "T1"))[::-1]
    assert [row.number for row in rows] == list(range(1, 21))
    assert [row.before for row in rows] == [None, *(row.after for row in rows[:-1])]
    assert (await workspaces.get(db, "T1")).default_model == rows[-1].after


async def test_replicas_that_change_settings_at_once_do_not_stand_in_each_others_way(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two with connections of their own, each reading before it writes: all is kept, nothing is tried again."""
    monkeypatch.setattr(database, "PAUSES", ())
    replicas = [Database(migrated_url) for _ in range(2)]
    changing = [
        workspaces.change(db, "T1", "U1", {"default_model": f"{id(db)} {i}"}, AT) for i in range(15) for db in replicas
    ]
    await asyncio.gather(*changing)
    rows = (await workspaces.changes(replicas[0], "T1"))[::-1]
    assert [row.number for row in rows] == list(range(1, 31))
    assert [row.before for row in rows] == [None, *(row.after for row in rows[:-1])]
    for db in replicas:
        await db.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"unheard_of": True},
        {"by_person": 1},
        {"by_person": None},
        {"may_log": "U1"},
        {"may_log": None},
        {"may_log": [1]},
        {"default_model": ["m"]},
        {"basis": False},
    ],
    ids=str,
)
async def test_a_change_that_makes_no_sense_changes_nothing(db: Database, wrong: dict[str, Any]) -> None:
    """Not even the part that does make sense."""
    with pytest.raises(ValueError, match="is no"):
        await workspaces.change(db, "T1", "U1", cast(SettingChanges, {"default_model": "m", **wrong}), AT)
    assert await workspaces.get(db, "T1") == WorkspaceSettings()
    assert await workspaces.changes(db, "T1") == ()


@pytest.mark.parametrize(
    ("name", "value"), [("may_log", '"U9"'), ("may_log", "["), ("by_person", "1"), ("new", "true")]
)
async def test_a_setting_that_cannot_be_read_is_not_taken_for_a_default(db: Database, name: str, value: str) -> None:
    """Damage, or a newer version's value, raises: nobody may because of it."""
    await db.execute(insert(settings).values(workspace="T1", name=name, value=value))
    with pytest.raises(StorageDamaged, match="cannot be read"):
        await workspaces.get(db, "T1")
    with pytest.raises(StorageDamaged):
        await workspaces.change(db, "T1", "U1", {"by_person": False}, AT)
    assert await workspaces.get(db, "T2") == WorkspaceSettings()


async def test_an_audit_row_that_cannot_be_read_is_damage(db: Database) -> None:
    """It is not left out in silence."""
    await workspaces.change(db, "T1", "U1", {"by_person": True}, AT)
    await db.execute(update(changes).values(after="{"))
    with pytest.raises(StorageDamaged):
        await workspaces.changes(db, "T1")


async def test_the_first_manager_is_named_once(db: Database) -> None:
    """Of ten who ask at once one becomes it, and asking again is no change."""
    users = [f"U{i}" for i in range(10)]
    named = await asyncio.gather(*(workspaces.name_first_manager(db, "T1", user, AT) for user in users))
    assert named.count(True) == 1
    winner = users[named.index(True)]
    assert await workspaces.managers(db, "T1") == (winner,)
    assert await workspaces.name_first_manager(db, "T1", winner, AT)
    assert await workspaces.changes(db, "T1") == (Change(1, AT, winner, "manager", None, winner),)


async def test_managers_are_named_and_removed_with_a_trace(db: Database) -> None:
    """In the order in which they were named; naming twice is no change."""
    await workspaces.name_first_manager(db, "T1", "U9", AT)
    for _ in range(2):
        await workspaces.name_manager(db, "T1", "U9", "U1", AT + MINUTE)
    assert await workspaces.managers(db, "T1") == ("U9", "U1")
    assert await workspaces.remove_manager(db, "T1", "U1", "U9", AT + MINUTE) == "removed"
    assert await workspaces.managers(db, "T1") == ("U1",)
    assert [replace(row, at=AT) for row in await workspaces.changes(db, "T1")] == [
        Change(3, AT, "U1", "manager", "U9", None),
        Change(2, AT, "U9", "manager", None, "U1"),
        Change(1, AT, "U9", "manager", None, "U9"),
    ]


async def test_somebody_always_manages(db: Database) -> None:
    """Two who remove each other at once: one stays."""
    await workspaces.name_first_manager(db, "T1", "U1", AT)
    await workspaces.name_manager(db, "T1", "U1", "U2", AT)
    assert await workspaces.remove_manager(db, "T1", "U1", "U3", AT) == "not a manager"
    both = await asyncio.gather(
        workspaces.remove_manager(db, "T1", "U1", "U2", AT), workspaces.remove_manager(db, "T1", "U2", "U1", AT)
    )
    assert sorted(both) == ["removed", "the last one"]
    [left] = await workspaces.managers(db, "T1")
    assert await workspaces.remove_manager(db, "T1", "U9", left, AT, even_last=True) == "removed"
    assert await workspaces.managers(db, "T1") == ()
