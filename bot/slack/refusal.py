"""What Slack said when it refused a call: mostly JSON with a code, and anything at all while it is out of order."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError


def code_of(wrong: SlackApiError) -> str:
    """Slack's code for it; where the answer is none of Slack's JSON, its HTTP status as `http_503`."""
    body = getattr(wrong.response, "data", wrong.response)
    code = body.get("error") if isinstance(body, Mapping) else None
    return str(code or f"http_{status_of(wrong)}")


def status_of(wrong: SlackApiError) -> int:
    """The HTTP status of the answer."""
    return int(getattr(wrong.response, "status_code", 200))
