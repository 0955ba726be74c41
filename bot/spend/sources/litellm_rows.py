"""A row of a LiteLLM proxy's spend log as a usage event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from bot.spend.sources.values import count, instant, number, text
from bot.spend.usage import MOST_TAGS, MOST_TEXT, MalformedUsage, UsageEvent
from pricing.sku import Meter

FAILED = "failure"


def event_of(row: Mapping[str, Any]) -> UsageEvent | None:
    """The event of a row; None for a request that failed and cost nothing.

    A proxy that has no price for a model writes 0. Such a row is priced here instead, or refused.

    Raises:
        MalformedUsage: the row cannot be read.
    """
    spend = number("spend", row.get("spend")) or Decimal(0)
    if row.get("status") == FAILED and not spend:
        return None
    provider = text("custom_llm_provider", row.get("custom_llm_provider"))
    return UsageEvent(
        source="litellm",
        key=_needed("request_id", row),
        at=_at(row),
        model=_needed("model", row).removeprefix(f"{provider}/"),
        provider=provider,
        quantities=_quantities(row),
        calls=1,
        stated=spend if spend or _cached(row) else None,
        person=_first(row, "user", "end_user"),
        project=_first(_metadata(row), "user_api_key_team_alias", "user_api_key_alias") or _first(row, "team_id"),
        tags=_tags(row),
    )


def started(row: Mapping[str, Any]) -> datetime | None:
    """When the request began, if the row says so."""
    try:
        return _at(row)
    except MalformedUsage:
        return None


def _at(row: Mapping[str, Any]) -> datetime:
    """The proxy keeps UTC, and may leave the zone out."""
    written = row.get("startTime")
    try:
        found = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        found = None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else instant("startTime", written)


def _quantities(row: Mapping[str, Any]) -> dict[Meter, Decimal]:
    """Tokens; what an image request put out are tokens of images. The log does not tell more of their kind."""
    asked, made = (count(name, row.get(name)) or 0 for name in ("prompt_tokens", "completion_tokens"))
    output: Meter = "image_output" if "image" in text("call_type", row.get("call_type")) else "text_output"
    meters: dict[Meter, int] = {"text_input": asked, output: made}
    return {meter: Decimal(tokens) for meter, tokens in meters.items() if tokens}


def _cached(row: Mapping[str, Any]) -> bool:
    return str(row.get("cache_hit")).lower() == "true"


def _metadata(row: Mapping[str, Any]) -> Mapping[str, Any]:
    found = row.get("metadata")
    return found if isinstance(found, dict) else {}


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((said for name in names if (said := text(name, row.get(name)))), "")


def _needed(name: str, row: Mapping[str, Any]) -> str:
    found = text(name, row.get(name))
    if not found:
        raise MalformedUsage(name, f"The row has no {name}.")
    return found


def _tags(row: Mapping[str, Any]) -> dict[str, str]:
    """The request's tags ("team:web" or "web") and its key's alias, as much as can be kept: some are whole headers."""
    said = row.get("request_tags")
    pairs = (each.partition(":") for each in said if isinstance(each, str)) if isinstance(said, list) else ()
    alias = _first(_metadata(row), "user_api_key_alias")
    key = {"key": alias[:MOST_TEXT]} if alias else {}
    found = {name.strip()[:100]: value.strip()[:MOST_TEXT] for name, _, value in pairs if name.strip()}
    return dict(islice((key | found | key).items(), MOST_TAGS))
