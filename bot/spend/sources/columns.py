"""Our own columns: a row of a CSV file, a line of JSON or an object sent to POST /usage as a usage event.

docs/spend.md has the table. A name that is not in it is refused, since a misspelt column would be lost silently.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from hashlib import blake2b
from typing import Any

from bot.spend.sources.values import count, instant, number, shown, tags, text, yes
from bot.spend.usage import METERS, MalformedUsage, Source, UsageEvent
from pricing.money import ZERO
from pricing.sku import Meter

TOKENS: Mapping[str, Meter] = {f"{meter}_tokens": meter for meter in METERS if meter not in ("image", "subscription")}
TEXTS = ("provider", "model", "quality", "size", "plan", "currency", "person", "channel", "project", "quote")
FIELDS: Mapping[str, tuple[str, Callable[[str, Any], Any]]] = {
    "id": ("key", text),
    "at": ("at", instant),
    **{name: (name, text) for name in TEXTS},
    "images": ("images", count),
    "calls": ("calls", count),
    "batch": ("batch", yes),
    "cost_usd": ("stated", number),
    "tags": ("tags", tags),
}
"""The event's field that a column fills, and how its value is read."""

COLUMNS = (*FIELDS, *TOKENS)
NEEDED = {"at": "when it was used, such as 2026-11-05T14:30:00Z", "model": "what it was made with"}
OTHERS = "x_"
"""How columns begin that are somebody else's."""


def unknown(names: Iterable[str]) -> str:
    """What is wrong with a set of column names, in a sentence; empty when nothing is."""
    given = list(names)
    strange = next((name for name in given if name not in COLUMNS and not name.startswith(OTHERS)), None)
    if strange is not None:
        return _strange(strange)
    missing = next((name for name in NEEDED if name not in given), None)
    return f"There is no column {missing}." if missing else ""


def event_of(row: Mapping[str, Any], source: Source) -> UsageEvent:
    """The event of a row. Without an id all that it says is its key, so that the same row twice is one event.

    Raises:
        RefusedUsage: it cannot be read; says why.
    """
    fields: dict[str, Any] = {}
    quantities: dict[Meter, Decimal] = {}
    for name, value in row.items():
        if value is None or value == "":
            continue
        if name in FIELDS:
            field, read = FIELDS[name]
            fields[field] = read(name, value)
        elif name in TOKENS:
            quantities[TOKENS[name]] = number(name, value) or ZERO
        elif not name.startswith(OTHERS):
            raise MalformedUsage("columns", _strange(name))
    for name, what in NEEDED.items():
        if not fields.get(name):
            raise MalformedUsage(name, f"{name} is missing: {what}.")
    return keyed(UsageEvent(**{"key": "", **fields}, source=source, quantities=quantities), row, COLUMNS)


def keyed(event: UsageEvent, row: Mapping[str, Any], read: Collection[str]) -> UsageEvent:
    """The event with a key. Where its source has none, its content is one, with the row if it has more than was read.

    Only rows that are equal in every column are one event, whatever the event itself holds of them.
    """
    if event.key:
        return event
    said = {name: str(value).strip() for name, value in row.items() if value is not None}
    filled = sorted((name, value) for name, value in said.items() if value)
    if all(name in read for name, _ in filled):
        return replace(event, key=f"content:{event.content.hex()}")
    told = json.dumps([event.content.hex(), filled])
    return replace(event, key=f"content:{blake2b(told.encode(), digest_size=16).hexdigest()}")


def _strange(name: str) -> str:
    near = get_close_matches(name[:60], COLUMNS, n=1)
    return f"{shown(name)} is not a column{f'; {near[0]} is' if near else ''}."
