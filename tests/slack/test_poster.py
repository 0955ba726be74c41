"""What becomes of what is said, when Slack is not as it should be."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Slack
from bot.slack import blocks
from bot.slack.poster import Poster, Rejected, Unknown

HELLO = blocks.sentence("Hello.")


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A workspace without a bot."""
    async with Slack() as made:
        yield made


@pytest.fixture
async def poster(slack: Slack) -> AsyncIterator[Poster]:
    """A poster that speaks to it."""
    async with aiohttp.ClientSession() as session:
        yield Poster(AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session), session)


async def test_an_answer_that_is_no_json_leaves_open_what_became_of_a_post(slack: Slack, poster: Poster) -> None:
    """A gateway's 503 page is no refusal of Slack's."""
    slack.faults.add("status", "chat.postMessage", status=503)
    assert await poster.post(slack.workspace.channel("general").id, HELLO) == Unknown("http_503")


async def test_reading_gives_nothing_where_slack_is_out_of_order(slack: Slack, poster: Poster) -> None:
    """Whatever it says instead."""
    slack.faults.add("status", "users.info")
    assert await poster.read(poster.client.users_info, user="U1") is None


async def test_a_response_url_refuses_by_slacks_code(slack: Slack, poster: Poster) -> None:
    """The code is what stands in its JSON."""
    outcome = await poster.respond(f"{slack.url}/response/none", HELLO)
    assert isinstance(outcome, Rejected)
    assert outcome.error in {"invalid_url", "http_404"}


@pytest.mark.parametrize("url", ["", "http://example.com/x", "https://example.com/x", "ftp://127.0.0.1/x"])
async def test_only_slack_is_answered(slack: Slack, poster: Poster, url: str) -> None:
    """A response URL of anybody else's is not asked."""
    assert await poster.respond(url, HELLO) == Rejected("not_a_response_url")
