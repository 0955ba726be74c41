"""The quotes of an answer as CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bot.answer import say
from bot.answer.model import Answer
from pricing.money import plain

HEADS = ("job", "model", "what", "item", "quantity", "unit", "unit_price_usd", "amount_usd")
_ACTING = ("=", "+", "-", "@", "\t", "\r")


def quote_csv(answer: Answer) -> str:
    """A row a line item; amounts exact."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADS, *_rows(answer)])
    return out.getvalue()


def _rows(answer: Answer) -> Iterator[list[str]]:
    for each in answer.quotes:
        made = each.quote
        for line in made.lines:
            cells = [
                str(each.job + 1),
                made.model_id,
                say.job_title(made),
                say.line_label(made, line),
                plain(line.quantity, 0),
                line.price.sku.unit,
                plain(line.price.unit_price),
                plain(line.amount),
            ]
            yield [f"'{cell}" if cell.startswith(_ACTING) else cell for cell in cells]
