"""How the stand-in says no: to a program as Slack does, to a test that asks for what Slack has no way to do."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Slack's answer to a call that it does not carry out: the error's name, and what the answer adds to it."""

    def __init__(self, error: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(error, *(messages or []))
        self.error = error
        self.messages = messages or []
        self.more = more

    def answer(self) -> dict[str, Any]:
        """The body that Slack sends."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["errors"] = self.messages
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


class Impossible(Exception):
    """A person cannot do this in Slack: click what is not shown, run a command in a thread, write in an archive."""
