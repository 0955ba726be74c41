"""P10: garbage is refused. Requests go by HTTP to a bot in a process of its own."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from bot.playground import Slack
from bot.slack.guard import MOST_BYTES
from bot.slack.manifest import manifest
from tests.reliability.garbage import Garbage, Request
from tests.reliability.processes import Running, environment, process
from tests.slack.conftest import Office, office

ALLOWED = {200, 400, 401, 413}
MEGABYTE = 2**20
RAW = (
    b"\0\0\0\0\r\n\r\n",
    b"GET\r\n\r\n",
    b"POST /slack/events HTTP/9.9\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slack-Signature: a\0b\r\nContent-Length: 0\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n",
)


@asynccontextmanager
async def bot_by_http(folder: Path) -> AsyncIterator[tuple[Slack, Running]]:
    """A workspace and a bot in a process of its own, reached by HTTP."""
    async with Slack(manifest("https://bot.test", threads=True)) as slack:
        slack.limits.tiers = False
        async with process(environment(slack, f"sqlite:///{folder / 'bot.db'}")) as bot:
            await bot.until("started")
            yield slack, bot


async def send(url: str, requests: Iterator[Request]) -> Counter[tuple[str, int]]:
    """Sends requests, several at a time; how many of each kind got which status."""
    found: Counter[tuple[str, int]] = Counter()
    async with aiohttp.ClientSession() as session:

        async def worker() -> None:
            for request in requests:
                async with session.post(url, data=request.body, headers=request.headers) as response:
                    found[request.kind, response.status] += 1

        await asyncio.gather(*(worker() for _ in range(16)))
    return found


async def idle(bot: Running) -> None:
    """Waits until nothing is under way any more: acknowledged is not done."""
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.get(bot.url.replace("/slack/events", "/metrics")) as response:
                if "pennyworth_under_way 0.0" in (await response.text()).splitlines():
                    return
            await asyncio.sleep(0.05)


async def status_of(raw: bytes, port: int) -> bytes:
    """The status that bytes get; none where the connection just ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    writer.write_eof()
    answer = await reader.read(MEGABYTE)
    writer.close()
    return answer.partition(b" ")[2][:3]


async def test_fuzzed_requests_are_answered_or_refused(tmp_path: Path, full: bool) -> None:
    """10,000 of them, 2,000 in the ordinary run: only 200, 400, 401 and 413, no error in the log, memory flat.

    What is no HTTP at all gets 400, or a closed connection.
    """
    number = 10_000 if full else 2_000
    async with bot_by_http(tmp_path) as (slack, bot):
        rng = random.Random() if full else random.Random(10)
        garbage = Garbage(rng, slack.http.signed, f"{slack.url}/response/T0ACME/1/0")
        found = await send(bot.url, (garbage.request() for _ in range(number // 2)))
        await idle(bot)
        half_way = bot.memory
        found += await send(bot.url, (garbage.request() for _ in range(number // 2)))
        await idle(bot)
        assert bot.memory - half_way < 10 * MEGABYTE
        assert {status for _, status in found} <= ALLOWED, found
        assert {status for kind, status in found if kind in ("noise", "unsigned", "badly signed", "flipped")} == {401}
        assert {status for kind, status in found if kind == "changed"} == {200, 400}
        for raw in RAW:
            assert await status_of(raw, bot.port) in (b"400", b""), raw[:80]
        bot.process.terminate()
        assert await bot.ended() == 0
        assert [line for line in bot.log if line["level"] in ("error", "critical")] == []


@pytest.mark.parametrize("said", [True, False], ids=["with its length", "in chunks"])
async def test_a_body_beyond_a_mebibyte_is_refused(tmp_path: Path, said: bool) -> None:
    """413, whether its length was said or it just went on; one of exactly a mebibyte is only badly signed."""

    async def chunks(number: int) -> AsyncIterator[bytes]:
        for _ in range(number):
            yield b"a" * 1_024

    async with office(tmp_path) as here, aiohttp.ClientSession() as session:
        for more, status in ((0, 401), (1, 413)):
            body = BytesIO(b"a" * (MOST_BYTES + more)) if said else chunks(MOST_BYTES // 1_024 + more)
            async with session.post(address(here), data=body) as response:
                assert response.status == status


async def test_an_endless_body_is_cut_off(tmp_path: Path) -> None:
    """A stream that never ends is refused after a mebibyte."""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b"a" * 65_536

    async with office(tmp_path) as here, aiohttp.ClientSession() as session:
        with suppress(aiohttp.ClientError):  # it may hang up before we read its answer
            async with session.post(address(here), data=endless()) as response:
                assert response.status == 413
    assert sent < 16 * MEGABYTE


def address(here: Office) -> str:
    """Where the bot takes Slack's requests."""
    return f"http://127.0.0.1:{here.bot.port}/slack/events"
