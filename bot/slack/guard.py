"""What stands in front of Bolt in HTTP mode: size, signature and age of a request, checked on its raw bytes.

Bolt 1.30 parses a body before it verifies the signature, so that bad JSON, deep nesting or a timestamp such
as "abc" raise inside it. Here nothing is parsed before it is known to come from Slack; then `envelope` reads it.
Source of the scheme: https://docs.slack.dev/authentication/verifying-requests-from-slack/
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

MOST_BYTES = 1_048_576
MOST_SECONDS = 300
"""Age, or lead, of a request beyond which it is a replay."""

_TIMESTAMP = re.compile(r"\d{10}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """A request that goes no further, and the HTTP status it gets."""

    status: int
    reason: str


async def read_body(chunks: AsyncIterable[bytes], length: str | None) -> bytes:
    """The whole body.

    Raises:
        Refused: 413, it is or says it is longer than `MOST_BYTES`; not a byte more than that is kept.
    """
    if length is not None and length.isascii() and length.isdigit() and (len(length) > 9 or int(length) > MOST_BYTES):
        raise Refused(413, "too large")
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused(413, "too large")
    return bytes(body)


def verify(secret: SecretStr, headers: Mapping[str, str], body: bytes, at: datetime) -> str:
    """The signature, once it is known to be Slack's and of the last five minutes.

    Raises:
        Refused: 401, it is not.
    """
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    signature = headers.get("X-Slack-Signature", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        raise Refused(401, "not signed")
    if abs(at.timestamp() - int(timestamp)) > MOST_SECONDS:
        raise Refused(401, "too old")
    expected = hmac.new(secret.get_secret_value().encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256)
    if not hmac.compare_digest(f"v0={expected.hexdigest()}", signature):
        raise Refused(401, "signed by somebody else")
    return signature
