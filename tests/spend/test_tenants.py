"""Two workspaces' books in one database: neither sees, changes or counts a row of the other's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.spend.audit import audited
from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.spend.facts import Only
from bot.spend.usage import UsageEvent
from bot.storage import arrivals, cursors, keys, ledger, quotes
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.quoted import of_quotes
from bot.storage.tables import quotes as table
from pricing import built_in
from tests.spend.samples import CLOCK, MINI, NOW, at, bill, stated
from tests.spend.samples import ledger as book
from tests.spend.test_quoted import content
from tests.storage.test_tenants import empty, names_its_workspace, rows, stable, statements_of

METERED = UsageEvent("api", "m", at("2026-11-05 10:00"), MINI, quantities={"image_output": Decimal(125_000)})
DAYS = (date(2026, 11, 1), date(2026, 11, 30))


def books(db: Database) -> Books:
    """What is asked."""
    return Books(db, built_in(), CLOCK)


async def entries(db: Database, workspace: str) -> list[Any]:
    """Every entry."""
    return [each async for each in book(db).entries(workspace, *DAYS)]


async def names_of(db: Database, workspace: str) -> list[str]:
    """The names of the keys."""
    return sorted(each.name for each in await keys.of_workspace(db, workspace))


async def made(db: Database, workspace: str) -> Any:
    """A new key is a key of its workspace; what it is made of is random."""
    key, _ = await keys.make(db, workspace, "another", "U1", NOW)
    return key.name, key.made_by, await keys.revoke(db, workspace, key.id, "U2", NOW)


USES: dict[str, Callable[[Database, str], Awaitable[Any]]] = {
    "record": lambda db, w: book(db).record(w, [stated("a", "5"), stated("new", "5")]),
    "revise": lambda db, w: book(db).record(w, [stated("a", "5", person="U2")], revise=True),
    "undo": lambda db, w: book(db).undo(w, "import", "a"),
    "history": lambda db, w: book(db).history(w, "import", "a"),
    "entries": entries,
    "facets": ledger.facets_of,
    "bill": lambda db, w: Billing(db, CLOCK).record(w, [bill(date(2026, 11, 5), "3")]),
    "complete": lambda db, w: arrivals.complete(db, w, "openai", NOW),
    "get cursor": lambda db, w: cursors.get(db, w, "openai", "costs"),
    "put cursor": lambda db, w: cursors.put(db, w, "openai", "costs", "page 9", NOW),
    "make and revoke a key": made,
    "keys": names_of,
    "all time by model": lambda db, w: books(db).spend(w, Asked(None, "model")),
    "a month by person": lambda db, w: books(db).spend(w, Asked("2026-11", "user"), "Asia/Tokyo"),
    "one person": lambda db, w: books(db).spend(w, Asked("2026-11", "day", Only(people=("U1",)))),
    "quoted": lambda db, w: books(db).quoted(w, Asked("2026-11")),
    "usage of a quote": lambda db, w: of_quotes(db, w, ["same"]),
    "days": lambda db, w: books(db).days(w),
    "audit": lambda db, w: audited(db, built_in(), w),
}


async def fill(db: Database, workspace: str, word: str, usd: str) -> None:
    """The same keys, days and ids in every workspace; words and dollars are not."""
    saved = await quotes.save(db, Place(workspace, "C1", "1.1"), "U1", replace(content(usd), text=word), NOW)
    await db.execute(table.update().where(table.c.id == saved.id).values(id="same"))
    mine = stated("a", usd, person="U1", project=word, quote="same")
    await book(db).record(workspace, [mine, stated("b", usd, tags={"of": word}), METERED])
    await book(db).undo(workspace, "import", "b")
    await Billing(db, CLOCK).record(workspace, [bill(date(2026, 11, 5), usd), bill(date(2026, 11, 4), usd)])
    await arrivals.complete(db, workspace, "openai", at("2026-11-21"))
    await cursors.put(db, workspace, "openai", "costs", word, NOW)
    await keys.make(db, workspace, word, "U1", NOW)


async def told(db: Database) -> dict[str, str]:
    """What every use of T2's gives; each of its statements names the workspace."""
    found = {}
    for name, use in USES.items():
        with statements_of(db) as statements:
            found[name] = stable(await use(db, "T2"))
        assert statements, name
        assert [each for each in statements if not names_its_workspace(each)] == [], name
    return found


async def test_books_are_a_workspaces_own(db: Database) -> None:
    """All that can be asked and done is the same with and without the other's rows, which stay as they were."""
    await fill(db, "T2", "own", "2")
    alone = await told(db)
    await empty(db)
    await fill(db, "T1", "canary", "777")
    before = await rows(db, "T1")
    await fill(db, "T2", "own", "2")
    assert await told(db) == alone
    assert "canary" not in str(alone)
    assert "777" not in str(alone)
    assert await rows(db, "T1") == before
