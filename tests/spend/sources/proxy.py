"""A stand-in for a LiteLLM proxy's spend log: GET /spend/logs/v2, as version 1.109 answers it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.spend.sources.wires import Faults, serving

KEY = "sk-master-made-up"


@dataclass
class FakeProxy:
    """Rows in the order in which they were written. Not `ordered`: an older version, which gives the newest first."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    ordered: bool = True
    address: str = ""

    def spend(self, request: str, at: datetime, spend: Any, **more: Any) -> None:
        """Writes a row; the proxy keeps UTC without saying so."""
        row: dict[str, Any] = {
            "request_id": request,
            "call_type": "aimage_generation",
            "api_key": "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
            "spend": spend,
            "total_tokens": 1106,
            "prompt_tokens": 50,
            "completion_tokens": 1056,
            "startTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
            "endTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
            "model": "gpt-image-1-mini",
            "model_group": "images",
            "custom_llm_provider": "openai",
            "user": "ada",
            "end_user": "",
            "team_id": "team-1",
            "metadata": {"user_api_key_alias": "web-shop", "user_api_key_team_alias": "Web"},
            "cache_hit": "None",
            "request_tags": ["campaign:spring", "draft"],
            "status": "success",
        }
        self.rows.append(row | more)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FakeProxy]:
        """Serves until the end of the block."""
        async with serving({"/spend/logs/v2": self._logs}, self.faults) as address:
            self.address = address
            yield self

    async def _logs(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"error": {"message": "Authentication Error", "code": "401"}}, status=401)
        asked = request.query
        start, end = (_instant(asked[name]) for name in ("start_date", "end_date"))
        page, size = int(asked.get("page", "1")), int(asked.get("page_size", "50"))
        if not 1 <= size <= 1000 or asked["sort_by"] != "startTime":
            return web.json_response({"detail": "page_size or sort_by"}, status=422)
        found = [row for row in self.rows if start <= datetime.fromisoformat(row["startTime"]) <= end]
        found.sort(
            key=lambda row: str(row["startTime"]), reverse=not self.ordered or asked.get("sort_order", "desc") == "desc"
        )
        total = min(len(found), 10_000)
        return web.json_response(
            {
                "data": found[(page - 1) * size : page * size],
                "total": total,
                "page": page,
                "page_size": size,
                "total_pages": -(-total // size),
                "total_is_capped": len(found) > total,
            }
        )


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - as the proxy keeps it
