"""Putting the lines of a file into the ledger, some hundred events at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.spend.intake import Taken
from bot.spend.sources.files import Line
from bot.spend.usage import UsageEvent

AT_ONCE = 1_000
"""Events in a transaction."""

Record = Callable[[Sequence[UsageEvent]], Awaitable[Sequence[Taken]]]
Refuse = Callable[[int, str], object]


@dataclass
class Import:
    """An import under way, and what became of the events so far; what is refused is told by line."""

    record: Record
    refuse: Refuse
    recorded: int = 0
    known: int = 0
    refused: int = 0
    _waiting: list[tuple[int, UsageEvent | str]] = field(default_factory=list)

    async def run(self, lines: Iterable[Line]) -> None:
        """Records every line, or says why not, in order. What was recorded stays recorded whatever happens later."""
        for line in lines:
            if line.problem:
                self._waiting.append((line.number, line.problem))
            self._waiting += ((line.number, event) for event in line.events)
            if len(self._waiting) >= AT_ONCE:
                await self._record()
        await self._record()

    async def _record(self) -> None:
        waiting, self._waiting = self._waiting, []
        events = [each for _, each in waiting if isinstance(each, UsageEvent)]
        taken = iter(await self.record(events) if events else ())
        for number, each in waiting:
            became = next(taken) if isinstance(each, UsageEvent) else Taken("", "refused", each)
            if became.status == "refused":
                self._refuse(number, became.reason)
            elif became.status == "known":
                self.known += 1
            else:
                self.recorded += 1

    def _refuse(self, number: int, reason: str) -> None:
        self.refused += 1
        self.refuse(number, reason)
