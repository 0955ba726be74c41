"""Where in Slack something was said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a workspace, and the thread in it: the `ts` of its first message, "" for none."""

    workspace: str
    channel: str
    thread: str = ""
