"""What stands in OpenAI's buckets of costs and image usage, as billed days and usage events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.spend.facts import SETTLES, Bill, BilledLine
from bot.spend.sources.source import Unusable
from bot.spend.sources.values import count, number, text
from bot.spend.usage import MalformedUsage, RefusedUsage, UsageEvent, WrongCurrency

PROVIDER = "OpenAI"
DAY = timedelta(days=1)
MOST_SECONDS = 2**33


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of time and what happened in it."""

    start: datetime
    end: datetime
    results: Sequence[Mapping[str, Any]]


def bucket_of(found: Any) -> Bucket | None:
    """A bucket of an answer; None for anything else."""
    if not isinstance(found, dict):
        return None
    results = found.get("results")
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        return None
    start, end = (_seconds(found.get(name)) for name in ("start_time", "end_time"))
    if start is None or end is None or start >= end:
        return None
    return Bucket(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), results)


def _seconds(found: Any) -> int | None:
    return found if isinstance(found, int) and 0 <= found < MOST_SECONDS else None


def bill_of(bucket: Bucket, now: datetime) -> tuple[Bill | None, Sequence[Unusable]]:
    """What was billed for a day, as of now; None for a late day without costs, which will still come.

    A day of which a line cannot be read is told, and not counted in part.
    """
    day, problems, lines = bucket.start.date(), [], []
    for result in bucket.results:
        try:
            lines.append(_line(result))
        except RefusedUsage as wrong:
            problems.append(Unusable(f"costs of {day}", str(wrong)))
    if problems or bucket.end - bucket.start != DAY:
        return None, problems or [Unusable(f"costs of {day}", "The bucket is not one day long.")]
    if not lines and now < bucket.end + SETTLES:
        return None, ()
    return Bill("openai", PROVIDER, day, tuple(lines), as_of=now), ()


def events_of(bucket: Bucket) -> tuple[Sequence[UsageEvent], Sequence[Unusable]]:
    """The images of an hour: an event for each group in which there are any."""
    events, problems = [], []
    for result in bucket.results:
        try:
            event = _event(bucket.start, result)
        except RefusedUsage as wrong:
            problems.append(Unusable(f"images of {bucket.start:%Y-%m-%d %H:%M}", str(wrong)))
        else:
            events += [event] if event.images else []
    return events, problems


def _line(result: Mapping[str, Any]) -> BilledLine:
    amount = result.get("amount")
    value = number("amount", amount.get("value")) if isinstance(amount, dict) else None
    if value is None or not isinstance(amount, dict):
        raise MalformedUsage("amount", "A line has no amount.")
    currency = text("currency", amount.get("currency")) or "usd"
    if currency.lower() != "usd":
        raise WrongCurrency("currency", f"A line is in {currency[:10]}; the ledger is in USD.")
    item = text("line_item", result.get("line_item"))
    model, comma, _ = item.partition(", ")
    return BilledLine(
        usd=value,
        model=model if comma else "",
        project=text("project_id", result.get("project_id")),
        line=item,
        quantity=number("quantity", result.get("quantity")),
    )


def _event(hour: datetime, result: Mapping[str, Any]) -> UsageEvent:
    said = {name: text(name, result.get(name)) for name in ("model", "size", "project_id", "user_id", "api_key_id")}
    source = text("source", result.get("source"))
    if not said["model"]:
        raise MalformedUsage("model", "A group has no model.")
    return UsageEvent(
        source="openai",
        key="/".join((f"{hour:%Y-%m-%dT%H}", *said.values(), source)),
        at=hour,
        model=said["model"],
        provider=PROVIDER,
        images=count("images", result.get("images")),
        calls=count("num_model_requests", result.get("num_model_requests")),
        size=said["size"],
        person=said["user_id"],
        project=said["project_id"],
        tags=dict(_tags(said["api_key_id"], source)),
    )


def _tags(key: str, source: str) -> Iterator[tuple[str, str]]:
    if key:
        yield "api_key", key
    if source:
        yield "source", source
