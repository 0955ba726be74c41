"""Slack's signature of a request: HMAC-SHA256 over the version, the time and the raw body."""

from __future__ import annotations

import hashlib
import hmac


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Slack-Signature.

    Source: https://docs.slack.dev/authentication/verifying-requests-from-slack/
    """
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
