"""POST /usage on the running bot, over HTTP."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.storage import keys
from tests.slack.conftest import Office, office

AT = datetime(2026, 11, 22, tzinfo=UTC)
EVENT = {"id": "job-1", "at": "2026-11-05T14:30:00Z", "model": "gpt-image-1-mini", "images": 4, "quality": "low"}


@dataclass(frozen=True)
class Service:
    """A team's own service, with a key of its workspace."""

    office: Office
    session: aiohttp.ClientSession
    token: str
    key: str

    async def report(self, body: Any, token: str | None = None, **headers: str) -> tuple[int, Any]:
        """Sends usage: what came back."""
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        authorized = {"Authorization": f"Bearer {token or self.token}"} | headers
        address = f"http://127.0.0.1:{self.office.bot.port}/usage"
        async with self.session.post(address, data=data, headers=authorized) as answer:
            return answer.status, await answer.json()


@pytest.fixture(params=["http", "socket"])
async def service(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Service]:
    """The bot at work over each wire to Slack: usage comes over HTTP in both."""
    async with office(tmp_path, socket=request.param == "socket") as made, aiohttp.ClientSession() as session:
        key, token = await keys.make(made.bot.service.desk.db, "T1", "web shop", "U1", AT)
        yield Service(made, session, token, key.id)


async def test_an_event_is_recorded_once(service: Service) -> None:
    """The same event again is known; the same id with other content is refused."""
    assert await service.report(EVENT) == (
        200,
        {"recorded": 1, "known": 0, "refused": 0, "results": [{"id": "job-1", "status": "recorded"}]},
    )
    _, again = await service.report([EVENT])
    assert again["results"] == [{"id": "job-1", "status": "known"}]
    _, other = await service.report(EVENT | {"images": 5})
    assert [each["status"] for each in other["results"]] == ["refused"]


async def test_each_event_of_an_array_stands_for_itself(service: Service) -> None:
    """Of four events two are recorded, and the others told why not, in order."""
    events = [
        EVENT,
        EVENT | {"id": "job-2", "model": "gpt-image-9"},
        {key: value for key, value in EVENT.items() if key != "id"},
        EVENT | {"id": "job-3", "cost_usd": "0.02", "tags": ["a:b"]},
    ]
    status, found = await service.report(events)
    assert status == 200
    assert [each["status"] for each in found["results"]] == ["recorded", "refused", "refused", "recorded"]
    assert "gpt-image-9" in found["results"][1]["reason"]
    assert found["results"][2]["reason"] == "id is missing: a name of the event that no other has."


async def test_other_keys_are_refused(service: Service) -> None:
    """What is no key gets 401, before a byte of the body is read."""
    for token in ("pwk_", "xoxb-1", "pwk_" + "A" * 43):
        assert await service.report(b"x" * 900_000, token=token) == (401, {"error": "not a key of a workspace"})


async def test_a_revoked_key_is_refused(service: Service) -> None:
    """From the moment a manager revokes it."""
    await keys.revoke(service.office.bot.service.desk.db, "T1", service.key, "U1", AT)
    assert (await service.report(EVENT))[0] == 401


async def test_a_request_without_a_key_is_refused(service: Service) -> None:
    """Neither nothing nor another scheme is a bearer token."""
    for value in ("", "Basic dTpw", service.token, f"Bearer {service.token} x"):
        assert (await service.report(EVENT, Authorization=value))[0] == 401


GARBAGE = (
    b"",
    b"{",
    b"[]",
    b"3",
    b'"x"',
    b"[1]",
    b"\xff",
    b"[" * 500_000,
    b'{"a":1e99999999999999999999}',
    b"9" * 5000,
)


async def test_what_is_no_usage_is_refused(service: Service) -> None:
    """Broken, deep, empty and other JSON gets 400 and a sentence."""
    for body in GARBAGE:
        status, found = await service.report(body)
        assert status == 400
        assert found["error"].startswith("The body is not")


async def test_a_large_body_is_refused(service: Service) -> None:
    """Over 1 MiB: 413, whether it says so or not."""
    assert (await service.report(b" " * 1_048_577))[0] == 413


async def test_too_many_requests_may_come_back_later(service: Service) -> None:
    """The 61st request of a minute gets 429 and a time to wait; another workspace's key is not affected."""
    answers = await asyncio.gather(*(service.report({}) for _ in range(61)))
    assert sorted(status for status, _ in answers) == [*[200] * 60, 429]
    _, other = await keys.make(service.office.bot.service.desk.db, "T2", "shop", "U2", AT)
    assert (await service.report(EVENT, token=other))[0] == 200
