"""What a workspace set, who may set it, and who changed what.

It fails closed: a value that cannot be read raises, nobody is a manager until named, and what is off or empty by
default lets nobody do anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypedDict

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import kept
from bot.storage.database import Database, alone, rows_of
from bot.storage.errors import StorageDamaged
from bot.storage.reading import Reader
from bot.storage.tables import changes as trail
from bot.storage.tables import managers as named
from bot.storage.tables import settings

MANAGER = "manager"
"""What a row of the audit trail is about that names or removes a manager."""

MOST_CHANGES = 100
Removal = Literal["removed", "not a manager", "the last one"]


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What a workspace set, or the defaults.

    The ids in `may_set_budgets` are users who may beside the managers.
    """

    default_model: str | None = None
    basis: str | None = None
    answering_channels: tuple[str, ...] | None = None
    """Channels where it answers; None is everywhere, () nowhere."""
    follow_up_channels: tuple[str, ...] = ()
    """Channels where it follows a thread without being mentioned."""
    by_person: bool = False
    """Whether figures by person are shown."""
    may_log: tuple[str, ...] = ()
    """Who records spend beside the managers; () is every member."""
    may_set_budgets: tuple[str, ...] = ()


class SettingChanges(TypedDict, total=False):
    """Some of the fields of `WorkspaceSettings`, with their new values."""

    default_model: str | None
    basis: str | None
    answering_channels: Sequence[str] | None
    follow_up_channels: Sequence[str]
    by_person: bool
    may_log: Sequence[str]
    may_set_budgets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the audit trail. `before` and `after` are values of a setting, or a manager's id."""

    number: int
    at: datetime
    actor: str
    name: str
    before: Any
    after: Any


SETTINGS = select(settings).where(settings.c.workspace == bindparam("of"))
"""Made once: making a statement costs more than its execution."""

TEXT = {"default_model", "basis"}
FLAGS = {"by_person"}
NULLABLE = {*TEXT, "answering_channels"}
NAMES = tuple(field.name for field in fields(WorkspaceSettings))


async def get(db: Reader, workspace: str) -> WorkspaceSettings:
    """The settings of a workspace; the defaults where it set none.

    Raises:
        StorageDamaged: a value is not one that this version writes.
        StorageError: they cannot be read.
    """
    return await db.read(lambda connection: settings_on(connection, workspace))


async def change(db: Database, workspace: str, actor: str, changes: SettingChanges, at: datetime) -> WorkspaceSettings:
    """Changes settings, notes in the audit trail who did, and gives the settings after it.

    What is equal already is no change. Whether the actor may is for the caller to know.

    Raises:
        ValueError: a name or a value is none that a setting has.
        StorageError: nothing may be changed.
    """
    wanted = {name: _checked(name, value) for name, value in changes.items()}

    async def work(connection: AsyncConnection) -> WorkspaceSettings:
        await alone(connection, workspace)
        now = await settings_on(connection, workspace)
        for name, value in wanted.items():
            if getattr(now, name) != value:
                await _set(connection, workspace, name, value)
                await note_on(connection, workspace, at, actor, (name, getattr(now, name), value))
        return await settings_on(connection, workspace)

    return await db.write(work)


async def changes(db: Database, workspace: str, most: int = MOST_CHANGES) -> tuple[Change, ...]:
    """The audit trail, newest first.

    Raises:
        StorageError: it cannot be read.
    """
    newest = select(trail).where(trail.c.workspace == workspace).order_by(trail.c.number.desc()).limit(most)
    try:
        return tuple(
            Change(row.number, row.at, row.actor, row.name, json.loads(row.before), json.loads(row.after))
            for row in await db.fetch(newest)
        )
    except ValueError as wrong:
        raise StorageDamaged(f"the audit trail cannot be read: {wrong}") from None


async def managers(db: Database, workspace: str) -> tuple[str, ...]:
    """The users who may change settings, in the order in which they were named.

    Raises:
        StorageError: they cannot be read.
    """
    return await db.read(lambda connection: _managers(connection, workspace))


