"""The audit trail as CSV: who changed a setting or a budget when, and which price held from which day on.

Settings and managers come from the workspace's trail, budgets from every budget there was, prices from the price lists,
which only grow: a price file of one's own stands beside the lists on board, with its source. That file can be replaced
by another, so that its prices are noted in the trail too, whenever they are not those that were noted last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.cells import neutralized, written
from bot.storage import budgets, prices, workspaces
from bot.storage.budgets import BudgetRow
from bot.storage.database import Database
from bot.storage.workspaces import MANAGER, Change
from pricing import Catalog, SkuPrice
from pricing.money import plain

COLUMNS = ("at", "kind", "what", "before", "after", "by")
EVERY = 2**31
"""More changes than any trail has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that changed: what it was and what it is from then on ("" is nothing), and who or what says so."""

    at: datetime
    kind: str
    what: str
    before: str
    after: str
    by: str


async def note_prices(db: Database, catalog: Catalog, workspace: str, now: datetime) -> None:
    """Notes in a workspace's trail which prices of the file of one's own are new, different or gone.

    Raises:
        StorageError: nothing may be noted; do it again.
    """
    await prices.note(db, workspace, dict(_own(catalog)), now)


async def audited(db: Database, catalog: Catalog, workspace: str) -> str:
    """The text of a CSV file, the oldest first.

    Raises:
        StorageError: the trail cannot be read, or is damaged.
    """
    settings = await workspaces.changes(db, workspace, EVERY)
    every = await budgets.history(db, workspace)
    found = [*map(_setting, reversed(settings)), *_budgets(every), *_prices(catalog)]
    found.sort(key=lambda entry: entry.at)
    return written([COLUMNS, *map(_row, found)])


def _row(entry: Entry) -> tuple[str, ...]:
    at = entry.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return (at, *map(neutralized, (entry.kind, entry.what, entry.before, entry.after, entry.by)))


def _setting(change: Change) -> Entry:
    kind = "manager" if change.name == MANAGER else "price" if change.name.startswith(prices.PRICE) else "setting"
    what = change.name.removeprefix(prices.PRICE)
    return Entry(change.at, kind, what, _said(change.before), _said(change.after), change.actor)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _budgets(every: Iterable[BudgetRow]) -> Iterator[Entry]:
    """A budget that took the place of another is one change, one that was cleared another."""
    ended = {(*_key(row), row.ended_at): row for row in every if row.ended_at}
    replaced = set()
    for row in every:
        before = ended.get((*_key(row), row.at))
        replaced |= {before.id} if before else set()
        yield Entry(row.at, "budget", _called(row), _amount(before) if before else "", _amount(row), row.set_by)
    for row in ended.values():
        if row.id not in replaced and row.ended_at:
            yield Entry(row.ended_at, "budget", _called(row), _amount(row), "", row.ended_by or "")


def _key(row: BudgetRow) -> tuple[str, str, str]:
    return row.scope, row.scope_id, row.period


def _called(row: BudgetRow) -> str:
    return f"{f'{row.scope} {row.scope_id}'.strip()} a {row.period}"


def _amount(row: BudgetRow) -> str:
    return f"{plain(row.amount)} USD ({row.timezone})"


def _prices(catalog: Catalog) -> Iterator[Entry]:
    """Every price of which the first day is known, with the one before it."""
    for model in catalog.models.values():
        latest: dict[Any, SkuPrice] = {}
        for price in sorted(model.prices, key=_began):
            before = latest.get(price.sku)
            latest[price.sku] = price
            if price.effective_from:
                what = f"{model.id} {_meant(price)}"
                old = _price(before) if before else ""
                yield Entry(price.effective_from, "price", what, old, _price(price), price.source.url)


def _own(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The prices and batch discounts that are laid over the lists on board: what each is for, and what it is."""
    for model in catalog.models.values():
        for price in model.prices:
            if price.layer:
                yield f"{model.id} {_meant(price)}{_since(price.effective_from)}", _price(price)
        for batch in model.batch:
            if batch.layer:
                yield f"{model.id} Batch API{_since(batch.effective_from)}", f"{plain(batch.factor, 0)} times the price"


def _since(began: datetime | None) -> str:
    return f" from {began.astimezone(UTC).date()}" if began else ""


def _began(price: SkuPrice) -> tuple[int, datetime]:
    return price.layer, price.effective_from or datetime.min.replace(tzinfo=UTC)


def _meant(price: SkuPrice) -> str:
    sku = price.sku
    batch = "batch" if sku.batch else None
    return " ".join(str(part) for part in (sku.plan, sku.quality, sku.size, sku.meter, batch) if part)


def _price(price: SkuPrice) -> str:
    per = f"{price.per:,} {price.sku.unit}s" if price.per > 1 else price.sku.unit
    return f"{plain(price.price)} USD for {per}"
