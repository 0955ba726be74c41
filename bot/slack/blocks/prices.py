"""Price lists: one model's whole list as a table; of several the main price of each, and a menu for the whole lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from bot.answer import say
from bot.answer.model import Answer, Row
from bot.slack.blocks import ids, kit
from bot.slack.blocks.message import Message, fitted
from bot.slack.blocks.notes import notes
from bot.slack.blocks.sources import checked
from pricing.money import shown_exactly

MAIN = ("image_output", "image", "subscription", "text_output", "text_input")
"""Meters in the order in which one of them stands for a model."""

MILLION = 1_000_000


def price_message(answer: Answer) -> Message:
    """The prices asked for, with where they stand and when they were checked."""
    return fitted(say.text(answer), lambda room: _blocks(answer, room))


def _blocks(answer: Answer, room: int) -> Iterator[kit.Block]:
    rows = answer.data.rows if answer.data else ()
    models = [(model, list(group)) for model, group in groupby(rows, key=lambda row: str(row["model"]))]
    if len(models) == 1:
        yield kit.header(f"Prices of {models[0][0]}")
        yield _whole(models[0][1], room)
        yield from [kit.context(" ".join(answer.body[1:]))] if answer.body[1:] else []
    elif models:
        yield kit.header("Prices")
        yield _overview(models, room)
        yield from _menu([model for model, _ in models])
    yield from checked(_sources(rows))
    yield from notes(answer)


def _whole(prices: Sequence[Row], room: int) -> kit.Block:
    """Every price of a model, standard beside batch."""
    batch = {_name(row): row for row in prices if row["batch"]}
    standard = [row for row in prices if not row["batch"]]
    heads = ["Price of", "US dollars", "Batch API"][: 3 if batch else 2]
    table: kit.Rows = [[kit.bold(head) for head in heads]]
    for row in standard[: room - 2]:
        half = batch.get(_name(row))
        table.append([_name(row), _dollars(row), _dollars(half) if half else ""][: len(heads)])
    if len(standard) > room - 2:
        table.append([f"{len(standard) - room + 2} more", *[""] * (len(heads) - 1)])
    return kit.table(table, kit.columns(len(heads)))


def _overview(models: Sequence[tuple[str, Sequence[Row]]], room: int) -> kit.Block:
    """Each model's main price."""
    table: kit.Rows = [(kit.bold("Model"), kit.bold("Main price"))]
    table += [(model, _main(prices)) for model, prices in models[: room - 2]]
    if len(models) > room - 2:
        table.append((f"{len(models) - room + 2} more models", ""))
    return kit.table(table, kit.columns(2))


def _main(prices: Sequence[Row]) -> str:
    standard = [row for row in prices if not row["batch"]] or list(prices)
    for meter in MAIN:
        found = [row for row in standard if row["meter"] == meter]
        if found:
            least = min(found, key=_amount)
            per = "1M tokens" if least["per"] == MILLION else str(least["unit"])
            return f"{'from ' if len(found) > 1 else ''}{_dollars(least)} / {per}"
    return ""


def _amount(row: Row) -> Decimal:
    price = row["price_usd"]
    return price if isinstance(price, Decimal) else Decimal(0)


def _dollars(row: Row) -> str:
    return shown_exactly(_amount(row))


def _menu(models: Sequence[str]) -> Iterator[kit.Block]:
    options = [kit.option(model, f"price list for {model}") for model in models]
    yield {"type": "actions", "elements": [kit.select(ids.ASK_MENU, "All prices of…", options)]}


def _name(row: Row) -> str:
    """What a price is for: "text input, 1M tokens", "low 1024x1024", "Basic, a month"."""
    if row["meter"] == "subscription":
        return f"{row.get('plan')}, a {row['unit']}"
    parts = [str(part) for part in (row["quality"], row["size"]) if part]
    if row["meter"] != "image" or not parts:
        parts.append(str(row["meter"]).replace("_", " "))
    per = "" if row["unit"] == "image" else f", 1M {row['unit']}s" if row["per"] == MILLION else f", a {row['unit']}"
    return " ".join(parts) + per


def _sources(rows: Sequence[Row]) -> Iterator[tuple[str, date]]:
    for row in rows:
        if isinstance(row["checked"], date):
            yield str(row["source"]), row["checked"]