async def name_first_manager(db: Database, workspace: str, user: str, at: datetime) -> bool:
    """Makes a user a manager where there is none, as the one who installed the bot; whether this user is one now.

    Raises:
        StorageError: nobody may be named.
    """

    async def work(connection: AsyncConnection) -> bool:
        await alone(connection, workspace)
        if not await _managers(connection, workspace):
            await _name(connection, workspace, user, user, at)
        return user in await _managers(connection, workspace)

    return await db.write(work)


async def name_manager(db: Database, workspace: str, actor: str, user: str, at: datetime) -> None:
    """Makes a user a manager; one who is already stays it. Whether the actor may is for the caller to know.

    Raises:
        StorageError: nobody may be named.
    """

    async def work(connection: AsyncConnection) -> None:
        await alone(connection, workspace)
        if user not in await _managers(connection, workspace):
            await _name(connection, workspace, actor, user, at)

    await db.write(work)


async def remove_manager(
    db: Database, workspace: str, actor: str, user: str, at: datetime, *, even_last: bool = False
) -> Removal:
    """Takes the role from a manager, unless it is the last one. Whether the actor may is for the caller to know.

    `even_last` says that somebody manages beside those who are named here.

    Raises:
        StorageError: nobody may be removed.
    """

    deleted = False

    async def work(connection: AsyncConnection) -> Removal:
        nonlocal deleted
        await alone(connection, workspace)
        now = await _managers(connection, workspace)
        if user not in now:
            return "removed" if deleted else "not a manager"  # deleted: only the answer to the commit was lost
        if len(now) == 1 and not even_last:
            return "the last one"
        deleted = True
        await connection.execute(delete(named).where(named.c.workspace == workspace, named.c.user_id == user))
        await note_on(connection, workspace, at, actor, (MANAGER, user, None))
        return "removed"

    return await db.write(work)


async def settings_on(connection: AsyncConnection, workspace: str) -> WorkspaceSettings:
    """`get` within a transaction."""
    rows = await rows_of(connection, SETTINGS, {"of": workspace})
    try:
        found: Mapping[str, Any] = {row.name: _checked(row.name, json.loads(row.value)) for row in rows}
    except ValueError as wrong:
        raise StorageDamaged(f"the workspace's settings cannot be read: {wrong}") from None
    return WorkspaceSettings(**found)


async def _set(connection: AsyncConnection, workspace: str, name: str, value: Any) -> None:
    row = insert(settings).values(workspace=workspace, name=name, value=json.dumps(value))
    key = [settings.c.workspace, settings.c.name]
    await connection.execute(row.on_conflict_do_update(index_elements=key, set_={"value": row.excluded.value}))


async def note_on(
    connection: AsyncConnection, workspace: str, at: datetime, actor: str, what: tuple[str, Any, Any]
) -> None:
    """Adds a row to the audit trail, within a transaction that is alone in the workspace: a name, before, after."""
    name, before, after = what
    last = select(func.coalesce(func.max(trail.c.number), 0)).where(trail.c.workspace == workspace)
    number = (await connection.execute(last)).scalar_one() + 1
    row = {"workspace": workspace, "number": number, "at": at, "actor": actor, "name": name}
    await connection.execute(insert(trail).values(row | {"before": json.dumps(before), "after": json.dumps(after)}))


async def _managers(connection: AsyncConnection, workspace: str) -> tuple[str, ...]:
    query = select(named.c.user_id).where(named.c.workspace == workspace).order_by(named.c.at, named.c.user_id)
    return tuple(row.user_id for row in await rows_of(connection, query))


async def _name(connection: AsyncConnection, workspace: str, actor: str, user: str, at: datetime) -> None:
    await connection.execute(insert(named).values(workspace=workspace, user_id=user, named_by=actor, at=at))
    await note_on(connection, workspace, at, actor, (MANAGER, None, user))


def _checked(name: str, value: Any) -> Any:
    """A setting's value as the dataclass has it.

    Raises:
        ValueError: there is no such setting, or it has no such values.
    """
    if name not in NAMES:
        raise ValueError(f"{name!r} is no setting; they are {', '.join(NAMES)}")
    if value is None and name in NULLABLE:
        return None
    if name in FLAGS and isinstance(value, bool):
        return value
    if name in TEXT and isinstance(value, str):
        return kept(value)
    listed = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if name not in FLAGS | TEXT and listed:
        return tuple(dict.fromkeys(kept(each) for each in value))
    raise ValueError(f"{value!r} is no value of {name}")
