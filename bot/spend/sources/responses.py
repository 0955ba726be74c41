"""Raw answers of the Images API, one a line, as usage events: what was used is what their `usage` says.

A line is the answer itself, {"model": …, "response": ANSWER}, or a line of a Batch API output file. Answers do not name
their model nor themselves: `model` may stand beside, `id` too; without one, the line is its own key.
Answer: https://platform.openai.com/docs/api-reference/images/object
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from bot.spend.sources.values import count, instant, tags, text
from bot.spend.usage import MalformedUsage, UsageEvent
from pricing.sku import Meter

KINDS = ("text", "image")


def is_response(line: Mapping[str, Any]) -> bool:
    """Whether a line is an answer, or has one in it."""
    return "response" in line or ("created" in line and ("usage" in line or "data" in line))


def events_of(line: Mapping[str, Any], raw: bytes, model: str) -> Iterator[UsageEvent]:
    """The event of an answer, and one more where a text model wrote an SVG for it.

    Raises:
        RefusedUsage: it cannot be read; says why.
    """
    answer, batch = _answer(line)
    key = text("id", line.get("id")) or f"line:{blake2b(raw.strip(), digest_size=16).hexdigest()}"
    name = text("model", line.get("model")) or text("model", answer.get("model")) or model
    if not name:
        raise MalformedUsage("model", 'The answer does not name its model: put "model" beside it, or give --model.')
    about: dict[str, Any] = {
        "source": "import",
        "at": instant("created", answer.get("created")),
        "batch": batch,
        "person": text("person", line.get("person")),
        "channel": text("channel", line.get("channel")),
        "project": text("project", line.get("project")),
        "tags": tags("tags", line.get("tags")),
    }
    yield UsageEvent(
        key=key,
        model=name,
        quantities=_used(answer.get("usage")),
        images=_images(answer),
        calls=1,
        quality=text("quality", line.get("quality")) or text("quality", answer.get("quality")),
        size=text("size", line.get("size")) or text("size", answer.get("size")),
        **about,
    )
    drawn = answer.get("svg_usage")
    if isinstance(drawn, dict):
        yield UsageEvent(
            key=f"{key}/svg",
            model=text("model", drawn.get("model")),
            quantities={"text_input": _tokens(drawn, "input_tokens"), "text_output": _tokens(drawn, "output_tokens")},
            calls=1,
            **about,
        )


def _answer(line: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The answer in a line, and whether it came through the Batch API."""
    found = line.get("response", line)
    batch = isinstance(found, dict) and "body" in found
    if batch:
        if found.get("status_code") != 200:
            raise MalformedUsage("response", f"The request failed with status {found.get('status_code')}.")
        found = found["body"]
    if not isinstance(found, dict):
        raise MalformedUsage("response", "There is no answer of the Images API in the line.")
    return found, batch


def _images(answer: Mapping[str, Any]) -> int | None:
    data = answer.get("data")
    return len(data) if isinstance(data, list) else None


def _used(usage: Any) -> dict[Meter, Decimal]:
    """Tokens by meter. They must add up: what does not was cut off or changed."""
    if usage is None:
        return {}
    if not isinstance(usage, dict):
        raise MalformedUsage("usage", "usage is not an object.")
    asked, made = (_details(usage, name) for name in ("input_tokens", "output_tokens"))
    total = count("total_tokens", usage.get("total_tokens"))
    if total is not None and total != sum(asked.values()) + sum(made.values()):
        raise MalformedUsage("usage", f"usage does not add up: {total} tokens in all, not input and output together.")
    cached = _cached(usage.get("input_tokens_details"))
    found: dict[Meter, int] = {
        "text_input": asked["text"] - cached["text"],
        "text_input_cached": cached["text"],
        "image_input": asked["image"] - cached["image"],
        "image_input_cached": cached["image"],
        "text_output": made["text"],
        "image_output": made["image"],
    }
    return {meter: Decimal(tokens) for meter, tokens in found.items() if tokens}


def _details(usage: Mapping[str, Any], name: str) -> dict[str, int]:
    """Tokens of texts and of images. Without details, input is text and output is images."""
    whole, told = count(name, usage.get(name)), usage.get(f"{name}_details")
    if whole is None:
        raise MalformedUsage(name, f"usage has no {name}.")
    if not isinstance(told, dict):
        return {"text": whole, "image": 0} if name == "input_tokens" else {"text": 0, "image": whole}
    found = {kind: count(f"{kind}_tokens", told.get(f"{kind}_tokens")) or 0 for kind in KINDS}
    if sum(found.values()) != whole:
        raise MalformedUsage(name, f"usage does not add up: {name} is {whole}, its details are {sum(found.values())}.")
    return found


def _cached(details: Any) -> dict[str, int]:
    told = details.get("cached_tokens_details") if isinstance(details, dict) else None
    kinds = told if isinstance(told, dict) else {}
    return {kind: count(f"{kind}_tokens", kinds.get(f"{kind}_tokens")) or 0 for kind in KINDS}


def _tokens(usage: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(count(name, usage.get(name)) or 0)
