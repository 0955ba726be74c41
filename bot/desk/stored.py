"""Requests as they are stored: JSON with the intent, exact, read back as the same value."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.errors import UsageError
from bot.request import Request

_KINDS: dict[str, type] = {kind.intent: kind for kind in get_args(Request)}


def to_json(request: Request) -> str:
    """A request as JSON text."""
    fields = {name: value for name, value in asdict(request).items() if value is not None}
    return json.dumps({"intent": request.intent, **fields}, default=str, separators=(",", ":"))


def from_json(text: str) -> Request:
    """The request that `to_json` wrote.

    Raises:
        ValueError: it did not write this.
    """
    fields = json.loads(text)
    intent = fields.pop("intent", None) if isinstance(fields, dict) else None
    if intent not in _KINDS:
        raise ValueError("this is not a stored request")
    request: Request = _adapter(intent).validate_python(fields)
    return request


def sound(request: Request) -> Request:
    """The request, once it is known that it can be read back.

    Raises:
        UsageError: it holds a value that none of its kind has: no menu offers it.
    """
    try:
        return from_json(to_json(request))
    except ValueError:
        raise UsageError("That is no choice I know. Please choose another, or say it in words.") from None


@cache
def _adapter(intent: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[intent])
