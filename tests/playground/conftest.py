"""A running workspace, and a plain way to call it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground import ManualClock, Slack
from tests.playground import boltapp


class Api:
    """Calls the Web API without any SDK."""

    def __init__(self, slack: Slack, session: aiohttp.ClientSession) -> None:
        self.slack, self.session = slack, session
        self.token = slack.bot_token
        self.headers: dict[str, str] = {}
        self.status = 0

    async def __call__(self, method: str, **args: Any) -> dict[str, Any]:
        """Posts JSON and returns the answer; status and headers of it are kept."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.session.post(self.slack.api_url + method, json=args, headers=headers) as response:
            self.headers, self.status = dict(response.headers), response.status
            answer: dict[str, Any] = await response.json()
            return answer


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Slack]:
    """A workspace that lives by the clock that stands still."""
    async with Slack(boltapp.manifest(), clock=clock) as slack:
        yield slack


@pytest.fixture
async def api(slack: Slack) -> AsyncIterator[Api]:
    """Calls that workspace as its app."""
    async with aiohttp.ClientSession() as session:
        yield Api(slack, session)
