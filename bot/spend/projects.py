"""Which projects a question about spend means: a request has no name for them, so they are read off its texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.answer.model import Known
from bot.spend.books import Asked, Books

MOST_NAMED = 5

_SAID = re.compile(r"\bprojects?\b", re.IGNORECASE)
_EACH = r"\b(?:by|per|each|every|which|what)\s+(?:the\s+)?"
_BY = re.compile(rf"{_EACH}projects?\b", re.IGNORECASE)
_BY_OTHER = re.compile(rf"{_EACH}(?:model|person|people|user|channel|quality|day|date)s?\b", re.IGNORECASE)
_AND = r"\s*(?:[,&/]|\band\b)\s*(?:by\s+)?"
_AND_BY = re.compile(rf"{_BY_OTHER.pattern}(?:{_AND}\w+)*?{_AND}projects?\b", re.IGNORECASE)
_MARKS = "[\"“”']?"


@dataclass(frozen=True, slots=True)
class Projects:
    """Whether spend is asked for by project, and for which one; `note` says what was not understood, else is empty."""

    by: bool = False
    name: str = ""
    note: str = ""

    def of(self, asked: Asked) -> Asked:
        """The question, about these projects."""
        only = replace(asked.only, projects=(self.name,)) if self.name else asked.only
        return replace(asked, by="project" if self.by else asked.by, only=only)


async def known_of(books: Books, workspace: str, asked: Asked, texts: Sequence[str], zone: str = "UTC") -> Known:
    """What there is to know for a question about spend that was asked in some texts, the newest first.

    Raises:
        ValueError: the range or the zone is none.
        StorageError: the ledger cannot be read, or is damaged.
    """
    said = any(_SAID.search(text) for text in texts)
    found = projects_in(texts, await books.names(workspace, "project")) if said else Projects()
    asked = found.of(asked)
    spent = await books.spend(workspace, asked, zone)
    return Known(spent, quoted=await books.quoted(workspace, asked, zone), note=found.note)


def projects_in(texts: Sequence[str], known: Collection[str]) -> Projects:
    """What the texts of a question say of projects, the newest first; `known` are those that usage names."""
    by = next((bool(_BY.search(text)) for text in texts if _BY.search(text) or _BY_OTHER.search(text)), False)
    for text in texts:
        rest = _BY.sub(" ", text)
        if name := named_in(rest, known):
            return Projects(by, name)
        if _SAID.search(_AND_BY.sub(" ", rest)):
            return Projects(by, note=_unclear(known))
    return Projects(by)


def named_in(text: str, known: Collection[str]) -> str:
    """The known project, the longest of those that would do, that stands beside the word."""
    said = text.casefold()
    there = (name for name in known if name and name.casefold() in said)  # to look for ten thousand takes seconds
    for name in sorted(there, key=len, reverse=True):
        written = re.escape(name)
        beside = rf"\bproject\s+{_MARKS}{written}(?![\w-])|(?<![\w-]){written}{_MARKS}\s+project\b"
        if re.search(beside, text, re.IGNORECASE):
            return name
    return ""


def _unclear(known: Collection[str]) -> str:
    names = sorted(filter(None, known))
    if not names:
        return "No usage names a project, so this counts all of it."
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    named = ", ".join(names[:MOST_NAMED]) + more
    return f"I cannot tell which project is meant, so this counts all. Usage names: {named}."
