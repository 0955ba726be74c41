"""The prompts in a .csv file: a column that is named for them, or the only one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain

from bot.phrase import visible
from bot.uploads.refusal import MAX_PROMPTS, UploadRefused
from pricing.size import listed

COLUMNS = (
    "prompt",
    "prompts",
    "image prompt",
    "positive prompt",
    "text",
    "texts",
    "description",
    "descriptions",
    "caption",
    "captions",
)
"""Names of columns that hold prompts, the surest first."""

_DELIMITERS = ",;\t|"
_SNIFFED = 4_000
"""Characters that csv.Sniffer sees; its patterns take quadratic time."""

_HEADER = 10_000
"""Characters in which the first row is looked for."""

Row = list[str]


def table_prompts(name: str, text: str) -> tuple[list[str], str, list[str]]:
    """The prompts, how they were found, and notes.

    Raises:
        UploadRefused: no column is named for prompts and there are several, or the file is not valid CSV.
    """
    delimiter = _delimiter(text)
    rows = _rows(name, text, delimiter)
    line, first = next(rows, (0, []))
    column = column_of(first)
    if column is None and len([cell for cell in first if cell.strip()]) > 1:
        found = listed([f"“{_shown(cell)}”" for cell in first[:8]])
        more = f" and {len(first) - 8} more" if len(first) > 8 else ""
        raise UploadRefused(
            name,
            f"has no column called prompt, text or description; its columns are {found}{more}. "
            "Name one of them prompt, or send a prompt a line as .txt.",
        )
    if column is None:
        return _only_column(name, chain([(line, first)], rows), delimiter)
    texts, empty = _column(name, first, column, rows, delimiter)
    notes = [f"Rows without a prompt, left out: {empty:,}."] if empty else []
    return texts, f"One prompt a row, from the column “{_shown(first[column])}”.", notes


def column_of(header: Sequence[str]) -> int | None:
    """Which cell of a header is named for prompts; None where none is."""
    names = [" ".join(cell.replace("_", " ").replace("-", " ").casefold().split()) for cell in header]
    return next((names.index(known) for known in COLUMNS if known in names), None)


def _column(
    name: str, header: Row, column: int, rows: Iterator[tuple[int, Row]], delimiter: str
) -> tuple[list[str], int]:
    texts: list[str] = []
    empty = 0
    for line, row in rows:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            if len(header) > 1:
                raise UploadRefused(
                    name,
                    f"has {len(row)} cells in the row that ends on line {line:,} where its header has {len(header)}; "
                    "put quotes around texts that hold the delimiter.",
                )
            row = [delimiter.join(row)]  # noqa: PLW2901 - an only column's delimiters need no quotes
        text = row[column].strip() if column < len(row) else ""
        empty += not text
        if text:
            texts.append(text)
        if len(texts) > MAX_PROMPTS:
            break
    return texts, empty


def _only_column(name: str, rows: Iterator[tuple[int, Row]], delimiter: str) -> tuple[list[str], str, list[str]]:
    """The cells of an only column; its first cell is a heading if it is one word and no other cell is."""
    texts, _ = _column(name, ["prompt"], 0, rows, delimiter)
    heading = len(texts) > 1 and " " not in texts[0] and all(" " in text for text in texts[1:])
    if not heading:
        return texts, "One prompt a row, from the only column.", []
    return texts[1:], "One prompt a row, from the only column.", [f"“{_shown(texts[0])}” is taken for its heading."]


def _rows(name: str, text: str, delimiter: str) -> Iterator[tuple[int, Row]]:
    """Rows that are not blank, each with the line that it ends on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise UploadRefused(
                name,
                f"is not valid CSV near line {reader.line_num:,}: "
                "a quotation mark is left open or stands alone, or a cell is too long.",
            ) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _delimiter(text: str) -> str:
    """What parts the cells: what makes the first row name a column for prompts, else what csv.Sniffer finds."""
    head = text.lstrip("\n")[:_HEADER].partition("\n")[0]
    for delimiter in _DELIMITERS:
        if column_of([cell.strip().strip('"') for cell in head.split(delimiter)]) is not None:
            return delimiter
    try:
        found = csv.Sniffer().sniff(text[:_SNIFFED], delimiters=_DELIMITERS).delimiter
    except csv.Error:
        return ","
    return found if found in head else ","


def _shown(cell: str) -> str:
    return visible(" ".join(cell.split()))[:40]
