"""Logs: one JSON object a line on standard error, with stable event names.

No text that people wrote is ever logged, no token either. Exceptions are logged as their type and the places
in the code they went through, what libraries say up to where they begin to quote; the rest, which may be a person's
words, only at level debug.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

_ROOT = "pennyworth"
_TOKEN = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|\bsk-[\w-]+|\bpwk_[\w-]+|(?<=://)[^/\s@]*@"  # tokens, keys, a user and a password
    r"|(?<=ticket=)[\w%-]+|(?<=hooks\.slack\.com/)[\w/-]+"  # who has these addresses may speak
)
_QUOTES = re.compile(r"[(:\n{<'\"]")
_LONGEST = 300
_LIBRARIES = logging.WARNING
"""From which level on libraries are heard, whatever LOG_LEVEL is: below it they say what passes through them."""

_QUIETER = {
    "slack_bolt": logging.ERROR,  # it warns at every start that one way to give it a token was not used
    "aiohttp.server": logging.CRITICAL,  # an error for each request of a scanner that is no HTTP
}


def logger(name: str) -> logging.Logger:
    """The logger of a part of the bot: `logger("poster")`."""
    return logging.getLogger(f"{_ROOT}.{name}")


def say(to: logging.Logger, level: int, event: str, *, wrong: BaseException | None = None, **fields: object) -> None:
    """Logs an event by its stable name, with fields that are ids, counts and codes, never texts."""
    if to.isEnabledFor(level):
        to.log(level, event, exc_info=wrong, extra={"fields": fields})


def configure(level: str, stream: TextIO | None = None) -> None:
    """Sends all logs of the process to standard error, from that level up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Lines(with_messages=level == "debug"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.getLogger(_ROOT).setLevel(level.upper())
    root.setLevel(max(_LIBRARIES, logging.getLogger(_ROOT).level))
    for name, least in _QUIETER.items():
        logging.getLogger(name).setLevel(max(least, root.level))


class _Lines(logging.Formatter):
    """A record as a line of JSON; control characters are escaped, so that a line is one record."""

    def __init__(self, *, with_messages: bool) -> None:
        super().__init__()
        self._with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        said = self._own(record) if record.name.startswith(_ROOT) else self._foreign(record)
        line = {**line, **said, **line}
        if record.exc_info and record.exc_info[1] is not None:
            line |= self._exception(record.exc_info[1])
        return json.dumps(line)

    def _own(self, record: logging.LogRecord) -> dict[str, object]:
        given = getattr(record, "fields", {}).items()
        fields = {key: value if isinstance(value, int | float | None) else _clean(str(value)) for key, value in given}
        return {**fields, "event": _clean(record.getMessage())}

    def _foreign(self, record: logging.LogRecord) -> dict[str, object]:
        said = record.getMessage()
        found: dict[str, object] = {
            "event": _clean(_QUOTES.split(said, 1)[0].strip()),
            "at_code": [f"{record.filename}:{record.lineno} {record.funcName}"],
        }
        return found | ({"message": _clean(said)} if self._with_messages else {})

    def _exception(self, wrong: BaseException) -> dict[str, object]:
        frames = traceback.extract_tb(wrong.__traceback__)
        found: dict[str, object] = {
            "exception": type(wrong).__qualname__,
            "at_code": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
        }
        if self._with_messages:
            found["message"] = _clean(str(wrong))
        return found


def _clean(text: str) -> str:
    return _TOKEN.sub("[secret]", text[: _LONGEST * 4])[:_LONGEST]
