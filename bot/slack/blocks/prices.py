"""Price lists: one model's whole list as a table; of several the main price of each, and a menu for the whole lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from bot.answer import say
from bot.answer.model import Answer, Row
from bot.slack.blocks import ids, kit
from bot.slack.blocks.message import Message, fitted
from bot.slack.blocks.quote import notes
from pricing.money import shown_exactly

MAIN = ("image_output", "image", "subscription", "text_output", "text_input")
"""Meters in the order in which one of them stands for a model."""


def price_message(answer: Answer) -> Message:
    """The prices asked for, with where they stand and when they were checked."""
    return fitted(say.text(answer), lambda room: _blocks(answer, room))


def _blocks(answer: Answer, room: int) -> Iterator[kit.Block]:
    rows = answer.data.rows if answer.data else ()
    models = [(model, list(group)) for model, group in groupby(rows, key=lambda row: str(row["model"]))]
    if len(models) == 1:
        yield from _one(*models[0], room)
    elif models:
        yield kit.header("Image prices" if len(models) > 1 else "Prices")
        yield _overview(models, room)
        yield from _menu([model for model, _ in models])
        yield kit.context(_checked(rows))
    yield from notes(answer)


def _one(model: str, prices: Sequence[Row], room: int) -> Iterator[kit.Block]:
    yield kit.header(model)
    batch = {_name(row): row for row in prices if row["batch"]}
    standard = [row for row in prices if not row["batch"]]
    heads = ["Price", "US dollars", "Batch API"][: 3 if batch else 2]
    table: kit.Rows = [[kit.bold(head) for head in heads]]
    for row in standard[: room - 2]:
        half = batch.get(_name(row))
        table.append([_name(row), price_text(row), price_text(half) if half else ""][: len(heads)])
    if len(standard) > room - 2:
        table.append([f"{len(standard) - room + 2} more", *[""] * (len(heads) - 1)])
    yield kit.table(table, kit.columns(len(heads)))
    yield kit.context(_checked(prices))


def _overview(models: Sequence[tuple[str, Sequence[Row]]], room: int) -> kit.Block:
    table: kit.Rows = [(kit.bold("Model"), kit.bold("Main price"))]
    table += [(model, _main(prices)) for model, prices in models[: room - 2]]
    if len(models) > room - 2:
        table.append((f"{len(models) - room + 2} more models", ""))
    return kit.table(table, ["left", "left"])


def _main(prices: Sequence[Row]) -> str:
    standard = [row for row in prices if not row["batch"]] or list(prices)
    for meter in MAIN:
        found = [row for row in standard if row["meter"] == meter]
        if found:
            least = min(found, key=_amount)
            start = "from " if len(found) > 1 else ""
            what = "" if meter in ("image", "subscription") else f", {meter.replace('_', ' ')}"
            return f"{start}{price_text(least)}{what}"
    return "–"


def _amount(row: Row) -> Decimal:
    price = row["price_usd"]
    return price if isinstance(price, Decimal) else Decimal(0)


def _menu(models: Sequence[str]) -> Iterator[kit.Block]:
    options = [kit.option(model, f"price list for {model}") for model in models]
    yield {"type": "actions", "elements": [kit.select(ids.ASK_MENU, "Whole list of…", options)]}


def _name(row: Row) -> str:
    parts = (row.get("plan"), row["quality"], row["size"], str(row["meter"]).replace("_", " "))
    return " ".join(str(part) for part in parts if part)


def price_text(row: Row) -> str:
    """A price with its unit: "$8.00 / 1M tokens"."""
    per = row["per"]
    return f"{shown_exactly(_amount(row))} / {'1M ' if per == 1_000_000 else ''}{row['unit']}{'s' if per != 1 else ''}"


def _checked(rows: Sequence[Row]) -> str:
    sources = dict.fromkeys((str(row["source"]), str(row["checked"])) for row in rows)
    return "\n".join(f"{source}, checked {checked}" for source, checked in list(sources)[:8])
