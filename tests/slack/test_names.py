"""What people are called, as Slack says it."""

from __future__ import annotations

import aiohttp

from bot.playground import Slack
from bot.slack.manifest import manifest
from bot.slack.people import People
from tests.digest.kit import client


async def test_people_have_the_names_that_they_gave_themselves() -> None:
    """Those whom Slack knows; what is no id of Slack's is not even asked for."""
    async with Slack(manifest("https://bot.test")) as slack, aiohttp.ClientSession() as session:
        bob = slack.workspace.user("bob").id
        people = People(client(session, slack.api_url, slack.bot_token), slack.clock)
        assert await people.names(slack.workspace.team, (bob, "U0NOBODY", "removed", "bob@example.com")) == {bob: "bob"}
        asked = [call.args["user"] for call in slack.calls("users.info")]
        assert asked == [bob, "U0NOBODY"]
