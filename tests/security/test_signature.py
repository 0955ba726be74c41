"""Only what Slack signed is read: any other byte is 401, whatever it would have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from multidict import CIMultiDict
from pydantic import SecretStr

from bot.playground.deliveries import encoded
from bot.playground.signing import signature
from bot.slack.guard import Refused, verify
from tests.reliability.replicas import SAMPLE, Replicas, replicas

SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
Signed = tuple[bytes, Mapping[str, str]]


async def signed(here: Replicas) -> Signed:
    """A command as Slack signed it, which nobody has seen yet."""
    here.none()
    delivery = await here.slack.command("bob", "general", "/cost", SAMPLE)
    body, _ = encoded(delivery)
    return body, delivery.attempts[-1].headers


def flipped(body: bytes, headers: Mapping[str, str], bits: int) -> Iterator[Signed]:
    """With each byte of the body, the signature and the timestamp changed, in each of so many bits."""
    for bit in range(bits):
        for at in range(len(body)):
            yield body[:at] + bytes([body[at] ^ 1 << bit]) + body[at + 1 :], headers
        for name in (SIGNATURE, TIMESTAMP):
            value = headers[name]
            for at, character in enumerate(value):
                other = chr(ord(character) ^ 1 << bit)
                if other.isprintable():
                    yield body, {**headers, name: value[:at] + other + value[at + 1 :]}


async def test_each_byte_of_body_signature_and_timestamp_counts(tmp_path: Path, full: bool) -> None:
    """One bit of each byte, in the full form each bit; the request itself is taken after all that."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}", 1) as here:
        body, headers = await signed(here)
        found = await here.send_each(flipped(body, headers, 7 if full else 1))
        assert set(found) == {401}
        assert found[401] > len(body)
        assert await here.send(body, headers) == {200: 1}
        assert [each for each in here.slack.calls() if each.method == "response_url"] != []


@pytest.mark.parametrize(("age", "taken"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_three_hundred_seconds_are_the_most(age: int, taken: bool) -> None:
    """Older, and from the future: to the second."""
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    stamp = str(int(at.timestamp()) - age)
    headers = {TIMESTAMP: stamp, SIGNATURE: signature("secret", stamp, b"body")}
    if taken:
        assert verify(SecretStr("secret"), headers, b"body", at) == headers[SIGNATURE]
    else:
        with pytest.raises(Refused, match="too old"):
            verify(SecretStr("secret"), headers, b"body", at)


@pytest.mark.parametrize(
    "change",
    [
        {SIGNATURE: ""},
        {SIGNATURE: "v0="},
        {SIGNATURE: "v0=" + "0" * 64},
        {SIGNATURE: "v1=" + "a" * 64},
        {TIMESTAMP: ""},
        {TIMESTAMP: "abc"},
        {TIMESTAMP: "-1"},
        {TIMESTAMP: "99999999999"},
    ],
    ids=str,
)
async def test_what_is_no_signature_is_refused(tmp_path: Path, change: dict[str, str]) -> None:
    """401, none of them an error of ours."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}", 1) as here:
        body, headers = await signed(here)
        assert await here.send(body, {**headers, **change}) == {401: 1}


async def test_a_second_signature_makes_no_new_request_of_it(tmp_path: Path) -> None:
    """A replay with another signature beside the one that is right is still the same request."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}", 1) as here:
        body, headers = await signed(here)
        for number in range(3):
            both = CIMultiDict(headers)
            both.add(SIGNATURE, "v0=" + str(number) * 64)
            assert await here.send(body, both) == {200: 1}
        assert len(here.slack.calls("response_url")) == 1
        first = CIMultiDict({SIGNATURE: "v0=" + "0" * 64})
        first.extend(headers)
        assert await here.send(body, first) == {401: 1}


async def test_another_workspaces_secret_does_not_sign(tmp_path: Path) -> None:
    """Signed rightly, with a secret that is not ours."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}", 1) as here:
        body, _ = await signed(here)
        here.slack.http._secret = "somebody-elses"
        assert await here.send(body, here.slack.http.signed(body, "application/json")) == {401: 1}
