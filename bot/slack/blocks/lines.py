"""The table of a quote's line items, which sums to the headline whatever its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.answer import say
from bot.answer.model import Answer, JobQuote
from bot.slack.blocks import kit
from pricing import LineItem, Quote
from pricing.money import total

HEADS = ("Item", "How much", "Amount")
ALIGNED: tuple[kit.Align, ...] = ("left", "left", "right")

Row = tuple[kit.Cell, kit.Cell, kit.Cell]


def line_table(answer: Answer, room: int) -> kit.Block | None:
    """The lines of every job and the total, in at most `room` rows; None where there is no line.

    Where the lines do not fit each job has one row, and where those do not the last ones share one.
    """
    quotes = [each for each in answer.quotes if each.quote.lines]
    if not quotes:
        return None
    body = room - 2
    rows = list(_itemized(quotes))
    if len(rows) > body:
        rows = list(_jobs(quotes, body))
    in_all = answer.total if len(quotes) > 1 or answer.total is None else quotes[0].quote.total
    if answer.intent == "afford":
        in_all = quotes[0].quote.total
    elif in_all is None and len({each.quote.per for each in quotes}) == 1:
        in_all = total(each.quote.total for each in quotes)
    amounts = [amount for _, _, amount in rows] + ([in_all] if in_all is not None else [])
    shown = say.aligned(amounts)
    table: kit.Rows = [tuple(map(kit.bold, HEADS))]
    for (name, much, _), amount in zip(rows, shown, strict=False):
        heading = not isinstance(name, str)
        table.append((name, much, kit.bold(amount) if heading else amount))
    if in_all is not None:
        table.append((kit.bold("Total"), "", kit.bold(shown[-1])))
    return kit.table(table, ALIGNED)


def how_much(line: LineItem) -> str:
    """A line's quantity and price: "4,000 tokens at $2.00 / 1M"."""
    return f"{say.line_quantity(line)} at {say.line_price(line)}"


def _itemized(quotes: Sequence[JobQuote]) -> Iterator[tuple[kit.Cell, str, Decimal]]:
    for each in quotes:
        made = each.quote
        if len(quotes) > 1:
            yield kit.bold(f"{each.job + 1}. {say.job_title(made)}"), "", made.total
        for line in made.lines:
            yield _label(made, line), how_much(line), line.amount


def _label(made: Quote, line: LineItem) -> str:
    return say.line_label(made, line)


def _jobs(quotes: Sequence[JobQuote], room: int) -> Iterator[tuple[kit.Cell, str, Decimal]]:
    listed = quotes if len(quotes) <= room else quotes[: room - 1]
    for each in listed:
        yield f"{each.job + 1}. {say.job_title(each.quote)}", "", each.quote.total
    rest = quotes[len(listed) :]
    if rest:
        yield f"{len(rest)} more jobs", "", total(each.quote.total for each in rest)
