"""One database into another: every table, each row as it was, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.cli import main
from bot.errors import UsageError
from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.storage import arrivals, copying, cursors, people, quotes, seen, threads, workspaces
from bot.storage.columns import as_stored
from bot.storage.copying import copied
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.migrate import to_revision
from bot.storage.tables import metadata
from pricing import built_in
from tests.databases import Postgres, Sqlite
from tests.spend.samples import CLOCK, NOW, bill, ledger, stated
from tests.storage.samples import AT, HERE, content

AWKWARD = ("Zoë", "zoë", "ZOË", "_", "a b", "ключ", "\U0001f4b8", "'", "%s", "a", "B")
"""Keys that databases put in different orders."""


async def fill(db: Database) -> None:
    """Something in every kind of table."""
    await seen.first_sight(db, "T1", "Ev1", AT)
    await threads.add(db, HERE, "1700000000.000100", "U1", "100 images \U0001f4b8\ufffd", AT)
    await quotes.save(db, HERE, "U1", content("2.5"), AT)
    await workspaces.name_first_manager(db, "T1", "U1", AT)
    await workspaces.change(db, "T1", "U1", {"by_person": True}, AT)
    for workspace in ("T1", "T2"):
        events = [stated(key, "0.123456789", person=key, tags={key: key}) for key in AWKWARD]
        await ledger(db).record(workspace, events)
        await ledger(db).undo(workspace, "import", "_")
        await Billing(db, CLOCK).record(workspace, [bill(date(2026, 11, 22), "5", "-1")])
        await cursors.put(db, workspace, "openai", "costs", "page-2", AT)
        await arrivals.complete(db, workspace, "openai", NOW)


async def state(url: str) -> dict[str, list[str]]:
    """Every row of a database, as it is stored."""
    db = Database(url)
    found = {t.name: sorted(map(str, await db.fetch(select(as_stored(t))))) for t in metadata.sorted_tables}
    await db.close()
    return found


@pytest.fixture
async def filled(sqlite: Sqlite) -> str:
    """A SQLite database with something in it."""
    url = sqlite.migrated()
    db = Database(url)
    await fill(db)
    await db.close()
    return url


async def test_a_copy_has_every_row(filled: str, sqlite: Sqlite, postgres: Postgres) -> None:
    """From SQLite to PostgreSQL and back: the same rows, which the ledger finds whole."""
    there, back = postgres.empty(), sqlite.empty()
    first = await copied(filled, there)
    assert (first.rows["entries"], first.rows["billed"], first.rows["quotes"]) == (24, 2, 1)
    assert await copied(there, back) == first
    assert await state(filled) == await state(there) == await state(back)
    db = Database(there)
    summary = await Books(db, built_in(), CLOCK).spend("T1", Asked("today"))
    assert summary.total == 4
    assert (await people.stored(db, "T1", "ключ")).counts["spend"] == 1
    await db.close()


async def test_a_target_with_anything_in_it_is_refused(filled: str, sqlite: Sqlite) -> None:
    """And so is the source itself, one of another version, and one that is not there."""
    other = sqlite.migrated()
    db = Database(other)
    await seen.first_sight(db, "T1", "Ev1", AT)
    await db.close()
    before = await state(other)
    with pytest.raises(UsageError, match=r"^TO is not empty: .* has rows in seen\.$"):
        await copied(filled, other)
    assert await state(other) == before
    with pytest.raises(UsageError, match="are the same"):
        await copied(filled, filled)
    old = sqlite.empty()
    to_revision(old, "0001")
    with pytest.raises(UsageError, match=r"^FROM cannot be copied: the database is at revision 0001"):
        await copied(old, sqlite.empty())
    with pytest.raises(UsageError, match="is not there"):
        await copied(sqlite.empty(), sqlite.empty())


@pytest.mark.parametrize("defect", ["lost", "changed", "doubled"])
async def test_a_row_that_does_not_arrive_is_noticed(
    filled: str, sqlite: Sqlite, monkeypatch: pytest.MonkeyPatch, defect: str
) -> None:
    """One lost, changed or made up on the way: the copy fails, and nothing is kept."""

    async def broken(source: Any, target: Any, table: Any, progress: Any) -> int:
        count = await copy(source, target, table, progress)
        if table.name == "entries":
            one = select(table.c.key).where(table.c.key == "_", table.c.revision == 0).limit(1).scalar_subquery()
            change = {
                "lost": table.delete().where(table.c.key == one),
                "changed": table.update().where(table.c.key == one).values(cost=Decimal(1)),
                "doubled": table.update().where(table.c.key == one, table.c.revision == 1).values(revision=2),
            }[defect]
            await target.execute(change)
        return count

    copy = copying._copy
    monkeypatch.setattr(copying, "_copy", broken)
    target = sqlite.empty()
    with pytest.raises(StorageError, match="a row of entries did not arrive"):
        await copied(filled, target)
    assert not any((await state(target)).values())


def test_the_command_says_what_it_copied(capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite: Sqlite) -> None:
    """An empty database is copied too; one that cannot be used is a sentence and status 2."""
    assert main(["copy", sqlite.migrated(), f"sqlite:///{tmp_path / 'copy.db'}"]) == 0
    assert capsys.readouterr().out == "0 rows were copied, and each was read back as it was.\n"
    assert main(["copy", "mysql://x/y", "sqlite:///y.db"]) == 2
    assert capsys.readouterr().err.startswith("pennyworth: DATABASE_URL: mysql is no database")
