"""Requests that nobody sane would send, and some that Slack would, changed in one place or another."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TYPES = (FORM, JSON, "application/json; charset=utf-16", "multipart/form-data; boundary=x", "text/plain", "", "\xff;;=")
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**400, 1e308, float("nan"), "", " ", "\0", "\ud800", "‮", "<!channel>", "U" * 300, "|||",
    [], [None], [[]], {}, {"": {}}, {"type": "message"}, {"id": {"id": []}},
)  # fmt: skip
SIGNATURES = ("", "v0=", "v0=" + "0" * 64, "v0=" + "é" * 64, "v1=" + "a" * 64, "v0=" + "A" * 64, "0" * 1_000)
TIMESTAMPS = ("", "abc", "-1", "0", "1e9", "9" * 10, "9" * 40, "١٢٣٤٥٦٧٨٩٠", "1700000000 ", "17000000.0")
DEEP = 100_000

Signed = Callable[[bytes, str], dict[str, str]]


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
        kind = self.rng.choice(("noise", "unsigned", "badly signed", "flipped", "unreadable", "changed", "changed"))
        make: dict[str, Callable[[], tuple[bytes, dict[str, str]]]] = {
            "noise": lambda: (self._noise(), self._headers()),
            "unsigned": lambda: (self._changed()[0], {"Content-Type": self.rng.choice(TYPES)}),
            "badly signed": lambda: (self._changed()[0], self._headers()),
            "flipped": self._flipped,
            "unreadable": self._unreadable,
            "changed": lambda: self._sign(*self._changed()),
        }
        return Request(kind, *make[kind]())

    def _sign(self, body: bytes, content_type: str) -> tuple[bytes, dict[str, str]]:
        return body, self.signed(body, content_type)

    def _noise(self) -> bytes:
        return self.rng.randbytes(self.rng.choice((0, 1, 20, 2_000)))

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": self.rng.choice(TYPES),
            "X-Slack-Request-Timestamp": self.rng.choice(TIMESTAMPS),
            "X-Slack-Signature": self.rng.choice(SIGNATURES),
        }

    def _flipped(self) -> tuple[bytes, dict[str, str]]:
        body, headers = self._sign(*self._changed())
        at = self.rng.randrange(len(body))
        return body[:at] + bytes([body[at] ^ 1 << self.rng.randrange(8)]) + body[at + 1 :], headers

    def _unreadable(self) -> tuple[bytes, dict[str, str]]:
        """Signed, but not what its type says."""
        body: bytes = self.rng.choice((
            self._noise(),
            b"[" * DEEP, b'{"a":' * DEEP, b"payload=" + b"[" * DEEP, b"payload=" + b"%7B%22a%22%3A" * 3_000,
            b"{}", b"[]", b'"a"', b"1" * 5_000, b'{"a": ' + b"9" * 5_000 + b"}", b"{" + b'"' * 999, b"\xff\xfe{}",
            b"&".join(b"a%d=1" % n for n in range(2_000)), b"=" * 50, b"%zz=%", b"payload=%ff", b"payload=", b"payload",
            b"payload=null", b"payload={}&payload={}", b"command=/cost&command=/cost", b"ssl_check=1", b"type=event_callback",
        ))  # fmt: skip
        return self._sign(body, self.rng.choice(TYPES))

    def _changed(self) -> tuple[bytes, str]:
        """What Slack sends, with odd values in up to three places."""
        form, payload = self.rng.choice((self._command, self._event, self._tap, self._form, self._shortcut))()
        for _ in range(self.rng.randrange(4)):
            self._spoil(payload)
        if form == "event":
            return json.dumps(payload).encode(), JSON
        if form == "command":
            return urlencode(payload, errors="surrogatepass").encode(), FORM
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM

    def _spoil(self, payload: Any) -> None:
        while payload:
            if isinstance(payload, dict):
                key: Any = self.rng.choice(list(payload))
            elif isinstance(payload, list):
                key = self.rng.randrange(len(payload))
            else:
                return
            if self.rng.random() < 0.4 or not isinstance(payload[key], dict | list):
                if self.rng.random() < 0.3:
                    del payload[key]
                else:
                    payload[key] = json.loads(json.dumps(self.rng.choice(ODD)))
                return
            payload = payload[key]

    def _who(self) -> dict[str, Any]:
        number = self.rng.randrange(10**9)
        return {
            "team": {"id": "T0ACME", "domain": "acme"},
            "user": {"id": f"U0FUZZ{number}", "team_id": "T0ACME", "name": "x"},
            "api_app_id": "A0ACMEAPP",
            "token": "t",
            "trigger_id": f"trigger.{number}",
        }

    def _text(self) -> str:
        return str(self.rng.choice(("100 square images", "", "help", "compare all for 3 images", "<!channel> \0", "a" * 9_000)))

    def _command(self) -> tuple[str, dict[str, Any]]:
        number = self.rng.randrange(10**9)
        return "command", {
            "token": "t", "team_id": "T0ACME", "channel_id": "C0ACME1", "user_id": f"U0FUZZ{number}", "command": "/cost",
            "text": self._text(), "api_app_id": "A0ACMEAPP", "is_enterprise_install": "false",
            "response_url": self.answer_at, "trigger_id": f"trigger.{number}",
        }  # fmt: skip

    def _event(self) -> tuple[str, dict[str, Any]]:
        number = self.rng.randrange(10**9)
        kind = self.rng.choice(("app_mention", "message", "app_home_opened", "app_uninstalled", "reaction_added", "unheard_of"))
        event = {
            "type": kind, "user": f"U0FUZZ{number}", "channel": "D0ACME1", "text": self._text(), "ts": f"{number}.0",
            "channel_type": "im", "tab": self.rng.choice(("home", "messages")), "event_ts": f"{number}.0",
            "client_msg_id": f"m{number}", "files": [{"id": "F1", "name": "a.txt", "url_private": "https://x.test/a.txt"}],
        }  # fmt: skip
        if self.rng.random() < 0.7:
            del event["files"]
        return "event", {
            "token": "t", "team_id": "T0ACME", "api_app_id": "A0ACMEAPP", "event": event, "event_id": f"Ev{number}",
            "type": self.rng.choice(("event_callback", "event_callback", "event_callback", "url_verification", "app_rate_limited")),
            "event_time": number, "challenge": "c", "authorizations": [{"team_id": "T0ACME", "user_id": "U1", "is_bot": True}],
        }  # fmt: skip

    def _tap(self) -> tuple[str, dict[str, Any]]:
        names = "change.quality change.nearest.0 open.count open.job quote.compare quote.share quote.more ask.0 ask.menu"
        names += " home.builder home.settings home.stored stored.remove unheard.of"
        action = {
            "type": "button", "action_id": self.rng.choice(names.split()), "block_id": "quote|abc|1|job",
            "value": self.rng.choice(("0|quality|high", "9999|model|x", "0", "100 images", "why")), "action_ts": "1.0",
        }  # fmt: skip
        return "payload", {
            "type": "block_actions", **self._who(), "actions": [action], "response_url": self.answer_at,
            "container": {"type": "message", "message_ts": "1.0", "channel_id": "C0ACME1", "is_ephemeral": True},
            "channel": {"id": "C0ACME1", "name": "general"}, "message": {"ts": "1.0", "text": "x", "thread_ts": "1.0"},
            "state": {"values": {}},
        }  # fmt: skip

    def _form(self) -> tuple[str, dict[str, Any]]:
        name = self.rng.choice(("builder", "count", "job", "settings", "stored", "unheard"))
        inputs = ("count", "quality", "size", "model", "words", "prompt", "managers", "channels", "basis", "by_person")
        values = {
            block: {block: {"type": "x", "value": "3", "selected_option": {"value": "low"}, "selected_users": ["U1"]}}
            for block in self.rng.sample(inputs, 4)
        }
        view = {
            "id": "V1", "type": "modal", "callback_id": name, "state": {"values": values}, "hash": "h", "blocks": [],
            "private_metadata": self.rng.choice(("", "{}", '{"quote":"abc","job":0}', '{"job":"x"}', "[" * 999)),
        }  # fmt: skip
        return "payload", {"type": self.rng.choice(("view_submission", "view_closed")), **self._who(), "view": view}

    def _shortcut(self) -> tuple[str, dict[str, Any]]:
        name = self.rng.choice(("quote_prompt", "build_quote", "unheard_of"))
        return "payload", {
            "type": self.rng.choice(("shortcut", "message_action", "block_suggestion", "workflow_step_edit", "unheard_of")),
            **self._who(), "callback_id": name, "response_url": self.answer_at, "action_ts": "1.0",
            "channel": {"id": "C0ACME1"}, "message": {"ts": "1.0", "text": self._text()}, "message_ts": "1.0",
        }  # fmt: skip
