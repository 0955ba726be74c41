"""The log of what runs inside a test, as the bot writes it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from bot import log


@dataclass
class Log:
    """What was written so far."""

    stream: StringIO = field(default_factory=StringIO)

    @property
    def text(self) -> str:
        """All of it."""
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every line, all of which are JSON objects."""
        return [json.loads(line) for line in self.text.splitlines()]


@contextmanager
def logged(level: str) -> Iterator[Log]:
    """Sends all logs there, as `pennyworth run` with that LOG_LEVEL would to standard error; undone at the end."""
    root, own = logging.getLogger(), logging.getLogger("pennyworth")
    handlers, before = root.handlers[:], root.level
    found = Log()
    log.configure(level, found.stream)
    try:
        yield found
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
        own.setLevel(logging.NOTSET)
