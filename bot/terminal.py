"""Answers as terminal text: readable tables at 80 columns, colour only where the terminal shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.answer import say
from bot.answer.model import Answer, JobQuote, Row
from pricing import Quote
from pricing.money import plain, shown, shown_exactly, total

WIDTH = 80
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Style:
    """How to draw emphasis; plain text unless `colour`."""

    colour: bool = False

    def bold(self, text: str) -> str:
        """What is to be read first."""
        return f"\033[1m{text}\033[0m" if self.colour else text

    def faint(self, text: str) -> str:
        """What may be skipped."""
        return f"\033[2m{text}\033[0m" if self.colour else text

    def warn(self, text: str) -> str:
        """What must not be overlooked."""
        return f"\033[33m{text}\033[0m" if self.colour else text


def render(answer: Answer, style: Style | None = None) -> str:
    """The whole answer, lines of at most 80 columns."""
    return "\n".join(_lines(answer, style or Style()))


def _lines(answer: Answer, style: Style) -> Iterator[str]:
    if answer.intent in ("quote", "log", "afford", "compare"):
        for line in wrapped(say.headline(answer)):
            yield style.bold(line)
        if answer.intent == "compare":
            yield from _comparison(answer) if answer.quotes else ()
        else:
            for index, each in enumerate(answer.quotes):
                yield from [""] if index else []
                yield from _quote(each.quote, others=answer.intent != "log")
        yield from [""] if answer.quotes and answer.unavailable else []
        for cannot in answer.unavailable:
            yield from wrapped(cannot.reason, first="x ", rest="  ")
    if answer.intent == "price" and answer.data:
        yield from price_tables(answer.data.rows)
    else:
        for sentence in answer.body:
            yield from wrapped(sentence)
    if answer.question:
        yield from wrapped(answer.question.text)
        for choice in answer.question.choices:
            yield from wrapped(choice, first="  > ", rest="    ")
    yield from _notes(answer, style)


def _quote(made: Quote, *, others: bool) -> Iterator[str]:
    yield from wrapped(say.job_title(made) + _each(made))
    if not made.lines:
        return
    yield ""
    *amounts, in_all = _aligned([*(line.amount for line in made.lines), made.total])
    rows = [
        (say.line_label(made, line), say.line_quantity(line), say.line_price(line), amount)
        for line, amount in zip(made.lines, amounts, strict=True)
    ]
    rows.append(("Total", "", "", in_all))
    yield from table(("Item", "Quantity", "Unit price", "Amount"), rows, left=1)
    bases = list(say.bases(made)) if others else []
    yield from [""] if bases else []
    yield from columns(bases, "<><")


def _comparison(answer: Answer) -> Iterator[str]:
    yield ""
    if len({each.job for each in answer.quotes}) > 1:
        yield from table(("Model", "Job", "Cost"), list(_mixed_rows(answer.quotes)), left=2)
    else:
        rows = [_compared_row(each) for each in answer.quotes]
        heads = ("Model", "Cost", "Each", "vs dearest", "vs asked", "Break-even")
        used = [index for index in range(len(heads)) if index < 2 or any(row[index] for row in rows)]
        yield from table([heads[index] for index in used], [[row[index] for index in used] for row in rows], left=1)


def price_tables(rows: Sequence[Row]) -> Iterator[str]:
    """Each model's prices, standard beside batch, with where they stand."""
    for index, (model, group) in enumerate(groupby(rows, key=lambda row: str(row["model"]))):
        prices = list(group)
        yield from [""] if index else []
        ends = next((f", shuts down {row['shuts_down']}" for row in prices if row["shuts_down"]), "")
        yield f"{model}{ends}"
        batch = {_price_name(row): _price_text(row) for row in prices if row["batch"]}
        heads = ("Price", "US dollars", "Batch API")
        cells = [
            (_price_name(row), _price_text(row), batch.get(_price_name(row), "")) for row in prices if not row["batch"]
        ]
        used = 3 if batch else 2
        yield from table(heads[:used], [row[:used] for row in cells], left=1)
        for source, checked in dict.fromkeys((row["source"], row["checked"]) for row in prices):
            yield from wrapped(f"{source}, checked {checked}", first="  ", rest="  ")


def _price_name(row: Row) -> str:
    parts = (row.get("plan"), row["quality"], row["size"], str(row["meter"]).replace("_", " "))
    return " ".join(str(part) for part in parts if part)


def _price_text(row: Row) -> str:
    price, per = row["price_usd"], row["per"]
    amount = shown_exactly(price) if isinstance(price, Decimal) else "?"
    return f"{amount} / {'1M ' if per == 1_000_000 else ''}{row['unit']}{'s' if per != 1 else ''}"


def _compared_row(each: JobQuote) -> tuple[str, ...]:
    made = each.quote
    dearest, asked = each.savings or (None, None)
    low = f"{shown(made.range.low)} to " if made.range else ""
    return (
        made.model_id + (f" ({made.plan})" if made.plan else ""),
        low + shown(made.total),
        shown(made.per_image) if made.per_image is not None else "",
        _change(dearest) if dearest else "",
        _change(asked) if asked else "",
        f"{each.break_even_images:,}/month" if each.break_even_images else "",
    )


def _mixed_rows(quotes: Sequence[JobQuote]) -> Iterator[tuple[str, str, str]]:
    """Each model's jobs, then their sum."""
    for model, group in groupby((each.quote for each in quotes), key=lambda made: made.model_id):
        jobs = list(group)
        for made in jobs:
            yield model, say.job_title(made).removesuffix(f" on {model}"), shown(made.total)
        yield model, "in all", shown(total(made.total for made in jobs))


def _change(saving: Decimal) -> str:
    return f"{'+' if saving < 0 else '-'}{plain(abs(saving), 1)} %"


def _notes(answer: Answer, style: Style) -> Iterator[str]:
    for title, sentences, mark in (
        ("Assumed", (*answer.assumptions, *answer.reading.notes), "- "),
        ("Advice", tuple(piece.message for piece in answer.advice[: say.MAX_ADVICE]), "- "),
        ("Warnings", tuple(warning.message for warning in answer.warnings), "! "),
    ):
        if not sentences:
            continue
        yield ""
        yield style.bold(title)
        for sentence in sentences:
            for line in wrapped(sentence, first=mark, rest="  "):
                yield style.warn(line) if mark == "! " else line


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> Iterator[str]:
    """Columns under heads: the first `left` flush left, the others, amounts mostly, flush right."""
    yield from columns([heads, *rows], "<" * left + ">" * (len(heads) - left))


def columns(rows: Sequence[Sequence[str]], aligned: str) -> Iterator[str]:
    """Rows of cells in columns as wide as they need, each flush left ("<") or right (">")."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:{to}{width}}" for cell, to, width in zip(row, aligned, widths, strict=True))
        yield ("  " + _GAP.join(cells)).rstrip()


def _aligned(amounts: Sequence[Decimal]) -> list[str]:
    """Exact amounts with as many decimals as the longest has, so that a column adds up to the eye."""
    places = max(len(plain(amount).partition(".")[2]) for amount in amounts)
    return [f"${amount:,.{places}f}" for amount in amounts]


def _each(made: Quote) -> str:
    return f", {shown(made.per_image)} each" if made.per_image is not None and made.images != 1 else ""


def wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """A text in lines that fit, with what stands before the first and the others."""
    yield from textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=True,
        break_on_hyphens=False,
    ) or [first]
