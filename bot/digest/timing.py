"""How the delivery is set: how long things take and how fast they may be, its named steps, and who looks on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.digest.ports import Content
from bot.storage.deliveries import Delivery

STEPS = (
    "enqueue", "enqueued", "claim", "claimed", "look", "looked",
    "compose", "fixed", "post", "sent", "record", "recorded",
)  # fmt: skip
"""In order. `enqueue`, `claim` and `record` are inside their transactions, the others between two of them."""

EVERY = timedelta(seconds=2)
"""How often the scheduler wakes the delivery up."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take and how fast they may be."""

    lease: timedelta = timedelta(seconds=120)
    timeout: timedelta = timedelta(seconds=10)
    """For one post, its plainer form included, and for one look."""

    settle: timedelta = timedelta(seconds=15)
    """After no answer, before the channel is looked at: Slack may still be at it."""

    channel_pause: timedelta = timedelta(seconds=1)
    per_second: float = 4.0
    """Posts into a workspace; Slack takes several hundred a minute."""

    at_once: int = 16
    """Posts under way in one process, of which one workspace has at most `a_workspace`."""

    a_workspace: int = 8
    beat: float = 0.05
    """Seconds between two rounds while there is work."""


def nothing(step: str) -> None:
    """What happens at a step outside tests."""


def unwatched(kind: str, outcome: str, late: float) -> None:
    """For who counts nothing."""


def refusal(held: Delivery, reason: str) -> Content:
    """What its owner is told about something that could not be posted."""
    what = "A budget alert" if held.kind == "alert" else "The weekly summary"
    return Content(f"{what} for {held.channel} could not be posted: Slack says {reason}.")


@dataclass(frozen=True, slots=True)
class Hooks:
    """Who looks on: `step` is called at each of STEPS, `watch` after each attempt with kind, outcome and lateness.

    Outcomes are posted, limited, unknown, postponed, refused, skipped, superseded and interrupted.
    """

    step: Callable[[str], None] = nothing
    watch: Callable[[str, str, float], None] = unwatched
    notice: Callable[[Delivery, str], Content] = refusal
