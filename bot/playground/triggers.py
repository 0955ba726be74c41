"""trigger_id: leave to open a modal, for 3 seconds and once. Afterwards the refusals that Slack has for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.refusals import Refused
from bot.playground.workspace import Workspace

LIFE = timedelta(seconds=3)
FORM = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass(slots=True)
class _Trigger:
    user: str
    born: datetime
    view: str | None
    used: bool = False


class Triggers:
    """The trigger ids given out so far."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._given: dict[str, _Trigger] = {}

    def give(self, user: str, view: str | None = None) -> str:
        """A new one for what a person just did, in an open modal or outside any."""
        number = self._workspace.number()
        name = f"{number}.{number * 7919 % 10**10}.{number * 2654435761 % 2**64:016x}"
        self._given[name] = _Trigger(user, self._workspace.clock.now(), view)
        return name

    def forget(self) -> None:
        """Drops all of them."""
        self._given.clear()

    def exchange(self, name: object) -> tuple[str, str | None]:
        """Whose it is and the modal in which it arose; a second time it is refused.

        Raises:
            Refused: invalid, expired or exchanged_trigger_id.
        """
        trigger = self._given.get(str(name)) if FORM.fullmatch(str(name)) else None
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._workspace.clock.now() - trigger.born > LIFE:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user, trigger.view
