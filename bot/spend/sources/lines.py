"""The lines of a file, read in bounded memory whatever the file holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_RECORD_LINES = 20
"""Of a CSV record with line breaks in its cells: a quote that is never closed must not swallow a file."""

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Raw:
    """A line without its end. `ended`: there was one. A line that is too long is empty."""

    number: int
    text: bytes
    ended: bool = True
    too_long: bool = False


class Lines:
    """The lines of a binary file that are not blank, by number; lines may be put back."""

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self._number = 0
        self._back: deque[Raw] = deque()
        self.position = 0

    def __iter__(self) -> Iterator[Raw]:
        return self

    def __next__(self) -> Raw:
        while True:
            found = self._back.popleft() if self._back else self._read()
            if found.text.strip() or found.too_long:
                return found

    def put_back(self, lines: list[Raw]) -> None:
        """The next lines are these again."""
        self._back.extendleft(reversed(lines))

    def records(self) -> Iterator[Raw]:
        """Lines as CSV has them: put together where a quoted cell goes over several.

        One with a quote that is never closed stands alone, so that the lines after it are not lost in its cell.
        """
        for first in self:
            record, more = first.text, list[Raw]()
            while record.count(b'"') % 2 and len(more) < MOST_RECORD_LINES and (following := next(self, None)):
                more.append(following)
                record += b"\n" + following.text
            if record.count(b'"') % 2:
                self.put_back(more)
                yield first
            else:
                yield Raw(first.number, record, (more or [first])[-1].ended, any(each.too_long for each in more))

    def _read(self) -> Raw:
        read = self._stream.readline(self._longest)
        if not read:
            raise StopIteration
        self._number += 1
        too_long = not read.endswith(b"\n") and len(read) == self._longest
        last = read
        while too_long and not last.endswith(b"\n") and (following := self._stream.readline(self._longest)):
            last = following
        self.position = self._stream.tell()
        text = b"" if too_long else read.removesuffix(b"\n").removesuffix(b"\r")
        return Raw(self._number, text.removeprefix(BOM) if self._number == 1 else text, last.endswith(b"\n"), too_long)
