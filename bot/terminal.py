"""Answers as terminal text: readable tables at 80 columns, colour only where the terminal shows it."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.answer import groups, say
from bot.answer.heard import UNUSED, Heard, heard
from bot.answer.model import Answer, JobQuote, Row
from bot.phrase import visible
from pricing import Quote
from pricing.money import shown, shown_exactly, total

WIDTH = 80
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Style:
    """How to lay text out: the columns there are, 80 at the most, and whether emphasis has colour."""

    colour: bool = False
    width: int = WIDTH

    def bold(self, text: str) -> str:
        """What is to be read first."""
        return f"\033[1m{text}\033[0m" if self.colour else text

    def warn(self, text: str) -> str:
        """What must not be overlooked."""
        return f"\033[33m{text}\033[0m" if self.colour else text

    def wrapped(self, text: str, first: str = "", rest: str = "") -> Iterator[str]:
        """A text in lines that fit, with what stands before the first and the others."""
        lines = textwrap.wrap(
            visible(text),
            min(self.width, WIDTH),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=True,
            break_on_hyphens=False,
        )
        yield from (line.rstrip() for line in lines or [first])


def screen(colour: bool) -> Style:
    """The style for standard output: as wide as its terminal, and coloured if it is one and colour is wanted."""
    return Style(colour and sys.stdout.isatty(), shutil.get_terminal_size((WIDTH, 24)).columns)


def render(answer: Answer, style: Style | None = None, text: str | None = None) -> str:
    """The whole answer, lines of at most 80 columns.

    With the text that was asked, an answer that did not use all of it says how its words were read.
    """
    style = style or Style()
    heard_as = _read_as(heard(answer.reading, text), style) if text is not None and answer.reading.unread else ()
    return "\n".join((*_lines(answer, style), *heard_as))


def _lines(answer: Answer, style: Style) -> Iterator[str]:
    if answer.intent in say.QUOTED:
        for line in style.wrapped(say.headline(answer)):
            yield style.bold(line)
        if answer.intent == "compare":
            yield from _comparison(answer) if answer.quotes else ()
        else:
            for index, each in enumerate(answer.quotes):
                yield from [""] if index else []
                yield from _quote(each.quote, style, others=answer.intent != "log")
        yield from [""] if answer.quotes and answer.unavailable else []
        for cannot in answer.unavailable:
            yield from style.wrapped(cannot.reason, first="x ", rest="  ")
    if answer.intent == "price" and answer.data and answer.data.rows:
        yield from price_tables(answer.data.rows, style)
    else:
        yield from _said(answer, style)
    if answer.question:
        yield from style.wrapped(answer.question.text)
        for choice in answer.question.choices:
            yield from style.wrapped(choice, first="  > ", rest="    ")
    yield from _notes(answer, style)


def _quote(made: Quote, style: Style, *, others: bool) -> Iterator[str]:
    yield from style.wrapped(say.job_title(made) + _each(made))
    if not made.lines:
        return
    yield ""
    *amounts, in_all = say.aligned([*(line.amount for line in made.lines), made.total])
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
        yield from table(("Model", "Job", "Cost"), list(_mixed_rows(answer)), left=2)
        return
    rows = [_compared_row(answer, each) for each in answer.quotes]
    heads = ("Model", "Cost", "Each", "vs dearest", "vs asked", "Break-even")
    used = [index for index in range(len(heads)) if index < 2 or any(row[index] for row in rows)]
    lines = list(table([heads[index] for index in used], [[row[index] for index in used] for row in rows], left=1))
    if max(map(len, lines)) > WIDTH:
        used.remove(2)
        lines = list(table([heads[index] for index in used], [[row[index] for index in used] for row in rows], left=1))
    yield from lines


def _compared_row(answer: Answer, each: JobQuote) -> tuple[str, ...]:
    made = each.quote
    dearest, asked = each.savings or (None, None)
    return (
        _name(answer, made),
        made.cost,
        shown(made.per_image) if made.per_image is not None else "",
        _change(dearest) if dearest else "",
        _change(asked) if asked else "",
        say.break_even(answer, each),
    )


def _mixed_rows(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Each model's jobs, then their sum."""
    for model, group in groupby((each.quote for each in answer.quotes), key=lambda made: made.model_id):
        jobs = list(group)
        for made in jobs:
            yield _name(answer, made), say.job_title(made).removesuffix(f" on {model}"), made.cost
        yield model, "in all", shown(total(made.total for made in jobs))


