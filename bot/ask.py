"""One question in, one answer out: the path that every surface takes, from text to Answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import language
from bot.answer import Answer, answer
from bot.answer.model import NOTHING_KNOWN, Known
from bot.clock import Clock
from bot.request import Reading, Request
from pricing import Catalog
from pricing.quote import Basis


def nothing_known(reading: Reading, texts: Sequence[str]) -> Known:
    """What is looked up where there is nothing to look in."""
    return NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Asker:
    """Answers texts with a catalog at a clock's time, and what it can look up."""

    catalog: Catalog
    clock: Clock
    basis: Basis | None = None
    look_up: Callable[[Reading, Sequence[str]], Known] = nothing_known

    def ask(self, text: str, thread: Sequence[str | Request] = ()) -> Answer:
        """The answer to a text in the light of a thread: its earlier texts and requests, oldest first."""
        at = self.clock.now()
        reading = self.read(text, thread, at)
        continued = reversed(thread[len(thread) - reading.follows :])
        texts = [text, *(earlier for earlier in continued if isinstance(earlier, str))]
        return self.answer(reading, at, self.look_up(reading, texts))

    def read(self, text: str, thread: Sequence[str | Request], at: datetime) -> Reading:
        """What a text says at an instant."""
        entries = [_well_formed(entry) if isinstance(entry, str) else entry for entry in thread]
        return language.read(_well_formed(text), entries, today=at.date(), models=self.catalog.names)

    def answer(self, reading: Reading, at: datetime, known: Known = NOTHING_KNOWN) -> Answer:
        """The answer to what was read, at an instant, from what was looked up for it."""
        return answer(self.catalog, reading, at, self.basis, known)


def _well_formed(text: str) -> str:
    """The text without lone surrogates, which JSON can smuggle in and no output can encode."""
    return text.encode("utf-8", "replace").decode("utf-8")
