"""Requests that nobody sane would send, and some that Slack would, changed in one place or another."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.reliability.payloads import any_payload

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TYPES = (FORM, JSON, "application/json; charset=utf-16", "multipart/form-data; boundary=x", "text/plain", "", "\xff;;=")
TEXTS = ("", " ", "\0", "\ud800", "\u202e", "<!channel>", "U" * 300, "|||")
ODD: tuple[Any, ...] = (
    *TEXTS, None, True, -1, 0, 10**400, 1e308, float("nan"),
    [], [None], [[]], {}, {"": {}}, {"type": "message"}, {"id": {"id": []}},
)  # fmt: skip
SIGNATURES = ("", "v0=", "v0=" + "0" * 64, "v0=" + "é" * 64, "v1=" + "a" * 64, "v0=" + "A" * 64, "0" * 1_000)
TIMESTAMPS = ("", "abc", "-1", "0", "1e9", "9" * 10, "9" * 40, "١٢٣٤٥٦٧٨٩٠", "1700000000 ", "17000000.0")
DEEP = 100_000
UNREADABLE = (
    b"[" * DEEP, b'{"a":' * DEEP, b"payload=" + b"[" * DEEP, b"payload=" + b"%7B%22a%22%3A" * 3_000,
    b"{}", b"[]", b'"a"', b"1" * 5_000, b'{"a": ' + b"9" * 5_000 + b"}", b"{" + b'"' * 999, b"\xff\xfe{}",
    b"&".join(b"a%d=1" % n for n in range(2_000)), b"=" * 50, b"%zz=%", b"payload=%ff", b"payload=", b"payload",
    b"payload=null", b"payload={}&payload={}", b"command=/cost&command=/cost", b"ssl_check=1",
    b"type=event_callback", b"type=block_actions", b'{"type": "event_callback", "event": {}}',
)  # fmt: skip
KINDS = ("noise", "unsigned", "badly signed", "flipped", "unreadable", "changed", "changed")

Signed = Callable[[bytes, str], dict[str, str]]
Parts = tuple[bytes, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its body and its headers."""

    kind: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Garbage:
    """Makes requests; `signed` gives the headers of one that is signed as Slack does, `answer_at` is a response URL."""

    rng: random.Random
    signed: Signed
    answer_at: str

    def request(self) -> Request:
        """The next one."""
        make: dict[str, Callable[[], Parts]] = {
            "noise": lambda: (self._noise(), self._headers()),
            "unsigned": lambda: (self._changed()[0], {"Content-Type": self.rng.choice(TYPES)}),
            "badly signed": lambda: (self._changed()[0], self._headers()),
            "flipped": self._flipped,
            "unreadable": lambda: self._sign(self._unreadable(), self.rng.choice(TYPES)),
            "changed": lambda: self._sign(*self._changed()),
        }
        kind = self.rng.choice(KINDS)
        return Request(kind, *make[kind]())

    def _sign(self, body: bytes, content_type: str) -> Parts:
        return body, self.signed(body, content_type)

    def _noise(self) -> bytes:
        return self.rng.randbytes(self.rng.choice((0, 1, 20, 2_000)))

    def _unreadable(self) -> bytes:
        return self.rng.choice((self._noise(), *UNREADABLE))

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": self.rng.choice(TYPES),
            "X-Slack-Request-Timestamp": self.rng.choice(TIMESTAMPS),
            "X-Slack-Signature": self.rng.choice(SIGNATURES),
        }

    def _flipped(self) -> Parts:
        body, headers = self._sign(*self._changed())
        at = self.rng.randrange(len(body))
        return body[:at] + bytes([body[at] ^ 1 << self.rng.randrange(8)]) + body[at + 1 :], headers

    def _changed(self) -> tuple[bytes, str]:
        """What Slack sends, with odd values in up to three places."""
        wire, payload = any_payload(self.rng, self.answer_at)
        for _ in range(self.rng.randrange(4)):
            self._spoil(payload)
        if wire == "event":
            return json.dumps(payload).encode(), JSON
        if wire == "command":
            return urlencode(payload, errors="surrogatepass").encode(), FORM
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM

    def _spoil(self, payload: Any) -> None:
        while payload:
            key = self.rng.choice(list(payload)) if isinstance(payload, dict) else self.rng.randrange(len(payload))
            inner = payload[key]
            if not isinstance(inner, dict | list) or self.rng.random() < 0.4:
                self._replace(payload, key)
                return
            payload = inner

    def _replace(self, payload: Any, key: Any) -> None:
        if self.rng.random() < 0.3:
            del payload[key]
        else:
            payload[key] = json.loads(json.dumps(self.rng.choice(ODD)))