def _name(answer: Answer, made: Quote) -> str:
    ended = " (ended)" if say.ended(answer, made) else ""
    return made.model_id + (f" ({made.plan})" if made.plan else "") + ended


def _change(saving: Decimal) -> str:
    return f"{'+' if saving < 0 else '-'}{abs(saving):,.1f} %"


def price_tables(rows: Sequence[Row], style: Style) -> Iterator[str]:
    """Each model's prices, standard beside batch, with where they stand."""
    for index, (model, group) in enumerate(groupby(rows, key=lambda row: str(row["model"]))):
        prices = list(group)
        yield from [""] if index else []
        yield model
        batch = {_price_name(row): _price_text(row) for row in prices if row["batch"]}
        heads = ("Price", "US dollars", "Batch API")
        cells = [
            (_price_name(row), _price_text(row), batch.get(_price_name(row), "")) for row in prices if not row["batch"]
        ]
        used = 3 if batch else 2
        yield from table(heads[:used], [row[:used] for row in cells], left=1)
        for source, checked in dict.fromkeys((row["source"], row["checked"]) for row in prices):
            yield from style.wrapped(f"{source}, checked {checked}", first="  ", rest="  ")


def _price_name(row: Row) -> str:
    parts = (row.get("plan"), row["quality"], row["size"], str(row["meter"]).replace("_", " "))
    return " ".join(str(part) for part in parts if part)


def _price_text(row: Row) -> str:
    price, per = row["price_usd"], row["per"]
    amount = shown_exactly(price) if isinstance(price, Decimal) else "?"
    return f"{amount} / {'1M ' if per == 1_000_000 else ''}{row['unit']}{'s' if per != 1 else ''}"


def _notes(answer: Answer, style: Style) -> Iterator[str]:
    for title, sentences, mark in (
        ("Assumed", (*answer.assumptions, *answer.reading.notes), "- "),
        ("Advice", tuple(piece.message for piece in say.advice(answer)), "- "),
        ("Warnings", tuple(warning.message for warning in answer.warnings), "! "),
    ):
        if not sentences:
            continue
        yield ""
        yield style.bold(title)
        for sentence in sentences:
            for line in style.wrapped(sentence, first=mark, rest="  "):
                yield style.warn(line) if mark == "! " else line


def _read_as(words: Sequence[Heard], style: Style) -> Iterator[str]:
    """What was read as what in one point, what was not used in another."""
    yield ""
    yield style.bold("Read as")
    read = ", ".join(f"“{each.words}” {each.what}" for each in words if each.what != UNUSED)
    unused = ", ".join(f"“{each.words}”" for each in words if each.what == UNUSED)
    for point in filter(None, (read, f"{UNUSED.capitalize()}: {unused}")):
        yield from style.wrapped(point, first="- ", rest="  ")


def _said(answer: Answer, style: Style) -> Iterator[str]:
    """The sentences, with the rows of what was spent where they belong."""
    lead = answer.data.lead if answer.data else 0
    for sentence in answer.body[:lead]:
        yield from style.wrapped(sentence)
    if rows := groups.rows_of(answer):
        yield from _spent(rows, groups.group_of(answer))
    for sentence in answer.body[lead:]:
        yield from style.wrapped(sentence)


def _spent(rows: Sequence[Row], group: str) -> Iterator[str]:
    amounts = ((groups.name_of(row), row["usd"]) for row in rows)
    cells = [(name, shown(usd)) for name, usd in amounts if isinstance(usd, Decimal)]
    yield ""
    yield from table((groups.GROUPS[group].capitalize(), "Spent"), cells, left=1)
    yield ""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> Iterator[str]:
    """Columns under heads: the first `left` flush left, the others, amounts mostly, flush right."""
    yield from columns([heads, *rows], "<" * left + ">" * (len(heads) - left))


def columns(rows: Sequence[Sequence[str]], aligned: str) -> Iterator[str]:
    """Rows of cells in columns as wide as they need, each flush left ("<") or right (">")."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:{to}{width}}" for cell, to, width in zip(row, aligned, widths, strict=True))
        yield ("  " + _GAP.join(cells)).rstrip()


def _each(made: Quote) -> str:
    return f", {shown(made.per_image)} each" if made.per_image is not None and made.images != 1 else ""
