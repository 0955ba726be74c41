"""CSV for people's spreadsheets: a file's prompts with what each costs, and the line items of quotes.

No cell starts a formula: `bot.cells`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bot.answer.model import JobQuote
from bot.cells import neutralized, written
from bot.uploads.count import Counted
from pricing import Quote
from pricing.money import ZERO, plain, ratio, times, total

PROMPT_COLUMNS = ("prompt", "words", "tokens", "generations", "prompt_usd", "image_usd", "total_usd")
QUOTE_COLUMNS = (
    "job",
    "model",
    "quality",
    "size",
    "images",
    "generations",
    "per",
    "basis",
    "line",
    "quantity",
    "unit",
    "unit_price_usd",
    "amount_usd",
)


def prompts_csv(counted: Counted, quote: Quote) -> str:
    """Each prompt with its words, tokens and share of a quote.

    `prompt_usd` is its own tokens and `image_usd` all else, both for one generation; `generations` how many are made
    of it, retries included. `total_usd` is both, that many times. Where each prompt has equally many generations that
    is exact and sums to the quote; else a prompt has an average number of them.
    """
    made = Decimal(quote.generations or 0)
    each = ratio(made, Decimal(len(counted.prompts)))
    price = next((line.price.unit_price for line in quote.lines if line.meter == "text_input"), ZERO)
    others = total(line.amount for line in quote.lines if line.meter != "text_input")
    image = ratio(others, made) if made else ZERO
    rows = []
    for prompt in counted.prompts:
        own = times(prompt.tokens, price)
        money = (plain(own), plain(image), plain(times(each, total([own, image]))))
        rows.append((prompt.text, str(prompt.words), str(prompt.tokens), plain(each, 0), *money))
    return _csv(PROMPT_COLUMNS, rows)


def quote_csv(quotes: Iterable[JobQuote]) -> str:
    """The line items of quotes, a row each; the amounts of a job sum to its headline."""
    return _csv(QUOTE_COLUMNS, (row for each in quotes for row in _line_rows(each)))


def as_file(text: str) -> bytes:
    """CSV as the bytes of a file that Excel, too, reads as UTF-8."""
    return text.encode("utf-8-sig", "replace")


def _line_rows(each: JobQuote) -> Iterator[tuple[str, ...]]:
    made = each.quote
    asked = (made.model_id, made.quality, made.size, made.images, made.generations, made.per, made.basis)
    job = (str(each.job + 1), *("" if value is None else str(value) for value in asked))
    for line in made.lines:
        unit_price = plain(line.price.unit_price)
        yield (*job, line.meter, plain(line.quantity, 0), line.price.sku.unit, unit_price, plain(line.amount))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return written([columns, *([neutralized(cell) for cell in row] for row in rows)])
