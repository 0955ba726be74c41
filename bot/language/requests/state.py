"""What a thread has come to: the last reading, with the drafts that a follow-up can change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.language.jobs.drafts import Draft
from bot.request import Reading, Request


@dataclass(frozen=True, slots=True)
class State:
    """The request that stands after a message. `request` is the last one that can be changed, `drafts` its jobs."""

    reading: Reading
    request: Request
    drafts: tuple[Draft, ...] = ()
    intent: str = ""
    models: tuple[str, ...] = ()
    earlier: State | None = None

    def jobs(self) -> State | None:
        """The last state that had jobs: this one or an earlier."""
        return self if self.drafts else self.earlier


def followed(state: State) -> State:
    """The state, its reading marked as a follow-up."""
    return replace(state, reading=replace(state.reading, followed=True))
