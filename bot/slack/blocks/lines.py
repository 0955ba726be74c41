"""The table of line items, which sums to the headline whatever its length: an item, how much of it, what it comes to.

Two columns, since a phone has room for no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.answer import say
from bot.answer.model import Answer, JobQuote
from bot.slack.blocks import kit
from pricing import LineItem
from pricing.money import shown, total

HEADS = (kit.bold("Item"), kit.bold("Amount"))


MOST_ITEMIZED = 20
"""Lines of several jobs that are shown one by one."""


class Line(NamedTuple):
    """A row: what it is, what it comes to, and whether it is a sum of others."""

    what: str
    amount: Decimal
    bold: bool = False


def line_table(answer: Answer, room: int) -> kit.Block | None:
    """The lines of every job and the total, in at most `room` rows; None where there is no line.

    Where the lines do not fit each job has one row, and where those do not the last ones share one.
    """
    quotes = [each for each in answer.quotes if each.quote.lines]
    if not quotes:
        return None
    shortened = by_job(answer, room)
    lines = list(_by_job(quotes, room - 2) if shortened else _itemized(quotes))
    if len({each.quote.per for each in quotes}) == 1:
        lines.append(Line(f"Total{_each(quotes)}", total(each.quote.total for each in quotes), bold=True))
    amounts = say.aligned([line.amount for line in lines])
    rows: kit.Rows = [HEADS]
    for line, amount in zip(lines, amounts, strict=True):
        rows.append((kit.bold(line.what), kit.bold(amount)) if line.bold else (line.what, amount))
    return kit.table(rows, kit.columns(2))


def by_job(answer: Answer, room: int) -> bool:
    """Whether the lines are too many for so many rows, or for anybody to read, so that each job has one."""
    lines = sum(len(each.quote.lines) + 1 for each in answer.quotes)
    return len(answer.quotes) > 1 and lines > min(room - 2, MOST_ITEMIZED)


def how_much(line: LineItem) -> str:
    """A line's quantity and price: "4,000 tokens at $2.00 / 1M"."""
    return f"{say.line_quantity(line)} at {say.line_price(line)}"


def common_model(answer: Answer) -> str | None:
    """The model that every quote of an answer is for, if it is one."""
    models = {each.quote.model_id for each in answer.quotes}
    return models.pop() if len(models) == 1 else None


def _each(quotes: Sequence[JobQuote]) -> str:
    made = quotes[0].quote
    if len(quotes) > 1 or made.per_image is None or made.images == 1:
        return ""
    return f", {shown(made.per_image)} an image"


def _itemized(quotes: Sequence[JobQuote]) -> Iterator[Line]:
    for each in quotes:
        if len(quotes) > 1:
            yield Line(_job(each, quotes), each.quote.total, bold=True)
        for line in each.quote.lines:
            yield Line(f"{say.line_label(each.quote, line)}: {how_much(line)}", line.amount)


def _job(each: JobQuote, quotes: Sequence[JobQuote]) -> str:
    title = say.job_title(each.quote)
    if len({other.quote.model_id for other in quotes}) == 1:
        title = title.replace(f" on {each.quote.model_id}", "")
    return f"{each.job + 1}. {title}"


def _by_job(quotes: Sequence[JobQuote], room: int) -> Iterator[Line]:
    listed = quotes if len(quotes) <= room else quotes[: room - 1]
    for each in listed:
        yield Line(_job(each, quotes), each.quote.total)
    if rest := quotes[len(listed) :]:
        yield Line(f"{len(rest):,} more jobs", total(each.quote.total for each in rest))
