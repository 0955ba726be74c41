"""Faults on demand: what goes wrong with which call, how often and how likely."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.playground.clocks import Clock
from bot.playground.records import Json


class Fault(StrEnum):
    """What can go wrong with a call."""

    LOST = "lost"  # accepted, and the answer never comes
    RESET = "reset"  # the connection breaks before the call is accepted
    RESET_AFTER = "reset_after"  # ... and after it was
    STATUS = "status"  # an HTTP status without Slack's JSON, the call not accepted
    STATUS_AFTER = "status_after"  # ... although it was
    RATE = "rate"  # 429 with Retry-After
    DELAY = "delay"  # late by so many of the clock's seconds
    ERROR = "error"  # Slack says no with this error
    BLOCK = "block"  # invalid_blocks for every message or view with a block of this type


@dataclass(slots=True)
class Rule:
    """A fault that waits for its calls."""

    fault: Fault
    method: str = "*"
    times: int | None = None
    """How many calls it hits; None hits all."""
    probability: float = 1.0
    skip: int = 0
    """How many calls pass before it begins."""
    seconds: float = 0.0
    """How late, or the Retry-After."""
    status: int = 503
    error: str = "internal_error"
    block: str = ""
    channel: str = ""
    """Only calls that name this channel."""
    lasting: float | None = None
    """How many of the clock's seconds it is in force."""
    since: datetime | None = None
    hits: int = field(default=0)


BEFORE = {Fault.RESET, Fault.STATUS, Fault.RATE, Fault.ERROR, Fault.BLOCK}
AFTER = {Fault.LOST, Fault.RESET_AFTER, Fault.STATUS_AFTER}


class Faults:
    """The rules in force. Each `add` returns its rule, whose `hits` tell how often it struck."""

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.rules: list[Rule] = []
        self._clock = clock
        self._random = random.Random(seed)  # noqa: S311  # chance, no secret

    def add(self, fault: Fault | str, method: str = "*", **more: object) -> Rule:
        """A new rule; the fields of `Rule` may be given."""
        rule = Rule(Fault(fault), method, **more)  # type: ignore[arg-type]  # a wrong name is a TypeError
        rule.since = self._clock.now()
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.rules.clear()

    def striking(self, method: str, args: Json) -> list[Rule]:
        """The rules that hit this call; they are counted."""
        struck = [rule for rule in self.rules if self._hits(rule, method, args)]
        for rule in struck:
            rule.hits += 1
        return struck

    def _hits(self, rule: Rule, method: str, args: Json) -> bool:
        if rule.method not in ("*", method) or (rule.channel and args.get("channel") != rule.channel):
            return False
        if rule.fault is Fault.BLOCK and not _holds(args, rule.block):
            return False
        if rule.skip > 0:
            rule.skip -= 1
            return False
        if rule.times is not None and rule.hits >= rule.times:
            return False
        if rule.lasting is not None and rule.since and self._age(rule.since) > rule.lasting:
            return False
        return rule.probability >= 1 or self._random.random() < rule.probability

    def _age(self, since: datetime) -> float:
        return (self._clock.now() - since).total_seconds()


def _holds(value: object, block: str) -> bool:
    if isinstance(value, dict):
        return value.get("type") == block or any(_holds(inner, block) for inner in value.values())
    return isinstance(value, list) and any(_holds(inner, block) for inner in value)
