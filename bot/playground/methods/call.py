"""A call of a Web API method, and the table in which every method stands with its scope and rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.records import Json
from bot.playground.refusals import Refused
from bot.playground.triggers import Triggers
from bot.playground.workspace import Workspace

SPECIAL = 0
"""The rate of methods that have a rule of their own."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a method gets to see."""

    workspace: Workspace
    triggers: Triggers
    args: Json
    base_url: str

    def need(self, *names: str) -> None:
        """Refuses a call that lacks an argument."""
        for name in names:
            if self.args.get(name) in (None, ""):
                raise Refused("invalid_arguments", [f"missing required field: {name} [json-pointer:/{name}]"])


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, the scopes of which one is needed, the tier of its rate, the token it takes."""

    run: Handler
    scopes: tuple[str, ...]
    tier: int
    bearer: str


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, tier: int = 3, bearer: str = "bot") -> Callable[[Handler], Handler]:
    """Puts a function into the table under a method's name; `bearer` of its token is bot, app or none."""

    def note(run: Handler) -> Handler:
        METHODS[name] = Method(run, scopes, tier, bearer)
        return run

    return note


def paged(call: Call, items: list[Any], key: str, *, most: int = 1000, usual: int = 100) -> Json:
    """One page of a list, and the cursor of the next one."""
    try:
        limit = min(int(call.args.get("limit") or usual), most)
        start = int(call.args.get("cursor") or 0)
    except ValueError as problem:
        raise Refused("invalid_cursor") from problem
    after = start + limit
    more = str(after) if after < len(items) else ""
    return {key: items[start:after], "response_metadata": {"next_cursor": more}}
