"""Reads the arguments of a Web API call: a query, a form whose fields may hold JSON, or a JSON body."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.playground.refusals import Refused

JSON_FIELDS = {"blocks", "attachments", "metadata", "view", "files", "prompts", "loading_messages", "chunks", "message"}


async def arguments(request: web.Request) -> dict[str, Any]:
    """What the caller sent, with the fields that hold JSON decoded."""
    args: dict[str, Any] = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            args |= _body(await request.text())
        else:
            args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return {key: _decoded(key, value) for key, value in args.items()}


def _body(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text or "{}")
    except json.JSONDecodeError as problem:
        raise Refused("invalid_json") from problem
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


def _decoded(key: str, value: Any) -> Any:
    if key not in JSON_FIELDS or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value  # each method has its own name for this mistake


def truthy(value: Any) -> bool:
    """Whether an argument says yes, as JSON or as a form says it."""
    return value is True or (isinstance(value, str) and value.lower() in {"1", "true"}) or value == 1


def listed(value: Any) -> list[str]:
    """An argument that is a list, as JSON or parted by commas."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [part.strip() for part in str(value or "").split(",") if part.strip()]
