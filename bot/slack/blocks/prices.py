"""Price lists: one model's whole list as a table; of several the main price of each, and a menu for the whole lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlsplit

from bot.answer import say
from bot.answer.model import Answer, Row
from bot.slack.blocks import ids, kit
from bot.slack.blocks.message import Message, fitted
from bot.slack.blocks.notes import notes
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
        yield kit.header(f"Prices of {models[0][0]}")
        yield _whole(models[0][1], room)
    elif models:
        yield kit.header("Prices")
        yield _overview(models, room)
        yield from _menu([model for model, _ in models])
    yield from _sources(rows)
    yield from notes(answer)


def _whole(prices: Sequence[Row], room: int) -> kit.Block:
    """Every price of a model, standard beside batch."""
    batch = {_name(row): row for row in prices if row["batch"]}
    standard = [row for row in prices if not row["batch"]]
    heads = ["US dollars for", "Standard", "Batch API"][: 3 if batch else 2]
    table: kit.Rows = [[kit.bold(head) for head in heads]]
    for row in standard[: room - 2]:
        half = batch.get(_name(row))
        table.append([_name(row), _dollars(row), _dollars(half) if half else ""][: len(heads)])
    if len(standard) > room - 2:
        table.append([f"{len(standard) - room + 2} more", *[""] * (len(heads) - 1)])
    return kit.table(table, kit.columns(len(heads)))


def _overview(models: Sequence[tuple[str, Sequence[Row]]], room: int) -> kit.Block:
    """Each model's main price."""
    table: kit.Rows = [(kit.bold("Model"), kit.bold("US dollars"), kit.bold("for"))]
    table += [(model, *_main(prices)) for model, prices in models[: room - 2]]
    if len(models) > room - 2:
        table.append((f"{len(models) - room + 2} more models", "", ""))
    return kit.table(table, ["left", "right", "left"])


def _main(prices: Sequence[Row]) -> tuple[str, str]:
    standard = [row for row in prices if not row["batch"]] or list(prices)
    for meter in MAIN:
        found = [row for row in standard if row["meter"] == meter]
        if found:
            least = min(found, key=_amount)
            what = f"a {least['unit']}" if meter in ("image", "subscription") else _name(least)
            return f"{'from ' if len(found) > 1 else ''}{_dollars(least)}", what
    return "", ""


def _amount(row: Row) -> Decimal:
    price = row["price_usd"]
    return price if isinstance(price, Decimal) else Decimal(0)


def _dollars(row: Row) -> str:
    return shown_exactly(_amount(row))


def _menu(models: Sequence[str]) -> Iterator[kit.Block]:
    options = [kit.option(model, f"price list for {model}") for model in models]
    yield {"type": "actions", "elements": [kit.select(ids.ASK_MENU, "All prices of…", options)]}


def _name(row: Row) -> str:
    """What a price is for: "1M text input tokens", "a low 1024x1024 image", "a month of Basic"."""
    if row["meter"] == "subscription":
        return f"a {row['unit']} of {row.get('plan')}"
    meter = str(row["meter"]).replace("_", " ")
    what = " ".join(str(part) for part in (row["quality"], row["size"], meter) if part)
    if row["unit"] == "image" or row["per"] == 1:
        return f"a {what}" if row["unit"] == meter else f"a {row['unit']}, {what}"
    per = "1M" if row["per"] == 1_000_000 else f"{row['per']:,}"
    return f"{per} {what} {row['unit']}s"


def _sources(rows: Sequence[Row]) -> Iterator[kit.Block]:
    """Where the prices stand, as links, and when that was checked."""
    checked: dict[str, dict[str, None]] = {}
    for row in rows:
        checked.setdefault(str(row["checked"]), {})[str(row["source"])] = None
    for when, sources in list(checked.items())[:3]:
        elements = [kit.run(f"Checked {when}: ")]
        for index, source in enumerate(list(sources)[:6]):
            elements += [*([kit.run(", ")] if index else []), kit.link(source, urlsplit(source).hostname or source)]
        yield kit.rich(kit.paragraph(*elements))
