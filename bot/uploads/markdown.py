"""The prompts in a .md file, by the first of these that it has.

A table with a column that is named for prompts; two fenced blocks or more, each a prompt; list items at the outermost
level; a fenced block; paragraphs. Headings, rules and a YAML head are never prompts, inline marks stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.uploads.tabular import column_of

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"( {0,3})(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_CELL_END = re.compile(r"(?<!\\)\|")


def markdown_prompts(_: str, text: str) -> tuple[list[str], str, list[str]]:
    """The prompts, how they were found, and no notes."""
    found = _Found()
    found.read(_without_head(text.split("\n")))
    if found.cells:
        return found.cells, f"One prompt a row, from the table's column “{found.column}”.", []
    if len(found.fenced) > 1 or (found.fenced and not found.items):
        return found.fenced, "One prompt a fenced block.", []
    if found.items:
        return found.items, "One prompt a list item.", []
    return found.paragraphs, "One prompt a paragraph.", []


@dataclass(slots=True)
class _Found:
    """What could be prompts, gathered in one pass over the lines."""

    cells: list[str] = field(default_factory=list)
    column: str = ""
    fenced: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _home: list[str] | None = None
    _within: int = 0
    _gap: bool = False

    def read(self, lines: list[str]) -> None:
        index = 0
        while index < len(lines):
            line = lines[index]
            if (fence := _FENCE.match(line)) and ("`" not in line[fence.end() :] or fence.group(1)[0] == "~"):
                index = self._fenced(lines, index, fence.group(1))
            elif "|" in line and index + 1 < len(lines) and _divides(line, lines[index + 1]):
                index = self._table(lines, index)
            else:
                self._line(line)
                index += 1
        self._close()

    def _line(self, line: str) -> None:
        if self._home is self.items and _indent(line) >= self._within and line.strip():
            self._open.append(_without_bullet(line.lstrip()))
        elif _UNDERLINE.match(line) and self._home is self.paragraphs and not self._gap:
            self._open = []  # they were a heading
        elif not line.strip().strip(" \t*+-_="):  # blank, a rule or an empty item
            self._gap = True
        elif _HEADING.match(line):
            self._close()
        elif item := _ITEM.match(line):
            self._start(self.items, line[item.end() :], within=len(item.group(1)) + 2)
        elif self._home is not None and not self._gap:
            self._open.append(line)
        else:
            self._start(self.paragraphs, line)

    def _start(self, home: list[str], line: str, within: int = 0) -> None:
        self._close()
        self._home, self._open, self._within = home, [line], within

    def _close(self) -> None:
        if self._home is not None and self._open:
            self._home.append(_bare(" ".join(line.strip() for line in self._open)))
        self._home, self._open, self._gap = None, [], False

    def _fenced(self, lines: list[str], start: int, fence: str) -> int:
        self._close()
        end = start + 1
        while end < len(lines) and not _closes(lines[end], fence):
            end += 1
        if block := "\n".join(lines[start + 1 : end]).strip():
            self.fenced.append(block)
        return end + 1

    def _table(self, lines: list[str], start: int) -> int:
        self._close()
        header = _cells(lines[start])
        column = column_of(header)
        end = start + 2
        while end < len(lines) and "|" in lines[end]:
            row = _cells(lines[end])
            if column is not None and column < len(row) and row[column]:
                self.column = self.column or header[column]
                self.cells.append(_bare(row[column]))
            end += 1
        return end


def _without_head(lines: list[str]) -> list[str]:
    """The lines after a YAML head between two lines of three dashes."""
    if lines[0].rstrip() != "---":
        return lines
    ends = next((index for index, line in enumerate(lines[1:], start=1) if line.rstrip() in ("---", "...")), 0)
    return lines[ends + 1 :]


def _closes(line: str, fence: str) -> bool:
    closing = line.strip()
    return len(closing) >= len(fence) and not closing.strip(fence[0])


def _divides(header: str, line: str) -> bool:
    """Whether a line parts a table's header from its rows."""
    return "-" in line and not line.strip(" \t|:-") and len(_cells(header)) == len(_cells(line))


def _without_bullet(line: str) -> str:
    item = _ITEM.match(line)
    return line[item.end() :] if item else line


def _indent(line: str) -> int:
    spread = line[:100].expandtabs(4)
    return len(spread) - len(spread.lstrip())


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    parts = [part.replace("\\|", "|").strip() for part in _CELL_END.split(inner)]
    return parts[:-1] if len(parts) > 1 and not parts[-1] else parts


def _bare(text: str) -> str:
    """The text without code marks, where it is one span of code altogether."""
    inner = text.strip("`")
    ticks = (len(text) - len(inner)) // 2
    return inner.strip() if ticks and text == "`" * ticks + inner + "`" * ticks and "`" not in inner else text
