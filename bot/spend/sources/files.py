"""Files of usage, read a line at a time: what cannot be read is told by line and reason, the rest goes on.

A file is CSV with a header, of our own columns or of FOCUS's, or JSON Lines of the same or of raw Images API answers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bot.cells import restored
from bot.errors import UsageError
from bot.spend.sources import columns, focus, responses
from bot.spend.sources.lines import Lines, Raw
from bot.spend.sources.wire import exact
from bot.spend.usage import MalformedUsage, RefusedUsage, UsageEvent

LONGEST = 64 * 1024 * 1024
"""Bytes of a line: answers of the Images API may have their images in them."""

OWN_EXPORT = (
    "It was exported from this workspace, which has it already. To record it all the same, take the column {} out."
)
CUT_OFF = "The file ends within this line, so it may be cut off; if it is whole, end it with a line break."


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of a file holds: events, or why none can be read."""

    number: int
    events: tuple[UsageEvent, ...] = ()
    problem: str = ""


class UsageFile:
    """A file of usage; `model` is that of Images API answers that do not name theirs.

    `workspace` is the one that it is for: what was exported from that one is refused, or it would count twice.
    """

    def __init__(self, path: Path, stream: BinaryIO, model: str = "", workspace: str = "") -> None:
        self._path = path
        self._model = model
        self._workspace = workspace
        self._lines = Lines(stream, LONGEST)

    @property
    def position(self) -> int:
        """Bytes that were read."""
        return self._lines.position

    def read(self) -> Iterator[Line]:
        """Every line that is not blank, in order.

        Raises:
            UsageError: the file cannot be used at all.
        """
        first = next(self._lines, None)
        if first is None:
            raise UsageError(f"{self._path} is empty.")
        if first.text.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UsageError(f"{self._path} is UTF-16 text; save it as UTF-8.")
        if first.text.lstrip().startswith(b"["):
            raise UsageError(f"{self._path} is one JSON array; write an object a line instead (JSON Lines).")
        if first.too_long or first.text.lstrip().startswith(b"{"):
            self._lines.put_back([first])
            return (self._line(raw, self._of_json) for raw in self._lines)
        return self._csv(first)

    def _csv(self, first: Raw) -> Iterator[Line]:
        delimiter, names = _header(self._path, first)
        focused = focus.is_focus(names)
        if not focused and (wrong := columns.unknown(names)):
            raise UsageError(f"{self._path} cannot be used: {wrong} docs/spend.md has the columns.")

        home = "x_workspace" if not focused else "BillingAccountId" if "x_Source" in names else ""

        def events(raw: Raw) -> tuple[UsageEvent, ...]:
            cells = _cells(raw.text, delimiter)
            if len(cells) != len(names):
                raise MalformedUsage("cells", f"It has {len(cells)} cells; the header has {len(names)}.")
            if not raw.ended:
                raise MalformedUsage("end", CUT_OFF)
            row = dict(zip(names, map(restored, cells), strict=True))
            if self._workspace and row.get(home) == self._workspace:
                raise MalformedUsage(home, OWN_EXPORT.format(home))
            return (focus.event_of(row) if focused else columns.event_of(row, "import"),)

        return (self._line(raw, events) for raw in self._lines.records())

    def _line(self, raw: Raw, events: Any) -> Line:
        if raw.too_long:
            return Line(raw.number, problem=f"It is longer than {LONGEST // 1024 // 1024} MiB.")
        try:
            return Line(raw.number, tuple(events(raw)))
        except RefusedUsage as wrong:
            return Line(raw.number, problem=str(wrong))

    def _of_json(self, raw: Raw) -> Iterator[UsageEvent]:
        try:
            found: Mapping[str, Any] = exact(raw.text)
        except ValueError:
            raise MalformedUsage("line", "It is not JSON, or cut off.") from None
        if not isinstance(found, dict):
            raise MalformedUsage("line", "It is not a JSON object.")
        if responses.is_response(found):
            yield from responses.events_of(found, raw.text, self._model)
        else:
            yield focus.event_of(found) if focus.is_focus(found) else columns.event_of(found, "import")


def _header(path: Path, first: Raw) -> tuple[str, list[str]]:
    """What parts the cells, and the names of the columns."""
    delimiter = max(",;\t", key=lambda mark: first.text.count(mark.encode()))
    try:
        names = [name.strip() for name in _cells(first.text, delimiter)]
    except MalformedUsage as wrong:
        raise UsageError(f"{path} cannot be used: its first line is no header. {wrong}") from None
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise UsageError(f"{path} cannot be used: its header has {doubled[:40]!r} twice.")
    return delimiter, names


def _cells(text: bytes, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text.decode("utf-8")], delimiter=delimiter, strict=True))
    except UnicodeDecodeError:
        raise MalformedUsage("line", "It is not UTF-8 text.") from None
    except csv.Error as wrong:
        raise MalformedUsage("line", f"It is not CSV: {wrong}.") from None
