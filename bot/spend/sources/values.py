"""Numbers, texts and instants out of JSON and CSV, each checked before anything is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.spend.sources.wire import exact
from bot.spend.usage import MalformedUsage

MOST_DIGITS = 40
"""Of a number, before and after its point; 1e1000000 is a short text and a long number."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_SECONDS = 253_402_300_800
"""When the year 10000 would begin."""

_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?", re.ASCII)


def number(field: str, value: Any) -> Decimal | None:
    """An exact number; None for nothing.

    Raises:
        MalformedUsage: it is something else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**MOST_DIGITS:
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_DIGITS:
        return value
    raise MalformedUsage(field, f"{field} is {shown(value)}, which is not a number.")


def count(field: str, value: Any) -> int | None:
    """A whole number; None for nothing.

    Raises:
        MalformedUsage: it is something else.
    """
    found = number(field, value)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise MalformedUsage(field, f"{field} is {shown(value)}, which is not a whole number.")
    return int(found)


def text(field: str, value: Any) -> str:
    """A text without blanks around it; empty for nothing.

    Raises:
        MalformedUsage: it is something else.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise MalformedUsage(field, f"{field} is {shown(value)}, which is not a text.")


def yes(field: str, value: Any) -> bool:
    """Whether something is so; nothing is no.

    Raises:
        MalformedUsage: it is neither yes nor no.
    """
    said = {"": False, "false": False, "no": False, "0": False, "true": True, "yes": True, "1": True}
    found = said.get(str(value if value is not None else "").strip().lower())
    if found is None:
        raise MalformedUsage(field, f"{field} is {shown(value)}, which is neither true nor false.")
    return found


def instant(field: str, value: Any) -> datetime:
    """An instant: ISO 8601 with its zone, or seconds since 1970.

    Raises:
        MalformedUsage: it is something else, or does not say its zone.
    """
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if not 0 <= value < MOST_SECONDS:
            hint = ": it may be in milliseconds, and seconds are wanted" if value >= MOST_SECONDS else ""
            raise MalformedUsage(field, f"{field} is {shown(value)}, which is no time in seconds since 1970{hint}.")
        return EPOCH + timedelta(microseconds=int(value * 1_000_000))
    written = text(field, value)
    if not written:
        raise MalformedUsage(field, f"{field} is missing: when it was used, such as 2026-11-05T14:30:00Z.")
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise MalformedUsage(field, f"{field} is {shown(value)}; write it like 2026-11-05T14:30:00Z.") from None
    if found.tzinfo is None:
        raise MalformedUsage(
            field, f"{field} is {shown(value)}, without a zone; end it with Z or an offset like +01:00."
        )
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise MalformedUsage(field, f"{field} is {shown(value)}, which is beyond any calendar.") from None


def tags(field: str, value: Any) -> Mapping[str, str]:
    """Tags: an object of texts, that as JSON in a text, a list of texts, or a text like "team=web; campaign=spring".

    Raises:
        MalformedUsage: they are something else.
    """
    if value is None or value == "":
        return {}
    if isinstance(value, str) and value.lstrip().startswith("{"):
        with suppress(ValueError):
            value = exact(value)
    if isinstance(value, Mapping):
        return {text(field, name): text(field, said) for name, said in value.items()}
    if isinstance(value, str):
        value = [each for each in value.split(";") if each.strip()]
    if not isinstance(value, list):
        raise MalformedUsage(field, f"{field} is {shown(value)}; write it like team=web; campaign=spring.")
    pairs = (re.split(r"[=:]", text(field, each), maxsplit=1) for each in value)
    return {pair[0].strip(): pair[1].strip() if len(pair) > 1 else "" for pair in pairs}


def shown(value: Any) -> str:
    """A value as a sentence quotes it: short, and without control characters."""
    written = value if isinstance(value, str) else str(value)[:80]
    cut = written[:40] + ("…" if len(written) > 40 else "")
    return '"' + "".join(mark if mark.isprintable() else "\ufffd" for mark in cut) + '"'
