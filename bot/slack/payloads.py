"""What Slack's payloads say, by name: the one place that knows where in them things stand.

Commands have everything at the top, actions and views nest it; a missing part is an empty string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest


@dataclass(frozen=True, slots=True)
class Payload:
    """A command, a shortcut, a tap or a submitted form."""

    body: Mapping[str, Any]

    def _of(self, part: str, name: str) -> str:
        inner = self.body.get(part)
        return str(inner.get(name) or "") if isinstance(inner, Mapping) else ""

    @property
    def workspace(self) -> str:
        """The team's id."""
        return str(self.body.get("team_id") or "") or self._of("team", "id")

    @property
    def user(self) -> str:
        """The person's id."""
        return str(self.body.get("user_id") or "") or self._of("user", "id")

    @property
    def channel(self) -> str:
        """The channel's id."""
        return (
            str(self.body.get("channel_id") or "") or self._of("channel", "id") or self._of("container", "channel_id")
        )

    @property
    def text(self) -> str:
        """What was typed behind a command."""
        return str(self.body.get("text") or "")

    @property
    def trigger(self) -> str:
        """The trigger's id: new for every single thing that a person does."""
        return str(self.body.get("trigger_id") or "")

    @property
    def response_url(self) -> str:
        """Where to answer the person alone."""
        return str(self.body.get("response_url") or "")

    @property
    def message_ts(self) -> str:
        """The message that a control stands in."""
        return self._of("container", "message_ts") or self._of("message", "ts")

    @property
    def thread(self) -> str:
        """The thread of the message that a control or a shortcut belongs to; empty outside threads."""
        return self._of("container", "thread_ts") or self._of("message", "thread_ts")

    @property
    def private(self) -> bool:
        """Whether the message is seen by one person alone."""
        container = self.body.get("container")
        return isinstance(container, Mapping) and bool(container.get("is_ephemeral"))

    @property
    def action(self) -> Mapping[str, Any]:
        """What was tapped or chosen."""
        actions = self.body.get("actions")
        return actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}

    @property
    def view(self) -> Mapping[str, Any]:
        """The form."""
        view = self.body.get("view")
        return view if isinstance(view, Mapping) else {}


def keys_of(request: AsyncBoltRequest, payload: Payload) -> tuple[str, ...]:
    """What tells a repetition of it from something new: the signature it came with, else its trigger."""
    signature = (request.headers.get("x-slack-signature") or [""])[0]
    key = signature or payload.trigger
    return (f"request:{key}",) if key else ()
