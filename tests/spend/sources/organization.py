"""A stand-in for OpenAI's organization API: costs and image usage in buckets, grouped and paged as it is described.

Written by the published OpenAPI description; what a request must not say gets 400 as there.
"""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from aiohttp import web

from tests.spend.sources.wires import Faults, serving

KEY = "sk-admin-made-up"
WIDTHS = {"1d": 86_400, "1h": 3_600, "1m": 60}
COST_GROUPS = ("project_id", "line_item", "api_key_id")
IMAGE_GROUPS = ("project_id", "user_id", "api_key_id", "model", "size", "source")


Results = Callable[[datetime, datetime, list[str]], list[dict[str, Any]]]


class _Wrong(Exception):
    """What a request says is not in the description."""


@dataclass
class FakeOrganization:
    """What was billed and made; change it at any time. `most` is the most buckets of an answer, whatever the limit."""

    costs: dict[date, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    images: dict[datetime, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    faults: Faults = field(default_factory=Faults)
    most: int = 10_000
    address: str = ""

    def bill(self, day: date, item: str, amount: str, project: str = "proj_1", currency: str = "usd") -> None:
        """Bills a line item on a day; the amount stands in the answer digit by digit."""
        self.costs[day].append(
            {"line_item": item, "project_id": project, "amount": Decimal(amount), "currency": currency}
        )

    def make(self, hour: datetime, model: str, images: int, **group: str) -> None:
        """Makes images in an hour, a request each."""
        groups = {"model": model, "project_id": "proj_1", "user_id": "user-1", "size": "1024x1024"} | group
        self.images[hour].append(groups | {"images": images, "num_model_requests": images})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FakeOrganization]:
        """Serves until the end of the block; `address` is the base URL."""
        routes = {
            "/v1/organization/costs": self._costs,
            "/v1/organization/usage/images": self._images,
        }
        async with serving(routes, self.faults) as address:
            self.address = f"{address}/v1"
            yield self

    async def _costs(self, request: web.Request) -> web.Response:
        def results(start: datetime, end: datetime, groups: list[str]) -> list[dict[str, Any]]:
            summed: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
            for line in self.costs.get(start.date(), ()):
                summed[(*(line.get(name) for name in groups), line["currency"])] += line["amount"]
            return [
                {"object": "organization.costs.result", **dict.fromkeys(COST_GROUPS)}
                | dict(zip(groups, key, strict=False))
                | {"amount": {"value": f"@{amount}@", "currency": key[-1]}, "quantity": None, "quantity_unit": None}
                for key, amount in summed.items()
            ]

        return self._answer(request, {"1d": (7, 180)}, COST_GROUPS, results)

    async def _images(self, request: web.Request) -> web.Response:
        def results(start: datetime, end: datetime, groups: list[str]) -> list[dict[str, Any]]:
            summed: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
            for hour, made in self.images.items():
                for each in made if start <= hour < end else ():
                    found = summed[tuple(each.get(name) for name in groups)]
                    found[0] += each["images"]
                    found[1] += each["num_model_requests"]
            return [
                {"object": "organization.usage.images.result", **dict.fromkeys(IMAGE_GROUPS)}
                | dict(zip(groups, key, strict=True))
                | {"images": images, "num_model_requests": requests}
                for key, (images, requests) in summed.items()
            ]

        limits = {"1d": (7, 31), "1h": (24, 168), "1m": (60, 1440)}
        return self._answer(request, limits, IMAGE_GROUPS, results)

    def _answer(
        self, request: web.Request, limits: Mapping[str, Any], known: tuple[str, ...], results: Results
    ) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401, "Incorrect API key provided")
        try:
            return self._page(request, limits, known, results)
        except _Wrong as wrong:
            return _error(400, str(wrong))

    def _page(
        self, request: web.Request, limits: Mapping[str, Any], known: tuple[str, ...], results: Results
    ) -> web.Response:
        asked = request.query
        width = asked.get("bucket_width", "1d")
        if width not in limits:
            raise _Wrong(f"bucket_width {width}")
        default, most = limits[width]
        limit = _whole(asked.get("limit", str(default)))
        groups = [*asked.getall("group_by", []), *asked.getall("group_by[]", [])]
        if not 1 <= limit <= most or not set(groups) <= set(known) or "start_time" not in asked:
            raise _Wrong("limit, group_by or start_time")
        seconds = WIDTHS[width]
        end = _whole(asked.get("end_time", "4102444800"))
        start = _whole(asked["start_time"]) // seconds * seconds
        if "page" in asked:
            start = int(base64.b64decode(asked["page"].removeprefix("page_")))
        buckets: list[dict[str, Any]] = []
        while start < end and len(buckets) < min(limit, self.most):
            began, ends = (datetime.fromtimestamp(at, UTC) for at in (start, start + seconds))
            found = results(began, ends, groups)
            buckets.append({"object": "bucket", "start_time": start, "end_time": start + seconds, "results": found})
            start += seconds
        more = start < end
        token = "page_" + base64.b64encode(str(start).encode()).decode()
        return _json({"object": "page", "data": buckets, "has_more": more, "next_page": token if more else None})


def _json(found: object) -> web.Response:
    """JSON in which the marked amounts stand as numbers, with all their digits."""
    written = re.sub(r'"@([^"]*)@"', r"\1", json.dumps(found))
    return web.Response(body=written.encode(), content_type="application/json")


def _error(status: int, message: str) -> web.Response:
    error = {"type": "invalid_request_error", "message": message, "param": None, "code": None}
    return web.json_response({"error": error}, status=status)


def _whole(text: str) -> int:
    if not text.isdigit():
        raise _Wrong(f"{text} is not a number")
    return int(text)


def hour(day: int, hours: int = 0) -> datetime:
    """An hour of November 2026."""
    return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hours)
